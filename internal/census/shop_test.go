package census

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A claim is what somebody who reads the shop's document expects of its mock.
type claim struct {
	says  string
	holds func(t *testing.T, m *mock)
}

const shop = "testdata/shop.yaml"

// hold tries claims, each in a test of its own, against one server.
func hold(t *testing.T, claims []claim) {
	t.Helper()
	m := start(t, shop)
	for _, c := range claims {
		t.Run(c.says, func(t *testing.T) { c.try(t, m) })
	}
}

// holdAlone tries claims that change the population: each begins with it as it was.
func holdAlone(t *testing.T, claims []claim) {
	t.Helper()
	m := start(t, shop)
	for _, c := range claims {
		m.reset(t)
		t.Run(c.says, func(t *testing.T) { c.try(t, m) })
	}
}

// try tries a claim; where a list is too short for it, it fails, and the others are tried all the same.
func (c claim) try(t *testing.T, m *mock) {
	t.Helper()
	defer func() {
		if short := recover(); short != nil {
			t.Errorf("%v", short)
		}
	}()
	c.holds(t, m)
}

// probes are requests whose answers must not differ between two servers of the same population.
var probes = []string{
	"/products?per_page=7&page=2&sort=-price&q=a", "/products?category=kitchen&category=garden&fields=id,name", "/products/1001",
	"/suppliers?$top=4&$skip=3&$orderby=companyName", "/suppliers/SUP-0007", "/customers?page=2&size=9&sort=last_name:desc", "/customers?country=NL&search=a",
	"/orders?limit=5&sort=total_cents&direction=desc&status=open,paid", "/orders?limit=100", "/payments?limit=6&status=failed", "/invoices?pageSize=8&paid=true&orderBy=amount desc",
	"/coupons?page=2&page_size=5&sort=value_desc", "/shipments?offset=10&limit=10&sort_by=weight&sort_order=descending", "/warehouses", "/warehouses/ber-1",
	"/warehouses/nowhere-9", "/reviews?page[number]=2&page[size]=6&sort=-rating", "/tickets?startIndex=5&count=5&order=newest", "/products/987654321",
}

// probeAll are the answers to the probes, with all headers but the date.
func (m *mock) probeAll(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, target := range probes {
		a := m.get(t, strings.ReplaceAll(target, " ", "%20"))
		a.header.Del("Date")
		text := fmt.Sprintf("%s\n%d %v\n%s\n", target, a.status, a.header, a.text)
		all = append(all, strings.ReplaceAll(text, m.url, "http://mock")) // links name the port
	}
	return all
}

func TestShopStartsTheSame(t *testing.T) {
	first := start(t, shop)
	want := first.probeAll(t)
	hold(t, []claim{
		{"the same seed gives the same bytes", func(t *testing.T, m *mock) { require.Equal(t, want, m.probeAll(t)) }},
		{"the order of requests does not matter", func(t *testing.T, _ *mock) {
			m := start(t, shop)
			m.all(t, shipments, "")
			m.get(t, "/orders?sort=number&direction=desc")
			require.Equal(t, want, m.probeAll(t))
		}},
		{"another seed gives other records", func(t *testing.T, m *mock) {
			other := start(t, shop, "--seed", "2")
			for _, h := range []*habit{customers, orders, invoices, shipments} {
				require.NotEqual(t, show(m.all(t, h, "")), show(other.all(t, h, "")), "%s", h.path)
			}
		}},
		{"what the document's examples say does not depend on the seed", func(t *testing.T, m *mock) {
			other := start(t, shop, "--seed", "2")
			require.Equal(t, show(m.get(t, "/products/1002").wants(t, 200).body), show(other.get(t, "/products/1002").wants(t, 200).body))
		}},
		{"--records 137 gives 137 in every list", func(t *testing.T, _ *mock) {
			m := start(t, shop, "--records", "137")
			for _, h := range paged {
				require.Len(t, m.all(t, h, ""), 137, "%s", h.path)
			}
			require.Len(t, m.all(t, warehouses, ""), 137)
		}},
		{"more records leave the first as they were", func(t *testing.T, m *mock) {
			large := start(t, shop, "--records", "137")
			few, many := m.all(t, shipments, ""), large.all(t, shipments, "")
			require.Greater(t, len(many), len(few))
			require.Equal(t, show(few), show(many[:len(few)]))
		}},
		{"what explain prints changes nothing when it is given back", func(t *testing.T, _ *mock) {
			said, err := program("explain", shop).Output()
			require.NoError(t, err)
			require.Contains(t, string(said), "x-mock")
			file := filepath.Join(t.TempDir(), "shop.overlay.yaml")
			require.NoError(t, os.WriteFile(file, said, 0o644))
			require.Equal(t, want, start(t, shop, "--overlay", file).probeAll(t))
		}},
		{"explain says the same each time", func(t *testing.T, _ *mock) {
			first, err := program("explain", shop).Output()
			require.NoError(t, err)
			again, err := program("explain", shop).Output()
			require.NoError(t, err)
			require.Equal(t, string(first), string(again))
		}},
		{"every answer says that it comes from the population", func(t *testing.T, m *mock) {
			for _, target := range probes {
				a := m.get(t, strings.ReplaceAll(target, " ", "%20"))
				if a.status == 200 && target != "/warehouses/nowhere-9" {
					require.Equal(t, "population", a.header.Get("Mockserver-Source"), "%s", a.request)
				}
			}
		}},
	})
}
