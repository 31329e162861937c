package binding_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/binding"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// operation finds a binding by the operation's id.
func operation(t testing.TB, d *binding.Document, id string) *binding.Binding {
	t.Helper()
	for _, o := range d.Spec.Operations {
		if o.ID == id {
			return d.Of(o)
		}
	}
	require.Fail(t, "there is no such operation", id)
	return nil
}

// see are the names of the templates below.
func see(name string) any {
	switch name {
	case "total":
		return int64(7)
	case "rows":
		return []any{value.ObjectOf(value.Member{Name: "id", Value: int64(1)})}
	case "params":
		return value.ObjectOf(value.Member{Name: "q", Value: `a "b" {c}`}, value.Member{Name: "none", Value: nil})
	}
	return nil
}

func TestTemplates(t *testing.T) {
	tests := []struct{ name, template, want string }{
		{"a text without an expression", `plain`, `"plain"`},
		{"an empty text", `''`, `""`},
		{"other literals", `[1, 2.50, true, null, {a: []}]`, `[1,2.50,true,null,{"a":[]}]`},
		{"alone, typed", `'${total}'`, `7`},
		{"alone with spaces inside", `'${ total }'`, `7`},
		{"alone, a list", `'${rows}'`, `[{"id":1}]`},
		{"alone, null", `'${record}'`, `null`},
		{"inside a text, its text", `'of ${total} in all'`, `"of 7 in all"`},
		{"null inside a text is nothing", `'<${record}>'`, `"<>"`},
		{"a list inside a text is JSON", `'rows ${rows}'`, `"rows [{\"id\":1}]"`},
		{"two side by side are a text", `'${total}${total}'`, `"77"`},
		{"a space before is a text", `' ${total}'`, `" 7"`},
		{"braces of objects", `"${{'a': {'b': total}}}"`, `{"a":{"b":7}}`},
		{"braces of objects inside a text", `"x ${{'a': {'b': total}}} y"`, `"x {\"a\":{\"b\":7}} y"`},
		{"a closing brace in quotes", `"${'}' + \"}\"}"`, `"}}"`},
		{"an opening brace in quotes", `"${'{'}"`, `"{"`},
		{"an escaped quote", `"${'it\\'s }'}"`, `"it's }"`},
		{"a backslash before the end of a quote", `"${'\\\\'}"`, `"\\"`},
		{"between backticks a backslash is one", "'${`\\`}'", `"\\"`},
		{"a brace between backticks", "'${`}`}'", `"}"`},
		{"a dollar without a brace", `'$5 {a} $'`, `"$5 {a} $"`},
		{"a brace that closes nothing", `'a } b'`, `"a } b"`},
		{"a value is not read again", `'${params.q}'`, `"a \"b\" {c}"`},
		{"in keys there is nothing to fill in", `{'${total}': '${total}'}`, `{"${total}":7}`},
		{"members and items", `{a: ['${total}', {b: 'n${total}'}]}`, `{"a":[7,{"b":"n7"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := bind(t, map[string]*tree.Node{"list": parse(t, "x.yaml", "respond: {/x: "+tt.template+"}")})
			require.NoError(t, err)
			body := operation(t, d, "list").Body(nil, see)
			assert.Equal(t, `{"x":`+tt.want+`}`, string(value.AppendJSON(nil, body)))
		})
	}
}

func TestPlacesOfTheBody(t *testing.T) {
	tests := []struct{ name, respond, body, want string }{
		{"nothing is said", `{}`, `[1]`, `[1]`},
		{"the whole", `{'': '${total}'}`, `[1]`, `7`},
		{"deep, over nothing", `{/a/b: '${total}', /a/c: x}`, `null`, `{"a":{"b":7,"c":"x"}}`},
		{"over what is there, in its place", `{/b: '${total}', /d: 1}`, `{"a":0,"b":0,"c":0}`, `{"a":0,"b":7,"c":0,"d":1}`},
		{"through what is no object", `{/a/b: 1}`, `{"a":[1]}`, `{"a":{"b":1}}`},
		{"escapes", `{/a~1b/c~0d: 1}`, `null`, `{"a/b":{"c~d":1}}`},
		{"an empty name", `{/: 1}`, `null`, `{"":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := bind(t, map[string]*tree.Node{"list": parse(t, "x.yaml", "respond: "+tt.respond)})
			require.NoError(t, err)
			body, err := value.ParseJSON([]byte(tt.body), value.Limits{})
			require.NoError(t, err)
			got := operation(t, d, "list").Body(body, see)
			assert.Equal(t, tt.want, string(value.AppendJSON(nil, got)))
		})
	}
}

func TestTheSchemaOfRows(t *testing.T) {
	const envelope = `openapi: 3.1.0
info: {title: Envelope, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: OK
          content:
            text/csv: {}
            application/json:
              schema:
                type: object
                properties:
                  data:
                    type: object
                    properties: {items: {type: array, items: {type: object, title: Row}}, copy: {type: array, items: {title: Copy}}}
      x-mock: XMOCK
`
	tests := []struct{ name, mock, want string }{
		{"found where the rows are filled in", `{respond: {/data/items: '${rows}'}}`, "Row"},
		{"the first place counts", `{respond: {/data/items: '${ rows }', /data/copy: '${rows}'}}`, "Row"},
		{"a place that the schema does not have", `{respond: {/data/rows: '${rows}'}}`, ""},
		{"a place that is no list", `{respond: {/data: '${rows}'}}`, ""},
		{"nobody says where", `{}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := spec.New("envelope", parse(t, "e.yaml", strings.Replace(envelope, "XMOCK", tt.mock, 1)), spec.Config{})
			require.NoError(t, err)
			d, err := binding.New(doc, empty(t), 1, nil)
			require.NoError(t, err)
			rows := operation(t, d, "a").Rows()
			if tt.want == "" {
				assert.Nil(t, rows)
				return
			}
			require.NotNil(t, rows)
			assert.Equal(t, tt.want, rows.Title)
		})
	}
}

func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{"", "plain", "${total}", "a ${rows} b", "${{'a': {}}}", "${'}'}", "${`\\`}", "${", "$${total}", "${a${b}}",
		"${map(rows, .id)}", "${\"\\\"}\"}", "${total}\n", "${duration('1h')}", "x ${[duration('1h')]}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		node := &tree.Node{Kind: tree.String, Text: text, File: "x.yaml", Line: 1, Column: 1}
		d, err := bind(t, map[string]*tree.Node{"list": tree.NewObject(node, []string{"respond"},
			[]*tree.Node{tree.NewObject(node, []string{"/x"}, []*tree.Node{node})})})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.yaml:1:1: x-mock: ") {
				t.Fatalf("an error without its place: %v", err)
			}
			return
		}
		body := operation(t, d, "list").Body(nil, see).(*value.Object)
		got, _ := body.Get("x")
		value.AppendJSON(nil, got) // panics on what is no value
		if !strings.Contains(text, "${") && got != any(text) {
			t.Fatalf("%q became %v", text, got)
		}
	})
}
