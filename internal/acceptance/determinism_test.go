package acceptance

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// probes are requests whose answers must never differ between two runs with the same settings.
var probes = []string{
	grouped + "?columns=gender,created_year,count&sort=-count", grouped + "?columns=created_date,created_hour,count&page=3", grouped + "?columns=age,count&format=csv&limit=100",
	grouped + "?columns=count&created_at_timeframe=this_week", grouped + "?columns=created_month,count&extra_customer_fields=1,2,3", grouped + "?columns=bogus&limit=101&page=0",
	flat, flat + "?limit=100&offset=100&include_deleted=true&" + flatForModel, flat + "?columns=id,venue,address,family,thumbnail_url,referral_code,emergency_contact&limit=100&page=5&page_size=100",
	flat + "?columns=id,referring_member,instructor,last_payment_amount,inactive_customer_memberships&format=csv&limit=100",
	customers + "?limit=1000", customers + "?search=an&start=2&limit=3", customers + "/1", customers + "?start=0", "/nowhere", grouped,
}

// both are the headers of both vendors at once.
var both = asPartner.with("Authorization", "Token t")

func (m *mock) probe(t tb, target string) string {
	t.Helper()
	a := m.get(t, target, both)
	a.header.Del("Date")
	return fmt.Sprintf("%s\n%d %v\n%s\n", target, a.status, a.header, a.body)
}

func (m *mock) probeAll(t tb) []string {
	t.Helper()
	var out []string
	for _, target := range probes {
		out = append(out, m.probe(t, target))
	}
	return out
}

func TestSameSeedSameBytes(t *testing.T) {
	want := common.probeAll(t)
	for name, env := range map[string][]string{
		"another start":       nil,
		"in Tokyo":            {"TZ=Asia/Tokyo"},
		"in Los Angeles":      {"TZ=America/Los_Angeles"},
		"in a zone of no-one": {"TZ=:/nowhere"},
		"without a zone file": {"ZONEINFO=/nowhere", "TZ="},
		"one processor":       {"GOMAXPROCS=1"},
		"two processors":      {"GOMAXPROCS=2"},
		"another language":    {"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"},
		"as the environment":  {"MOCKSERVER_SEED=1", "MOCKSERVER_CLOCK=2025-07-01T12:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, want, startWith(t, env).probeAll(t))
		})
	}
	t.Run("with the defaults said", func(t *testing.T) {
		require.Equal(t, want, start(t, "--seed", "1", "--clock", "2025-07-01T12:00:00Z").probeAll(t))
	})
}

func TestTheOrderOfCallsChangesNothing(t *testing.T) {
	want := common.probeAll(t)
	m := start(t)
	for i := len(probes) - 1; i >= 0; i-- {
		require.Equal(t, want[i], m.probe(t, probes[i]))
	}
}

func TestCallsAtOnceAreAnsweredAsOneByOne(t *testing.T) {
	want := common.probeAll(t)
	m := start(t)
	got := make([][]string, 8)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() {
			for j := range probes {
				got[i] = append(got[i], fetch(m, probes[(i*5+j)%len(probes)]))
			}
		})
	}
	wait.Wait()
	for i := range got {
		for j := range probes {
			require.True(t, strings.HasSuffix(want[(i*5+j)%len(probes)], got[i][j]), probes[(i*5+j)%len(probes)])
		}
	}
}

// fetch is the body of one probe, for goroutines that must not fail the test themselves.
func fetch(m *mock, target string) string {
	var fails failures
	defer func() { recover() }()
	return "\n" + string(m.get(&fails, target, both).body) + "\n"
}

// failures is a tb outside the test's own goroutine: it stops the caller by a panic.
type failures struct{}

func (*failures) Helper()               {}
func (*failures) Errorf(string, ...any) {}
func (*failures) Logf(string, ...any)   {}
func (*failures) FailNow()              { panic("failed") }

func TestAnotherSeedIsAnotherPopulation(t *testing.T) {
	other := start(t, "--seed", "2")
	for _, target := range []string{flat, customers + "?limit=1000", grouped + "?columns=created_date,count"} {
		require.NotEqual(t, string(common.get(t, target, both).body), string(other.get(t, target, both).body), target)
	}
	require.Equal(t, "2", other.get(t, flat, both).header.Get("Mockserver-Seed"))
	require.Equal(t, 500, other.people(t, "include_deleted=true"))
	require.Len(t, other.everyCustomer(t), 200)
}

func TestOtherSeedsAddUpAsWell(t *testing.T) {
	for _, seed := range []string{"2", "42", "18446744073709551615"} {
		m := start(t, "--seed", seed)
		people := readPeople(t, m)
		require.Len(t, people, 500)
		for _, set := range [][]string{{"count"}, {"created_year", "gender", "count"}, {"is_new", "is_active", "is_slipping_away", "count"}, {"age", "birth_month", "count"}} {
			require.Equal(t, groupByHand(people, set), m.whole(t, grouped, columns(set...), "include_deleted=true").shown(), "seed %s", seed)
		}
		for _, trait := range traits {
			n := m.people(t, "is_any="+trait, "include_deleted=true")
			require.Len(t, having(people, func(p person) bool { return p.trait(trait) }), n, "seed %s, %s", seed, trait)
			require.NotZero(t, n, "seed %s: nobody is %s", seed, trait)
		}
		requireSearch(t, m, m.everyCustomer(t), "search=an", "an")
	}
}

func TestMoreRecordsKeepTheFirst(t *testing.T) {
	large := start(t, "--records", "700")
	for _, query := range []string{flatForModel, "columns=id,email,full_name,phone_number,venue,address,family,instructor,referring_member,thumbnail_url,referral_code,lead_source",
		"columns=id,last_payment_amount,last_payment_at,registrations_count,attendances_count,emergency_contact,inactive_customer_memberships&extra_customer_fields=1,2,3"} {
		few, many := common.whole(t, flat, query, "include_deleted=true"), large.whole(t, flat, query, "include_deleted=true")
		require.Equal(t, 500, few.total)
		require.Equal(t, 700, many.total)
		require.Equal(t, few.shown(), many.shown()[:500])
	}
	few, many := common.everyCustomer(t), large.everyCustomer(t)
	require.Len(t, many, 700)
	require.Equal(t, shown(few), shown(many[:200]))
	usernames := map[string]bool{}
	for _, c := range many {
		require.False(t, usernames[c.text(t, "username")], "username %s twice", c.text(t, "username"))
		usernames[c.text(t, "username")] = true
	}
	require.Equal(t, groupByHand(readPeople(t, large), []string{"gender", "is_new", "count"}), large.whole(t, grouped, "columns=gender,is_new,count&include_deleted=true").shown())
}

func TestFewerRecordsAreTheFirst(t *testing.T) {
	small := start(t, "--records", "20")
	require.Equal(t, shown(common.everyCustomer(t)[:20]), shown(small.everyCustomer(t)))
	query := flatForModel + "&include_deleted=true&limit=20"
	require.Equal(t, common.report(t, flat, query).shown(), small.report(t, flat, query).shown())
	require.Equal(t, 20, small.people(t, "include_deleted=true"))
}

func TestAnotherClockMovesThePopulationWithIt(t *testing.T) {
	later := start(t, "--clock", "2031-03-04T05:06:07Z")
	people := readPeople(t, later)
	require.Len(t, people, 500)
	at := instant(t, "2031-03-04T05:06:07Z")
	recent := 0
	for _, p := range people {
		require.False(t, p.created.After(at))
		require.Equal(t, p.created.After(at.AddDate(0, 0, -30)), p.flags["is_new"])
		if p.flags["is_new"] {
			recent++
		}
	}
	require.NotZero(t, recent, "somebody is new, whatever the clock says")
}
