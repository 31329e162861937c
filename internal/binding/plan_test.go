package binding_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/query"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

var now = value.TimeOf(time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC))

// empty is a population without collections.
func empty(t testing.TB) *population.Population {
	t.Helper()
	p, err := population.New(nil, population.Config{})
	require.NoError(t, err)
	return p
}

// plan reads a query by a binding of the operation list.
func plan(t testing.TB, mock, rawQuery string) (*binding.Plan, *validate.Call, []string) {
	t.Helper()
	d, err := bind(t, map[string]*tree.Node{"list": parse(t, "x.yaml", mock)})
	require.NoError(t, err)
	b := operation(t, d, "list")
	contract, err := b.Operation.Contract()
	require.NoError(t, err)
	call := validate.Check(contract, validate.Request{RawQuery: rawQuery, Header: http.Header{}}, b.Options(validate.Ignore))
	p, broken := b.Plan(call, now)
	var sentences []string
	for _, v := range broken {
		sentences = append(sentences, v.Sentence())
	}
	return p, call, sentences
}

func listing(parameters string) string {
	return "{collection: things, action: list, parameters: {" + parameters + "}}"
}

func TestPages(t *testing.T) {
	const (
		all      = math.MaxInt64
		mixed    = `page: {page: number}, size: {page: size}, limit: {page: limit}, query.more: {page: offset}`
		numbered = `page: {page: number}, size: {page: size}`
		indexed  = `page: {page: index}, limit: {page: limit}`
		counted  = `size: {page: limit}, query.more: {page: offset}`
	)
	tests := []struct {
		name, parameters, query string
		offset, limit           int64
	}{
		{"no parameter of pages: all there is", ``, "", 0, all},
		{"a limit alone and not given: all there is", `size: {page: limit}`, "", 0, all},
		{"a limit alone", `size: {page: limit}`, "size=4", 0, 4},
		{"a default of the limit", `limit: {page: limit}`, "", 0, 3},
		{"offset and limit without a default: a page", counted, "", 0, 20},
		{"offset and limit", counted, "more=5&size=4", 5, 4},
		{"a negative offset is none", counted, "more=-5&size=-4", 0, 0},
		{"the index of a record", indexed, "page=7", 6, 3},
		{"the index of no record", indexed, "page=0", 0, 3},
		{"the smallest index", indexed, "page=-9223372036854775808", 0, 3},
		{"a number and a size", numbered, "page=3&size=10", 20, 10},
		{"nothing given: the first page", numbered, "", 0, 20},
		{"a number alone", numbered, "page=3", 40, 20},
		{"a size alone", numbered, "size=7", 0, 7},
		{"a size of nothing", numbered, "page=3&size=0", 0, 0},
		{"a number without a parameter for the size", `page: {page: number}`, "page=2", 20, 20},
		{"page 0 is the first", numbered, "page=0&size=5", 0, 5},
		{"the largest page", numbered, "page=9223372036854775807&size=100", all, 100},
		{"the largest of both", numbered, "page=9223372036854775807&size=9223372036854775807", all, all},
		{"the smallest of both", numbered, "page=-9223372036854775808&size=-9223372036854775808", 0, 0},
		{"a size that times the number just overflows", numbered, "page=3&size=4611686018427387904", all, 4611686018427387904},
		{"a size that times the number just fits", numbered, "page=2&size=4611686018427387904", 4611686018427387904, 4611686018427387904},
		{"mixed: neither", mixed, "", 0, 3},
		{"mixed: limit and offset", mixed, "limit=9&more=2", 2, 9},
		{"mixed: a page wins, and takes the default of the limit", mixed, "page=3&limit=9&more=2", 6, 3},
		{"mixed: a size wins", mixed, "size=4&limit=9&more=2", 0, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _, broken := plan(t, listing(tt.parameters), tt.query)
			assert.Empty(t, broken)
			assert.Equal(t, query.Page{Offset: tt.offset, Limit: tt.limit}, p.Query.Page)
		})
	}
}

func TestAnyPageIsAPage(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		number, size := rapid.Int64().Draw(r, "number"), rapid.Int64().Draw(r, "size")
		p, _, _ := plan(t, listing(`page: {page: number}, size: {page: size}`), fmt.Sprintf("page=%d&size=%d", number, size))
		if p.Query.Page.Offset < 0 || p.Query.Page.Limit < 0 || p.PageNumber < 1 {
			r.Fatalf("%+v", p.Query.Page)
		}
		if number > 1 && size > 0 && p.Query.Page.Offset/size > number-1 {
			r.Fatalf("page %d of %d begins at %d", number, size, p.Query.Page.Offset)
		}
	})
}

func TestConditions(t *testing.T) {
	day := func(text string) value.Date { d, _ := value.ParseDate(text); return d }
	tests := []struct {
		name, parameters, query string
		want                    []query.Condition
	}{
		{"no value, no condition", `kind: {filter: kind}`, "", nil},
		{"equal", `kind: {filter: kind}`, "kind=big", []query.Condition{query.Equal{Path: "kind", Values: []any{"big"}}}},
		{"not equal", `kind: {filter: kind, op: ne}`, "kind=big", []query.Condition{query.Not{Condition: query.Equal{Path: "kind", Values: []any{"big"}}}}},
		{"above", `size: {filter: id, op: gt}`, "size=3", []query.Condition{query.Range{Path: "id", Low: int64(3), LowOpen: true}}},
		{"below or equal", `size: {filter: id, op: lte}`, "size=3", []query.Condition{query.Range{Path: "id", High: int64(3)}}},
		{"a part of a text", `kind: {filter: kind, op: contains}`, "kind=big", []query.Condition{query.Text{Paths: []string{"kind"}, Text: "big", Fold: true}}},
		{"the beginning of a text", `kind: {filter: kind, op: prefix}`, "kind=big", []query.Condition{query.Text{Paths: []string{"kind"}, Text: "big", Fold: true, Prefix: true}}},
		{"any of the words", `kind: {anyOf: {big: large, other: large}}`, "kind=big", []query.Condition{query.AnyOf{query.Equal{Path: "large", Values: []any{true}}}}},
		{"texts of days are days", `since: {filter: made}`, "since=2024-05-01", []query.Condition{query.Equal{Path: "made", Values: []any{day("2024-05-01")}}}},
		{"so are defaults", `since: {filter: made}`, "", []query.Condition{query.Equal{Path: "made", Values: []any{day("2020-01-01")}}}},
		{"of a wrong value nothing is asked", `kind: {filter: kind}`, "kind=huge", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _, broken := plan(t, listing(tt.parameters), tt.query)
			assert.Empty(t, broken)
			assert.Equal(t, tt.want, p.Query.Where)
		})
	}
}

func TestAPlanLeavesTheCallAsItIs(t *testing.T) {
	_, call, _ := plan(t, listing(`since: {filter: made}`), "")
	v, _ := call.Param("since")
	assert.Equal(t, []any{"2020-01-01"}, v, "a default belongs to the schema")
}

func TestRules(t *testing.T) {
	const mock = `
collection: things
action: list
parameters: {sort: {sort: true}}
rules:
  - {at: query.sort, unless: params.sort == nil or params.kind != nil, says: sort needs kind.}
  - {at: query.kind, when: params.kind == 'small' and params.size > 3, says: Small things are small.}
  - {at: query.kind, kind: unauthenticated, when: params.kind == 'big', says: Big things are secret.}
`
	tests := []struct{ name, query, want string }{
		{"none is broken", "", ""},
		{"one", "sort=id", "sort needs kind."},
		{"none says more of what is wrong already", "kind=huge&size=5", ""},
		{"all that are broken", "kind=small&size=5&sort=id", "Small things are small."},
		{"those about credentials are asked for apart", "kind=big", ""},
		{"beside what only the population knows", "sort=idd", "query.sort is \"idd\"; expected one of id, kind, with a minus in front for descending order. Did you mean \"id\"?\nsort needs kind."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, broken := plan(t, mock, tt.query)
			assert.Equal(t, tt.want, strings.Join(broken, "\n"))
		})
	}
}

func TestColumnsThatTheDocumentLeavesOpen(t *testing.T) {
	const mock = `sort: {select: {default: [id]}}`
	p, _, broken := plan(t, listing(mock), "")
	assert.Empty(t, broken)
	require.Len(t, p.Columns, 1)
	assert.Equal(t, binding.Column{Key: "id", Path: "id", Label: "Id", Sortable: true}, p.Columns[0])

	_, _, broken = plan(t, listing(mock), "sort=id&sort=&sort=knd&sort=large")
	assert.Equal(t, []string{
		`query.sort is ""; expected the name of a column.`,
		`query.sort is "knd"; expected the name of a column. Did you mean "kind"?`,
	}, broken, "hidden fields can be asked for, too")
}
