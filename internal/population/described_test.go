package population_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

var describedClock = time.Date(2025, time.July, 1, 12, 0, 0, 0, time.UTC)

// madeFrom is a population of collections that are made from the schemas of a document.
func madeFrom(t require.TestingT, schemas, collections string, records int) *population.Population {
	parse := func(name, text string) *tree.Node {
		n, err := tree.Parse(name, []byte(text), tree.DefaultLimits)
		require.NoError(t, err, text)
		return n
	}
	root := parse("d.yaml", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"+indented(schemas))
	doc, err := spec.New("d", root, spec.Config{})
	require.NoError(t, err)
	p, err := population.New(nil, population.Config{Seed: 1, Clock: describedClock, Records: records, Source: doc,
		Described: []*tree.Node{parse("c.yaml", collections)}})
	require.NoError(t, err)
	return p
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
}

// recordsOf are the records of a collection, each as JSON of the fields that are named.
func recordsOf(p *population.Population, collection string, fields ...string) []string {
	view := p.NewSession().Snapshot().View(collection)
	all := make([]string, view.Rows(0))
	for row := range all {
		o := value.NewObject(len(fields))
		for _, name := range fields {
			o.Set(name, view.Record(0, row).Value(name))
		}
		all[row] = string(value.AppendJSON(nil, o))
	}
	return all
}

func TestKeysAreUniqueAndFitTheirSchema(t *testing.T) {
	tests := []struct {
		name, schema string
		first        []any
		size         int
	}{
		{"integers count from 1", "{type: integer}", []any{int64(1), int64(2)}, 300},
		{"or from the least", "{type: integer, minimum: 1000}", []any{int64(1000), int64(1001)}, 300},
		{"in steps", "{type: integer, multipleOf: 5}", []any{int64(5), int64(10)}, 300},
		{"numbers are whole", "{type: number}", []any{int64(1)}, 300},
		{"texts are numbers", "{type: string}", []any{"1", "2"}, 300},
		{"as long as they have to be", "{type: string, minLength: 4}", []any{"0001"}, 300},
		{"UUIDs", "{type: string, format: uuid}", nil, 300},
		{"like the example", "{type: string, example: cus_9s6XKzkNRiz8i3}", nil, 300},
		{"like the example, where it says little", "{type: string, example: abc}", []any{"1"}, 300},
		{"of a pattern", "{type: string, pattern: '^[A-Z]{2}-[0-9]{6}$'}", nil, 300},
		{"of an enum there are as many as it has", "{type: string, enum: [north, south]}", []any{"north", "south"}, 2},
		{"of a narrow pattern, as many as are found", "{type: string, pattern: '^[a-c]$'}", nil, 3},
		{"of a format", "{type: string, format: email}", nil, 300},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := madeFrom(t, "Thing: {type: object, required: [id], properties: {id: "+tt.schema+"}}",
				"things: {schemas: ['#/components/schemas/Thing'], key: id}", 300)
			view := p.NewSession().Snapshot().View("things")
			assert.LessOrEqual(t, view.Rows(0), tt.size)
			assert.Positive(t, view.Rows(0))
			seen := map[any]bool{}
			for row := range view.Rows(0) {
				key := view.Record(0, row).Value("id")
				assert.False(t, seen[key], "%v stands twice", key)
				seen[key] = true
				assert.True(t, view.Collection.SchemaOf("id").Fits(key, schema.Answer), "%v", key)
				if row < len(tt.first) {
					assert.Equal(t, tt.first[row], key)
				}
				assert.Equal(t, row, view.Find(key).Number(), "a key finds its record")
			}
		})
	}
}

const shop = `
Customer:
  type: object
  required: [id, name]
  properties: {id: {type: string, format: uuid}, name: {type: string}, status: {type: string, enum: [new, old, gone]}, vip: {type: boolean}}
Order:
  type: object
  required: [id, customer]
  properties:
    id: {type: integer}
    customer: {$ref: '#/components/schemas/Customer'}
    created_at: {type: string, format: date-time}
    updated_at: {type: string, format: date-time}
    tags: {type: array, items: {type: string}}
  example: {id: 7, customer: {id: 11111111-1111-4111-8111-111111111111, name: Ada}, created_at: '2020-01-01T00:00:00+02:00'}
`

const shopCollections = `
customers: {schemas: ['#/components/schemas/Customer'], key: id, pinned: [{id: 11111111-1111-4111-8111-111111111111, name: Ada}]}
orders: {schemas: ['#/components/schemas/Order'], key: id, examples: ['#/components/schemas/Order/example'], fields: {customer: {one_of: customers}}}
`

func TestExamplesAreTheFirstRecordsAndLeadWhereTheySay(t *testing.T) {
	p := madeFrom(t, shop, shopCollections, 50)
	view := p.NewSession().Snapshot().View("orders")
	first := view.Find(int64(7))
	require.NotNil(t, first)
	assert.Equal(t, 0, first.Number())
	customer, ok := first.Related("customer").(*population.Record)
	require.True(t, ok)
	assert.Equal(t, "Ada", customer.Value("name"))
	assert.Equal(t, int64(1), view.Record(0, 6).Value("id"), "the record whose number the example has gets that of the example")
	for row := range view.Rows(0) {
		_, ok := view.Record(0, row).Related("customer").(*population.Record)
		assert.True(t, ok, "order %d has a customer", row)
	}
}

func TestAListOfRecordsThatReferBackHoldsJustThose(t *testing.T) {
	p := madeFrom(t, strings.Replace(shop, "vip:", "orders: {type: array, items: {$ref: '#/components/schemas/Order'}}, vip:", 1),
		strings.Replace(shopCollections, "pinned:", "fields: {orders: {some_of: {collection: orders}}}, pinned:", 1), 60)
	session := p.NewSession()
	check := func() {
		snapshot, sum := session.Snapshot(), 0
		customers := snapshot.View("customers")
		for row := range customers.Rows(0) {
			customer := customers.Record(0, row)
			orders, _ := customer.Related("orders").([]any)
			sum += len(orders)
			for _, one := range orders {
				order, ok := one.(*population.Record)
				require.True(t, ok)
				assert.Equal(t, customer.KeyValue(), order.Value("customer"))
			}
		}
		assert.Equal(t, 60, sum, "each order is in one list")
	}
	check()
	ada := "11111111-1111-4111-8111-111111111111"
	before := len(session.Snapshot().View("customers").Find(ada).Related("orders").([]any))
	_, err := session.Create("orders", value.ObjectOf(value.Member{Name: "customer", Value: value.ObjectOf(value.Member{Name: "id", Value: ada})}), nil)
	require.NoError(t, err)
	require.True(t, session.Delete("orders", int64(9)))
	check()
	assert.Greater(t, len(session.Snapshot().View("customers").Find(ada).Related("orders").([]any)), before-1)
}

func TestGrowingACollectionChangesNoRecord(t *testing.T) {
	few := madeFrom(t, shop, shopCollections, 120)
	many := madeFrom(t, shop, shopCollections, 700)
	for collection, fields := range map[string][]string{"customers": {"id", "name", "status", "vip"}, "orders": {"id", "customer", "created_at", "tags"}} {
		assert.Equal(t, recordsOf(few, collection, fields...), recordsOf(many, collection, fields...)[:120], collection)
	}
}

func TestAnotherPropertyChangesNoOther(t *testing.T) {
	plain := madeFrom(t, shop, shopCollections, 40)
	wider := madeFrom(t, strings.ReplaceAll(shop, "tags:", "fee: {type: number}\n    tags:"), shopCollections, 40)
	fields := []string{"id", "customer", "created_at", "updated_at", "tags"}
	assert.Equal(t, recordsOf(plain, "orders", fields...), recordsOf(wider, "orders", fields...))
}

func TestEveryValueOfAnEnumOccurs(t *testing.T) {
	p := madeFrom(t, shop, shopCollections, 9)
	counts := map[string]int{}
	for _, one := range recordsOf(p, "customers", "status") {
		counts[one]++
	}
	assert.Len(t, counts, 3, "%v", counts)
}

func TestTimesLieBeforeTheClockAndInOrder(t *testing.T) {
	p := madeFrom(t, shop, shopCollections, 200)
	view := p.NewSession().Snapshot().View("orders")
	for row := 1; row < view.Rows(0); row++ {
		created := population.Instant(view.Record(0, row).Value("created_at")).(value.Time)
		updated := population.Instant(view.Record(0, row).Value("updated_at")).(value.Time)
		assert.LessOrEqual(t, created, updated)
		assert.LessOrEqual(t, updated, value.TimeOf(describedClock))
	}
}

func TestCellsOfDescribedCollectionsDoNotDependOnTheOrderInWhichTheyAreAskedFor(t *testing.T) {
	fields := []string{"id", "customer", "created_at", "tags"}
	want := recordsOf(madeFrom(t, shop, shopCollections, 30), "orders", fields...)
	rapid.Check(t, func(t *rapid.T) {
		p := madeFrom(t, shop, shopCollections, 30)
		view := p.NewSession().Snapshot().View("orders")
		for _, cell := range rapid.SliceOfN(rapid.IntRange(0, 30*len(fields)-1), 1, 20).Draw(t, "cells") {
			row, field := cell/len(fields), fields[cell%len(fields)]
			got := string(value.AppendJSON(nil, view.Record(0, row).Value(field)))
			assert.Contains(t, want[row], fmt.Sprintf("%q:%s", field, got))
		}
	})
}

func TestWhatIsWrongWithCollectionsThatAreMadeFromSchemasIsSaid(t *testing.T) {
	for _, tt := range []struct{ name, fixture, want string }{
		{"a pointer that leads nowhere", "collections: {a: {schemas: ['#/components/schemas/Nobody']}}",
			`f.yaml:1:29: schemas has the pointer "#/components/schemas/Nobody", which leads to nothing in the document`},
		{"examples without schemas", "collections: {a: {examples: ['#/x'], key: id, fields: {id: {sequence: {}}}}}",
			"the collection a has examples, but no schemas that say what a record is"},
		{"a pinned member that no record has", "collections: {customers: {pinned: [{nam: Ada}]}}",
			`f.yaml:1:42: customers has no field "nam"; did you mean "name"?`},
		{"a pinned value that does not fit", "collections: {customers: {pinned: [{status: newer}]}}",
			`f.yaml:1:45: a pinned record does not fit the schema of customers: status is "newer"; expected one of "new", "old", "gone".`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fixture, err := tree.Parse("f.yaml", []byte(tt.fixture), tree.DefaultLimits)
			require.NoError(t, err)
			root, err := tree.Parse("d.yaml", []byte("openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n"+indented(shop)), tree.DefaultLimits)
			require.NoError(t, err)
			doc, err := spec.New("d", root, spec.Config{})
			require.NoError(t, err)
			described, err := tree.Parse("c.yaml", []byte(shopCollections), tree.DefaultLimits)
			require.NoError(t, err)
			_, err = population.New(fixture, population.Config{Clock: describedClock, Source: doc, Described: []*tree.Node{described}})
			assert.ErrorContains(t, err, tt.want)
		})
	}
}
