// Package tree holds a document as it was written: an ordered, untyped tree whose every node knows its line and column.
package tree

import (
	"strconv"

	"mockserver/internal/value"
)

// Kind says what a Node is.
type Kind uint8

// The kinds of JSON, in the order of RFC 8259.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String names the kind as JSON Schema does.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// WithArticle is the kind as it stands in a sentence: "an object", "null".
func (k Kind) WithArticle() string {
	switch k {
	case Null:
		return "null"
	case Array, Object:
		return "an " + k.String()
	}
	return "a " + k.String()
}

// Node is one value of a document. Nodes are immutable once parsed (an overlay makes new ones),
// and all methods accept a nil *Node, which stands for "not there".
type Node struct {
	Kind  Kind
	Text  string   // a string's value; the JSON literal of a number or boolean
	Keys  []string // an object's keys, in the order of the document
	Items []*Node  // an array's elements; an object's values, parallel to Keys

	File         string
	Line, Column int // from 1

	index *index
}

// index is what large objects, those whose keys stand twice, and numbers that JSON does not have know besides.
type index struct {
	at       map[string]int // key → position, of large ones
	repeats  []string
	dropped  []Dropped
	infinite bool
}

// Dropped is a member of an object that does not count, since its key stands there again.
type Dropped struct {
	Key  string
	Node *Node
}

// indexFrom is the number of keys above which looking one up by scanning is slower than by map.
const indexFrom = 16

// Get returns the value of an object's key, nil if there is none.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Object {
		return nil
	}
	if n.index != nil && n.index.at != nil {
		if i, ok := n.index.at[key]; ok {
			return n.Items[i]
		}
		return nil
	}
	for i, k := range n.Keys {
		if k == key {
			return n.Items[i]
		}
	}
	return nil
}

// Path follows keys downwards.
func (n *Node) Path(keys ...string) *Node {
	for _, k := range keys {
		n = n.Get(k)
	}
	return n
}

// Is tells whether the node is there and of that kind.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// Len is the number of elements or members.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.Items)
}

// Elements are the elements of an array, none of anything else.
func (n *Node) Elements() []*Node {
	if !n.Is(Array) {
		return nil
	}
	return n.Items
}

// Members are the keys of an object, none of anything else.
func (n *Node) Members() []string {
	if !n.Is(Object) {
		return nil
	}
	return n.Keys
}

// Str is the text of a string, "" of anything else.
func (n *Node) Str() string {
	if n.Is(String) {
		return n.Text
	}
	return ""
}

// True tells whether the node is the boolean true.
func (n *Node) True() bool { return n.Is(Bool) && n.Text == "true" }

// Int is the value of an integer that fits into 64 bits.
func (n *Node) Int() (int64, bool) {
	if !n.Is(Number) {
		return 0, false
	}
	i, err := strconv.ParseInt(n.Text, 10, 64)
	return i, err == nil
}

// Place is "file:line:column", for messages.
func (n *Node) Place() string {
	if n == nil {
		return ""
	}
	return n.File + ":" + strconv.Itoa(n.Line) + ":" + strconv.Itoa(n.Column)
}

// Value converts the node to a value: nil, bool, int64, value.Number, string, []any or *value.Object.
func (n *Node) Value() any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		return value.ParseNumber(n.Text)
	case String:
		return n.Text
	case Array:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = item.Value()
		}
		return items
	case Object:
		o := value.NewObject(len(n.Keys))
		for i, k := range n.Keys {
			o.Set(k, n.Items[i].Value())
		}
		return o
	}
	return nil
}

// NewObject makes an object node at the place of another.
func NewObject(at *Node, keys []string, items []*Node) *Node {
	n := &Node{Kind: Object, Keys: keys, Items: items}
	if at != nil {
		n.File, n.Line, n.Column = at.File, at.Line, at.Column
	}
	n.Index()
	return n
}

// Index prepares a large object for look-ups; whoever builds an object calls it once.
func (n *Node) Index() {
	if n.Kind != Object || len(n.Keys) < indexFrom {
		return
	}
	if n.index == nil {
		n.index = &index{}
	}
	n.index.at = make(map[string]int, len(n.Keys))
	for i := len(n.Keys) - 1; i >= 0; i-- {
		n.index.at[n.Keys[i]] = i
	}
}

// Repeats are the keys that the document wrote more than once in this object, each once, in its order. The last one counts,
// as in JSON.parse and most readers of YAML. Only ParseLenient lets them pass.
func (n *Node) Repeats() []string {
	if n == nil || n.index == nil {
		return nil
	}
	return n.index.repeats
}

// Dropped are the members that do not count because of Repeats, in the order of the document.
func (n *Node) Dropped() []Dropped {
	if n == nil || n.index == nil {
		return nil
	}
	return n.index.dropped
}

// Infinite tells of a text that is written as a number of YAML that JSON does not have: .inf, -.inf or .nan. Only
// ParseLenient lets them pass.
func (n *Node) Infinite() bool { return n != nil && n.index != nil && n.index.infinite }

// keepLast drops of the members with one key all but the last, and notes the key.
func (n *Node) keepLast() {
	last := make(map[string]int, len(n.Keys))
	for i, key := range n.Keys {
		last[key] = i
	}
	if len(last) == len(n.Keys) {
		return
	}
	n.index = &index{}
	noted, kept := map[string]bool{}, 0
	for i, key := range n.Keys {
		if last[key] == i {
			n.Keys[kept], n.Items[kept] = key, n.Items[i]
			kept++
			continue
		}
		n.index.dropped = append(n.index.dropped, Dropped{key, n.Items[i]})
		if !noted[key] {
			noted[key] = true
			n.index.repeats = append(n.index.repeats, key)
		}
	}
	n.Keys, n.Items = n.Keys[:kept], n.Items[:kept]
}
