package validate_test

import (
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
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

// A text is an integer exactly if Go prints the integer that it reads the same way.
func FuzzText(f *testing.F) {
	for _, text := range []string{"", "0", "-0", "-1", "01", "+1", "1.0", "1e3", "９", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "true", "null", " 1"} {
		f.Add(text)
	}
	contract := contractOf(f, "teamup.txt", "GET", "/report")
	f.Fuzz(func(t *testing.T, text string) {
		call := validate.Check(contract, validate.Request{RawQuery: "columns=count&page=" + url.QueryEscape(text), Header: http.Header{}}, validate.Options{})
		n, err := strconv.ParseInt(text, 10, 64)
		right := err == nil && (strconv.FormatInt(n, 10) == text || text == "-0") && n >= 1
		assert.Equal(t, right, len(call.Violations) == 0, "%q: %v", text, call.Violations)
		if page, _ := call.Param("page"); right {
			assert.Equal(t, n, page)
		}
	})
}

// Bodies of any kind are judged without a panic.
func FuzzBody(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", []byte("name=a&age=5&tags=b&tags=c"))
	f.Add("application/problem+json", []byte(`{"title": 1e9999999}`))
	f.Add("text/plain;charset", []byte("a"))
	f.Add("", []byte("\xff"))
	contract := contractOf(f, "bodies.txt", "POST", "/any")
	f.Fuzz(func(t *testing.T, mediaType string, body []byte) {
		call := validate.Check(contract, validate.Request{Header: http.Header{"Content-Type": {mediaType}}, Body: body}, validate.Options{})
		require.False(t, len(body) > 0 && call.MediaType == nil && call.UnsupportedMediaType == nil)
		for _, line := range describe(call) {
			require.NotEmpty(t, line)
		}
	})
}

// What is serialised as the standard says comes back as it was.
func TestListsComeBack(t *testing.T) {
	contract := contractOf(t, "styles.txt", "GET", "/form")
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.String(), 2, 5).Draw(t, "texts")
		numbers := rapid.SliceOfN(rapid.Int64(), 1, 5).Draw(t, "numbers")
		var escaped, repeated []string
		want, wantNumbers := []any{}, []any{}
		for _, text := range texts {
			escaped, want = append(escaped, url.QueryEscape(text)), append(want, text)
		}
		for _, n := range numbers {
			repeated, wantNumbers = append(repeated, "exploded="+strconv.FormatInt(n, 10)), append(wantNumbers, n)
		}
		query := "joined=" + strings.Join(escaped, ",") + "&" + strings.Join(repeated, "&")
		call := validate.Check(contract, validate.Request{RawQuery: query, Header: http.Header{}}, validate.Options{})
		require.Empty(t, call.Violations)
		joined, _ := call.Param("joined")
		exploded, _ := call.Param("query.exploded")
		assert.True(t, value.Equal(want, joined), "%q is %v", query, joined)
		assert.True(t, value.Equal(wantNumbers, exploded), "%q is %v", query, exploded)
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
