package census

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestShopChanges(t *testing.T) { holdAlone(t, changeClaims) }

const ada = "5f2c9a10-7d1e-4c53-9b61-0c1f7a3e8d42"

// make creates a record, and is what the answer shows of it.
func (m *mock) make(t *testing.T, path, body string, status int) record {
	t.Helper()
	a := m.send(t, http.MethodPost, path, body).wants(t, status)
	o, ok := a.body.(record)
	require.True(t, ok, "%s", a)
	if inner, wrapped := o["data"].(record); wrapped {
		return inner
	}
	return o
}

func (m *mock) order(t *testing.T) record {
	t.Helper()
	return m.make(t, "/orders", `{"customer_id":"`+ada+`","items":[{"product_id":1001,"quantity":2}],"note":"Ring twice"}`, 201)
}

// holds requires that a list has so many records, and the key or not.
func (m *mock) holds(t *testing.T, h *habit, query string, key any, there bool, count int) {
	t.Helper()
	rows := m.all(t, h, query)
	if count >= 0 {
		require.Len(t, rows, count, "%s?%s", h.path, query)
	}
	require.Equal(t, there, contains(h.keys(rows), fmt.Sprint(key)), "%v in %s?%s", key, h.path, query)
}

func member(body any, name string) string { return fmt.Sprint(inside(body, name)) }

var changeClaims = []claim{
	{"what is created has what was given, a key of its own, defaults and our own fields", func(t *testing.T, m *mock) {
		keys := products.keys(m.all(t, products, ""))
		r := m.make(t, "/products", `{"name":"Bench","price":120.5,"category":"garden"}`, 201)
		require.Equal(t, []any{"Bench", json.Number("120.5"), "garden", "draft", "EUR", false}, []any{r["name"], r["price"], r["category"], r["status"], r["currency"], r["in_stock"]}, "%s", show(r))
		require.NotContains(t, keys, fmt.Sprint(r["id"]))
		require.NotContains(t, r, "description", "what is optional and was not given stays absent")
		require.False(t, moment(r, "created_at").IsZero(), "%s", show(r))
		require.False(t, moment(r, "updated_at").Before(moment(r, "created_at")) || moment(r, "updated_at").After(clock))
	}},
	{"what is created is counted", func(t *testing.T, m *mock) {
		m.make(t, "/products", `{"name":"Bench","price":1}`, 201)
		require.Equal(t, "101", m.page(t, products, "/products?per_page=5").header.Get("X-Total-Count"))
	}},
	{"what is created is listed once", func(t *testing.T, m *mock) {
		r := m.make(t, "/products", `{"name":"Bench","price":1}`, 201)
		m.holds(t, products, "", r["id"], true, 101)
		once(t, products, m.walk(t, products, "", 7))
	}},
	{"what is created is got", func(t *testing.T, m *mock) {
		r := m.make(t, "/products", `{"name":"Bench","price":1}`, 201)
		require.Equal(t, show(r), show(m.one(t, fmt.Sprintf("/products/%v", r["id"]))))
	}},
	{"what is created is found by filters, search and sorting", func(t *testing.T, m *mock) {
		r := m.make(t, "/products", `{"name":"zzzzzz bench","price":4999.99,"status":"retired"}`, 201)
		m.holds(t, products, "status=retired", r["id"], true, -1)
		m.holds(t, products, "status=active", r["id"], false, -1)
		m.holds(t, products, "q=zzzzzz", r["id"], true, 1)
		m.holds(t, products, "min_price=4999.99", r["id"], true, -1)
		require.Equal(t, fmt.Sprint(r["id"]), products.keys(m.page(t, products, "/products?per_page=1&sort=-name").rows)[0])
	}},
	{"what is created is in the nested list", func(t *testing.T, m *mock) {
		before := len(m.all(t, cursors("/customers/"+ada+"/orders"), ""))
		r := m.order(t)
		m.holds(t, cursors("/customers/"+ada+"/orders"), "", r["id"], true, before+1)
		m.holds(t, orders, "customer_id="+ada, r["id"], true, before+1)
	}},
	{"what is created shows the nested record of the key that was given", func(t *testing.T, m *mock) {
		r := m.one(t, fmt.Sprintf("/orders/%v", m.order(t)["id"]))
		require.Equal(t, ada, r["customer_id"])
		if r["customer"] != nil {
			require.Equal(t, "Lindqvist", inside(r["customer"], "last_name"))
		}
	}},
	{"what is created below a parent is of that parent alone", func(t *testing.T, m *mock) {
		r := m.make(t, "/customers/"+ada+"/addresses", `{"street":"Prinsengracht 1","city":"Amsterdam","zip":"1015","country":"NL"}`, 201)
		require.Equal(t, "home", r["label"])
		m.holds(t, addressesOf(ada), "", r["id"], true, -1)
		require.Equal(t, "Amsterdam", m.one(t, fmt.Sprintf("/customers/%s/addresses/%v", ada, r["id"]))["city"])
		for _, c := range first(t, m.all(t, customers, ""), 10) {
			if c["id"] != ada {
				m.holds(t, addressesOf(c["id"]), "", r["id"], false, -1)
			}
		}
	}},
	{"creating below an unknown parent is the documented 404", func(t *testing.T, m *mock) {
		m.send(t, "POST", "/customers/00000000-0000-4000-8000-000000000000/addresses", `{"street":"a","city":"b","zip":"1","country":"NL"}`).wants(t, 404)
	}},
	{"Location leads to what was created", func(t *testing.T, m *mock) {
		for path, body := range map[string]string{"/products": `{"name":"Bench","price":1}`, "/orders": `{"customer_id":"` + ada + `","items":[{"product_id":1001,"quantity":1}]}`} {
			a := m.send(t, "POST", path, body).wants(t, 201)
			require.NotEmpty(t, a.header.Get("Location"))
			require.Equal(t, show(a.body), show(m.get(t, a.header.Get("Location")).wants(t, 200).body))
		}
	}},
	{"no Location where none is documented", func(t *testing.T, m *mock) {
		require.Empty(t, m.send(t, "POST", "/coupons", `{"code":"SPRING99","kind":"percent","value":10}`).wants(t, 201).header.Get("Location"))
	}},
	{"read-only members that are sent are refused, and ours where they are not", func(t *testing.T, m *mock) {
		const own = "00000000-0000-4000-8000-00000000000a"
		m.send(t, "POST", "/customers", `{"id":"`+own+`","first_name":"Bo","last_name":"Li","email":"bo@example.com","country":"AT"}`).wants(t, 422)
		r := m.make(t, "/customers", `{"first_name":"Bo","last_name":"Li","email":"bo@example.com","country":"AT"}`, 201)
		require.NotEmpty(t, r["id"])
		require.Equal(t, "2025-07-01T12:00:00Z", r["created_at"])
	}},
	{"defaults of the body are applied", func(t *testing.T, m *mock) {
		r := m.make(t, "/coupons", `{"code":"SPRING99","kind":"percent","value":10}`, 201)
		require.Equal(t, []any{true, json.Number("100")}, []any{r["active"], r["max_redemptions"]})
	}},
	{"the key of the client's own is taken", func(t *testing.T, m *mock) {
		require.Equal(t, "SPRING99", m.make(t, "/coupons", `{"code":"SPRING99","kind":"percent","value":10}`, 201)["code"])
		require.Equal(t, "10", fmt.Sprint(m.one(t, "/coupons/SPRING99")["value"]))
	}},
	{"a key that is taken gets the documented 409", func(t *testing.T, m *mock) {
		code := fmt.Sprint(nth(t, m.all(t, coupons, ""), 9)[coupons.key])
		a := m.send(t, "POST", "/coupons", `{"code":"`+code+`","kind":"percent","value":10}`).wants(t, 409)
		require.IsType(t, "", inside(a.body, "error", "message"))
		m.make(t, "/coupons", `{"code":"SPRING99","kind":"percent","value":10}`, 201)
		m.send(t, "POST", "/coupons", `{"code":"SPRING99","kind":"amount","value":1}`).wants(t, 409)
		m.holds(t, coupons, "", "SPRING99", true, 101)
	}},
	{"a key is free again when its record is deleted", func(t *testing.T, m *mock) {
		code := fmt.Sprint(nth(t, m.all(t, coupons, ""), 9)[coupons.key])
		m.send(t, "DELETE", "/coupons/"+code, "").wants(t, 204)
		m.make(t, "/coupons", `{"code":"`+code+`","kind":"amount","value":7}`, 201)
		require.Equal(t, "amount", m.one(t, "/coupons/"+code)["kind"])
	}},
	{"creates answer with the documented status and shape, wrapped both ways", func(t *testing.T, m *mock) {
		a := m.send(t, "POST", "/shipments", `{"shipment":{"order_id":"ord_0000000000","carrier":"ups","weight":1500}}`).wants(t, 201)
		r, _ := inside(a.body, "data").(record)
		require.Equal(t, []any{"ups", json.Number("1500")}, []any{r["carrier"], r["weight"]}, "%s", a)
		m.holds(t, shipments, "carrier=ups", r["id"], true, -1)
		m.holds(t, shipments, "carrier=gls", r["id"], false, -1)
		require.Equal(t, show(r), show(m.one(t, "/shipments/"+fmt.Sprint(r["id"]))))
	}},
	{"a create that answers 200 does so", func(t *testing.T, m *mock) {
		r := m.make(t, "/tickets", `{"subject":"Where is my stool?","priority":"urgent","tags":["delivery"]}`, 200)
		m.holds(t, tickets, "priority=urgent&tags=delivery", r["id"], true, -1)
	}},
	{"a create that is refused changes nothing", func(t *testing.T, m *mock) {
		m.send(t, "POST", "/products", `{"name":"Bench"}`).wants(t, 400)
		m.send(t, "POST", "/customers", `{"first_name":"Bo"}`).wants(t, 422)
		require.Len(t, m.all(t, products, ""), 100)
		require.Len(t, m.all(t, customers, ""), 100)
	}},
	{"reset drops what was created, changed and deleted", func(t *testing.T, m *mock) {
		want := m.probeAll(t)
		r := m.make(t, "/products", `{"name":"Bench","price":1}`, 201)
		m.send(t, "DELETE", "/products/1001", "").wants(t, 204)
		m.send(t, "PATCH", "/products/1002", `{"name":"Lamp"}`).wants(t, 200)
		m.order(t)
		require.NotEqual(t, want, m.probeAll(t))
		m.reset(t)
		require.Equal(t, want, m.probeAll(t))
		m.get(t, fmt.Sprintf("/products/%v", r["id"])).wants(t, 404)
	}},
	{"the same creates after a reset give the same records", func(t *testing.T, m *mock) {
		first := show(m.order(t))
		m.reset(t)
		require.Equal(t, first, show(m.order(t)))
	}},
	{"patch changes what it says and nothing else", func(t *testing.T, m *mock) {
		before := m.one(t, "/products/1001")
		after, _ := m.send(t, "PATCH", "/products/1001", `{"price":95,"status":"retired"}`).wants(t, 200).body.(record)
		require.Equal(t, []any{json.Number("95"), "retired"}, []any{after["price"], after["status"]})
		for name, v := range before {
			if name != "price" && name != "status" && name != "updated_at" {
				require.Equal(t, v, after[name], name)
			}
		}
		require.Equal(t, show(after), show(m.one(t, "/products/1001")))
		m.holds(t, products, "status=retired", 1001, true, -1)
		m.holds(t, products, "status=active", 1001, false, -1)
		require.Len(t, m.all(t, products, ""), 100)
	}},
	{"patch as application/merge-patch+json: null removes", func(t *testing.T, m *mock) {
		a := m.send(t, "PATCH", "/products/1001", `{"description":null}`, "Content-Type", "application/merge-patch+json").wants(t, 200)
		require.Nil(t, inside(a.body, "description"))
		require.Nil(t, m.one(t, "/products/1001")["description"])
		require.Equal(t, "Three-legged stool", m.one(t, "/products/1001")["name"])
		require.NotContains(t, products.keys(m.all(t, products, "q=floor")), "1001")
	}},
	{"patch of what was created", func(t *testing.T, m *mock) {
		r := m.order(t)
		target := fmt.Sprintf("/orders/%v", r["id"])
		require.Equal(t, "shipped", member(m.send(t, "PATCH", target, `{"status":"shipped","note":null}`).wants(t, 200).body, "status"))
		require.Nil(t, m.one(t, target)["note"])
		m.holds(t, orders, "status=shipped", r["id"], true, -1)
	}},
	{"a wrapped patch", func(t *testing.T, m *mock) {
		r := nth(t, m.all(t, shipments, "delivered=false"), 2)
		target := fmt.Sprintf("/shipments/%v", r["id"])
		a := m.send(t, "PATCH", target, `{"shipment":{"delivered":true}}`).wants(t, 200)
		require.Equal(t, any(true), inside(a.body, "data", "delivered"), "%s", a)
		require.Equal(t, r["carrier"], m.one(t, target)["carrier"])
		m.holds(t, shipments, "delivered=false", r["id"], false, -1)
	}},
	{"a changed record is seen where it is nested, and in what is searched", func(t *testing.T, m *mock) {
		m.send(t, "PATCH", "/products/1001", `{"name":"Quuxstool"}`).wants(t, 200)
		m.holds(t, products, "q=quuxstool", 1001, true, 1)
	}},
	{"put replaces the whole record, but not our own fields", func(t *testing.T, m *mock) {
		before := m.one(t, "/products/1001")
		after, _ := m.send(t, "PUT", "/products/1001", `{"name":"Stool","price":10}`).wants(t, 200).body.(record)
		require.Equal(t, []any{"Stool", json.Number("10"), "draft"}, []any{after["name"], after["price"], after["status"]})
		require.NotContains(t, after, "description")
		require.NotContains(t, after, "sku")
		require.Equal(t, []any{before["id"], before["created_at"]}, []any{after["id"], after["created_at"]})
		require.Equal(t, show(after), show(m.one(t, "/products/1001")))
		m.holds(t, products, "category=furniture", 1001, false, -1)
	}},
	{"delete answers as documented, and the record is gone from everywhere", func(t *testing.T, m *mock) {
		r := nth(t, m.all(t, orders, ""), 11)
		target, nested := fmt.Sprintf("/orders/%v", r["id"]), cursors(fmt.Sprintf("/customers/%v/orders", r["customer_id"]))
		a := m.send(t, "DELETE", target, "").wants(t, 204)
		require.Empty(t, a.text)
		m.get(t, target).wants(t, 404)
		m.holds(t, orders, "", r["id"], false, 99)
		m.holds(t, nested, "", r["id"], false, -1)
		m.holds(t, orders, "status="+fmt.Sprint(r["status"]), r["id"], false, -1)
	}},
	{"delete that answers with a body does so", func(t *testing.T, m *mock) {
		key := fmt.Sprint(nth(t, m.all(t, tickets, ""), 4)[tickets.key])
		a := m.send(t, "DELETE", "/tickets/"+key, "").wants(t, 200)
		require.Equal(t, any(true), inside(a.body, "deleted"))
		m.holds(t, tickets, "", key, false, 99)
		m.get(t, "/tickets/"+key).wants(t, 404)
	}},
	{"what is deleted cannot be deleted, changed or replaced again", func(t *testing.T, m *mock) {
		m.send(t, "DELETE", "/products/1002", "").wants(t, 204)
		m.send(t, "DELETE", "/products/1002", "").wants(t, 404)
		m.send(t, "PATCH", "/products/1002", `{"name":"a"}`).wants(t, 404)
		m.send(t, "PUT", "/products/1002", `{"name":"a","price":1}`).wants(t, 404)
	}},
	{"metadata count what is left", func(t *testing.T, m *mock) {
		for i := range 5 {
			m.send(t, "DELETE", "/products/"+fmt.Sprint(nth(t, m.all(t, products, ""), i*7)[products.key]), "").wants(t, 204)
		}
		pages := m.pages(t, products, "", 19)
		require.Len(t, pages, 5)
		for _, p := range pages {
			products.truth(t, p, 95)
		}
	}},
	{"below a parent that was deleted is the documented 404", func(t *testing.T, m *mock) {
		m.send(t, "DELETE", "/customers/"+ada, "").wants(t, 204)
		m.get(t, "/customers/"+ada+"/orders").wants(t, 404)
		m.holds(t, customers, "", ada, false, 99)
	}},
	{"a cursor is not moved by what is created and deleted elsewhere", func(t *testing.T, m *mock) {
		all := orders.keys(m.all(t, orders, ""))
		require.Len(t, all, 100)
		p := m.page(t, orders, "/orders?limit=20")
		m.send(t, "DELETE", "/orders/"+all[3], "").wants(t, 204)  // before the cursor
		m.send(t, "DELETE", "/orders/"+all[30], "").wants(t, 204) // behind it
		created := fmt.Sprint(m.order(t)["id"])
		var rest []string
		for target := orders.next(p); target != ""; target = orders.next(p) {
			p = m.page(t, orders, target)
			rest = append(rest, orders.keys(p.rows)...)
		}
		var got []string
		for _, key := range rest {
			if key != created {
				got = append(got, key)
			}
		}
		require.Equal(t, append(append([]string{}, all[20:30]...), all[31:]...), got)
	}},
	{"a cursor survives that the record it stands at is deleted", func(t *testing.T, m *mock) {
		all := orders.keys(first(t, m.all(t, orders, ""), 100))
		p := m.page(t, orders, "/orders?limit=20")
		m.send(t, "DELETE", "/orders/"+orders.keys(p.rows)[19], "").wants(t, 204)
		require.Equal(t, all[20:40], orders.keys(m.page(t, orders, orders.next(p)).rows))
	}},
	{"changes of one collection leave the others as they were", func(t *testing.T, m *mock) {
		want := show(m.all(t, payments, ""))
		m.order(t)
		m.make(t, "/products", `{"name":"Bench","price":1}`, 201)
		require.Equal(t, want, show(m.all(t, payments, "")))
	}},
}
