package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A claim is a filter of the report beside what it means for a person.
type claim struct {
	query string
	keep  func(person) bool
}

// requireClaim compares a filter with the same filter by hand, in a few selections, with and without the deleted.
func requireClaim(t tb, c claim) {
	t.Helper()
	for _, set := range [][]string{{"count"}, {"gender", "count"}, {"created_year", "is_active"}} {
		r := common.whole(t, grouped, columns(set...), c.query)
		require.Equal(t, groupByHand(having(living(t), c.keep), set), r.shown(), "%s", c.query)
	}
	all := common.whole(t, grouped, "columns=created_date,count", c.query, "include_deleted=true")
	require.Equal(t, groupByHand(having(everyone(t), c.keep), []string{"created_date", "count"}), all.shown(), "%s with the deleted", c.query)
}

func TestEveryFlagParts(t *testing.T) {
	for _, deleted := range []string{"", "include_deleted=true"} {
		for _, flag := range flags {
			yes, no := common.people(t, flag+"=true", deleted), common.people(t, flag+"=false", deleted)
			require.Equal(t, common.people(t, deleted), yes+no, "%s parts the customers", flag)
			require.NotZero(t, yes, "%s: somebody is", flag)
			require.NotZero(t, no, "%s: somebody is not", flag)
			r := common.whole(t, grouped, columns(flag, "count"), deleted)
			require.Equal(t, []string{fmt.Sprintf(`{%q:false,"count":%d}`, flag, no), fmt.Sprintf(`{%q:true,"count":%d}`, flag, yes)}, r.shown(),
				"the flag as a filter and as a column tell the same")
		}
	}
}

func TestEveryFlagByHand(t *testing.T) {
	for _, flag := range flags {
		requireClaim(t, claim{flag + "=true", func(p person) bool { return p.flags[flag] }})
		requireClaim(t, claim{flag + "=false", func(p person) bool { return !p.flags[flag] }})
		requireClaim(t, claim{flag + "=", func(person) bool { return true }})
	}
}

func TestAnyOfTheTraits(t *testing.T) {
	for set := range 1 << len(traits) {
		var names []string
		for i, trait := range traits {
			if set&(1<<i) != 0 {
				names = append(names, trait)
			}
		}
		if set == 0 || len(names) > 2 && len(names) < len(traits) && set%5 != 0 {
			continue
		}
		union := having(living(t), func(p person) bool { return slices.ContainsFunc(names, p.trait) })
		require.NotEmpty(t, union, "%v: somebody has it", names)
		require.Equal(t, len(union), common.people(t, "is_any="+strings.Join(names, ",")), "is_any=%v", names)
		require.Equal(t, len(union), common.people(t, "is_any="+strings.Join(names, "&is_any=")), "is_any=%v, repeated", names)
	}
	for _, trait := range traits {
		requireClaim(t, claim{"is_any=" + trait, func(p person) bool { return p.trait(trait) }})
	}
	requireClaim(t, claim{"is_any=new,lead,new", func(p person) bool { return p.trait("new") || p.trait("lead") }})
	requireClaim(t, claim{"is_any=", func(person) bool { return true }})
	require.Equal(t, len(living(t)), common.people(t, "is_any=active,inactive"), "active and inactive are everybody")
}

func TestRangesOfCreation(t *testing.T) {
	people := living(t)
	for _, p := range []person{people[0], people[len(people)/2], people[len(people)-1]} {
		at := p.created
		for _, text := range []string{at.UTC().Format(time.RFC3339Nano), at.In(newYork).Format(time.RFC3339Nano), at.In(time.FixedZone("", 20700)).Format(time.RFC3339Nano)} {
			requireClaim(t, claim{param("created_at_gte", text), func(p person) bool { return !p.created.Before(at) }})
			requireClaim(t, claim{param("created_at_lte", text), func(p person) bool { return !p.created.After(at) }})
		}
		just := join(param("created_at_gte", at.Format(time.RFC3339Nano)), param("created_at_lte", at.Format(time.RFC3339Nano)))
		requireClaim(t, claim{just, func(p person) bool { return p.created.Equal(at) }})
		require.NotZero(t, common.people(t, just), "both ends are inclusive")
	}
	require.Zero(t, common.people(t, "created_at_gte=2024-01-02T00:00:00Z&created_at_lte=2024-01-01T00:00:00Z"), "a range turned round is empty")
}

func TestRangesOfBirth(t *testing.T) {
	born := having(living(t), func(p person) bool { return p.born != "" })
	require.NotEmpty(t, born)
	require.Less(t, len(born), len(living(t)), "some have no date of birth")
	for _, p := range []person{born[0], born[len(born)/2], born[len(born)-1]} {
		requireClaim(t, claim{"date_of_birth_gte=" + p.born, func(q person) bool { return q.born != "" && q.born >= p.born }})
		requireClaim(t, claim{"date_of_birth_lte=" + p.born, func(q person) bool { return q.born != "" && q.born <= p.born }})
		requireClaim(t, claim{"date_of_birth_gte=" + p.born + "&date_of_birth_lte=" + p.born, func(q person) bool { return q.born == p.born }})
	}
	requireClaim(t, claim{"date_of_birth_gte=&date_of_birth_lte=", func(person) bool { return true }})
}

func TestRangesOfTheLatestRegistration(t *testing.T) {
	registered := having(living(t), func(p person) bool { return !p.latest.IsZero() })
	require.NotEmpty(t, registered)
	for _, p := range []person{registered[0], registered[len(registered)-1]} {
		at := p.latest.Format(time.RFC3339Nano)
		requireClaim(t, claim{param("latest_registration_starts_at_gte", at), func(q person) bool { return !q.latest.IsZero() && !q.latest.Before(p.latest) }})
		requireClaim(t, claim{param("latest_registration_starts_at_lte", at), func(q person) bool { return !q.latest.IsZero() && !q.latest.After(p.latest) }})
	}
}

func TestIdentifiers(t *testing.T) {
	in := func(ids ...int) func(person) bool { return func(p person) bool { return slices.Contains(ids, p.id) } }
	after := func(id int) func(person) bool { return func(p person) bool { return p.id > id } }
	var list []string
	for id := range 500 {
		list = append(list, fmt.Sprint(id+1))
	}
	for _, c := range []claim{
		{"ids=3", in(3)}, {"ids=3,5,8", in(3, 5, 8)}, {"ids=3&ids=5,8", in(3, 5, 8)}, {"ids=8,3,8,3", in(3, 8)}, {"ids=1,999999", in(1)},
		{"ids=-3", in()}, {"ids=0", in()}, {"ids=", func(person) bool { return true }}, {"ids=" + strings.Join(list, ","), after(0)},
		{"ids=9223372036854775807", in()}, {"id_gt=0", after(0)}, {"id_gt=250", after(250)}, {"id_gt=499", after(499)}, {"id_gt=500", after(500)},
		{"id_gt=-7", after(-7)}, {"id_gt=9223372036854775807", in()}, {"id_gt=-9223372036854775808", after(0)}, {"id_gt=", after(0)},
		{"id_gt=100&ids=99,100,101,102", in(101, 102)},
	} {
		requireClaim(t, c)
	}
}

func TestActiveMemberships(t *testing.T) {
	holds := func(ids ...int) func(person) bool {
		return func(p person) bool {
			return slices.ContainsFunc(ids, func(id int) bool { return slices.Contains(p.active, id) })
		}
	}
	for id := 11; id <= 16; id++ {
		requireClaim(t, claim{fmt.Sprintf("active_memberships=%d", id), holds(id)})
		require.NotZero(t, common.people(t, fmt.Sprintf("active_memberships=%d", id)), "somebody holds membership %d", id)
	}
	requireClaim(t, claim{"active_memberships=11,14", holds(11, 14)})
	requireClaim(t, claim{"active_memberships=11&active_memberships=14", holds(11, 14)})
	requireClaim(t, claim{"active_memberships=99", holds(99)})
	requireClaim(t, claim{"active_memberships=", func(person) bool { return true }})
}

func TestFiltersNarrowTogether(t *testing.T) {
	requireClaim(t, claim{"is_active=true&is_claimed=false&is_any=new,slipping_away&id_gt=50", func(p person) bool {
		return p.flags["is_active"] && !p.flags["is_claimed"] && (p.trait("new") || p.trait("slipping_away")) && p.id > 50
	}})
}

func TestListsMayEscapeTheirCommas(t *testing.T) {
	requireClaim(t, claim{"ids=3%2C5%2C8", func(p person) bool { return slices.Contains([]int{3, 5, 8}, p.id) }})
	requireClaim(t, claim{"is_any=new%2Clead", func(p person) bool { return p.trait("new") || p.trait("lead") }})
	requireClaim(t, claim{"active_memberships=11%2C14", func(p person) bool { return slices.Contains(p.active, 11) || slices.Contains(p.active, 14) }})
	escaped, plain := common.groups(t, "columns=gender%2Ccount&extra_customer_fields=1%2C2"), common.groups(t, "columns=gender,count&extra_customer_fields=1,2")
	require.Equal(t, string(plain.answer.body), string(escaped.answer.body))
}
