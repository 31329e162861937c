package census

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// The lists of the shop.
var (
	products = &habit{path: "/products", key: "id", size: "per_page",
		next: func(p *page) string { return p.links()["next"] },
		truth: func(t testing.TB, p *page, total int) {
			require.Equal(t, strconv.Itoa(total), p.header.Get("X-Total-Count"), "%s", p)
			links := p.links()
			require.Equal(t, p.more(total), links["next"] != "", "next in %q of %s", p.header.Get("Link"), p.request)
			require.Equal(t, p.before > 0, links["prev"] != "", "prev in %q of %s", p.header.Get("Link"), p.request)
			for _, link := range links {
				p.follows(t, link, "page")
			}
		}}
	suppliers = &habit{path: "/suppliers", rows: "value", key: "id", size: "$top",
		next: func(p *page) string { return p.text("@odata.nextLink") },
		truth: func(t testing.TB, p *page, total int) {
			require.Equal(t, total, p.whole(t, "@odata.count"))
			next := p.text("@odata.nextLink")
			require.Equal(t, p.more(total), next != "", "%s", p)
			if next != "" {
				p.follows(t, next, "$skip")
			}
		}}
	customers = &habit{path: "/customers", rows: "content", key: "id", size: "size",
		next: func(p *page) string {
			if p.at("last") != false {
				return ""
			}
			return p.with("page", p.number("page", 0)+1)
		},
		truth: func(t testing.TB, p *page, total int) {
			at := p.number("page", 0)
			require.Equal(t, []int{total, at, p.size, len(p.rows), ceil(total, p.size)},
				[]int{p.whole(t, "totalElements"), p.whole(t, "number"), p.whole(t, "size"), p.whole(t, "numberOfElements"), p.whole(t, "totalPages")}, "%s", p)
			require.Equal(t, []any{at == 0, !p.more(total), len(p.rows) == 0}, []any{p.at("first"), p.at("last"), p.at("empty")}, "%s", p)
		}}
	orders   = cursors("/orders")
	payments = &habit{path: "/payments", rows: "data", key: "id", size: "limit",
		next: func(p *page) string {
			if p.at("has_more") != true || len(p.rows) == 0 {
				return ""
			}
			return p.with("starting_after", p.rows[len(p.rows)-1]["id"])
		},
		truth: func(t testing.TB, p *page, total int) {
			require.Equal(t, any(p.more(total)), p.at("has_more"), "%s", p)
			require.Equal(t, "list", p.at("object"))
		}}
	invoices = &habit{path: "/invoices", rows: "invoices", key: "id", size: "pageSize",
		next: func(p *page) string {
			if token := p.text("nextPageToken"); token != "" {
				return p.with("pageToken", token)
			}
			return ""
		},
		truth: func(t testing.TB, p *page, total int) {
			require.Equal(t, total, p.whole(t, "totalSize"))
			require.Equal(t, p.more(total), p.text("nextPageToken") != "", "%s", p)
		}}
	coupons = &habit{path: "/coupons", rows: "results", key: "code", size: "page_size",
		next: func(p *page) string {
			if next := p.at("pagination", "next_page"); next != nil {
				return p.with("page", next)
			}
			return ""
		},
		truth: func(t testing.TB, p *page, total int) {
			at := p.number("page", 1)
			said := func(name string) int { return p.whole(t, "pagination", name) }
			require.Equal(t, []int{at, p.size, total, ceil(total, p.size)}, []int{said("page"), said("page_size"), said("total_items"), said("total_pages")}, "%s", p)
			require.Equal(t, pageOrNull(at+1, p.more(total)), fmt.Sprint(p.at("pagination", "next_page")), "%s", p)
			require.Equal(t, pageOrNull(at-1, at > 1), fmt.Sprint(p.at("pagination", "prev_page")), "%s", p)
		}}
	shipments = &habit{path: "/shipments", rows: "data", key: "id", size: "limit",
		next: func(p *page) string {
			offset := p.number("offset", 0) + len(p.rows)
			if total, _ := strconv.Atoi(fmt.Sprint(p.at("meta", "total"))); len(p.rows) == 0 || offset >= total {
				return ""
			}
			return p.with("offset", offset)
		},
		truth: func(t testing.TB, p *page, total int) {
			said := func(name string) int { return p.whole(t, "meta", name) }
			require.Equal(t, []int{total, p.size, p.number("offset", 0), len(p.rows)}, []int{said("total"), said("limit"), said("offset"), said("count")}, "%s", p)
		}}
	reviews = &habit{path: "/reviews", rows: "data", key: "id", size: "page[size]",
		next: func(p *page) string { return p.text("links", "next") },
		truth: func(t testing.TB, p *page, total int) {
			at := p.number("page[number]", 1)
			said := func(name string) int { return p.whole(t, "meta", name) }
			require.Equal(t, []int{total, ceil(total, p.size), at}, []int{said("total_count"), said("total_pages"), said("current_page")}, "%s", p)
			require.Equal(t, []bool{p.more(total), at > 1}, []bool{p.text("links", "next") != "", p.text("links", "prev") != ""}, "%s", p)
			for _, name := range []string{"self", "first", "last", "next", "prev"} {
				if link := p.text("links", name); link != "" || name == "self" || name == "first" || name == "last" {
					p.follows(t, link, "page[number]")
				}
			}
		}}
	tickets = &habit{path: "/tickets", rows: "Resources", key: "id", size: "count",
		next: func(p *page) string {
			start := p.number("startIndex", 1) + len(p.rows)
			if total, _ := strconv.Atoi(fmt.Sprint(p.at("totalResults"))); len(p.rows) == 0 || start > total {
				return ""
			}
			return p.with("startIndex", start)
		},
		truth: func(t testing.TB, p *page, total int) {
			require.Equal(t, []int{total, p.number("startIndex", 1)}, []int{p.whole(t, "totalResults"), p.whole(t, "startIndex")}, "%s", p)
			require.Contains(t, []int{p.size, len(p.rows)}, p.whole(t, "itemsPerPage"), "%s", p)
		}}
	warehouses = &habit{path: "/warehouses", key: "slug"}
)

// paged are the lists that page.
var paged = []*habit{products, suppliers, customers, orders, payments, invoices, coupons, shipments, reviews, tickets}

// cursors is a list that pages by an opaque cursor.
func cursors(path string) *habit {
	return &habit{path: path, rows: "orders", key: "id", size: "limit",
		next: func(p *page) string {
			if p.at("has_more") != true {
				return ""
			}
			return p.with("cursor", p.text("next_cursor"))
		},
		truth: func(t testing.TB, p *page, total int) {
			require.Equal(t, any(p.more(total)), p.at("has_more"), "%s", p)
			require.Equal(t, p.more(total), p.text("next_cursor") != "", "%s", p)
		}}
}

// addressesOf pages by limit and offset, and nothing says where it ends.
func addressesOf(customer any) *habit {
	return &habit{path: fmt.Sprintf("/customers/%v/addresses", customer), key: "id", size: "limit",
		next: func(p *page) string {
			if !p.full() {
				return ""
			}
			return p.with("offset", p.before+len(p.rows))
		}}
}

func pageOrNull(n int, there bool) string {
	if there {
		return strconv.Itoa(n)
	}
	return "<nil>"
}
