package sample_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/sample"
)

const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// The first ones are the examples of OpenAPI 3.1, section 4.8.26.2.
func TestXML(t *testing.T) {
	animals := func(items, own string) string {
		return "schema: {type: object, properties: {animals: {type: array, items: {type: string" + items + "}" + own + "}}}"
	}
	const dogs, person = `{"animals": ["dog", "cat"]}`, `{"id": 123, "name": "example"}`
	tests := []struct{ name, members, v, want string }{
		{"a property", animals("", ""), `{"animals": "string"}`, `<root><animals>string</animals></root>`},
		{"an array", animals("", ""), dogs, `<root><animals>dog</animals><animals>cat</animals></root>`},
		{"a name replaced", "schema: {properties: {animals: {type: string, xml: {name: animal}}}}", `{"animals": "x"}`, `<root><animal>x</animal></root>`},
		{"attribute, prefix and namespace", "schema: {$ref: '#/components/schemas/Person'}", person,
			`<Person id="123"><smp:name xmlns:smp="https://example.com/schema/sample">example</smp:name></Person>`},
		{"an item's name", animals(", xml: {name: animal}", ""), dogs, `<root><animal>dog</animal><animal>cat</animal></root>`},
		{"the name of an array has no effect", animals(", xml: {name: animal}", ", xml: {name: aliens}"), dogs, `<root><animal>dog</animal><animal>cat</animal></root>`},
		{"wrapped without names", animals("", ", xml: {wrapped: true}"), dogs, `<root><animals><animals>dog</animals><animals>cat</animals></animals></root>`},
		{"wrapped with an item's name", animals(", xml: {name: animal}", ", xml: {wrapped: true}"), dogs, `<root><animals><animal>dog</animal><animal>cat</animal></animals></root>`},
		{"wrapped with both names", animals(", xml: {name: animal}", ", xml: {name: aliens, wrapped: true}"), dogs, `<root><aliens><animal>dog</animal><animal>cat</animal></aliens></root>`},
		{"wrapped with its own name only", animals("", ", xml: {name: aliens, wrapped: true}"), dogs, `<root><aliens><aliens>dog</aliens><aliens>cat</aliens></aliens></root>`},

		{"no schema", "", `{"a": {"b": [1, {"c": true}]}}`, `<root><a><b>1</b><b><c>true</c></b></a></root>`},
		{"a scalar", "", `"<&>\""`, `<root>&lt;&amp;&gt;&#34;</root>`},
		{"null", "", `null`, `<root xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></root>`},
		{"a member that is null", "", `{"a": null, "b": 1}`, `<root><a xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></a><b>1</b></root>`},
		{"null where it cannot be", "schema: {properties: {a: {type: integer}}}", `{"a": null, "b": 1}`, `<root><b>1</b></root>`},
		{"a root of its own name", "schema: {type: object, xml: {name: thing, namespace: 'urn:a'}}", `{}`, `<thing xmlns="urn:a"></thing>`},
		{"a list at the root", "schema: {type: array, items: {$ref: '#/components/schemas/Person'}}", `[{"name": "a"}]`,
			`<root><Person><smp:name xmlns:smp="https://example.com/schema/sample">a</smp:name></Person></root>`},
		{"a named list at the root", "schema: {type: array, xml: {name: people, wrapped: true}, items: {type: string, xml: {name: person}}}", `["a", "b"]`,
			`<people><person>a</person><person>b</person></people>`},
		{"a list of nameless items at the root", "schema: {type: array, items: {type: integer}}", `[1]`, `<root><item>1</item></root>`},
		{"a list in a list", "", `{"a": [[1, 2], []]}`, `<root><a><a>1</a><a>2</a></a><a></a></root>`},
		{"a name from a reference", "schema: {properties: {owner: {$ref: '#/components/schemas/Named'}}}", `{"owner": {"x": 1}}`, `<root><named x="1"></named></root>`},
		{"an attribute that is null or an object", "schema: {properties: {a: {xml: {attribute: true}}, b: {xml: {attribute: true}}}}", `{"a": null, "b": {"c": 1}}`, `<root><b><c>1</c></b></root>`},
		{"an attribute's name, prefix and escapes", "schema: {properties: {a: {xml: {attribute: true, name: b, prefix: p, namespace: 'urn:p'}}}}", `{"a": "\"<\n"}`, `<root p:b="&#34;&lt;&#xA;" xmlns:p="urn:p"></root>`},
		{"the alternative that fits", "schema: {oneOf: [{$ref: '#/components/schemas/Person'}, {$ref: '#/components/schemas/Named'}]}", `{"x": 5}`, `<named x="5"></named>`},
		{"names that are none in XML", "", `{"a b": 1, "1": 2, "": 3, "x:y": 4, "<": 5}`, `<root><a_b>1</a_b><_1>2</_1><_>3</_><x_y>4</x_y><_>5</_></root>`},
		{"characters that are none in XML", "", `"a\u0001b\ud83d\ude00"`, "<root>a\ufffdb😀</root>"},
		{"a document already", "schema: {type: string}", `" <a>1</a>\n"`, " <a>1</a>\n"},
	}
	const components = `schemas:
  Person: {type: object, required: [name], properties: {id: {type: integer, xml: {attribute: true}}, name: {type: string, xml: {namespace: 'https://example.com/schema/sample', prefix: smp}}}}
  Named: {type: object, required: [x], xml: {name: named}, properties: {x: {type: integer, xml: {attribute: true}}}}
`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			media := mediaType(t, "application/xml", tt.members, components)
			got, err := sample.Write(media, parsed(t, tt.v))
			require.NoError(t, err)
			assert.Equal(t, tt.want, strings.TrimPrefix(string(got.Bytes), declaration))
			wellFormed(t, string(got.Bytes))
		})
	}
}

// wellFormed reads a document to its end with the standard library.
func wellFormed(t testing.TB, text string) {
	t.Helper()
	for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := decoder.Token(); err != nil {
			require.True(t, errors.Is(err, io.EOF), "%v in %s", err, text)
			return
		}
	}
}

// What a serialised example means is tested by whether it is sent: it must fit the schema.
func TestSerialisedXMLIsReadBySchema(t *testing.T) {
	tests := []struct {
		name, schema, text string
		fits               bool
	}{
		{"an object", "{type: object, required: [a], properties: {a: {type: integer}}}", "<x><a>1</a></x>", true},
		{"a property of the wrong type", "{type: object, properties: {a: {type: integer}}}", "<x><a>b</a></x>", false},
		{"a property that lacks", "{type: object, required: [a]}", "<x><b/></x>", false},
		{"an attribute", "{type: object, required: [a], properties: {a: {type: boolean, xml: {attribute: true}}}}", `<x a="true"/>`, true},
		{"a list", "{type: object, properties: {a: {type: array, minItems: 2, items: {type: number}}}}", `<x><a>1.5</a><b/><a>2</a></x>`, true},
		{"a list of another name", "{type: object, required: [a], properties: {a: {type: array, items: {type: string, xml: {name: i}}}}}", `<x><i>1</i></x>`, true},
		{"a wrapped list", "{type: object, required: [a], properties: {a: {type: array, minItems: 1, xml: {wrapped: true}, items: {type: integer}}}}", `<x><a><i>1</i></a></x>`, true},
		{"a list at the root", "{type: array, minItems: 2, items: {type: integer}}", `<x><i>1</i><i>2</i></x>`, true},
		{"namespaces", "{type: object, required: [a], properties: {a: {type: string, xml: {prefix: p, namespace: 'urn:p'}}}}", `<x xmlns:p="urn:p"><p:a>1</p:a></x>`, true},
		{"a declaration, a comment, a document type", "{type: object, required: [a]}", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE x>\n<!-- c -->\n<x><a/></x>\n", true},
		{"an unclosed element", "{type: object}", "<x><a></x>", false},
		{"two roots", "{type: object}", "<x/><y/>", false},
		{"no XML", "{type: object}", "hello", false},
		{"too deep", "{type: object}", strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200), false},
		{"what is not described", "{type: object, additionalProperties: false, properties: {a: {}}}", "<x><b/></x>", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			media := mediaType(t, "application/xml", "schema: "+tt.schema+", example: "+quoted(tt.text), "")
			body, err := maker(1).Body(media, sample.Wish{})
			if tt.fits {
				require.NoError(t, err)
				assert.Equal(t, tt.text, string(body.Bytes))
				return
			}
			assert.NotEqual(t, tt.text, string(body.Bytes))
		})
	}
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
