package census

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// each makes a claim of every list that pages.
func each(says string, holds func(t *testing.T, m *mock, h *habit)) []claim {
	var all []claim
	for _, h := range paged {
		all = append(all, claim{h.path + says, func(t *testing.T, m *mock) { holds(t, m, h) }})
	}
	return all
}

// once requires that no key stands twice.
func once(t *testing.T, h *habit, rows []record) {
	t.Helper()
	seen := map[string]bool{}
	for _, key := range h.keys(rows) {
		require.False(t, seen[key], "%s twice in %s", key, h.path)
		seen[key] = true
	}
}

func TestShopPages(t *testing.T) {
	hold(t, each(" walked by 7 gives every record once, and its metadata are true", func(t *testing.T, m *mock, h *habit) {
		pages := m.pages(t, h, "", 7)
		var all []record
		for i, p := range pages {
			all = append(all, p.rows...)
			if i < len(pages)-1 {
				require.Len(t, p.rows, 7, "%s", p.request)
			}
		}
		once(t, h, all)
		require.Len(t, all, 100, "%s has as many records as are made by default", h.path)
		for _, p := range pages {
			h.truth(t, p, len(all))
		}
	}))
	hold(t, each(" is the same list in pages of any size", func(t *testing.T, m *mock, h *habit) {
		want := show(m.walk(t, h, "", 50))
		for _, size := range []int{1, 10, 33} {
			require.Equal(t, want, show(m.walk(t, h, "", size)), "by %d", size)
		}
	}))
	hold(t, pagingClaims)
}

var pagingClaims = []claim{
	{"a page beyond the end is empty, and says so", func(t *testing.T, m *mock) {
		for target, h := range map[string]*habit{"/products?per_page=10&page=11": products, "/customers?size=10&page=10": customers, "/coupons?page_size=10&page=11": coupons,
			"/shipments?limit=10&offset=100": shipments, "/suppliers?$top=10&$skip=100": suppliers, "/reviews?page[size]=10&page[number]=11": reviews, "/tickets?count=10&startIndex=101": tickets} {
			p := m.page(t, h, target)
			p.before = 100
			require.Empty(t, p.rows, "%s", target)
			h.truth(t, p, 100)
		}
	}},
	{"a page that is asked for directly is the one that the walk comes to", func(t *testing.T, m *mock) {
		for target, h := range map[string]*habit{"/products?per_page=6&page=4": products, "/customers?size=6&page=3": customers, "/coupons?page_size=6&page=4": coupons,
			"/shipments?limit=6&offset=18": shipments, "/suppliers?$top=6&$skip=18": suppliers, "/reviews?page[size]=6&page[number]=4": reviews, "/tickets?count=6&startIndex=19": tickets} {
			require.Equal(t, show(m.walk(t, h, "", 6)[18:24]), show(m.page(t, h, target).rows), "%s", target)
		}
	}},
	{"without paging parameters the documented defaults hold", func(t *testing.T, m *mock) {
		for h, size := range map[*habit]int{products: 30, customers: 20, orders: 25, payments: 10, invoices: 25, coupons: 20, shipments: 25} {
			require.Len(t, m.page(t, h, h.path).rows, size, "%s", h.path)
		}
	}},
	{"the metadata tell the default page too", func(t *testing.T, m *mock) {
		p := m.page(t, shipments, "/shipments")
		require.Equal(t, []int{100, 25, 0}, []int{p.whole(t, "meta", "total"), p.whole(t, "meta", "limit"), p.whole(t, "meta", "offset")})
		c := m.page(t, customers, "/customers")
		require.Equal(t, []int{20, 0, 5}, []int{c.whole(t, "size"), c.whole(t, "number"), c.whole(t, "totalPages")})
	}},
	{"the largest page that is documented is given, one more is refused", func(t *testing.T, m *mock) {
		require.Len(t, m.page(t, products, "/products?per_page=100").rows, 100)
		m.get(t, "/products?per_page=101").wants(t, 400)
		m.get(t, "/tickets?count=0").wants(t, 200)
	}},
	{"a page of none holds none, but tells the total", func(t *testing.T, m *mock) {
		p := m.page(t, tickets, "/tickets?count=0")
		require.Empty(t, p.rows)
		require.Equal(t, 100, p.whole(t, "totalResults"))
	}},
	{"the list without paging is whole", func(t *testing.T, m *mock) { require.Len(t, m.page(t, warehouses, "/warehouses").rows, 100) }},
	{"next links keep filters and sorting", func(t *testing.T, m *mock) {
		for _, h := range []*habit{products, suppliers, reviews} {
			query := map[*habit]string{products: "in_stock=true&sort=-price,name&q=a", suppliers: "preferred=true&$orderby=companyName+desc", reviews: "verified=true&sort=-rating"}[h]
			pages := m.pages(t, h, query, 3)
			require.Greater(t, len(pages), 2, "%s?%s", h.path, query)
			total := 0
			for _, p := range pages {
				total += len(p.rows)
			}
			for _, p := range pages {
				h.truth(t, p, total)
			}
		}
	}},
	{"the last link leads to the last page, the first to the first", func(t *testing.T, m *mock) {
		rows := m.all(t, reviews, "")
		p := m.page(t, reviews, "/reviews?page[size]=30&page[number]=2")
		require.Equal(t, show(rows[90:]), show(m.page(t, reviews, p.text("links", "last")).rows))
		require.Equal(t, show(rows[:30]), show(m.page(t, reviews, p.text("links", "first")).rows))
		require.Equal(t, show(rows[:30]), show(m.page(t, reviews, p.text("links", "prev")).rows))
		require.Equal(t, show(rows[30:60]), show(m.page(t, reviews, p.text("links", "self")).rows))
	}},
	{"the Link header's last and first lead there", func(t *testing.T, m *mock) {
		rows := m.all(t, products, "")
		links := m.page(t, products, "/products?per_page=30&page=2").links()
		require.Equal(t, show(rows[90:]), show(m.page(t, products, links["last"]).rows))
		require.Equal(t, show(rows[:30]), show(m.page(t, products, links["first"]).rows))
	}},
	{"links name the host that was asked", func(t *testing.T, m *mock) {
		u, err := url.Parse(m.page(t, products, "/products?per_page=10").links()["next"])
		require.NoError(t, err)
		require.Equal(t, m.url, u.Scheme+"://"+u.Host)
	}},
	{"links keep the base path that was asked", func(t *testing.T, m *mock) {
		a := m.get(t, "/v2/suppliers?$top=10").wants(t, 200)
		next, _ := inside(a.body, "@odata.nextLink").(string)
		u, err := url.Parse(next)
		require.NoError(t, err)
		require.Equal(t, "/v2/suppliers", u.Path)
	}},
	{"ending_before pages back", func(t *testing.T, m *mock) {
		rows := m.all(t, payments, "")
		p := m.page(t, payments, "/payments?limit=10&ending_before="+payments.keys(rows)[30])
		require.Equal(t, show(rows[20:30]), show(p.rows))
		require.Equal(t, any(true), p.at("has_more"), "there are more before")
	}},
	{"made-up cursors are refused with 400", func(t *testing.T, m *mock) {
		for _, target := range []string{"/orders?cursor=abc", "/orders?cursor=MTA=", "/orders?limit=5&cursor=eyJpZCI6MTB9", "/invoices?pageToken=2"} {
			m.get(t, target).wants(t, 400)
		}
	}},
	{"a cursor that was tampered with is refused", func(t *testing.T, m *mock) {
		token := m.page(t, orders, "/orders?limit=5").text("next_cursor")
		require.NotEmpty(t, token)
		for _, at := range []int{0, len(token) / 2} {
			other := []byte(token)
			other[at] = map[bool]byte{true: 'B', false: 'A'}[other[at] == 'A']
			m.get(t, "/orders?limit=5&cursor="+url.QueryEscape(string(other))).wants(t, 400)
		}
	}},
	{"a key that does not exist is refused as a place to start after", func(t *testing.T, m *mock) {
		a := m.get(t, "/payments?starting_after=pay_nothere00000")
		require.True(t, a.status == http.StatusBadRequest || a.status == http.StatusNotFound, "%s", a)
	}},
	{"a cursor is no secret of its server: another with the same seed takes it", func(t *testing.T, m *mock) {
		p := m.page(t, orders, "/orders?limit=5")
		other := start(t, shop)
		require.Equal(t, show(m.page(t, orders, orders.next(p)).rows), show(other.page(t, orders, orders.next(p)).rows))
	}},
	{"a cursor keeps the sorting that it was given for", func(t *testing.T, m *mock) {
		rows := m.walk(t, orders, "sort=total_cents&direction=desc&status=open,paid,packed", 4)
		require.Equal(t, show(m.all(t, orders, "sort=total_cents&direction=desc&status=open,paid,packed")), show(rows))
	}},
	{"asking for a page again gives the same page", func(t *testing.T, m *mock) {
		for _, h := range paged {
			pages := m.pages(t, h, "", 30)
			require.Greater(t, len(pages), 1, "%s", h.path)
			p := pages[1]
			require.Equal(t, string(p.answer.text), string(m.get(t, p.request[len("GET "):]).text), "%s", p.request)
		}
	}},
}
