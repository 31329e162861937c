package server_test

import (
	"fmt"
	"net/http"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/server"
)

// The benchmarks of what nothing is remembered of: every request is another one, in process, so that allocations are ours alone.
//
//	go test ./internal/server -run '^$' -bench Miss -benchmem
//
// A bare net/http server takes about 25 µs for a request over loopback, which is not in these figures.

// discarding takes an answer and keeps nothing but its status.
type discarding struct {
	header http.Header
	status int
	bytes  int
}

func (d *discarding) Header() http.Header         { return d.header }
func (d *discarding) WriteHeader(status int)      { d.status = status }
func (d *discarding) Write(p []byte) (int, error) { d.bytes += len(p); return len(p), nil }

// miss measures requests of which the i-th goes where path says.
func miss(b *testing.B, c server.Config, status int, path func(i int) string) {
	b.Helper()
	c.NoMemo = true
	mock, err := server.New(c)
	require.NoError(b, err)
	handler := mock.Handler()
	ask := func(i int) *discarding {
		r, err := http.NewRequest(http.MethodGet, "http://localhost:8080"+path(i), nil)
		require.NoError(b, err)
		r.Body, r.RequestURI = http.NoBody, r.URL.RequestURI()
		r.Header = http.Header{"Authorization": {"Token t"}, "Accept": {"application/json"}, "App-Key": {"k"}, "Finicity-App-Token": {"t"}}
		w := &discarding{header: http.Header{}}
		handler.ServeHTTP(w, r)
		return w
	}
	require.Equal(b, status, ask(0).status)
	b.ReportAllocs()
	bytes, i, before := 0, 0, spentCPU()
	for b.Loop() {
		i++
		w := ask(i)
		bytes += w.bytes
		if w.status != status {
			b.Fatalf("%s: %d", path(i), w.status)
		}
	}
	b.ReportMetric(float64(spentCPU()-before)/float64(i), "cpu-ns/op") // of all threads: the collector's too
	b.ReportMetric(float64(bytes)/float64(i), "body-bytes")
}

// spentCPU is the CPU time that the process has taken, which others on the machine do not change much.
func spentCPU() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func BenchmarkMissReport(b *testing.B) {
	miss(b, bundled(b, defaults()), http.StatusOK, func(i int) string {
		return fmt.Sprintf("/api/v2/reports/customers.grouped/data?columns=gender,created_year,count&sort=-count&page_size=5&id_gt=%d", i%400)
	})
}

func BenchmarkMissSearch(b *testing.B) {
	miss(b, bundled(b, defaults()), http.StatusOK, func(i int) string {
		return fmt.Sprintf("/aggregation/v1/customers?username=&type=&search=ann&start=%d&limit=25", 1+i%10)
	})
}

func BenchmarkMissRefused(b *testing.B) {
	miss(b, bundled(b, defaults()), http.StatusBadRequest, func(i int) string {
		return fmt.Sprintf("/api/v2/reports/customers.grouped/data?columns=bogus&limit=%d&page=0", 101+i)
	})
}

func BenchmarkMissDetail(b *testing.B) {
	miss(b, bundled(b, defaults()), http.StatusOK, func(i int) string {
		return "/aggregation/v1/customers/" + strconv.Itoa(1005061035+i%200)
	})
}

// order is a document of which nothing is answered from a population: about 5 kB are made from a schema.
const order = `
openapi: 3.1.0
info: {title: Orders, version: '1'}
x-mock: {infer: false}
paths:
  /order:
    get:
      operationId: GetOrder
      responses:
        '200':
          description: The order.
          content:
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
components:
  schemas:
    Order:
      type: object
      required: [id, number, status, createdAt, customer, shipTo, billTo, total, currency, lines, tags]
      properties:
        id: {type: string, format: uuid}
        number: {type: string, pattern: '^[A-Z]{2}-[0-9]{6}$'}
        status: {type: string, enum: [open, paid, sent, returned]}
        createdAt: {type: string, format: date-time}
        customer:
          type: object
          required: [id, firstName, lastName, email, phone, birthday, active]
          properties:
            id: {type: integer, minimum: 1, maximum: 1000000}
            firstName: {type: string}
            lastName: {type: string}
            email: {type: string, format: email}
            phone: {type: string}
            birthday: {type: string, format: date}
            active: {type: boolean}
        shipTo: {$ref: '#/components/schemas/Address'}
        billTo: {$ref: '#/components/schemas/Address'}
        total: {type: number, minimum: 0, multipleOf: 0.01, maximum: 100000}
        currency: {type: string, enum: [EUR, USD, GBP]}
        note: {type: string, minLength: 20, maxLength: 200}
        tags: {type: array, minItems: 3, maxItems: 5, uniqueItems: true, items: {type: string, minLength: 3, maxLength: 12}}
        lines: {type: array, minItems: 20, maxItems: 20, items: {$ref: '#/components/schemas/Line'}}
    Address:
      type: object
      required: [street, city, state, postalCode, country]
      properties:
        street: {type: string}
        city: {type: string}
        state: {type: string}
        postalCode: {type: string, pattern: '^[0-9]{5}$'}
        country: {type: string, minLength: 2, maxLength: 2}
    Line:
      type: object
      required: [sku, name, quantity, price, discount]
      properties:
        sku: {type: string, pattern: '^SKU-[0-9]{4}$'}
        name: {type: string}
        quantity: {type: integer, minimum: 1, maximum: 20}
        price: {type: number, minimum: 0.5, maximum: 500}
        discount:
          oneOf:
            - {type: 'null'}
            - {type: object, required: [percent], properties: {percent: {type: integer, minimum: 1, maximum: 50}, code: {type: string, maxLength: 8}}}
        shippedAt: {type: [string, 'null'], format: date-time}
`

func generated(b *testing.B) server.Config {
	c := defaults()
	c.Documents = append(c.Documents, document(b, "orders", parse(b, "orders.yaml", order)))
	return c
}

// BenchmarkMissGenerated asks for another seed each time.
func BenchmarkMissGenerated(b *testing.B) {
	miss(b, generated(b), http.StatusOK, func(i int) string { return "/order?__seed=" + strconv.Itoa(i+2) })
}

// BenchmarkMissGeneratedQuery asks in the base world: what the answer itself costs, without that of a new seed.
func BenchmarkMissGeneratedQuery(b *testing.B) {
	miss(b, generated(b), http.StatusOK, func(i int) string { return "/order?n=" + strconv.Itoa(i) })
}

// BenchmarkMissSeed asks for another seed of a population each time.
func BenchmarkMissSeed(b *testing.B) {
	miss(b, bundled(b, defaults()), http.StatusOK, func(i int) string {
		return "/aggregation/v1/customers?limit=1&__seed=" + strconv.Itoa(i+2)
	})
}
