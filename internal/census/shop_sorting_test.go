package census

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func byNumber(field string) func(a, b record) int {
	return func(a, b record) int {
		x, _ := amount(a, field)
		y, _ := amount(b, field)
		return cmp.Compare(x, y)
	}
}

func byText(field string) func(a, b record) int {
	return func(a, b record) int { return cmp.Compare(fmt.Sprint(a[field]), fmt.Sprint(b[field])) }
}

// byName compares texts without regard to capitals.
func byName(field string) func(a, b record) int {
	return func(a, b record) int {
		return cmp.Compare(strings.ToLower(fmt.Sprint(a[field])), strings.ToLower(fmt.Sprint(b[field])))
	}
}

func down(order func(a, b record) int) func(a, b record) int {
	return func(a, b record) int { return order(b, a) }
}

// sorts requires that a query gives every record once, in one of some orders; those without the field are at one end.
func sorts(t *testing.T, m *mock, h *habit, query, field string, orders ...func(a, b record) int) {
	t.Helper()
	all, rows := m.all(t, h, ""), m.walk(t, h, query, 9)
	require.ElementsMatch(t, h.keys(all), h.keys(rows), "%s?%s", h.path, query)
	lacks := func(r record) bool { return r[field] == nil }
	for len(rows) > 0 && lacks(rows[0]) {
		rows = rows[1:]
	}
	for len(rows) > 0 && lacks(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	distinct := map[string]bool{}
	for _, r := range rows {
		distinct[fmt.Sprint(r[field])] = true
	}
	require.Greater(t, len(distinct), 1, "%s has different values", field)
	sorted := slices.ContainsFunc(orders, func(order func(a, b record) int) bool { return slices.IsSortedFunc(rows, order) })
	require.True(t, sorted, "%s?%s: %s", h.path, query, values(rows, field))
}

func values(rows []record, field string) string {
	var all []string
	for _, r := range rows {
		all = append(all, fmt.Sprint(r[field]))
	}
	return strings.Join(all, " ")
}

func TestShopSorts(t *testing.T) {
	sorting := func(says string, h *habit, query, field string, orders ...func(a, b record) int) claim {
		return claim{says, func(t *testing.T, m *mock) { sorts(t, m, h, query, field, orders...) }}
	}
	hold(t, []claim{
		sorting("field", products, "sort=price", "price", byNumber("price")),
		sorting("-field", products, "sort=-price", "price", down(byNumber("price"))),
		sorting("+field", products, "sort=%2Bprice", "price", byNumber("price")),
		sorting("a time", products, "sort=-created_at", "created_at", down(byMoment("created_at"))),
		sorting("a text", products, "sort=name", "name", byText("name"), byName("name")),
		sorting("field:desc", customers, "sort=last_name:desc", "last_name", down(byText("last_name")), down(byName("last_name"))),
		sorting("field:asc", customers, "sort=created_at:asc", "created_at", byMoment("created_at")),
		sorting("field desc", invoices, "orderBy=amount+desc", "amount", down(byNumber("amount"))),
		sorting("field asc", invoices, "orderBy=issuedOn%20asc", "issuedOn", byMoment("issuedOn")),
		sorting("field alone, where desc is a word beside it", invoices, "orderBy=amount", "amount", byNumber("amount")),
		sorting("$orderby", suppliers, "$orderby=companyName+desc", "companyName", down(byText("companyName")), down(byName("companyName"))),
		sorting("a word of an enum with _desc", coupons, "sort=value_desc", "value", down(byNumber("value"))),
		sorting("a word of an enum with _asc", coupons, "sort=code_asc", "code", byText("code")),
		sorting("sort and direction", orders, "sort=total_cents&direction=desc", "total_cents", down(byNumber("total_cents"))),
		sorting("sort, and the direction that is the default", orders, "sort=placed_at", "placed_at", byMoment("placed_at")),
		sorting("sort_by and sort_order", shipments, "sort_by=weight&sort_order=descending", "weight", down(byNumber("weight"))),
		sorting("sort_by of a field that some lack", shipments, "sort_by=shipped_at&sort_order=ascending", "shipped_at", byMoment("shipped_at")),
		sorting("a sign in an enum", reviews, "sort=-rating", "rating", down(byNumber("rating"))),
		sorting("newest", tickets, "order=newest", "created_at", down(byMoment("created_at"))),
		sorting("oldest", tickets, "order=oldest", "created_at", byMoment("created_at")),
		{"two fields, the second where the first is equal", func(t *testing.T, m *mock) {
			rows := m.walk(t, reviews, "sort=rating,-created_at", 8)
			require.Len(t, rows, 100)
			require.True(t, slices.IsSortedFunc(rows, func(a, b record) int {
				return cmp.Or(byNumber("rating")(a, b), down(byMoment("created_at"))(a, b))
			}), "%s", values(rows, "created_at"))
		}},
		{"equal records keep one order over all pages", func(t *testing.T, m *mock) {
			require.Equal(t, show(m.walk(t, reviews, "sort=rating", 3)), show(m.walk(t, reviews, "sort=rating", 100)))
		}},
		{"a filtered list sorts", func(t *testing.T, m *mock) {
			rows := m.walk(t, orders, "status=open,paid&sort=total_cents&direction=desc", 4)
			require.NotEmpty(t, rows)
			require.True(t, slices.IsSortedFunc(rows, down(byNumber("total_cents"))))
			require.ElementsMatch(t, orders.keys(m.all(t, orders, "status=open,paid")), orders.keys(rows))
		}},
	})
}
