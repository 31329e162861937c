package acceptance

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shapes are the columns by their shape; all but those of always may be null.
var shapes = []struct {
	columns string
	fits    func(any) bool
}{
	{"id age days_until_birthday registered_and_attended_count registrations_count attendances_count late_cancels_count no_shows_count", isInteger},
	{"full_name first_name last_name email phone_number gender referral_code thumbnail_url", isText},
	{"date_of_birth", isTime(time.DateOnly)},
	{"created_at deleted_at last_payment_at", isTime(time.RFC3339Nano)},
	{"is_active is_claimed is_new is_slipping_away registration_blocked has_failed_payments has_retry_payments is_lead", isBool},
	{"address family venue instructor referring_member account_credit_balance last_payment_amount latest_registration emergency_contact lead_source", isObject},
	{"active_customer_memberships inactive_customer_memberships on_hold_customer_memberships", isList},
}

func isInteger(v any) bool {
	n, ok := v.(json.Number)
	_, err := strconv.Atoi(n.String())
	return ok && err == nil
}

func isText(v any) bool   { _, ok := v.(string); return ok }
func isBool(v any) bool   { _, ok := v.(bool); return ok }
func isObject(v any) bool { _, ok := v.(object); return ok }
func isList(v any) bool   { _, ok := v.([]any); return ok }

func isTime(layout string) func(any) bool {
	return func(v any) bool {
		s, ok := v.(string)
		_, err := time.Parse(layout, s)
		return ok && err == nil
	}
}

func TestEveryColumnOfTheFlatReportHasItsShape(t *testing.T) {
	for _, shape := range shapes {
		for _, column := range strings.Fields(shape.columns) {
			t.Run(column, func(t *testing.T) {
				filled := 0
				for _, row := range common.whole(t, flat, columns(column), "include_deleted=true").rows {
					require.Equal(t, []string{column}, row.keys)
					if row.values[column] != nil {
						require.True(t, shape.fits(row.values[column]), "%s", show(row))
						filled++
					}
				}
				require.NotZero(t, filled, "nobody has a %s", column)
			})
		}
	}
}

// inner are the parts of the nested columns, the required ones marked by a star.
var inner = map[string]string{
	"address": "first_line* second_line city* region country* postal_code*", "family": "id name role managers", "venue": "id name", "instructor": "id name",
	"referring_member": "id name", "account_credit_balance": "decimal string iso_currency_code currency_symbol currency_symbol_position",
	"last_payment_amount": "decimal string iso_currency_code currency_symbol currency_symbol_position",
	"latest_registration": "id* starts_at* name* type*", "emergency_contact": "name relationship phone", "lead_source": "name",
}

func TestNestedColumnsHaveTheirParts(t *testing.T) {
	for column, parts := range inner {
		t.Run(column, func(t *testing.T) {
			seen := map[string]bool{}
			for _, row := range common.whole(t, flat, columns(column)).rows {
				nested, ok := row.values[column].(object)
				if !ok {
					continue
				}
				for _, key := range nested.keys {
					require.Contains(t, strings.Fields(strings.ReplaceAll(parts, "*", "")), key)
					seen[key] = seen[key] || nested.values[key] != nil
				}
				for _, part := range strings.Fields(parts) {
					if name, required := strings.CutSuffix(part, "*"); required {
						require.NotNil(t, nested.values[name], "%s of %s", name, show(row))
					}
				}
			}
			for _, part := range strings.Fields(strings.ReplaceAll(parts, "*", "")) {
				require.True(t, seen[part], "nobody has a %s.%s", column, part)
			}
		})
	}
}

func TestMoneyIsWrittenTheSameWayThreeTimes(t *testing.T) {
	for _, row := range common.whole(t, flat, "columns=account_credit_balance,last_payment_amount").rows {
		for _, key := range row.keys {
			if money, ok := row.values[key].(object); ok && money.values["decimal"] != nil {
				require.IsType(t, json.Number(""), money.values["decimal"], "decimal is a number: %s", show(money))
				require.Contains(t, []string{"before", "after"}, money.text(t, "currency_symbol_position"))
				require.Contains(t, money.text(t, "string"), money.text(t, "currency_symbol"))
				require.Equal(t, strings.ToLower(money.text(t, "iso_currency_code")), money.text(t, "iso_currency_code"), "as the vendor writes it: gbp")
			}
		}
	}
}

func TestFlatReportWithoutColumns(t *testing.T) {
	r := common.report(t, flat)
	require.Len(t, r.rows, 50)
	require.Equal(t, []string{"id", "full_name", "email", "created_at", "is_active"}, r.rows[0].keys)
	require.Equal(t, len(living(t)), r.total)
	require.Equal(t, string(r.answer.body), string(common.report(t, flat, "columns=id,full_name,email,created_at,is_active").answer.body))
	require.Equal(t, string(r.answer.body), string(common.report(t, flat, "columns=").answer.body), "empty counts as absent")
}

func TestOnlyTheIdHoldsACustomersId(t *testing.T) {
	for _, h := range common.report(t, flat, "columns=id,full_name,venue,family,referring_member,age").columns {
		require.Equal(t, h.text(t, "key") == "id", h.boolean(t, "holds_customer_id"), "%s", show(h))
	}
}

func TestFlatRowsComeByAscendingIdOrAsSorted(t *testing.T) {
	whole := common.whole(t, flat, "columns=full_name,gender,age,id")
	require.True(t, slices.IsSortedFunc(whole.rows, func(a, b object) int { return a.number(t, "id") - b.number(t, "id") }))
	for _, keys := range []string{"id", "-id", "gender", "-age", "gender,-age", "full_name", "-full_name", "-gender,full_name,id"} {
		r := common.whole(t, flat, "columns=full_name,gender,age,id&sort="+keys)
		requireSorted(t, r.rows, keys)
		require.ElementsMatch(t, whole.shown(), r.shown(), "sort=%s loses and invents nothing", keys)
		pages := common.walk(t, flat, "columns=full_name,gender,age,id&sort="+keys, func(n int) string { return "page_size=7&page=" + strconv.Itoa(n+1) })
		require.Equal(t, r.shown(), pages.shown(), "ties are broken the same way on every page")
	}
}

func TestFourSpellingsOfANestedColumn(t *testing.T) {
	same := func(spellings ...string) {
		t.Helper()
		want := common.report(t, flat, "columns=id,"+spellings[0], "limit=100")
		for _, s := range spellings[1:] {
			require.Equal(t, string(want.answer.body), string(common.report(t, flat, "columns=id,"+s, "limit=100").answer.body), "%s is %s", s, spellings[0])
		}
	}
	same("venue_id", "venue.id", "venue_id,venue.id")
	same("venue_name", "venue.name", "venue.name,venue_name")
	same("family_role", "family.role")
	same("instructor_name", "instructor.name")
	same("referring_member_id", "referring_member.id")
	for spelling, want := range map[string][]string{"venue_id": {"venue.id"}, "venue.name": {"venue.name"}, "venue_name,venue_id": {"venue.name", "venue.id"}} {
		r := common.report(t, flat, "columns=id,"+spelling, "limit=100")
		var keys []string
		for _, h := range r.columns[1:] {
			keys = append(keys, h.text(t, "key"))
		}
		require.Equal(t, want, keys, "header keys use dots")
		for _, row := range r.rows {
			require.Equal(t, []string{"id", "venue"}, row.keys, "rows nest")
		}
	}
	whole := common.report(t, flat, "columns=id,venue", "limit=100")
	parts := common.report(t, flat, "columns=id,venue.id,venue.name", "limit=100")
	for i := range whole.rows {
		for _, key := range []string{"venue.id", "venue.name"} {
			require.Equal(t, dotted(whole.rows[i], key), dotted(parts.rows[i], key), "%s of %s", key, show(whole.rows[i]))
		}
	}
}

// The vendor's own list of columns has the members of some objects, and of others only the whole: those that have
// required members, which would not be there alone, and money.
func TestNestedColumnsHaveTheirSpellings(t *testing.T) {
	wholes := []string{"address", "account_credit_balance", "last_payment_amount", "latest_registration"}
	for column, parts := range inner {
		for _, part := range strings.Fields(strings.ReplaceAll(parts, "*", "")) {
			dots := common.get(t, flat+"?limit=100&columns=id,"+column+"."+part, asJSON)
			line := common.get(t, flat+"?limit=100&columns=id,"+column+"_"+part, asJSON)
			if slices.Contains(wholes, column) {
				assert.Equal(t, 400, dots.status, "%s.%s", column, part)
				assert.Equal(t, 400, line.status, "%s_%s", column, part)
				continue
			}
			require.Equal(t, 200, dots.status, "%s.%s", column, part)
			require.Equal(t, string(dots.body), string(line.body))
			whole := common.report(t, flat, "columns=id,"+column, "limit=100")
			for i, row := range decodeObject(t, dots.body).list(t, "rows") {
				require.Equal(t, dotted(whole.rows[i], column+"."+part), dotted(row, column+"."+part))
			}
		}
	}
}
