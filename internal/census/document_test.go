package census

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// document is a document as plain JSON; nothing of what the mock makes of it is used.
type document struct {
	name  string
	raw   record
	lists []*list
}

// open reads a document and finds its lists.
func open(t *testing.T, file string) *document {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return read(t, filepath.Base(file), text)
}

func read(t *testing.T, name string, text []byte) *document {
	t.Helper()
	root, err := tree.Parse(name, text, tree.DefaultLimits)
	require.NoError(t, err)
	d := &document{name: name}
	d.raw, _ = decode(value.AppendJSON(nil, root.Value())).(record)
	d.find()
	return d
}

// resolve follows $refs into the document.
func (d *document) resolve(v any) record {
	for range 20 {
		o, _ := v.(record)
		ref, _ := o["$ref"].(string)
		pointer, local := strings.CutPrefix(ref, "#/")
		if !local {
			return o
		}
		v = d.raw
		for token := range strings.SplitSeq(pointer, "/") {
			v = inside(v, strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}").Replace(token))
		}
	}
	return nil
}

// properties are those of a schema, and of all that it is composed of.
func (d *document) properties(schema any, depth int) record {
	all := record{}
	s := d.resolve(schema)
	if s == nil || depth > 6 {
		return all
	}
	own, _ := s["properties"].(record)
	maps.Copy(all, own)
	for _, keyword := range []string{"allOf", "oneOf", "anyOf"} {
		parts, _ := s[keyword].([]any)
		for _, part := range parts {
			for name, p := range d.properties(part, depth+1) {
				if all[name] == nil {
					all[name] = p
				}
			}
		}
	}
	return all
}

// kind is the type of a schema, the first that is not null; "" where nothing says.
func (d *document) kind(schema any) string {
	s := d.resolve(schema)
	switch t := s["type"].(type) {
	case string:
		return t
	case []any:
		for _, each := range t {
			if name, _ := each.(string); name != "null" {
				return name
			}
		}
	}
	switch {
	case s["items"] != nil:
		return "array"
	case s["properties"] != nil:
		return "object"
	}
	for _, keyword := range []string{"allOf", "oneOf", "anyOf"} {
		parts, _ := s[keyword].([]any)
		for _, part := range parts {
			if k := d.kind(part); k != "" && k != "null" {
				return k
			}
		}
	}
	return ""
}

// rowsOf are the properties of the objects that an array holds; nil if it is no array of objects.
func (d *document) rowsOf(schema any) record {
	if d.kind(schema) != "array" {
		return nil
	}
	s := d.resolve(schema)
	for _, part := range append([]any{s}, items(s["allOf"])...) {
		if inner := d.resolve(part)["items"]; inner != nil {
			if fields := d.properties(inner, 0); len(fields) > 0 {
				return fields
			}
		}
	}
	return nil
}

func items(v any) []any { list, _ := v.([]any); return list }

// list is a GET operation that answers with a list of objects.
type list struct {
	document   *document
	path       string
	operation  record
	parameters []parameter
	rows       []string // the members that lead to the rows; none: the body is the list
	fields     record   // properties of a row
}

// parameter is one parameter of an operation.
type parameter struct {
	name, in string
	required bool
	raw      record
	schema   record // in Swagger 2.0 the parameter itself
}

// find finds the lists, in the order of their paths.
func (d *document) find() {
	paths := d.resolve(d.raw["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := d.resolve(paths[path])
		operation := d.resolve(item["get"])
		if operation == nil || strings.ContainsAny(path, "?#") {
			continue
		}
		l := &list{document: d, path: path, operation: operation}
		for _, p := range append(slices.Clone(items(operation["parameters"])), items(item["parameters"])...) {
			l.add(d.resolve(p))
		}
		if l.answers(d.success(operation)) {
			d.lists = append(d.lists, l)
		}
	}
}

func (l *list) add(p record) {
	name, _ := p["name"].(string)
	in, _ := p["in"].(string)
	if name == "" || slices.ContainsFunc(l.parameters, func(o parameter) bool { return o.name == name && o.in == in }) {
		return
	}
	schema := l.document.resolve(p["schema"])
	if schema == nil {
		schema = p
	}
	if content, _ := p["content"].(record); content != nil {
		schema = record{"type": "object"}
	}
	required, _ := p["required"].(bool)
	l.parameters = append(l.parameters, parameter{name, in, required || in == "path", p, schema})
}

// success is the schema of the JSON answer that tells of success.
func (d *document) success(operation record) any {
	responses := d.resolve(operation["responses"])
	for _, status := range append(slices.Sorted(maps.Keys(responses)), "default") {
		if status[0] != '2' && status != "default" {
			continue
		}
		response := d.resolve(responses[status])
		if response["schema"] != nil {
			return response["schema"]
		}
		content := d.resolve(response["content"])
		for _, mime := range slices.Sorted(maps.Keys(content)) {
			if strings.Contains(mime, "json") {
				return d.resolve(content[mime])["schema"]
			}
		}
	}
	return nil
}

// answers tells whether a schema is that of a list: an array of objects, or an object that holds one, as long as it is not
// a record with an array of its own.
func (l *list) answers(schema any) bool {
	if schema == nil {
		return false
	}
	if fields := l.document.rowsOf(schema); fields != nil {
		l.fields = fields
		return true
	}
	place, _ := l.paging()
	record := strings.HasSuffix(l.path, "}") || l.document.properties(schema, 0)["id"] != nil
	if record && place == nil {
		return false
	}
	level := map[string]any{"": schema}
	for range 3 {
		next, found := map[string]any{}, map[string]any{}
		for at, s := range level {
			for name, p := range l.document.properties(s, 0) {
				where := strings.TrimPrefix(at+"\n"+name, "\n")
				if l.document.rowsOf(p) != nil {
					found[where] = p
				} else if l.document.kind(p) == "object" {
					next[where] = p
				}
			}
		}
		if len(found) > 0 {
			return l.choose(found)
		}
		level = next
	}
	return false
}

// usual are names of the rows of a list, where there are several arrays.
var usual = []string{"data", "results", "items", "value", "entries", "records", "content", "list"}

// choose takes the array that is the list: the only one, or the one that is called like it.
func (l *list) choose(found map[string]any) bool {
	segments := strings.FieldsFunc(l.path, func(c rune) bool { return c == '/' || c == '.' })
	last := ""
	for _, s := range segments {
		if !strings.Contains(s, "{") && s != "json" {
			last = plain(s)
		}
	}
	names := slices.Sorted(maps.Keys(found))
	chosen := ""
	for _, name := range names {
		own := name[strings.LastIndex(name, "\n")+1:]
		if len(names) == 1 || plain(own) == last || chosen == "" && slices.Contains(usual, own) {
			chosen = name
		}
	}
	if chosen == "" {
		return false
	}
	l.rows, l.fields = strings.Split(chosen, "\n"), l.document.rowsOf(found[chosen])
	return true
}

// plain is a name without what habits of writing differ in.
func plain(name string) string {
	return strings.NewReplacer("_", "", "-", "", "$", "", "[", "", "]", "", ".", "", "@", "").Replace(strings.ToLower(name))
}
