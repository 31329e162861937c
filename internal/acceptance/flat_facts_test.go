package acceptance

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTraitsAgreeWithTheRest(t *testing.T) {
	for _, p := range everyone(t) {
		require.False(t, p.created.After(clock), "customer %d is created after the clock", p.id)
		require.Equal(t, p.created.After(clock.Add(-30*24*time.Hour)), p.flags["is_new"], "customer %d: new is created in the 30 days before the clock", p.id)
		if p.flags["is_new"] || p.flags["is_slipping_away"] {
			require.True(t, p.flags["is_active"], "customer %d: new and slipping-away customers are active", p.id)
		}
	}
	for _, trait := range traits {
		holders := having(living(t), func(p person) bool { return p.trait(trait) })
		require.NotEmpty(t, holders, "nobody is %s", trait)
		require.Less(t, len(holders), len(living(t)), "everybody is %s", trait)
	}
}

func TestAgesFollowTheDateOfBirth(t *testing.T) {
	today := clock.In(newYork)
	for _, p := range everyone(t) {
		if p.born == "" {
			require.Nil(t, p.age, "customer %d has an age but no date of birth", p.id)
			continue
		}
		born := day(p.born)
		age := today.Year() - born.Year()
		if today.Format("01-02") < p.born[5:] {
			age--
		}
		require.Equal(t, age, p.age, "customer %d, born %s", p.id, p.born)
	}
}

func TestDaysUntilBirthday(t *testing.T) {
	today := day(clock.In(newYork).Format(time.DateOnly))
	for _, row := range common.whole(t, flat, "columns=id,date_of_birth,days_until_birthday").rows {
		if row.values["date_of_birth"] == nil {
			require.Nil(t, row.values["days_until_birthday"], "%s", show(row))
			continue
		}
		born := day(row.text(t, "date_of_birth"))
		next := date(today.Year(), born.Month(), born.Day())
		if next.Before(today) {
			next = date(today.Year()+1, born.Month(), born.Day())
		}
		days := int(next.Sub(today).Round(24*time.Hour) / (24 * time.Hour))
		if born.Format("01-02") == "02-29" {
			require.InDelta(t, days, row.number(t, "days_until_birthday"), 1, "%s", show(row))
			continue
		}
		require.Equal(t, days, row.number(t, "days_until_birthday"), "%s", show(row))
	}
}

func TestNamesAndAddressesAreBelievable(t *testing.T) {
	emails := map[string]bool{}
	follows := 0
	rows := common.whole(t, flat, "columns=full_name,first_name,last_name,email").rows
	for _, row := range rows {
		require.Equal(t, row.text(t, "first_name")+" "+row.text(t, "last_name"), row.text(t, "full_name"))
		email := row.text(t, "email")
		require.Regexp(t, `^[^@\s]+@[^@\s]+\.[a-z]+$`, email)
		require.False(t, emails[email], "two customers share %s", email)
		emails[email] = true
		if strings.Contains(email, strings.ToLower(row.text(t, "last_name"))) {
			follows++
		}
	}
	require.Greater(t, follows, len(rows)*8/10, "the e-mail follows the name")
}

func TestMoreSignUpsInTheEveningThanAtNight(t *testing.T) {
	hours := map[int]int{}
	for _, p := range everyone(t) {
		hours[p.attribute("created_hour").(int)]++
	}
	require.Greater(t, hours[18]+hours[19]+hours[20], 2*(hours[3]+hours[4]+hours[5]))
}

func TestNothingOfACustomerHappensBeforeTheCustomer(t *testing.T) {
	for _, row := range common.whole(t, flat, "columns=id,created_at,deleted_at,last_payment_at,age,date_of_birth", "include_deleted=true").rows {
		created := instant(t, row.text(t, "created_at"))
		for _, later := range []string{"deleted_at", "last_payment_at"} {
			if row.values[later] != nil {
				require.False(t, instant(t, row.text(t, later)).Before(created), "%s", show(row))
				require.False(t, instant(t, row.text(t, later)).After(clock), "%s", show(row))
			}
		}
		if row.values["date_of_birth"] != nil {
			require.True(t, day(row.text(t, "date_of_birth")).Before(created), "%s", show(row))
		}
	}
}

func TestMembershipsAreElevenToSixteenWithOneNameEach(t *testing.T) {
	names := map[int]string{}
	own := map[int]bool{}
	for _, row := range common.whole(t, flat, "columns=active_customer_memberships,inactive_customer_memberships,on_hold_customer_memberships", "include_deleted=true").rows {
		for _, key := range row.keys {
			for _, held := range row.list(t, key) {
				require.ElementsMatch(t, []string{"id", "membership"}, held.keys)
				require.False(t, own[held.number(t, "id")], "two customer memberships have the id %d", held.number(t, "id"))
				own[held.number(t, "id")] = true
				m := held.values["membership"].(object)
				id := m.number(t, "id")
				require.True(t, 11 <= id && id <= 16, "%s", show(held))
				require.Contains(t, []string{"", m.text(t, "name")}, names[id], "membership %d has two names", id)
				names[id] = m.text(t, "name")
			}
		}
	}
	require.Len(t, names, 6)
}

// extraCells are the custom fields of every living customer, by id of the customer, from the flat report.
func extraCells(t *testing.T) []object {
	t.Helper()
	rows := common.whole(t, flat, "columns=id&extra_customer_fields=1,2,3").rows
	require.Equal(t, []string{"id", "customer_fields"}, rows[0].keys)
	return rows
}

func TestCustomFieldsGroupLikeColumns(t *testing.T) {
	people := common.people(t)
	for ids, keys := range map[string][]string{"1": {"1"}, "2": {"2"}, "3,1": {"3", "1"}, "1,2,3": {"1", "2", "3"}, "2,2": {"2"}} {
		r := common.whole(t, grouped, "columns=count,gender", "extra_customer_fields="+ids)
		require.Equal(t, people, sum(t, r.rows), "the counts add up")
		seen := map[string]bool{}
		for _, row := range r.rows {
			require.Equal(t, []string{"count", "gender", "customer_fields"}, row.keys, "after the asked columns, nested")
			require.Equal(t, keys, row.values["customer_fields"].(object).keys)
			group := show(row.values["gender"]) + show(row.values["customer_fields"])
			require.False(t, seen[group], "group %s twice", group)
			seen[group] = true
		}
		var headers []string
		for _, h := range r.columns[2:] {
			headers = append(headers, h.text(t, "key"))
		}
		for i, key := range keys {
			require.Equal(t, "customer_fields."+key, headers[i], "dotted in headers")
		}
		require.Len(t, headers, len(keys))
	}
}

func TestCustomFieldsAreThoseOfTheFlatReport(t *testing.T) {
	for _, id := range []string{"1", "2", "3"} {
		counts := map[string]int{}
		for _, row := range extraCells(t) {
			counts[show(row.values["customer_fields"].(object).values[id])]++
		}
		require.Greater(t, len(counts), 1, "custom field %s is the same for everybody", id)
		got := map[string]int{}
		for _, row := range common.whole(t, grouped, "columns=count&extra_customer_fields="+id).rows {
			got[show(row.values["customer_fields"].(object).values[id])] = row.number(t, "count")
		}
		require.Equal(t, counts, got)
	}
}

func TestCustomFieldsAreSortedOnAndByDefault(t *testing.T) {
	keys := func(sort string) []string {
		var out []string
		for _, row := range common.whole(t, grouped, "columns=count&extra_customer_fields=1", sort).rows {
			out = append(out, show(row.values["customer_fields"].(object).values["1"]))
		}
		return out
	}
	up := keys("")
	nullsFirst := func(a, b string) int {
		if a == "null" || b == "null" {
			return compareBools(a != "null", b != "null")
		}
		return strings.Compare(a, b)
	}
	require.True(t, slices.IsSortedFunc(up, nullsFirst), "%v", up)
	require.Equal(t, up, keys("sort=customer_fields.1"))
	slices.Reverse(up)
	require.Equal(t, up, keys("sort=-customer_fields.1"))
}

func TestCustomFieldsEmptyAreAbsent(t *testing.T) {
	want := common.groups(t, "columns=gender,count").answer.body
	require.Equal(t, string(want), string(common.groups(t, "columns=gender,count&extra_customer_fields=").answer.body))
}
