package spec

import (
	"strings"

	"mockserver/internal/tree"
)

// swaggerContent lists the representations of an answer: its schema in each media type that is produced, with the
// examples of that. Without a schema and examples an answer has no body.
func (c *compilation) swaggerContent(n *tree.Node, at string, p part) []*MediaType {
	node, examples := n.Get("schema"), n.Get("examples")
	switch {
	case node == nil && examples.Len() == 0 && n.Get("content") != nil:
		return c.content(n.Get("content"), tree.Join(at, "content"), p)
	case node == nil && examples.Len() == 0:
		return nil
	}
	m := MediaType{Node: n, Pointer: at}
	if node != nil {
		if isFile(node) {
			node = c.raised.schema(node)
		}
		m.Schema = c.schema(node, tree.Join(at, "schema"), p)
	}
	index := indexExamples(examples)
	used := make([]bool, examples.Len())
	var all []*MediaType
	for _, name := range index.types(c.mediaTypes("produces"), isFile(n.Get("schema"))) {
		one := m
		one.Type = name
		if i := index.of(name); i >= 0 {
			used[i] = true
			one.Examples = []Example{{Value: examples.Items[i].Value()}}
		}
		all = append(all, &one)
	}
	produced := shorten(strings.Join(typesOf(all[:min(len(all), manyTypes)]), ", "))
	for i, key := range examples.Members() {
		if !used[i] && !strings.HasPrefix(key, "x-") {
			c.noted(examples.Items[i], tree.Join(tree.Join(at, "examples"), key), "the example of %q is not used: what the operation produces is %s", shorten(key), produced)
		}
	}
	return all
}

// manyTypes is how many media types a message names at most.
const manyTypes = 20

func typesOf(list []*MediaType) []string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Type
	}
	return names
}

// exampleIndex finds the examples of a response of Swagger 2.0, which are by media type.
type exampleIndex struct {
	keys   []string
	byType map[string]int   // the first of each bare type, ranges too
	byKind map[string][]int // those of text/…, of image/…; "*": all; without ranges
	json   int              // the first of any kind of JSON; -1: none is
}

func indexExamples(examples *tree.Node) *exampleIndex {
	x := &exampleIndex{keys: examples.Members(), byType: map[string]int{}, byKind: map[string][]int{}, json: -1}
	for i, key := range x.keys {
		bare := BareType(key)
		kind, _, ok := strings.Cut(bare, "/")
		if _, again := x.byType[bare]; again || !ok {
			continue
		}
		x.byType[bare] = i
		if !IsRange(bare) {
			x.byKind[kind] = append(x.byKind[kind], i)
			x.byKind["*"] = append(x.byKind["*"], i)
		}
		if x.json < 0 && IsJSON(bare) {
			x.json = i
		}
	}
	return x
}

// types are the media types of an answer: those that are produced, and before a range such as */* the types in it that have an
// example; where nothing is said, those of the examples, else JSON, or of a file any bytes.
func (x *exampleIndex) types(produced []string, file bool) []string {
	switch {
	case len(produced) > 0:
	case file:
		return []string{"application/octet-stream"}
	case len(x.byType) == 0:
		return []string{"application/json"}
	}
	known := map[string]bool{}
	for _, name := range produced {
		known[BareType(name)] = true
	}
	var all []string
	add := func(i int) {
		if bare := BareType(x.keys[i]); !known[bare] {
			known[bare] = true
			all = append(all, x.keys[i])
		}
	}
	for _, name := range produced {
		if IsRange(name) {
			kind, _, _ := strings.Cut(BareType(name), "/")
			for _, i := range x.byKind[kind] {
				add(i)
			}
			delete(x.byKind, kind)
		}
		all = append(all, name)
	}
	if len(produced) == 0 {
		for i, key := range x.keys {
			if strings.Contains(key, "/") {
				add(i)
			}
		}
	}
	return all
}

// of is the example of a media type: its own, else that of a range that it is in, else that of another kind of JSON; -1 if
// there is none.
func (x *exampleIndex) of(mediaType string) int {
	bare := BareType(mediaType)
	kind, _, _ := strings.Cut(bare, "/")
	for _, key := range []string{bare, kind + "/*", "*/*"} {
		if i, ok := x.byType[key]; ok {
			return i
		}
	}
	if IsJSON(bare) {
		return x.json
	}
	return -1
}
