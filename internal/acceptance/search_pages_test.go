package acceptance

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A listing is a decoded answer of the customer search.
type listing struct {
	answer            answer
	found, displaying int
	more              bool
	customers         []object
}

func (m *mock) search(t tb, query ...string) listing {
	t.Helper()
	a := m.get(t, customers+"?"+join(query...), asPartner).wants(t, 200)
	o := a.object(t)
	require.Equal(t, []string{"found", "displaying", "moreAvailable", "customers"}, o.keys, "%s", a)
	l := listing{a, o.number(t, "found"), o.number(t, "displaying"), o.boolean(t, "moreAvailable"), o.list(t, "customers")}
	require.Len(t, l.customers, l.displaying, "displaying is the number of customers in the answer: %s", a)
	return l
}

// everyCustomer is the whole population of a server in one answer.
func (m *mock) everyCustomer(t tb) []object {
	t.Helper()
	l := m.search(t, "limit=1000")
	require.Len(t, l.customers, l.found)
	require.False(t, l.more)
	return l.customers
}

func ids(t tb, list []object) []string {
	t.Helper()
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.text(t, "id")
	}
	return out
}

var customerKeys = []string{
	"id", "username", "type", "createdDate", "firstName", "lastName", "lastModifiedDate", "email", "phone", "addressLine1", "city", "state", "postalCode", "country",
}

func TestCustomersAreAsDocumented(t *testing.T) {
	all := common.everyCustomer(t)
	require.Len(t, all, 200)
	usernames, last, filled := map[string]bool{}, 0, map[string]int{}
	for _, c := range all {
		position := 0
		for _, key := range c.keys {
			next := indexOf(customerKeys, key)
			require.GreaterOrEqual(t, next, position, "%s is out of the documented order or unknown: %s", key, show(c))
			position = next
			if c.values[key] != nil {
				require.NotEmpty(t, c.text(t, key), "%s of %s", key, show(c))
				filled[key]++
			}
		}
		require.Regexp(t, `^[0-9]+$`, c.text(t, "id"))
		id, err := strconv.Atoi(c.text(t, "id"))
		require.NoError(t, err)
		require.Greater(t, id, last, "by ascending id")
		last = id
		require.Regexp(t, `^[A-Za-z0-9!@.#$%&*_+-]{6,255}$`, c.text(t, "username"))
		require.False(t, usernames[c.text(t, "username")], "username %s twice", c.text(t, "username"))
		usernames[c.text(t, "username")] = true
		require.Contains(t, []string{"testing", "active"}, c.text(t, "type"))
		created := epoch(t, c.text(t, "createdDate"))
		require.False(t, created.After(clock), "%s", show(c))
		if c.values["lastModifiedDate"] != nil {
			require.False(t, epoch(t, c.text(t, "lastModifiedDate")).Before(created), "created before modified: %s", show(c))
		}
		require.NotContains(t, show(c), "Too many levels")
	}
	for _, key := range customerKeys[:4] {
		require.Equal(t, 200, filled[key], "%s is always there", key)
	}
	for _, key := range customerKeys {
		require.Greater(t, filled[key], 100, "%s is mostly there", key)
	}
	require.Less(t, filled["phone"]+filled["email"]+filled["addressLine1"]+filled["firstName"], 800, "some are without optional fields")
}

func indexOf(list []string, want string) int {
	for i, s := range list {
		if s == want {
			return i
		}
	}
	return -1
}

func epoch(t tb, text string) time.Time {
	t.Helper()
	seconds, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err, "epoch seconds as a string")
	at := time.Unix(seconds, 0)
	require.Greater(t, at.Year(), 2000, "seconds, not something else")
	require.Less(t, at.Year(), 2100, "seconds, not milliseconds")
	return at
}

func TestUsernamesFollowTheNames(t *testing.T) {
	follows, named := 0, 0
	for _, c := range common.everyCustomer(t) {
		last, ok := c.values["lastName"].(string)
		if !ok {
			continue
		}
		named++
		if strings.Contains(strings.ToLower(c.text(t, "username")), strings.ToLower(last)) {
			follows++
		}
	}
	require.Greater(t, follows, named*8/10)
}

func TestOneCustomerById(t *testing.T) {
	for _, c := range common.everyCustomer(t) {
		a := common.get(t, customers+"/"+c.text(t, "id"), asPartner).wants(t, 200)
		require.Equal(t, show(c), show(a.object(t)), "the get agrees with the list")
	}
	for _, id := range []string{"0", "999999999", "99999999999999999999999"} {
		requireCode(t, common.get(t, customers+"/"+id, asPartner), 404, "14001")
	}
}

func TestWalkedAtAnyPageSize(t *testing.T) {
	all := common.everyCustomer(t)
	for _, limit := range []int{1, 2, 3, 7, 10, 24, 25, 26, 50, 99, 100, 101, 199, 200, 201, 1000} {
		t.Run(fmt.Sprintf("%d a page", limit), func(t *testing.T) {
			var walked []object
			for startAt := 1; ; {
				l := common.search(t, fmt.Sprintf("start=%d&limit=%d", startAt, limit))
				require.Equal(t, len(all), l.found)
				walked = append(walked, l.customers...)
				require.Equal(t, len(walked) < len(all), l.more, "moreAvailable tells whether something follows")
				if !l.more {
					break
				}
				require.Equal(t, limit, l.displaying)
				startAt += l.displaying
			}
			require.Equal(t, shown(all), shown(walked))
		})
	}
}

func TestWhereAListingBeginsAndEnds(t *testing.T) {
	all := common.everyCustomer(t)
	for name, test := range map[string]struct {
		query    string
		from, to int
	}{
		"the default":                     {"", 0, 25},
		"as the page prints it":           {"username=&type=&search=&start=1&limit=25", 0, 25},
		"all empty":                       {"username=&type=&search=&start=&limit=", 0, 25},
		"start alone":                     {"start=30", 29, 54},
		"start is a record, not a page":   {"start=2&limit=10", 1, 11},
		"the last one":                    {"start=200", 199, 200},
		"past the end":                    {"start=201", 200, 200},
		"far past the end":                {"start=9223372036854775807&limit=1000", 200, 200},
		"the last but one, one of them":   {"start=199&limit=1", 198, 199},
		"a limit that ends with the list": {"start=191&limit=10", 190, 200},
		"a limit that ends one before it": {"start=190&limit=10", 189, 199},
		"the largest limit":               {"limit=1000", 0, 200},
		"limit alone":                     {"limit=3", 0, 3},
	} {
		t.Run(name, func(t *testing.T) {
			l := common.search(t, test.query)
			require.Equal(t, 200, l.found)
			require.Equal(t, shown(all[test.from:test.to]), shown(l.customers))
			require.Equal(t, test.to < 200, l.more)
			if test.from == test.to {
				require.Contains(t, string(l.answer.body), `"customers":[]`, "an empty list, not null")
			}
		})
	}
}
