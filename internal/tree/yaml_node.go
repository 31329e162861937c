package tree

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// yamlReader turns the library's nodes into ours.
type yamlReader struct {
	file    string
	limits  Limits
	amount      // so far, of other files too, each alias counting as much as its target
	way     int // the length of the pointer of the value at hand
	anchors map[*yaml.Node]*anchor
}

// anchor is a value that has a name, for aliases to repeat.
type anchor struct {
	node   *Node
	nodes  int // how many values it has
	below  int // the length of their pointers from here on
	height int // how many levels it has
	open   bool
}

func (r *yamlReader) wrong(at *yaml.Node, format string, args ...any) *Error {
	return &Error{File: r.file, Line: at.Line, Column: at.Column, Message: fmt.Sprintf(format, args...)}
}

// value converts one node, the root's depth being 1, and says how many levels of arrays and objects it has itself.
func (r *yamlReader) value(n *yaml.Node, depth int) (made *Node, height int, err *Error) {
	if n.Kind == yaml.AliasNode {
		return r.alias(n, depth)
	}
	levels := 1
	if n.Kind == yaml.ScalarNode {
		levels = 0
	}
	if err := r.take(n, 1, 0, depth-1+levels); err != nil {
		return nil, 0, err
	}
	made = &Node{File: r.file, Line: n.Line, Column: n.Column}
	name, before := &anchor{node: made, nodes: r.nodes - 1, open: true}, r.pointers-r.way
	if n.Anchor != "" {
		r.anchors[n] = name
	}
	switch n.Kind {
	case yaml.SequenceNode:
		height, err = r.sequence(made, n, depth)
	case yaml.MappingNode:
		height, err = r.mapping(made, n, depth)
	default:
		err = r.scalar(made, n)
	}
	name.nodes, name.height, name.open = r.nodes-name.nodes, height, false
	name.below = r.pointers - before - name.nodes*r.way
	return made, height, err
}

// take counts values, the deepest of which lies within so many arrays and objects, with what their pointers have beyond the
// one at hand, and checks the limits.
func (r *yamlReader) take(at *yaml.Node, nodes, below, depth int) *Error {
	var message string
	r.pointers += nodes*r.way + below
	switch r.nodes += nodes; {
	case r.nodes > r.limits.Nodes:
		message = tooManyNodes(r.limits)
	case depth > r.limits.Depth:
		message = tooDeep(r.limits.Depth)
	case r.pointers > r.limits.Pointers:
		message = tooFar(r.limits.Pointers)
	default:
		return nil
	}
	err := r.wrong(at, "%s", message)
	err.limit = true
	return err
}

// alias gives the value that an anchor named before.
func (r *yamlReader) alias(n *yaml.Node, depth int) (*Node, int, *Error) {
	target := r.anchors[n.Alias]
	if target == nil || target.open {
		return nil, 0, r.wrong(n, "the alias %s stands inside the value that it repeats", shown("*"+n.Value))
	}
	return target.node, target.height, r.take(n, target.nodes, target.below, depth-1+target.height)
}

func (r *yamlReader) sequence(made *Node, n *yaml.Node, depth int) (height int, err *Error) {
	made.Kind, made.Items = Array, make([]*Node, len(n.Content))
	r.way += perIndex
	for i, element := range n.Content {
		item, below, err := r.value(element, depth+1)
		if err != nil {
			return 0, err
		}
		made.Items[i], height = item, max(height, below)
	}
	r.way -= perIndex
	return height + 1, nil
}

// mapping converts a mapping to an object. What a merge key brings stands in its place, but never instead of a key
// that the mapping itself has.
func (r *yamlReader) mapping(made *Node, n *yaml.Node, depth int) (height int, err *Error) {
	own, repeated, err := r.keys(n)
	if err != nil {
		return 0, err
	}
	made.Kind = Object
	made.Keys, made.Items = make([]string, 0, len(own)), make([]*Node, 0, len(own))
	var merged map[string]bool
	for i, key := range own {
		content := n.Content[2*i+1]
		r.way += 1 + len(key)
		item, below, err := r.value(content, depth+1)
		if err != nil {
			return 0, err
		}
		r.way -= 1 + len(key)
		height = max(height, below)
		if !isMerge(n.Content[2*i]) {
			made.Keys, made.Items = append(made.Keys, key), append(made.Items, item)
			continue
		}
		if merged == nil {
			merged = taken(own, n)
		}
		if odd := made.merge(item, merged); odd != nil {
			return 0, r.wrong(content, "the merge key << takes an object or an array of objects, not %s", odd.Kind.WithArticle())
		}
	}
	if repeated {
		made.keepLast()
	}
	made.Index()
	return height + 1, nil
}

// keys are the texts of a mapping's keys, merge keys among them; one that stands twice is an error unless Parse is to be
// lenient.
func (r *yamlReader) keys(n *yaml.Node) (own []string, repeated bool, err *Error) {
	own = make([]string, len(n.Content)/2)
	var seen map[string]bool
	if len(own) >= indexFrom {
		seen = make(map[string]bool, len(own))
	}
	for i := range own {
		key := n.Content[2*i]
		text, err := r.key(key)
		if err != nil {
			return nil, false, err
		}
		if twice := seen[text] || seen == nil && slices.Contains(own[:i], text); twice && !isMerge(key) {
			if !r.limits.lenient {
				return nil, false, r.wrong(key, "%s", duplicate(text))
			}
			repeated = true
		}
		if seen != nil {
			seen[text] = true
		}
		own[i] = text
	}
	return own, repeated, nil
}

// taken are the keys that no merge key may bring: those of the mapping itself.
func taken(own []string, n *yaml.Node) map[string]bool {
	keys := make(map[string]bool, len(own))
	for i, key := range own {
		if !isMerge(n.Content[2*i]) {
			keys[key] = true
		}
	}
	return keys
}

// key is the text of a key: of one that isn't a string (200, true, null), as it was written.
func (r *yamlReader) key(n *yaml.Node) (string, *Error) {
	named := n
	if n.Kind == yaml.AliasNode {
		named = n.Alias
	}
	if named.Kind != yaml.ScalarNode {
		return "", r.wrong(n, "a key must be a string, not an array or object; if it is one, put it in quotes")
	}
	if len(named.Value) > r.limits.Key {
		err := r.wrong(n, "%s", tooLong(named.Value, r.limits.Key))
		err.limit = true
		return "", err
	}
	return named.Value, nil
}

// isMerge tells whether a key is YAML's merge key: << without quotes.
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == mergeKey && (key.Tag == "" || key.Tag == "!" || key.ShortTag() == "!!merge")
}

// merge adds the members of a merge key's value, an object or several (the first that has a key wins), but for those whose
// keys are taken. It returns what is no object, nil if all are.
func (n *Node) merge(from *Node, taken map[string]bool) *Node {
	sources := []*Node{from}
	if from.Is(Array) {
		sources = from.Items
	}
	for _, source := range sources {
		if !source.Is(Object) {
			return source
		}
		for i, key := range source.Keys {
			if taken[key] {
				continue
			}
			taken[key] = true
			n.Keys, n.Items = append(n.Keys, key), append(n.Items, source.Items[i])
		}
	}
	return nil
}
