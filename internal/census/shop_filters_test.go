package census

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// filters requires that a query leaves exactly the records that are kept by hand, in the same order: some, and not all.
func filters(t *testing.T, m *mock, h *habit, query string, keep func(record) bool) {
	t.Helper()
	var want []record
	all := m.all(t, h, "")
	for _, r := range all {
		if keep(r) {
			want = append(want, r)
		}
	}
	require.NotEmpty(t, want, "%s?%s has something to find", h.path, query)
	require.Less(t, len(want), len(all), "%s?%s has something to leave out", h.path, query)
	got := m.pages(t, h, query, 7)
	var rows []record
	for _, p := range got {
		rows = append(rows, p.rows...)
	}
	require.Equal(t, h.keys(want), h.keys(rows), "%s?%s", h.path, query)
	for _, p := range got {
		h.truth(t, p, len(want))
	}
}

// nth is a record of a list that has so many.
func nth(t *testing.T, rows []record, n int) record {
	t.Helper()
	require.Greater(t, len(rows), n, "so many records")
	return rows[n]
}

// first are the first records of a list that has so many.
func first(t *testing.T, rows []record, n int) []record {
	t.Helper()
	require.GreaterOrEqual(t, len(rows), n, "so many records")
	return rows[:n]
}

// is keeps records by a text, whole number or flag.
func is(field string, any ...string) func(record) bool {
	return func(r record) bool { return slices.Contains(any, fmt.Sprint(r[field])) }
}

// amount is a number of a record; one that is absent is none.
func amount(r record, field string) (float64, bool) {
	n, _ := r[field].(json.Number)
	f, err := n.Float64()
	return f, err == nil
}

func between(field string, from, below float64) func(record) bool {
	return func(r record) bool { n, ok := amount(r, field); return ok && n >= from && n < below }
}

// moment is a time of a record.
func moment(r record, field string) time.Time {
	text, _ := r[field].(string)
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	return time.Time{}
}

// middle is the value in the middle of a field that has one.
func middle(t *testing.T, rows []record, field string, order func(a, b record) int) string {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r record) bool { return r[field] == nil })
	slices.SortFunc(rows, order)
	return fmt.Sprint(nth(t, rows, len(rows)/2)[field])
}

func byMoment(field string) func(a, b record) int {
	return func(a, b record) int { return moment(a, field).Compare(moment(b, field)) }
}

func both(a, b func(record) bool) func(record) bool {
	return func(r record) bool { return a(r) && b(r) }
}

func TestShopFilters(t *testing.T) { hold(t, filterClaims) }

var filterClaims = []claim{
	{"an enum filters", func(t *testing.T, m *mock) { filters(t, m, products, "status=retired", is("status", "retired")) }},
	{"an array filters by any of its values", func(t *testing.T, m *mock) {
		filters(t, m, products, "category=kitchen&category=garden", is("category", "kitchen", "garden"))
	}},
	{"an array that is separated by commas does too", func(t *testing.T, m *mock) {
		filters(t, m, orders, "status=open,returned", is("status", "open", "returned"))
		filters(t, m, shipments, "carrier=ups,gls", is("carrier", "ups", "gls"))
	}},
	{"an array of one value filters by it", func(t *testing.T, m *mock) { filters(t, m, orders, "status=packed", is("status", "packed")) }},
	{"every value of an enum finds something", func(t *testing.T, m *mock) {
		for _, country := range []string{"DE", "FR", "NL", "AT", "PL"} {
			filters(t, m, customers, "country="+country, is("country", country))
		}
	}},
	{"an array filters a field that is an array: any of them", func(t *testing.T, m *mock) {
		filters(t, m, tickets, "tags=refund&tags=damaged", func(r record) bool {
			tags, _ := r["tags"].([]any)
			return slices.Contains(tags, any("refund")) || slices.Contains(tags, any("damaged"))
		})
	}},
	{"booleans filter both ways", func(t *testing.T, m *mock) {
		for _, truth := range []string{"true", "false"} {
			filters(t, m, products, "in_stock="+truth, is("in_stock", truth))
			filters(t, m, customers, "newsletter="+truth, is("newsletter", truth))
			filters(t, m, invoices, "paid="+truth, is("paid", truth))
		}
	}},
	{"a plain text filters by equality", func(t *testing.T, m *mock) {
		country := fmt.Sprint(nth(t, m.all(t, suppliers, ""), 3)["countryCode"])
		filters(t, m, suppliers, "countryCode="+country, is("countryCode", country))
	}},
	{"a reference filters", func(t *testing.T, m *mock) {
		supplier := fmt.Sprint(nth(t, m.all(t, products, ""), 5)["supplier_id"])
		filters(t, m, products, "supplier_id="+supplier, is("supplier_id", supplier))
		order := fmt.Sprint(nth(t, m.all(t, payments, ""), 5)["order_id"])
		filters(t, m, payments, "order_id="+order, is("order_id", order))
		order = fmt.Sprint(nth(t, m.all(t, invoices, ""), 5)["orderId"])
		filters(t, m, invoices, "orderId="+order, is("orderId", order))
		product := fmt.Sprint(nth(t, m.all(t, reviews, ""), 5)["product_id"])
		filters(t, m, reviews, "product_id="+product, is("product_id", product))
	}},
	{"min_ and max_ bound a number, both bounds included", func(t *testing.T, m *mock) {
		price := middle(t, m.all(t, products, ""), "price", byNumber("price"))
		at, _ := json.Number(price).Float64()
		filters(t, m, products, "min_price="+price, func(r record) bool { n, ok := amount(r, "price"); return ok && n >= at })
		filters(t, m, products, "max_price="+price, func(r record) bool { n, ok := amount(r, "price"); return ok && n <= at })
	}},
	{"_min and _max do too", func(t *testing.T, m *mock) {
		filters(t, m, shipments, "weight_min=5000&weight_max=20000", between("weight", 5000, 20001))
	}},
	{"[gte] and [lt] do, the upper bound not included", func(t *testing.T, m *mock) {
		cents := middle(t, m.all(t, orders, ""), "total_cents", byNumber("total_cents"))
		at, _ := json.Number(cents).Float64()
		filters(t, m, orders, "total_cents[gte]="+cents, between("total_cents", at, 1e9))
		filters(t, m, orders, "total_cents%5Blt%5D="+cents, between("total_cents", 0, at))
	}},
	{"_after and _before bound a time", func(t *testing.T, m *mock) {
		at := moment(nth(t, m.all(t, orders, ""), 40), "placed_at").Add(time.Second)
		filters(t, m, orders, "placed_after="+at.Format(time.RFC3339), func(r record) bool { return moment(r, "placed_at").After(at) })
		filters(t, m, orders, "placed_before="+at.Format(time.RFC3339), func(r record) bool { return moment(r, "placed_at").Before(at) })
	}},
	{"a time filters in any zone", func(t *testing.T, m *mock) {
		text := middle(t, m.all(t, customers, ""), "created_at", byMoment("created_at"))
		at := moment(record{"at": text}, "at").Add(time.Second)
		filters(t, m, customers, "created_after="+url.QueryEscape(at.In(time.FixedZone("", 5*3600)).Format(time.RFC3339)), func(r record) bool { return moment(r, "created_at").After(at) })
	}},
	{"_from and _to bound a date, both days included", func(t *testing.T, m *mock) {
		day := middle(t, m.all(t, invoices, ""), "issuedOn", byMoment("issuedOn"))
		filters(t, m, invoices, "issuedOn_from="+day, func(r record) bool { return fmt.Sprint(r["issuedOn"]) >= day })
		filters(t, m, invoices, "issuedOn_to="+day, func(r record) bool { return fmt.Sprint(r["issuedOn"]) <= day })
	}},
	{"filter[…] filters by the field in brackets", func(t *testing.T, m *mock) { filters(t, m, reviews, "filter[rating]=4", is("rating", "4")) }},
	{"filters are joined by and", func(t *testing.T, m *mock) {
		filters(t, m, shipments, "carrier=dhl,ups&delivered=true&weight_min=3000", both(both(is("carrier", "dhl", "ups"), is("delivered", "true")), between("weight", 3000, 1e6)))
	}},
	{"a filter by what nothing has gives an empty list with true metadata", func(t *testing.T, m *mock) {
		p := m.page(t, shipments, "/shipments?limit=5&order_id=ord_nothere000")
		require.Empty(t, p.rows)
		shipments.truth(t, p, 0)
		require.Empty(t, m.page(t, orders, "/orders?customer_id=00000000-0000-4000-8000-000000000000").rows)
	}},
	{"a value outside the enum is refused", func(t *testing.T, m *mock) { m.get(t, "/products?status=lost").wants(t, 400) }},
	{"fields shows only those, and what is required", func(t *testing.T, m *mock) {
		for i, r := range m.page(t, products, "/products?per_page=100&fields=id,sku").rows {
			full := nth(t, m.all(t, products, ""), i)
			for name, v := range r {
				require.Equal(t, full[name], v)
				require.Contains(t, []string{"id", "sku", "name", "price", "status", "created_at", "updated_at"}, name)
			}
			require.Equal(t, full["sku"], r["sku"])
			if i > 2 {
				break
			}
		}
	}},
	{"a search finds every record whose name has the word, and only records that have it somewhere", func(t *testing.T, m *mock) {
		for h, c := range map[*habit][2]string{products: {"q", "name"}, tickets: {"text", "subject"}, customers: {"search", "last_name"}} {
			rows := m.all(t, h, "")
			word := strings.Fields(fmt.Sprint(nth(t, rows, 4)[c[1]]))[0]
			finds(t, m, h, c[0], c[1], word)
		}
	}},
	{"a search does not mind capitals", func(t *testing.T, m *mock) {
		require.Equal(t, show(m.all(t, products, "q=lantern")), show(m.all(t, products, "q=LANTERN")))
		require.Contains(t, products.keys(m.all(t, products, "q=lantern")), "1002")
	}},
	{"a search looks into descriptions", func(t *testing.T, m *mock) {
		require.Contains(t, products.keys(m.all(t, products, "q=bamboo")), "1002")
	}},
	{"a search for nonsense finds nothing", func(t *testing.T, m *mock) {
		p := m.page(t, customers, "/customers?size=5&search=xqzzkw")
		require.Empty(t, p.rows)
		require.Equal(t, 0, p.whole(t, "totalElements"))
	}},
}

// finds requires that a search by a word has what it should.
func finds(t *testing.T, m *mock, h *habit, parameter, field, word string) {
	t.Helper()
	got := m.all(t, h, parameter+"="+url.QueryEscape(word))
	keys := h.keys(got)
	for _, r := range m.all(t, h, "") {
		if strings.Contains(strings.ToLower(fmt.Sprint(r[field])), strings.ToLower(word)) {
			require.Contains(t, keys, fmt.Sprint(r[h.key]), "%s?%s=%s", h.path, parameter, word)
		}
	}
	require.Less(t, len(got), 100, "%s?%s=%s leaves something out", h.path, parameter, word)
	for _, r := range got {
		full := show(r)
		if h == customers {
			full = string(m.get(t, h.path+"/"+fmt.Sprint(r[h.key])).text)
		}
		require.Contains(t, strings.ToLower(full), strings.ToLower(word))
	}
}
