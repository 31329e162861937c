package conformance

import (
	"encoding/json"
	"maps"
	"mime"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// mutation is a JSON value that is another in one place.
type mutation struct {
	name  string // what was done
	at    string // JSON pointer of the place
	value any
}

// maxMutations bounds the places of one body that are tried; deep and long ones repeat themselves.
const maxMutations = 150

// wrongBodies are calls whose body the judge refuses: one of each sort.
func (r *run) wrongBodies(k *call, c *spec.Contract) []spoiled {
	if k.media == nil || k.media.Schema == nil {
		return nil
	}
	bare, _, _ := mime.ParseMediaType(k.media.Type)
	if bare != "application/json" && !strings.HasSuffix(bare, "+json") {
		return nil
	}
	all := []spoiled{{"garbage behind the body", k.with(func(k *call) { k.body = append(slices.Clone(k.body), " x"...) }), refusal(c), "body", nil}}
	plain, err := decode(k.body)
	if err != nil {
		return nil
	}
	if text := string(k.body); strings.HasPrefix(text, "{\"") {
		first := text[1 : strings.Index(text[2:], "\"")+3]
		all = append(all, spoiled{"a key that stands twice", k.with(func(k *call) { k.body = []byte("{" + first + ":null," + text[1:]) }), refusal(c), "body", nil})
	}
	done := map[string]bool{}
	for _, m := range mutations(plain, "", 0) {
		if done[m.name] {
			continue
		}
		e, refused := r.judge.refuses(request, k.media.Schema.Pointer, m.value)
		if !refused {
			continue
		}
		done[m.name] = true
		body, err := json.Marshal(m.value)
		if err != nil {
			continue
		}
		all = append(all, spoiled{m.name + " at " + m.at, k.with(func(k *call) { k.body = body }), refusal(c), "body" + m.at, rules(e)})
	}
	return all
}

// mutations are a value with one place changed, in every way that is tried, the outermost places first.
func mutations(v any, at string, depth int) []mutation {
	if depth > 4 {
		return nil
	}
	var all []mutation
	add := func(name string, v any) { all = append(all, mutation{name, at, v}) }
	switch v := v.(type) {
	case string:
		add("a number for a text", json.Number("12345"))
		add("an odd text", "~wrong~")
		add("a long text", strings.Repeat("x", 70_000))
		add("an empty text", "")
	case json.Number:
		add("a text for a number", "many")
		add("a large number", json.Number("1000000000000000000"))
		add("a small number", json.Number("-1000000000000000000"))
		add("a fraction", json.Number("0.123456789"))
	case bool:
		add("a text for a boolean", "yes")
	case []any:
		add("a text for an array", "many")
		add("an empty array", []any{})
		for i, item := range v {
			for _, m := range mutations(item, tree.Join(at, index(i)), depth+1) {
				other := slices.Clone(v)
				other[i] = m.value
				all = append(all, mutation{m.name, m.at, other})
			}
		}
	case map[string]any:
		add("a text for an object", "many")
		all = append(all, membersChanged(v, at, depth)...)
	}
	add("null", nil)
	return all[:min(len(all), maxMutations)]
}

func membersChanged(v map[string]any, at string, depth int) []mutation {
	var all []mutation
	changed := func(name, where, key string, item any, drop bool) {
		other := maps.Clone(v)
		other[key] = item
		if drop {
			delete(other, key)
		}
		all = append(all, mutation{name, where, other})
	}
	changed("an unknown member", tree.Join(at, "conformance_unknown"), "conformance_unknown", json.Number("1"), false)
	keys := slices.Sorted(maps.Keys(v))
	for _, key := range keys {
		changed("a missing member", tree.Join(at, key), key, nil, true)
	}
	for _, key := range keys {
		for _, m := range mutations(v[key], tree.Join(at, key), depth+1) {
			changed(m.name, m.at, key, m.value, false)
		}
	}
	return all
}

// rules are the keywords that the judge finds broken, and the names that the mock has for those that JSON Schema has no
// keyword for.
func rules(e *jsonschema.ValidationError) []string {
	var all []string
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if path := e.ErrorKind.KeywordPath(); len(path) > 0 {
			all = append(all, path[len(path)-1], path[0])
		}
		if _, never := e.ErrorKind.(*kind.FalseSchema); never {
			all = append(all, "false", "readOnly", "additionalProperties", "unevaluatedProperties")
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(e)
	return append(all, "discriminator")
}
