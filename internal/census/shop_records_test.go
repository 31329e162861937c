package census

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clock is what the program takes for now by default.
var clock = time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)

func TestShopRecords(t *testing.T) { hold(t, recordClaims) }

// one is a record by itself.
func (m *mock) one(t testing.TB, target string) record {
	t.Helper()
	a := m.get(t, target).wants(t, 200)
	o, ok := a.body.(record)
	require.True(t, ok, "%s", a)
	if inner, wrapped := o["data"].(record); wrapped {
		return inner
	}
	return o
}

// agrees requires that two views of a record are the same where both show a member.
func agrees(t *testing.T, a, b record) {
	t.Helper()
	for name, v := range a {
		if other, ok := b[name]; ok {
			require.Equal(t, show(v), show(other), "%s of %s", name, show(a))
		}
	}
}

// resolves requires that what a field holds are keys of another list, not all the same.
func resolves(t *testing.T, m *mock, from *habit, field string, to *habit) {
	t.Helper()
	keys := to.keys(m.all(t, to, ""))
	seen := map[string]bool{}
	for _, r := range m.all(t, from, "") {
		if r[field] != nil {
			seen[fmt.Sprint(r[field])] = true
			require.Contains(t, keys, fmt.Sprint(r[field]), "%s of %s", field, show(r))
		}
	}
	require.Greater(t, len(seen), 3, "%s of %s differ", field, from.path)
}

var recordClaims = []claim{
	{"get shows what the list shows", func(t *testing.T, m *mock) {
		for _, h := range append([]*habit{warehouses}, paged...) {
			for _, r := range first(t, m.all(t, h, ""), 12) {
				got := m.one(t, fmt.Sprintf("%s/%v", h.path, r[h.key]))
				agrees(t, r, got)
				if h != customers {
					require.Equal(t, show(r), show(got), "%s", h.path)
				}
			}
		}
	}},
	{"a summary in the list is shorter than the record, and says the same", func(t *testing.T, m *mock) {
		r := nth(t, m.all(t, customers, ""), 17)
		require.NotContains(t, r, "email")
		full := m.one(t, "/customers/"+fmt.Sprint(r["id"]))
		require.Contains(t, full, "email")
		for name := range r {
			require.Contains(t, full, name)
		}
	}},
	{"the same record has the same bytes each time", func(t *testing.T, m *mock) {
		target := "/orders/" + fmt.Sprint(nth(t, m.all(t, orders, ""), 3)["id"])
		require.Equal(t, string(m.get(t, target).wants(t, 200).text), string(m.get(t, target).text))
	}},
	{"the examples of the document are the first records", func(t *testing.T, m *mock) {
		rows := first(t, m.all(t, products, ""), 2)
		require.Equal(t, []string{"1001", "1002"}, products.keys(rows))
		require.Equal(t, "Three-legged stool", rows[0]["name"])
		require.Equal(t, "Paper lantern", m.one(t, "/products/1002")["name"])
	}},
	{"the example of a get is in the list", func(t *testing.T, m *mock) {
		keys := customers.keys(m.all(t, customers, ""))
		require.Contains(t, keys, "5f2c9a10-7d1e-4c53-9b61-0c1f7a3e8d42")
		require.Equal(t, "Lindqvist", m.one(t, "/customers/5f2c9a10-7d1e-4c53-9b61-0c1f7a3e8d42")["last_name"])
	}},
	{"the example of a path parameter is the key of a record", func(t *testing.T, m *mock) {
		require.Equal(t, "ber-1", m.one(t, "/warehouses/ber-1")["slug"])
		require.Contains(t, warehouses.keys(m.all(t, warehouses, "")), "ber-1")
		require.Contains(t, suppliers.keys(m.all(t, suppliers, "")), "SUP-0007")
	}},
	{"keys are unique", func(t *testing.T, m *mock) {
		for _, h := range append([]*habit{warehouses}, paged...) {
			once(t, h, m.all(t, h, ""))
		}
	}},
	{"references lead to records", func(t *testing.T, m *mock) {
		resolves(t, m, products, "supplier_id", suppliers)
		resolves(t, m, orders, "customer_id", customers)
		resolves(t, m, payments, "order_id", orders)
		resolves(t, m, shipments, "order_id", orders)
		resolves(t, m, reviews, "product_id", products)
	}},
	{"references in camel case do too", func(t *testing.T, m *mock) { resolves(t, m, invoices, "orderId", orders) }},
	{"references in nested objects do too", func(t *testing.T, m *mock) {
		keys := products.keys(m.all(t, products, ""))
		for _, order := range m.all(t, orders, "") {
			items, _ := order["items"].([]any)
			require.NotEmpty(t, items)
			for _, item := range items {
				require.Contains(t, keys, fmt.Sprint(inside(item, "product_id")), "%s", show(order))
			}
		}
	}},
	{"a nested record is the record of its own list", func(t *testing.T, m *mock) {
		shown := 0
		for _, order := range m.all(t, orders, "") {
			if nested, ok := order["customer"].(record); ok {
				shown++
				agrees(t, nested, m.one(t, fmt.Sprintf("/customers/%v", nested["id"])))
			}
		}
		require.Positive(t, shown)
	}},
	{"a nested record is the one that the key beside it names", func(t *testing.T, m *mock) {
		for _, order := range m.all(t, orders, "") {
			if order["customer"] != nil {
				require.Equal(t, order["customer_id"], inside(order["customer"], "id"))
			}
		}
	}},
	{"a nested object with the key of a record is of that record", func(t *testing.T, m *mock) {
		shown := 0
		for _, ticket := range m.all(t, tickets, "") {
			if nested, ok := ticket["customer"].(record); ok {
				shown++
				agrees(t, nested, m.one(t, fmt.Sprintf("/customers/%v", nested["id"])))
			}
		}
		require.Positive(t, shown)
	}},
	{"a nested list is the list filtered by its parent", func(t *testing.T, m *mock) {
		all := m.all(t, orders, "")
		filled := 0
		for _, c := range first(t, m.all(t, customers, ""), 20) {
			id := fmt.Sprint(c["id"])
			nested := cursors("/customers/" + id + "/orders")
			var want []record
			for _, r := range all {
				if fmt.Sprint(r["customer_id"]) == id {
					want = append(want, r)
				}
			}
			got := m.walk(t, nested, "", 2)
			require.Equal(t, orders.keys(want), orders.keys(got))
			require.Equal(t, show(m.all(t, orders, "customer_id="+id)), show(got))
			if len(want) > 0 {
				filled++
			}
		}
		require.Positive(t, filled, "somebody has ordered")
	}},
	{"a nested list filters", func(t *testing.T, m *mock) {
		r := nth(t, m.all(t, orders, ""), 7)
		nested := cursors(fmt.Sprintf("/customers/%v/orders", r["customer_id"]))
		got := m.all(t, nested, "status="+fmt.Sprint(r["status"]))
		require.Contains(t, orders.keys(got), fmt.Sprint(r["id"]))
		for _, g := range got {
			require.Equal(t, r["status"], g["status"])
		}
	}},
	{"lists of records that do not name their parent share all records among the parents", func(t *testing.T, m *mock) {
		seen := map[string]bool{}
		for _, c := range m.all(t, customers, "") {
			h := addressesOf(c["id"])
			for _, r := range m.walk(t, h, "", 3) {
				require.False(t, seen[fmt.Sprint(r["id"])], "one address of two customers")
				seen[fmt.Sprint(r["id"])] = true
				require.Equal(t, show(r), show(m.one(t, fmt.Sprintf("%s/%v", h.path, r["id"]))))
			}
		}
		require.Len(t, seen, 100)
	}},
	{"a record of another parent is not found below this one", func(t *testing.T, m *mock) {
		rows := m.all(t, customers, "")
		for i, c := range rows {
			if mine := m.walk(t, addressesOf(c["id"]), "", 3); len(mine) > 0 {
				other := rows[(i+1)%len(rows)]["id"]
				m.get(t, fmt.Sprintf("/customers/%v/addresses/%v", other, mine[0]["id"])).wants(t, 404)
				return
			}
		}
		require.Fail(t, "nobody has an address")
	}},
	{"an unknown key gets the documented 404", func(t *testing.T, m *mock) {
		for _, target := range []string{"/products/987654321", "/suppliers/SUP-XXXX", "/orders/ord_nothere000", "/payments/nothing", "/coupons/NOTHERE1", "/reviews/987654321",
			"/customers/00000000-0000-4000-8000-000000000000", "/shipments/00000000-0000-4000-8000-000000000000"} {
			a := m.get(t, target).wants(t, 404)
			require.IsType(t, "", inside(a.body, "error", "message"), "%s", a)
		}
	}},
	{"where 4XX or default is documented, an unknown key gets 404 in that shape", func(t *testing.T, m *mock) {
		for _, target := range []string{"/tickets/987654321", "/invoices/987654321"} {
			a := m.get(t, target).wants(t, 404)
			require.IsType(t, "", inside(a.body, "error", "message"), "%s", a)
		}
	}},
	{"an unknown parent gets the documented 404", func(t *testing.T, m *mock) {
		for _, tail := range []string{"orders", "addresses", "addresses/1"} {
			m.get(t, "/customers/00000000-0000-4000-8000-000000000000/"+tail).wants(t, 404)
		}
	}},
	{"where no 404 is documented, any key has its record, always the same", func(t *testing.T, m *mock) {
		a := m.get(t, "/warehouses/nowhere-9").wants(t, 200)
		require.Equal(t, "nowhere-9", inside(a.body, "slug"))
		require.Equal(t, string(a.text), string(m.get(t, "/warehouses/nowhere-9").text))
		require.NotEqual(t, inside(a.body, "capacity"), inside(m.get(t, "/warehouses/nowhere-8").body, "capacity"))
	}},
	{"every value of an enum occurs", func(t *testing.T, m *mock) {
		for _, c := range []struct {
			list  *habit
			field string
			want  []string
		}{{products, "category", []string{"furniture", "garden", "kitchen", "lighting", "textiles"}}, {products, "status", []string{"active", "draft", "retired"}},
			{orders, "status", []string{"open", "packed", "paid", "returned", "shipped"}}, {customers, "country", []string{"AT", "DE", "FR", "NL", "PL"}},
			{payments, "status", []string{"failed", "pending", "refunded", "succeeded"}}, {tickets, "priority", []string{"high", "low", "normal", "urgent"}},
			{coupons, "kind", []string{"amount", "percent", "shipping"}}, {shipments, "delivered", []string{"false", "true"}}} {
			var got []string
			for _, r := range m.all(t, c.list, "") {
				if v := fmt.Sprint(r[c.field]); r[c.field] != nil && !slices.Contains(got, v) {
					got = append(got, v)
				}
			}
			slices.Sort(got)
			require.Equal(t, c.want, got, "%s of %s", c.field, c.list.path)
		}
	}},
	{"dates lie before the clock, and what was updated was created before", func(t *testing.T, m *mock) {
		ordered(t, m.all(t, products, ""), "created_at", "updated_at")
		ordered(t, m.all(t, orders, ""), "placed_at")
		ordered(t, m.all(t, invoices, ""), "createdAt", "updatedAt")
		ordered(t, m.all(t, reviews, ""), "created_at")
		var full []record
		for _, c := range m.all(t, customers, "") {
			full = append(full, m.one(t, "/customers/"+fmt.Sprint(c["id"])))
		}
		ordered(t, full, "created_at", "updated_at")
	}},
	{"dates differ", func(t *testing.T, m *mock) {
		days := map[string]bool{}
		for _, r := range m.all(t, orders, "") {
			days[moment(r, "placed_at").Format(time.DateOnly)] = true
		}
		require.Greater(t, len(days), 20)
	}},
	{"numbers spread over their range", func(t *testing.T, m *mock) {
		low, high := 0, 0
		for _, r := range m.all(t, shipments, "") {
			if n, _ := amount(r, "weight"); n < 10000 {
				low++
			} else if n > 20000 {
				high++
			}
		}
		require.Greater(t, min(low, high), 5)
	}},
}

// ordered requires that times do not lie after the clock, nor before those that are named before them.
func ordered(t *testing.T, rows []record, fields ...string) {
	t.Helper()
	require.NotEmpty(t, rows)
	for _, r := range rows {
		before := time.Time{}
		for _, field := range fields {
			if r[field] == nil {
				continue
			}
			at := moment(r, field)
			require.False(t, at.IsZero() || at.After(clock) || at.Before(before), "%s of %s", field, show(r))
			before = at
		}
	}
}
