package validate_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// schemas are those of the standard's examples (OAS 3.1 §4.8.12.4).
var schemas = map[string]string{
	"string":  "{type: string}",
	"integer": "{type: integer}",
	"numbers": "{type: array, items: {type: number}}",
	"array":   "{type: array, items: {type: string}}",
	"object":  "{type: object, properties: {R: {type: integer}, G: {type: integer}, B: {type: integer}}}",
}

const (
	colors = `["blue","black","brown"]`
	rgb    = `{"R":100,"G":200,"B":150}`
)

// examples are the table of the standard, in all places that a style has, with what each stands for. Where versions
// of the standard differ (label without explode), both are there.
var examples = []struct {
	in, style string
	explode   bool
	schema    string
	text      string // the path segment, the query, the header or the cookies
	want      string
}{
	{"path", "matrix", false, "string", ";color", `""`},
	{"path", "matrix", false, "string", ";color=blue", `"blue"`},
	{"path", "matrix", false, "string", "%3Bcolor%3Dblue", `"blue"`},
	{"path", "matrix", false, "array", ";color=blue,black,brown", colors},
	{"path", "matrix", false, "object", ";color=R,100,G,200,B,150", rgb},
	{"path", "matrix", true, "string", ";color", `""`},
	{"path", "matrix", true, "string", ";color=blue", `"blue"`},
	{"path", "matrix", true, "array", ";color=blue;color=black;color=brown", colors},
	{"path", "matrix", true, "object", ";R=100;G=200;B=150", rgb},
	{"path", "label", false, "string", ".", `""`},
	{"path", "label", false, "string", ".blue", `"blue"`},
	{"path", "label", false, "array", ".blue,black,brown", colors},
	{"path", "label", false, "array", ".blue.black.brown", colors},
	{"path", "label", false, "object", ".R,100,G,200,B,150", rgb},
	{"path", "label", false, "object", ".R.100.G.200.B.150", rgb},
	{"path", "label", false, "numbers", ".1.5", `[1.5]`},
	{"path", "label", true, "string", ".", `""`},
	{"path", "label", true, "string", ".blue", `"blue"`},
	{"path", "label", true, "array", ".blue.black.brown", colors},
	{"path", "label", true, "object", ".R=100.G=200.B=150", rgb},
	{"path", "simple", false, "string", "blue", `"blue"`},
	{"path", "simple", false, "array", "blue,black,brown", colors},
	{"path", "simple", false, "array", "bl%2Cue,a%20b", `["bl,ue","a b"]`},
	{"path", "simple", false, "string", "a+b%2Fc", `"a+b/c"`},
	{"path", "simple", false, "object", "R,100,G,200,B,150", rgb},
	{"path", "simple", true, "string", "blue", `"blue"`},
	{"path", "simple", true, "array", "blue,black,brown", colors},
	{"path", "simple", true, "object", "R=100,G=200,B=150", rgb},
	{"path", "spaceDelimited", false, "array", "blue%20black%20brown", colors},
	{"path", "pipeDelimited", false, "array", "blue|black%7Cbrown", colors},
	{"path", "tabDelimited", false, "array", "blue%09black%09brown", colors},
	{"header", "simple", false, "string", "blue", `"blue"`},
	{"header", "simple", false, "array", "blue,black, brown", colors},
	{"header", "simple", false, "object", "R,100,G,200,B,150", rgb},
	{"header", "simple", true, "array", "blue,black,brown", colors},
	{"header", "simple", true, "object", "R=100,G=200,B=150", rgb},
	{"header", "pipeDelimited", false, "array", "blue|black|brown", colors},
	{"header", "spaceDelimited", false, "array", "blue black brown", colors},
	{"header", "tabDelimited", false, "array", "blue\tblack\tbrown", colors},
	{"query", "form", false, "string", "color=", `""`},
	{"query", "form", false, "string", "color=blue", `"blue"`},
	{"query", "form", false, "array", "color=blue,black,brown", colors},
	{"query", "form", false, "object", "color=R,100,G,200,B,150", rgb},
	{"query", "form", true, "string", "color=", `""`},
	{"query", "form", true, "string", "color=blue", `"blue"`},
	{"query", "form", true, "array", "color=blue&color=black&color=brown", colors},
	{"query", "form", true, "object", "R=100&G=200&B=150", rgb},
	{"query", "form", false, "array", "color=a%2Cb,c", `["a,b","c"]`},
	{"query", "form", true, "string", "color=a:/?@!$'()*,;b", `"a:/?@!$'()*,;b"`},
	{"query", "spaceDelimited", false, "array", "color=blue%20black%20brown", colors},
	{"query", "spaceDelimited", false, "array", "color=blue+black+brown", colors},
	{"query", "spaceDelimited", false, "object", "color=R%20100%20G%20200%20B%20150", rgb},
	{"query", "spaceDelimited", true, "array", "color=blue&color=black&color=brown", colors},
	{"query", "pipeDelimited", false, "array", "color=blue%7Cblack%7Cbrown", colors},
	{"query", "pipeDelimited", false, "array", "color=blue|black|brown", colors},
	{"query", "pipeDelimited", false, "object", "color=R%7C100%7CG%7C200%7CB%7C150", rgb},
	{"query", "pipeDelimited", true, "array", "color=blue&color=black&color=brown", colors},
	{"query", "tabDelimited", false, "array", "color=blue%09black%09brown", colors},
	{"query", "deepObject", true, "object", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150", rgb},
	{"query", "deepObject", true, "object", "color[R]=100&color[G]=200&color[B]=150", rgb},
	{"query", "deepObject", true, "array", "color[]=blue&color[]=black&color[]=brown", colors},
	{"query", "deepObject", true, "array", "color[1]=black&color[0]=blue&color[2]=brown", colors},
	{"cookie", "form", false, "string", "color=", `""`},
	{"cookie", "form", false, "string", "color=bl%20ue", `"bl ue"`},
	{"cookie", "form", false, "array", "color=blue,black,brown", colors},
	{"cookie", "form", false, "object", "color=R,100,G,200,B,150", rgb},
	{"cookie", "form", true, "string", "color=blue", `"blue"`},
	{"cookie", "form", true, "array", "color=blue&color=black&color=brown", colors},
	{"cookie", "form", true, "array", "color=blue; color=black; color=brown", colors},
	{"cookie", "form", true, "object", "R=100&G=200&B=150", rgb},
	{"cookie", "form", true, "object", "R=100; G=200; B=150", rgb},
	{"cookie", "cookie", true, "array", "color=blue; color=black; color=brown", colors},
	{"cookie", "cookie", true, "object", "R=100; G=200; B=150", rgb},
	{"cookie", "cookie", false, "string", "color=a&color=b", `"a&color=b"`},
}

// parameterContract is the contract of an operation with the one parameter color, whatever its style.
func parameterContract(t testing.TB, in, style string, explode bool, schema string) *spec.Contract {
	t.Helper()
	const document = `{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {'/{x}': {get: {
		parameters: [{name: color, in: query, schema: %s}], responses: {'200': {description: fine}}}}}}`
	routes, _ := open(t, strings.ReplaceAll(fmt.Sprintf(document, schema), "\t", " "))
	contract, err := routes.Match("GET", "/x").Operation.Contract()
	require.NoError(t, err)
	p := *contract.Parameters[0]
	p.In, p.Style, p.Explode, p.Required = in, style, explode, true
	return &spec.Contract{Parameters: []*spec.Parameter{&p}, Responses: contract.Responses}
}

func requestOf(in, text string) validate.Request {
	r := validate.Request{Header: http.Header{}}
	switch in {
	case "path":
		r.PathNames, r.PathRaw = []string{"color"}, []string{text}
	case "query":
		r.RawQuery = text
	case "header":
		r.Header.Set("color", text)
	case "cookie":
		r.Header.Set("Cookie", text)
	}
	return r
}

func TestTheExamplesOfTheStandardAreReadBack(t *testing.T) {
	for _, c := range examples {
		t.Run(fmt.Sprintf("%s %s explode=%t %s %s", c.in, c.style, c.explode, c.schema, c.text), func(t *testing.T) {
			contract := parameterContract(t, c.in, c.style, c.explode, schemas[c.schema])
			call := validate.Check(contract, requestOf(c.in, c.text), validate.Options{UnknownParameters: validate.Reject})
			assert.Empty(t, call.Violations)
			v, given := call.Param("color")
			assert.True(t, given)
			assert.Equal(t, c.want, string(value.AppendJSON(nil, v)))
		})
	}
}

// Texts that schemas leave open stand for what fits, and for nothing else.
func TestTextsStandForWhatFits(t *testing.T) {
	for _, c := range []struct{ name, schema, query, want string }{
		{"an integer written as a fraction", "{type: integer}", "color=1.0", "1"},
		{"an integer written with an exponent", "{type: integer}", "color=1e3", "1000"},
		{"a fraction is no integer", "{type: integer}", "color=1.5", "refused"},
		{"no plus", "{type: integer}", "color=%2B5", "refused"},
		{"no leading zero", "{type: number}", "color=05", "refused"},
		{"no digit missing", "{type: number}", "color=.5", "refused"},
		{"a number stays as it was written", "{type: number}", "color=1.50", "1.50"},
		{"no other word for true", "{type: boolean}", "color=TRUE", "refused"},
		{"nothing is null where nothing else fits", "{type: [integer, 'null']}", "color=", "null"},
		{"the word null too", "{type: [integer, 'null']}", "color=null", "null"},
		{"but a text comes first", "{type: [string, 'null']}", "color=null", `"null"`},
		{"a null among the values", "{enum: [a, null]}", "color=", "null"},
		{"null alone", "{type: 'null'}", "color=null", "null"},
		{"a text or a list, once", "{type: [string, array], items: {type: string}}", "color=a", `"a"`},
		{"a text or a list, twice", "{type: [string, array], items: {type: string}}", "color=a&color=b", `["a","b"]`},
		{"a number or a list", "{oneOf: [{type: integer}, {type: array, items: {type: integer}}]}", "color=1&color=2", "[1,2]"},
		{"a list or null", "{type: [array, 'null'], items: {type: integer}}", "color=1", "[1]"},
		{"the elements of the alternative that fits", "{oneOf: [{type: array, items: {type: integer}}, {type: array, items: {type: boolean}}]}", "color=true&color=false", "[true,false]"},
		{"elements by their place", "{type: array, prefixItems: [{type: integer}, {type: string}]}", "color=1&color=2", `[1,"2"]`},
		{"an integer or a text that looks like one", "{anyOf: [{type: integer, maximum: 5}, {type: string, minLength: 2}]}", "color=77", `"77"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := validate.Check(parameterContract(t, "query", "form", true, c.schema), requestOf("query", c.query), validate.Options{})
			v, _ := call.Param("color")
			got := string(value.AppendJSON(nil, v))
			if len(call.Violations) > 0 {
				got = "refused"
			}
			assert.Equal(t, c.want, got, "%v", call.Violations)
		})
	}
}
