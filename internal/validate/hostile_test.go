package validate_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// anything is the contract of POST /any with a body of one media type and schema, and a parameter of each place.
func anything(t testing.TB, mediaType, schema string) *spec.Contract {
	t.Helper()
	routes, _ := open(t, `{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {/any: {post: {
 parameters: [{name: q, in: query, schema: {type: array, items: {type: integer}}}, {name: d, in: query, style: deepObject, schema: {type: object}},
  {name: rest, in: query, schema: {type: object, additionalProperties: true}}, {name: c, in: cookie, schema: {type: string}}],
 requestBody: {content: {'`+mediaType+`': {schema: `+schema+`}}}, responses: {'200': {description: fine}}}}}}`)
	contract, err := routes.Match("POST", "/any").Operation.Contract()
	require.NoError(t, err)
	return contract
}

func post(contentType string, body string) validate.Request {
	return validate.Request{Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body)}
}

func query(text string) validate.Request {
	return validate.Request{RawQuery: text, Header: http.Header{}}
}

// judged is what is found of a request, which must not take for ever.
func judged(t *testing.T, contract *spec.Contract, request validate.Request, unknown string) *validate.Call {
	t.Helper()
	var call *validate.Call
	scenario.Ends(t, func() { call = validate.Check(contract, request, validate.Options{UnknownParameters: unknown}) })
	return call
}

const part = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"

// Whatever comes is judged, and what goes beyond a limit is refused with its name.
func TestHostileRequestsAreJudged(t *testing.T) {
	const object = "{type: object, properties: {a: {type: array, items: {type: object, additionalProperties: {oneOf: [{type: integer}, {type: boolean}]}}}}}"
	const recursive = "{$ref: '#/paths/~1any/post/requestBody/content/application~1xml/schema/x', x: {oneOf: [{type: object, properties: {a: {$ref: '#/paths/~1any/post/requestBody/content/application~1xml/schema/x'}}, required: [z]}, {type: object, properties: {a: {$ref: '#/paths/~1any/post/requestBody/content/application~1xml/schema/x'}}, required: [y]}]}}"
	for _, c := range []struct {
		name, mediaType, schema string
		request                 validate.Request
		want                    string // in a sentence of a violation; "": none is
	}{
		{"a million query parameters", "text/plain", "{}", query(strings.Repeat("a=1&", 1_000_000)), "query has more than 10000 pairs, the limit that --limit body-parts=N sets."},
		{"ten thousand names that nobody knows", "text/plain", "{}", query(numbered("x", "=1&", 9000)), ""},
		{"a list of ten thousand", "text/plain", "{}", query(strings.Repeat("q=1&", 10_000)), ""},
		{"a list of as many that are none", "text/plain", "{}", query(strings.Repeat("q=x&", 10_000)), "query.q is \"x\""},
		{"brackets without end", "text/plain", "{}", query("d" + strings.Repeat("[a]", 100_000) + "=1"), "names such as d[name]"},
		{"ten thousand brackets", "text/plain", "{}", query(numbered("d[x", "]=1&", 9000)), ""},
		{"broken escapes", "text/plain", "{}", query(strings.Repeat("%zz=%zz&", 9000)), "every % followed by two hexadecimal digits"},
		{"a number of a million digits", "text/plain", "{}", query("q=" + strings.Repeat("9", 1_000_000)), "query.q is"},
		{"a number of a great exponent", "text/plain", "{}", query("q=1e9999999"), ""},
		{"a million cookies", "text/plain", "{}", validate.Request{Header: http.Header{"Cookie": {strings.Repeat("c=1; ", 1_000_000)}}}, "header.Cookie has more than 10000 cookies"},
		{"a form of a million pairs", "application/x-www-form-urlencoded", object, post("application/x-www-form-urlencoded", strings.Repeat("a=1&", 1_000_000)), "body has more than 10000 pairs"},
		{"a form of many names", "application/x-www-form-urlencoded", object, post("application/x-www-form-urlencoded", numbered("x", "=1&", 9999)), ""},
		{"a form of deep brackets", "application/x-www-form-urlencoded", object, post("application/x-www-form-urlencoded", "a"+strings.Repeat("[a]", 100_000)+"=1"), "body/a is"},
		{"JSON a million deep", "application/json", "{}", post("application/json", strings.Repeat("[", 1_000_000)), "nest"},
		{"JSON of millions of values", "application/json", "{}", post("application/json", "["+strings.Repeat("{},", 1_000_000)+"{}]"), "there are more than 500000 values, the limit that --limit body-values=N sets"},
		{"a name of a megabyte, a thousand times", "application/json", "{additionalProperties: {type: array, items: {type: integer}}}", post("application/json", `{"`+strings.Repeat("k", 1<<20)+`":[`+strings.Repeat(`"a",`, 5000)+`1]}`), "kkk…/0 is \"a\"; expected an integer"},
		{"a text of ten megabytes, and thousands of lengths", "application/json", "{anyOf: [" + numbered("{type: string, minLength: 2000000", "}, ", 5000) + "{type: integer}]}", post("application/json", `"`+strings.Repeat("a", 10<<20)+`"`), "its schema takes more than"},
		{"a text of ten megabytes, and simple patterns", "application/json", "{allOf: [" + numbered("{pattern: '(a|b)*c", "$'}, ", 50) + "{type: string}]}", post("application/json", `"`+strings.Repeat("a", 5<<20)+`"`), "its schema takes more than"},
		{"JSON a million deep within a form", "application/x-www-form-urlencoded", object, post("application/x-www-form-urlencoded", "a="+strings.Repeat("[", 1_000_000)), "nest"},
		{"many parts", "multipart/form-data", object, post("multipart/form-data; boundary=b", strings.Repeat(part+"1\r\n", 20_000)+"--b--"), "body has more than 10000 parts"},
		{"as many parts as there may be", "multipart/form-data", object, post("multipart/form-data; boundary=b", strings.Repeat(part+"{}\r\n", 9_999)+"--b--"), ""},
		{"parts within parts", "multipart/mixed", "{type: array, items: {type: array, items: {type: array, items: {type: array, items: {type: array, items: {type: array, items: {type: array}}}}}}}", post("multipart/mixed; boundary=b0", nestedParts(40)), "nested more than 5 times"},
		{"a part with a million headers", "multipart/form-data", object, post("multipart/form-data; boundary=b", "--b\r\n"+strings.Repeat("X: y\r\n", 1_000_000)+"\r\n\r\n--b--"), "body is not multipart/form-data"},
		{"a boundary of a megabyte", "multipart/form-data", object, post("multipart/form-data; boundary="+strings.Repeat("b", 1<<20), "--b"), "body is not multipart/form-data"},
		{"XML a million deep", "application/xml", object, post("application/xml", strings.Repeat("<a>", 1_000_000)), "body is not XML: it is nested deeper than 100 elements, the limit that --limit body-depth=N sets."},
		{"XML of a million elements", "application/xml", object, post("application/xml", "<a>"+strings.Repeat("<b/>", 1_000_000)+"</a>"), "more than 200000 elements and attributes, the limit that --limit body-nodes=N sets"},
		{"XML of many elements", "application/xml", object, post("application/xml", "<a>"+strings.Repeat("<a><b>1</b></a>", 60_000)+"</a>"), ""},
		{"entities that grow", "application/xml", object, post("application/xml", `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>`), "document type"},
		{"choices within choices", "application/xml", recursive, post("application/xml", strings.Repeat("<a>", 90)+strings.Repeat("</a>", 90)), "body"},
		{"a thousand choices in a row", "application/xml", "{type: array, items: {oneOf: [{type: object, required: [a], properties: {a: {type: boolean}}}, {type: object, required: [a], properties: {a: {type: integer}}}]}}", post("application/xml", "<l>"+strings.Repeat("<i><a>5</a></i>", 1000)+"</l>"), ""},
		{"a million lines", "application/x-ndjson", "{}", post("application/x-ndjson", strings.Repeat("1\n", 1_000_000)), "body has more than 10000 lines"},
		{"a form of brackets, where there are many properties", "application/x-www-form-urlencoded", "{type: object, properties: {" + numbered("p", ": {type: array}, ", 20_000) + "}}", post("application/x-www-form-urlencoded", numbered("x", "[]=1&", 9999)), ""},
		{"a form of names that no pattern ends with", "application/x-www-form-urlencoded", "{type: object, patternProperties: {'^(?=a)(a+)+$': {type: integer}}}", post("application/x-www-form-urlencoded", numbered(strings.Repeat("a", 40)+"!", "=1&", 9999)), "the patterns of its schema take longer than"},
		{"a form that fits one of two alternatives, which no pattern tells", "application/x-www-form-urlencoded", "{type: object, properties: {a: {type: array, items: {type: object}}}, additionalProperties: {type: array, items: {oneOf: [{type: object, additionalProperties: {pattern: '^(?=x)(x+x+)+y$'}}, {type: object, additionalProperties: {pattern: '^(?=x)(x+x+)+z$'}}]}}}", post("application/x-www-form-urlencoded", strings.Repeat(`b={"c":"`+strings.Repeat("x", 60)+`"}&`, 1000)), "the patterns of its schema take longer than"},
		{"lines that no pattern ends with", "application/x-ndjson", "{type: object, additionalProperties: {pattern: '^(?=x)(x+x+)+y$'}}", post("application/x-ndjson", strings.Repeat(`{"a":"`+strings.Repeat("x", 60)+"\"}\n", 9999)), "the patterns of its schema take longer than"},
		{"XML of many elements, where there are many properties", "application/xml", "{type: array, items: {type: object, properties: {" + numbered("p", ": {type: integer}, ", 20_000) + "}}}", post("application/xml", "<l>"+strings.Repeat("<a><b/></a>", 60_000)+"</l>"), ""},
		{"XML of many arrays of the wrong elements", "application/xml", "{type: array, items: {type: array, items: {type: integer, xml: {name: i}}}}", post("application/xml", "<l>"+strings.Repeat("<a><b/></a>", 60_000)+"</l>"), "expected elements called i"},
		{"XML of many prefixes", "application/xml", object, post("application/xml", "<l "+numbered("xmlns:p", "='u' ", 60_000)+">"+strings.Repeat("<p9:a/>", 60_000)+"</l>"), ""},
		{"XML of properties that stand in the element around theirs, in circles", "application/xml", "{type: object, x: 1, properties: {" + numbered("p", ": {$ref: '#/paths/~1any/post/requestBody/content/application~1xml/schema', xml: {nodeType: none}}, ", 200) + "a: {type: integer}}, xml: {nodeType: none}}", post("application/xml", "<l>"+strings.Repeat("<a/>", 60_000)+"</l>"), "a"},
		{"XML of text and elements in turn", "application/xml", "{type: array, prefixItems: [{type: string, xml: {nodeType: text}}], items: {type: string, xml: {nodeType: text}}}", post("application/xml", "<l>"+strings.Repeat("<![CDATA[a]]><a/>", 60_000)+"</l>"), ""},
		{"ten megabytes of no text", "text/plain", "{type: integer}", post("text/plain", strings.Repeat("\xff", 10<<20)), "bytes that are not utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			contract := anything(t, c.mediaType, c.schema)
			call := judged(t, contract, c.request, validate.Reject)
			if c.want == "" {
				assert.Empty(t, call.Violations)
				return
			}
			var said strings.Builder
			for _, v := range call.Violations {
				said.WriteString(v.Sentence() + "\n")
			}
			assert.Contains(t, said.String()[:min(said.Len(), 4000)], c.want)
		})
	}
}

// numbered repeats a text with a number in it.
func numbered(before, after string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(before + value.Text(int64(i)) + after)
	}
	return b.String()
}

func nestedParts(depth int) string {
	body := "x"
	for i := depth; i >= 0; i-- {
		n := value.Text(int64(i))
		inner := "multipart/mixed; boundary=b" + value.Text(int64(i+1))
		if i == depth {
			inner = "text/plain"
		}
		body = "--b" + n + "\r\nContent-Type: " + inner + "\r\n\r\n" + body + "\r\n--b" + n + "--"
	}
	return body
}

func compressed(t testing.TB, open func(io.Writer) io.WriteCloser, text string) string {
	var b bytes.Buffer
	w := open(&b)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

func TestCodingsAreTakenOff(t *testing.T) {
	contract := anything(t, "application/json", "{type: object, required: [a]}")
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	lib := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	bare := func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 5); return f }
	const text = `{"a": 1}`
	for _, c := range []struct{ name, coding, body string }{
		{"gzip", "gzip", compressed(t, zip, text)},
		{"gzip by another name, in capitals", "X-GZIP", compressed(t, zip, text)},
		{"deflate", "deflate", compressed(t, lib, text)},
		{"deflate without the frame of zlib", "deflate", compressed(t, bare, text)},
		{"one on the other", "deflate, gzip", compressed(t, zip, compressed(t, lib, text))},
		{"none", "identity", text},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := post("application/json", c.body)
			r.Header.Set("Content-Encoding", c.coding)
			call := validate.Check(contract, r, validate.Options{})
			assert.Empty(t, call.Violations)
			assert.Equal(t, int64(1), value.At(call.Body, "a"))
		})
	}
	for _, c := range []struct{ name, coding, body, want string }{
		{"cut short", "gzip", compressed(t, zip, text)[:15], "body is not gzip, which its Content-Encoding says"},
		{"with something behind", "gzip", compressed(t, zip, text) + "x", "body is not gzip, which its Content-Encoding says"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := post("application/json", c.body)
			r.Header.Set("Content-Encoding", c.coding)
			call := validate.Check(contract, r, validate.Options{})
			require.Len(t, call.Violations, 1)
			assert.Contains(t, call.Violations[0].Sentence(), c.want)
		})
	}
}

func TestABodyThatGrowsBeyondItsLimitIsTooLarge(t *testing.T) {
	contract := anything(t, "application/json", "{}")
	r := post("application/json", compressed(t, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, strings.Repeat(" ", 50<<20)))
	r.Header.Set("Content-Encoding", "gzip")
	call := validate.Check(contract, r, validate.Options{})
	require.NotNil(t, call.TooLarge)
	assert.Equal(t, "body is larger than 10485760 bytes once it is decompressed, the limit that --max-body sets.", call.TooLarge.Sentence())
	assert.Nil(t, validate.Check(contract, r, validate.Options{MaxBody: 60 << 20}).TooLarge)

	r.Header.Set("Content-Encoding", strings.TrimSuffix(strings.Repeat("gzip,", 1000), ","))
	assert.NotNil(t, validate.Check(contract, r, validate.Options{}).UnsupportedMediaType)
}

func TestLimitsAreThoseOfTheOptions(t *testing.T) {
	limits := limit.Default()
	limits.BodyParts, limits.BodyDepth, limits.BodyNodes, limits.Digits = 2, 2, 2, 2
	for _, c := range []struct{ mediaType, fine, beyond string }{
		{"application/x-www-form-urlencoded", "a=1&b=2", "a=1&b=2&c=3"},
		{"application/x-ndjson", "1\n2\n", "1\n2\n3\n"},
		{"application/json", "[[]]", "[[[]]]"},
		{"application/json", "12", "123"},
		{"application/xml", "<a b='1'/>", "<a b='1' c='2'/>"},
	} {
		t.Run(c.mediaType, func(t *testing.T) {
			contract := anything(t, c.mediaType, "{}")
			assert.Empty(t, validate.Check(contract, post(c.mediaType, c.fine), validate.Options{Limits: limits}).Violations)
			assert.Len(t, validate.Check(contract, post(c.mediaType, c.beyond), validate.Options{Limits: limits}).Violations, 1)
		})
	}
}

func TestParametersThatNoPatternEndsWithAreJudged(t *testing.T) {
	routes, _ := open(t, "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {/any: {get: {parameters: [\n"+
		numbered("{in: query, schema: {pattern: '^(?=x)(x+x+)+y$'}, name: p", "},\n", 1000)+"], responses: {'200': {description: fine}}}}}}")
	contract, err := routes.Match("GET", "/any").Operation.Contract()
	require.NoError(t, err)
	call := judged(t, contract, query(numbered("p", "="+strings.Repeat("x", 60)+"&", 1000)), validate.Ignore)
	require.Len(t, call.Violations, 1000)
	assert.Equal(t, "query.p999 is not judged, because the patterns of parameters before it took too long.", call.Violations[999].Sentence())
}

func TestAHundredThousandParametersAreJudged(t *testing.T) {
	routes, _ := open(t, "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {/any: {get: {parameters: [\n"+
		numbered("{in: query, required: true, name: p", "},\n", 100_000)+"], responses: {'200': {description: fine}}}}}}")
	contract, err := routes.Match("GET", "/any").Operation.Contract()
	require.NoError(t, err)
	for _, text := range []string{"", "p5=1&p99999=2&x=1", numbered("p", "=1&", 10_000), numbered("x", "=1&", 10_000)} {
		call := judged(t, contract, query(text), validate.Warn)
		assert.Len(t, call.InOrder(call.Violations), 1000, "the limit")
	}
}
