package conformance

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// document is one document twice: as the mock reads it, and as plain JSON for the judge.
type document struct {
	name string
	spec *spec.Document
	text []byte
	raw  map[string]any // numbers are json.Number
}

// open reads a document; each call makes one of its own, so that no server shares compiled contracts with another.
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
	d := &document{name: name, text: value.AppendJSON(nil, root.Value())}
	plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(d.text))
	require.NoError(t, err)
	d.raw = plain.(map[string]any)
	d.spec, err = spec.New(name, root, spec.Config{})
	require.NoError(t, err, "the document loads")
	return d
}

// old tells whether the document is of a version in which the siblings of a $ref are ignored.
func (d *document) old() bool {
	version, _ := d.raw["openapi"].(string)
	return d.swagger() || strings.HasPrefix(version, "3.0")
}

func (d *document) swagger() bool { return d.raw["swagger"] != nil }

// at finds a JSON pointer in the raw document.
func (d *document) at(pointer string) (any, bool) {
	var v any = d.raw
	if pointer == "" {
		return v, true
	}
	if !strings.HasPrefix(pointer, "/") {
		return nil, false
	}
	for token := range strings.SplitSeq(pointer[1:], "/") {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		switch n := v.(type) {
		case map[string]any:
			next, ok := n[token]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(n) {
				return nil, false
			}
			v = n[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// target is the pointer of a local $ref, "" of anything else.
func target(v any) string {
	o, _ := v.(map[string]any)
	ref, _ := o["$ref"].(string)
	pointer, local := strings.CutPrefix(ref, "#")
	if !local {
		return ""
	}
	if plain, err := unescape(pointer); err == nil {
		return plain
	}
	return pointer
}

// resolve follows local $refs from a place, and tells where it ends.
func (d *document) resolve(v any, pointer string) (map[string]any, string) {
	for range 20 {
		next := target(v)
		if next == "" {
			break
		}
		v, _ = d.at(next)
		pointer = next
	}
	o, _ := v.(map[string]any)
	return o, pointer
}

// member is a member of a resolved object, resolved.
func (d *document) member(o map[string]any, pointer, name string) (map[string]any, string) {
	return d.resolve(o[name], tree.Join(pointer, name))
}

// operation is the raw operation, with its path item.
func (d *document) operation(o *spec.Operation) (raw map[string]any, pointer string, item map[string]any) {
	parent, _ := d.at(o.Pointer[:strings.LastIndex(o.Pointer, "/")])
	own, _ := d.at(o.Pointer)
	item, _ = parent.(map[string]any)
	raw, pointer = d.resolve(own, o.Pointer)
	return raw, pointer, item
}
