package sample_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/sample"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// posted compiles the body of a request, in a document of OpenAPI 3.2.
func posted(t require.TestingT, schema, components string) *spec.Contract {
	document := "openapi: 3.2.0\ninfo: {title: A, version: '1'}\npaths:\n  /a:\n    post:\n      requestBody: {content: {application/xml: {schema: " + schema +
		"}}}\n      responses: {'200': {description: OK}}\ncomponents: {schemas: {" + components + "}}\n"
	root, err := tree.Parse("a.yaml", []byte(document), tree.DefaultLimits)
	require.NoError(t, err, document)
	d, err := spec.New("a", root, spec.Config{})
	require.NoError(t, err)
	contract, err := d.Operations[0].Contract()
	require.NoError(t, err)
	return contract
}

// comesBack writes a value as an answer and reads it as a request.
func comesBack(t require.TestingT, schema, components string, v any) (written string) {
	contract := posted(t, schema, components)
	body, err := sample.Write(contract.Body.Content[0], v)
	require.NoError(t, err)
	call := validate.Check(contract, validate.Request{Header: http.Header{"Content-Type": {"application/xml"}}, Body: body.Bytes}, validate.Options{})
	require.Empty(t, call.Violations, "%s\n%s\n%s", schema, body.Bytes, value.AppendJSON(nil, v))
	assert.True(t, value.Equal(v, call.Body), "%s\n%s\n%s is read as\n%s", schema, body.Bytes, value.AppendJSON(nil, v), value.AppendJSON(nil, call.Body))
	return strings.TrimPrefix(string(body.Bytes), declaration)
}

// TestXMLInEveryForm writes by the xml objects of OpenAPI 3.2 and of those before, and reads what was written.
func TestXMLInEveryForm(t *testing.T) {
	object := func(properties, own string) string {
		return "{type: object, xml: {name: r" + own + "}, properties: {" + properties + "}}"
	}
	member := func(name, schema string) string {
		return "{type: object, required: [" + name + "], properties: {" + name + ": " + schema + "}}"
	}
	const array, text = "type: array, items: {type: string", "type: string, xml: {nodeType: text}"
	tests := []struct{ name, schema, v, want string }{
		{"the namespace of an array without a wrapper counts for nothing", object("g: {type: array, xml: {namespace: 'urn:n', prefix: q}, items: {type: integer, xml: {name: it}}}", ""),
			`{"g": [1, 2]}`, `<r><it>1</it><it>2</it></r>`},
		{"that of its items counts", object("g: {type: array, items: {type: integer, xml: {name: it, namespace: 'urn:n', prefix: q}}}", ""),
			`{"g": [1]}`, `<r><q:it xmlns:q="urn:n">1</q:it></r>`},
		{"namespaces of a wrapper and of its items", object("g: {type: array, xml: {wrapped: true, namespace: 'urn:n'}, items: {type: integer, xml: {name: it, namespace: 'urn:m', prefix: q}}}", ""),
			`{"g": [1]}`, `<r><g xmlns="urn:n"><q:it xmlns:q="urn:m">1</q:it></g></r>`},
		{"one name in two namespaces", object("a: {type: integer, xml: {name: v, namespace: 'urn:a', prefix: a}}, b: {type: boolean, xml: {name: v, namespace: 'urn:b', prefix: b}}", ""),
			`{"a": 1, "b": true}`, `<r><a:v xmlns:a="urn:a">1</a:v><b:v xmlns:b="urn:b">true</b:v></r>`},
		{"one name in a namespace and in none", object("a: {type: integer, xml: {name: v, namespace: 'urn:a'}}, b: {type: boolean, xml: {name: v}}", ", namespace: 'urn:a'"),
			`{"a": 1, "b": true}`, `<r xmlns="urn:a"><v xmlns="urn:a">1</v><v xmlns="">true</v></r>`},
		{"a prefix without a namespace", object("a: {type: string, xml: {prefix: p}}, b: {type: string, xml: {prefix: p, attribute: true}}", ", prefix: p"),
			`{"b": "2", "a": "1"}`, `<r b="2"><a>1</a></r>`},
		{"the prefix xml", object("lang: {type: string, xml: {prefix: xml, attribute: true}}", ""), `{"lang": "de"}`, `<r xml:lang="de"></r>`},
		{"a prefix twice in a tag", object("a: {type: string, xml: {prefix: p, namespace: 'urn:p', attribute: true}}", ", prefix: p, namespace: 'urn:p'"),
			`{"a": "1"}`, `<p:r xmlns:p="urn:p" p:a="1"></p:r>`},
		{"a prefix of two namespaces in a tag", object("a: {type: string, xml: {prefix: p, namespace: 'urn:q', attribute: true}}", ", prefix: p, namespace: 'urn:p'"),
			`{"a": "1"}`, `<p:r xmlns:p="urn:p" ns1:a="1" xmlns:ns1="urn:q"></p:r>`},
		{"an attribute in a namespace without a prefix", object("a: {type: string, xml: {namespace: 'urn:a', attribute: true}}", ""),
			`{"a": "1"}`, `<r ns1:a="1" xmlns:ns1="urn:a"></r>`},
		{"names that are none in XML", object("a b: {type: string}, 1: {type: string, xml: {attribute: true}}", ""), `{"1": "x", "a b": "y"}`, `<r _1="x"><a_b>y</a_b></r>`},
		{"names of items in a list in a list", object("g: {type: array, xml: {wrapped: true}, items: {type: array, xml: {name: row}, items: {type: integer, xml: {name: cell}}}}", ""),
			`{"g": [[1, 2], []]}`, `<r><g><row><cell>1</cell><cell>2</cell></row><row></row></g></r>`},
		{"lists as further properties", "{type: object, xml: {name: r}, additionalProperties: {type: array, items: {type: integer}}}", `{"x": [1, 2], "y": [3]}`, `<r><x>1</x><x>2</x><y>3</y></r>`},
		{"null", object("a: {type: [string, 'null']}, b: {type: [integer, 'null'], xml: {attribute: true}}, c: {type: array, items: {type: [integer, 'null']}}", ""),
			`{"a": null, "c": [null, 1], "b": null}`, `<r><a xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></a>` +
				`<c xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></c><c>1</c></r>`},
		{"an array without a wrapper that is null", object("d: {type: [array, 'null'], items: {type: integer}}, e: {oneOf: [{type: array, items: {type: string, xml: {name: i}}}, {type: 'null'}]}", ""),
			`{"d": null, "e": null}`, `<r><d xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></d>` +
				`<i xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></i></r>`},
		{"the only element of an array that is null", object("d: {type: [array, 'null'], items: {type: [integer, 'null']}}", ""),
			`{"d": [null]}`, `<r><d xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></d></r>`},
		{"a wrapper that is null", object("d: {type: [array, 'null'], xml: {wrapped: true}, items: {type: integer}}", ""),
			`{"d": null}`, `<r><d xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></d></r>`},
		{"a choice within a choice", "{xml: {name: r}, oneOf: [" + member("t", "{const: A}") + ", {oneOf: [" + member("n", "{type: number}") + ", " + member("s", "{type: string}") + "]}]}",
			`{"n": 1.5}`, `<r><n>1.5</n></r>`},
		{"a choice within a choice within a choice", "{xml: {name: r}, oneOf: [" + member("a", "{type: string}") + ", {anyOf: [" + member("b", "{type: string}") +
			", {oneOf: [" + member("v", "{type: boolean}") + ", " + member("v", "{type: array, items: {type: integer}}") + "]}]}]}", `{"v": [1]}`, `<r><v>1</v></r>`},
		{"an empty array of a choice", "{xml: {name: r}, oneOf: [" + member("a", "{type: string}") + ", " + member("v", "{type: array, items: {type: integer}}") + "]}", `{"v": []}`, `<r></r>`},

		{"attribute and text", object("kind: {type: string, xml: {nodeType: attribute}}, name: {"+text+"}", ""), `{"kind": "Cat", "name": "Fluffy"}`, `<r kind="Cat">Fluffy</r>`},
		{"a text that is but space", object("kind: {type: string}, name: {"+text+"}", ""), `{"kind": "Cat", "name": " "}`, `<r><kind>Cat</kind><![CDATA[ ]]></r>`},
		{"a number as text", object("n: {type: number, xml: {nodeType: text}}, u: {type: string, xml: {nodeType: attribute}}", ""), `{"u": "m", "n": 1.5}`, `<r u="m">1.5</r>`},
		{"CDATA", object("c: {type: string, xml: {nodeType: cdata}}", ""), `{"c": "<b>]]></b>"}`, `<r><![CDATA[<b>]]]]><![CDATA[></b>]]></r>`},
		{"an array's own element", object("g: {"+array+", xml: {name: i}}, xml: {nodeType: element, name: gs}}", ""), `{"g": ["x"]}`, `<r><gs><i>x</i></gs></r>`},
		{"an array without", object("g: {"+array+", xml: {name: i}}, xml: {nodeType: none, name: gs}}", ""), `{"g": ["x"]}`, `<r><i>x</i></r>`},
		{"an object that is no node", object("id: {type: integer}, at: {type: object, xml: {nodeType: none}, properties: {x: {type: integer, xml: {nodeType: attribute}}, y: {type: integer}}}", ""),
			`{"id": 1, "at": {"x": 2, "y": 3}}`, `<r x="2"><id>1</id><y>3</y></r>`},
		{"a reference is no node", object("d: {$ref: '#/components/schemas/Doc', xml: {name: ignored}}", ""), `{"d": {"content": "<a/>"}}`, `<r><doc><![CDATA[<a/>]]></doc></r>`},
		{"an element around what is no node", object("d: {$ref: '#/components/schemas/Bare', xml: {nodeType: element, name: stored}}", ""), `{"d": {"content": "x"}}`, `<r><stored><![CDATA[x]]></stored></r>`},
		{"an element around an element", object("d: {$ref: '#/components/schemas/Doc', xml: {nodeType: element, name: outer}}", ""), `{"d": {"content": "x"}}`, `<r><outer><doc><![CDATA[x]]></doc></outer></r>`},
		{"elements and texts in order", "{type: array, xml: {nodeType: element, name: Report}, prefixItems: [{" + text + "}, {type: number, xml: {name: data}}, {" + text + "}]}",
			`["Some preamble text.", 42, "Some postamble text."]`, `<Report>Some preamble text.<data>42</data>Some postamble text.</Report>`},
		{"elements in order", "{type: array, xml: {nodeType: element, name: r}, prefixItems: [{type: string, xml: {name: One}}, {type: object, xml: {name: Two}, properties: {unit: {type: string, xml: {nodeType: attribute}}, value: {type: number, xml: {nodeType: text}}}}, {type: [boolean, 'null'], xml: {name: Three}}]}",
			`["a", {"unit": "cubits", "value": 42}, null]`, `<r><One>a</One><Two unit="cubits">42</Two><Three xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></Three></r>`},
		{"an alternative beside null", object("o: {oneOf: [{$ref: '#/components/schemas/Doc'}, {type: 'null'}]}", ""), `{"o": {"content": "x"}}`, `<r><doc><![CDATA[x]]></doc></r>`},
	}
	const components = "Doc: {type: object, xml: {nodeType: element, name: doc}, properties: {content: {type: string, xml: {nodeType: cdata}}}}, " +
		"Bare: {type: object, xml: {nodeType: none}, properties: {content: {type: string, xml: {nodeType: cdata}}}}"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			written := comesBack(t, tt.schema, components, parsed(t, tt.v))
			assert.Equal(t, tt.want, written)
			wellFormed(t, written)
		})
	}
}

// xmlCase draws a schema with its xml objects, and a value of it. scope are the names that siblings have.
type xmlCase struct {
	*rapid.T
	n      int // properties so far: each has a name of its own
	around int // choices around the object: what it does not require, it need not be read by
}

func (c *xmlCase) one(label string, of ...string) string {
	return rapid.SampledFrom(of).Draw(c.T, label)
}

func (c *xmlCase) object(depth int, own string, scope map[string]bool) (string, *value.Object) {
	o := value.NewObject(0)
	var properties, required []string
	for range rapid.IntRange(1, 4).Draw(c.T, "properties") {
		c.n++
		name := "p" + strconv.Itoa(c.n)
		kinds := []string{"scalar", "attribute"}
		if depth > 0 {
			kinds = append(kinds, "object", "list", "wrapped", "none")
		}
		if !scope["text"] {
			kinds = append(kinds, "text", "cdata")
		}
		kind := c.one("kind", kinds...)
		schema, v := c.property(kind, depth, scope)
		properties = append(properties, name+": "+schema)
		o.Set(name, v)
		if kind == "none" || kind == "attribute" && v == nil && c.around > 0 { // there may be nothing of it to be seen
			required = append(required, name)
		}
	}
	return "{type: object, required: [" + strings.Join(required, ", ") + "], additionalProperties: false, xml: {" + own + "}, properties: {" + strings.Join(properties, ", ") + "}}", o
}

// name draws how a node is called, as no sibling is.
func (c *xmlCase) name(scope map[string]bool, kind string) string {
	space := c.one("namespace", "", "urn:a", "urn:b")
	if c.around > 0 { // the writer does not look into choices for names that differ but in their namespace
		space = ""
	}
	name := c.one("name", "v", "w", "x y")
	if scope[kind+space+" "+name] {
		return "name: n" + strconv.Itoa(c.n)
	}
	scope[kind+space+" "+name] = true
	x := "name: " + name
	if space != "" {
		x += ", namespace: '" + space + "'"
	}
	if prefix := c.one("prefix", "", "p", "q", "xsi"); prefix != "" {
		x += ", prefix: " + prefix
	}
	return x
}

func (c *xmlCase) property(kind string, depth int, scope map[string]bool) (string, any) {
	switch kind {
	case "attribute":
		how := c.one("how", "attribute: true", "nodeType: attribute")
		return c.scalar(c.name(scope, "@")+", "+how, false)
	case "text", "cdata":
		scope["text"] = true
		return fmt.Sprintf("{type: string, xml: {nodeType: %s, name: ignored}}", kind), c.text()
	case "object":
		return anyOf(c.object(depth-1, c.name(scope, ""), map[string]bool{}))
	case "none":
		return anyOf(c.object(depth-1, "nodeType: none, name: ignored", scope))
	case "list", "wrapped":
		own, inner := c.one("own", "", "name: ignored, namespace: 'urn:ignored'", "nodeType: none"), scope
		if kind == "wrapped" {
			own, inner = c.name(scope, "")+", "+c.one("how", "wrapped: true", "nodeType: element"), map[string]bool{}
		}
		item, first := c.item(depth, c.name(inner, ""))
		list := []any{first}
		if text, ok := first.(string); ok {
			list = append(list, text+"2")
		}
		if c.one("null", "", "array") != "" && !strings.HasPrefix(item, "{type: [") { // else it could be the item that is null
			return "{type: [array, 'null'], xml: {" + own + "}, items: " + item + "}", nil
		}
		return "{type: array, xml: {" + own + "}, items: " + item + "}", list
	}
	return c.scalar(c.name(scope, ""), true)
}

func (c *xmlCase) item(depth int, own string) (string, any) {
	if c.one("item", "scalar", "object") == "object" {
		return anyOf(c.object(depth-1, own, map[string]bool{}))
	}
	return c.scalar(own, true)
}

func anyOf(schema string, o *value.Object) (string, any) { return schema, o }

func (c *xmlCase) scalar(x string, nullable bool) (string, any) {
	schema := func(kind string) string { return "{type: " + kind + ", xml: {" + x + "}}" }
	switch c.one("type", "string", "integer", "boolean", "null") {
	case "integer":
		return schema("integer"), rapid.Int64().Draw(c.T, "integer")
	case "boolean":
		return schema("boolean"), rapid.Bool().Draw(c.T, "boolean")
	case "null":
		if nullable {
			return schema("[string, 'null']"), nil
		}
		return schema("[integer, 'null']"), nil
	}
	return schema("string"), c.text()
}

// text draws a text that XML can hold, between elements too.
func (c *xmlCase) text() string {
	text := strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "]]>", "<a/>", "null", " x\n"})).Draw(c.T, "text"))
	if strings.TrimSpace(text) == "" {
		return strings.ReplaceAll(text, "\r", "")
	}
	return text
}

func TestXMLComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := &xmlCase{T: r}
		c.around = rapid.IntRange(0, 3).Draw(r, "choices around it")
		own := c.name(map[string]bool{}, "")
		schema, o := c.object(3, own, map[string]bool{})
		for range c.around {
			c.n++
			schema = fmt.Sprintf("{xml: {%s}, oneOf: [{type: object, required: [o%d], properties: {o%[2]d: {const: A}}}, %s]}", own, c.n, schema)
		}
		wellFormed(t, comesBack(r, schema, "", o))
	})
}
