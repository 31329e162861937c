package acceptance

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireCode checks the vendor's error envelope and the code in it, a string unless an overlay says otherwise.
func requireCode(t tb, a answer, status int, code string) {
	t.Helper()
	o := a.wants(t, status).object(t)
	require.ElementsMatch(t, []string{"code", "message"}, o.keys, "%s", a)
	require.Equal(t, code, o.text(t, "code"), "%s", a)
	require.NotEmpty(t, o.text(t, "message"), "%s", a)
}

// found is whether a search finds a customer: in the username, "first last" or "last first", whatever the case.
func found(c object, term string) bool {
	username, _ := c.values["username"].(string)
	first, _ := c.values["firstName"].(string)
	last, _ := c.values["lastName"].(string)
	term = strings.ToLower(term)
	for _, text := range []string{username, strings.TrimSpace(first + " " + last), strings.TrimSpace(last + " " + first)} {
		if strings.Contains(strings.ToLower(text), term) {
			return true
		}
	}
	return false
}

func byHand(all []object, keep func(object) bool) []object {
	out := []object{}
	for _, c := range all {
		if keep(c) {
			out = append(out, c)
		}
	}
	return out
}

func requireSearch(t tb, m *mock, all []object, query, term string) {
	t.Helper()
	want := byHand(all, func(c object) bool { return found(c, term) })
	l := m.search(t, query, "limit=1000")
	require.Equal(t, ids(t, want), ids(t, l.customers), "search %q by hand, over all customers", term)
	require.Equal(t, shown(want), shown(l.customers))
	require.Equal(t, len(want), l.found)
	require.False(t, l.more)
}

// terms are substrings that occur of several customers: all of two letters, some of three.
func terms(t tb, all []object) []string {
	t.Helper()
	holders := map[string]int{}
	for _, c := range all {
		own := map[string]bool{}
		for _, key := range []string{"username", "firstName", "lastName"} {
			text, _ := c.values[key].(string)
			for i := range text {
				for _, n := range []int{2, 3} {
					if i+n <= len(text) {
						own[strings.ToLower(text[i:i+n])] = true
					}
				}
			}
		}
		for term := range own {
			holders[term]++
		}
	}
	var out []string
	for i, term := range slices.Sorted(maps.Keys(holders)) {
		if holders[term] > 1 && (len(term) == 2 || i%4 == 0) {
			out = append(out, term)
		}
	}
	return out
}

func TestSearchesByHand(t *testing.T) {
	all := common.everyCustomer(t)
	list := terms(t, all)
	require.Greater(t, len(list), 100)
	for i, term := range list {
		requireSearch(t, common, all, param("search", term), term)
		if i%10 == 0 {
			requireSearch(t, common, all, param("search", strings.ToUpper(term)), term)
		}
	}
}

func TestSearchesForWholeNames(t *testing.T) {
	all := common.everyCustomer(t)
	several := 0
	for i, c := range all {
		first, _ := c.values["firstName"].(string)
		last, _ := c.values["lastName"].(string)
		if first == "" || last == "" {
			continue
		}
		several++
		for _, term := range []string{first + " " + last, last + " " + first, strings.ToUpper(first + " " + last), first[len(first)-1:] + " " + last[:1]} {
			want := ids(t, byHand(all, func(c object) bool { return found(c, term) }))
			require.Contains(t, want, c.text(t, "id"))
			require.Equal(t, want, ids(t, common.search(t, param("search", term), "limit=1000").customers), term)
			if i%10 == 0 {
				requireSearch(t, common, all, "search="+strings.ReplaceAll(url.QueryEscape(term), "+", "%20"), term)
			}
		}
	}
	require.Greater(t, several, 100)
}

func TestSearchesThatLookLikePatterns(t *testing.T) {
	all := common.everyCustomer(t)
	for _, term := range []string{"%", "_", "*", "?", ".", ".*", "^", "$", "\\", "[a-z]", "(", "'", "\"", "a%", "a.", "@", "+", "&", "1", "99", " ", "ß", "é", "K", "ſ", "nobodyhasthis", strings.Repeat("x", 5000)} {
		requireSearch(t, common, all, param("search", term), term)
	}
}

func TestSearchesInPages(t *testing.T) {
	all := common.everyCustomer(t)
	for _, term := range []string{"an", "e", "a", "1"} {
		want := byHand(all, func(c object) bool { return found(c, term) })
		for _, limit := range []int{1, 4, 25} {
			var walked []object
			for startAt := 1; startAt <= len(want); startAt += limit {
				l := common.search(t, param("search", term), fmt.Sprintf("start=%d&limit=%d", startAt, limit))
				require.Equal(t, len(want), l.found)
				walked = append(walked, l.customers...)
				require.Equal(t, len(walked) < len(want), l.more)
			}
			require.Equal(t, ids(t, want), ids(t, walked), "%q, %d a page", term, limit)
		}
	}
}

func TestUsernamesExactly(t *testing.T) {
	all := common.everyCustomer(t)
	for _, c := range all {
		l := common.search(t, param("username", c.text(t, "username")))
		require.Equal(t, 1, l.found)
		require.Equal(t, show(c), show(l.customers[0]))
		require.False(t, l.more)
	}
	name := all[0].text(t, "username")
	for _, none := range []string{name[:len(name)-1], name + "x", "nobody_has_this", "%", "a"} {
		l := common.search(t, param("username", none))
		require.Equal(t, 0, l.found, "exactly %q", none)
		require.Contains(t, string(l.answer.body), `"customers":[]`)
	}
}

func TestTypesPartTheCustomers(t *testing.T) {
	all := common.everyCustomer(t)
	for _, kind := range []string{"testing", "active"} {
		want := byHand(all, func(c object) bool { return c.values["type"] == kind })
		l := common.search(t, "limit=1000&type="+kind)
		require.Equal(t, shown(want), shown(l.customers))
		require.NotZero(t, l.found)
		for _, term := range []string{"an", "er", "o"} {
			both := byHand(want, func(c object) bool { return found(c, term) })
			require.Equal(t, shown(both), shown(common.search(t, "limit=1000&type="+kind, param("search", term)).customers), "type and search")
		}
	}
	c := all[0]
	other := map[any]string{"testing": "active", "active": "testing"}[c.values["type"]]
	require.Equal(t, 0, common.search(t, param("username", c.text(t, "username")), "type="+other).found, "filters narrow together")
	require.Equal(t, 1, common.search(t, param("username", c.text(t, "username")), "type="+c.text(t, "type")).found)
}
