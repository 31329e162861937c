package validate_test

import (
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
	"mockserver/internal/validate"
)

// contractOf reads the contract of an operation of a scenario.
func contractOf(t testing.TB, file, method, path string) *spec.Contract {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	text, _, _ := strings.Cut(string(data), "\n---\n")
	routes, _ := open(t, text)
	m := routes.Match(method, path)
	require.NotNil(t, m.Operation)
	contract, err := m.Operation.Contract()
	require.NoError(t, err)
	return contract
}

// queries lists the query of each call of a scenario.
func queries(t testing.TB, file string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	var all []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if _, query, ok := strings.Cut(line, "?"); ok && startsCall.MatchString(line) {
			all = append(all, query)
		}
	}
	return all
}

// Whatever the query, it is judged twice the same, and what is wrong with it can be said.
func FuzzQuery(f *testing.F) {
	for _, query := range queries(f, "styles.txt") {
		f.Add(query, true, false)
	}
	for _, query := range queries(f, "teamup.txt") {
		f.Add(query, false, true)
	}
	form, report := contractOf(f, "styles.txt", "GET", "/form"), contractOf(f, "teamup.txt", "GET", "/report")
	f.Fuzz(func(t *testing.T, query string, empty, either bool) {
		o := validate.Options{UnknownParameters: validate.Reject, EmptyIsAbsent: empty, ArraysEither: either}
		for _, c := range []*spec.Contract{form, report} {
			call := validate.Check(c, validate.Request{RawQuery: query, Header: http.Header{}}, o)
			require.Len(t, call.Params, len(c.Parameters))
			for _, v := range call.Violations {
				require.True(t, strings.HasPrefix(v.Where, "query."), "%s of %q", v.Where, query)
				require.NotEmpty(t, v.Rule)
				require.NotEmpty(t, v.Sentence())
			}
			again := validate.Check(c, validate.Request{RawQuery: query, Header: http.Header{}}, o)
			require.Equal(t, describe(call), describe(again))
		}
	})
}

// A text is an integer exactly if it is a number of JSON without a fraction, as math/big has it.
func FuzzText(f *testing.F) {
	for _, text := range []string{"", "0", "-0", "-1", "01", "+1", "1.0", "1e3", "1.5e1", "15e-1", "９", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "true", "null", " 1"} {
		f.Add(text)
	}
	contract := contractOf(f, "teamup.txt", "GET", "/report")
	f.Fuzz(func(t *testing.T, text string) {
		if _, exponent, _ := strings.Cut(strings.ToLower(text), "e"); len(exponent) > 3 || strings.TrimSpace(text) != text {
			return
		}
		call := validate.Check(contract, validate.Request{RawQuery: "columns=count&page=" + url.QueryEscape(text), Header: http.Header{}}, validate.Options{Int64: true})
		n, isNumber := new(big.Rat).SetString(text)
		right := json.Valid([]byte(text)) && isNumber && n.IsInt() && n.Num().IsInt64() && n.Sign() > 0
		assert.Equal(t, right, len(call.Violations) == 0, "%q: %v", text, call.Violations)
		if page, _ := call.Param("page"); right {
			assert.Equal(t, n.Num().Int64(), page)
		}
	})
}

// bodySchema has something of each kind in it.
const bodySchema = `{oneOf: [
 {type: object, properties: {name: {type: string}, age: {type: integer, xml: {attribute: true}}, tags: {type: array, xml: {wrapped: true}, items: {type: string}}, deep: {type: object, additionalProperties: {type: boolean}}}},
 {type: array, items: {type: integer}}, {type: string, maxLength: 5}, {type: 'null'}]}`

// Bodies of any kind are judged twice the same, without a panic, and what is wrong with them can be said.
func FuzzBody(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", "", []byte("name=a&age=5&tags=b&tags=c&deep[a]=true&tags[0]=x&deep={}"))
	f.Add("application/problem+json", "", []byte(`{"title": 1e9999999}`))
	f.Add("text/plain;charset", "", []byte("a"))
	f.Add("text/plain;charset=latin1", "", []byte("\xe9"))
	f.Add("multipart/form-data; boundary=b", "", []byte("--b\r\nContent-Disposition: form-data; name=tags\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=deep\r\nContent-Type: application/json\r\n\r\n{}\r\n--b--"))
	f.Add("multipart/mixed; boundary=b", "", []byte("--b\r\nContent-Type: text/xml\r\nContent-Transfer-Encoding: base64\r\n\r\nPGEvPg==\r\n--b--"))
	f.Add("application/xml", "", []byte(`<?xml version="1.0"?><a age="5" xmlns:x="y"><name>b</name><tags><tags>c</tags></tags><x:z/><!-- d --><![CDATA[e]]></a>`))
	f.Add("application/x-ndjson", "", []byte("1\n{}\n"))
	f.Add("application/json-seq", "", []byte("\x1e1\n\x1e2"))
	f.Add("application/json", "deflate", []byte("\x78\x9c\x33\x04\x00\x00\x32\x00\x32"))
	f.Add("image/png", "gzip", []byte("\x1f\x8b"))
	f.Add("", "", []byte("\xff"))
	contract := anything(f, "*/*", bodySchema)
	f.Fuzz(func(t *testing.T, mediaType, coding string, body []byte) {
		r := validate.Request{Header: http.Header{"Content-Type": {mediaType}, "Content-Encoding": {coding}}, Body: body}
		call := validate.Check(contract, r, validate.Options{MaxBody: 1 << 20})
		require.False(t, len(body) > 0 && call.MediaType == nil && call.UnsupportedMediaType == nil && len(call.Violations) == 0)
		for _, v := range call.Violations {
			require.True(t, strings.HasPrefix(v.Where, "body"), v.Where)
			require.NotEmpty(t, v.Sentence())
		}
		require.Equal(t, describe(call), describe(validate.Check(contract, r, validate.Options{MaxBody: 1 << 20})))
	})
}

// Paths, headers and cookies in any style are judged without a panic, and twice the same.
func FuzzStyles(f *testing.F) {
	for _, e := range examples {
		f.Add(e.in, e.style, e.explode, e.schema, e.text)
	}
	contracts := map[string]*spec.Contract{}
	f.Fuzz(func(t *testing.T, in, style string, explode bool, schema, text string) {
		if schemas[schema] == "" {
			return
		}
		key := in + style + strconv.FormatBool(explode) + schema
		if contracts[key] == nil {
			contracts[key] = parameterContract(t, in, style, explode, schemas[schema])
		}
		call := validate.Check(contracts[key], requestOf(in, text), validate.Options{})
		require.Equal(t, describe(call), describe(validate.Check(contracts[key], requestOf(in, text), validate.Options{})))
		for _, v := range call.Violations {
			require.NotEmpty(t, v.Sentence())
		}
	})
}

func TestParamIsFoundByNameAndPlace(t *testing.T) {
	call := &validate.Call{Params: []validate.Param{
		{Parameter: &spec.Parameter{Name: "id", In: "path"}, Value: "p", Given: true},
		{Parameter: &spec.Parameter{Name: "id", In: "query"}, Value: "q"},
		{Parameter: &spec.Parameter{Name: "a.b", In: "query"}, Value: "dotted"},
	}}
	for name, want := range map[string]any{"id": "p", "path.id": "p", "query.id": "q", "a.b": "dotted", "query.a.b": "dotted", "header.id": nil, "x": nil} {
		v, given := call.Param(name)
		assert.Equal(t, want, v, name)
		assert.Equal(t, slices.Contains([]string{"id", "path.id"}, name), given, name)
	}
}

func BenchmarkCheck(b *testing.B) {
	contract := contractOf(b, "teamup.txt", "GET", "/report")
	r := validate.Request{
		RawQuery: "columns=gender,created_year,count&is_active=true&limit=50&created_at_gte=2025-01-01T00:00:00Z",
		Header:   http.Header{"Authorization": {"Token t"}},
	}
	o := validate.Options{UnknownParameters: validate.Warn, EmptyIsAbsent: true, ArraysEither: true}
	b.ReportAllocs()
	for b.Loop() {
		validate.Check(contract, r, o)
	}
}
