// Package infer finds in an OpenAPI document what its operations read and change: collections, keys, references, and what
// parameters and the members of answers mean. It goes by shapes and types first and by names second, and says why.
package infer

import (
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// Meaning is what was inferred of a document, as x-mock would say it.
type Meaning struct {
	Document   []Line    // members of the document's x-mock: collections
	Operations []Reading // of each operation, in the order of the document
}

// Reading is what was inferred of an operation.
type Reading struct {
	Operation *spec.Operation
	Lines     []Line   // members of its x-mock; none: it is answered from examples or generated values
	Open      []string // what could not be inferred, a sentence each, without a full stop
	Example   bool     // the document has an example of its answer
	List      bool     // it answers with a list of objects
	Paging    bool     // it has a parameter that asks for a page
}

// Line is one member of an x-mock, with the reason why it stands there.
type Line struct {
	Name   string
	Value  *tree.Node // nil: Lines are its members
	Lines  []Line
	Reason string // "" where the line above it says
}

// Node is an object of lines, as a document would have it.
func Node(lines []Line) *tree.Node {
	keys, items := make([]string, len(lines)), make([]*tree.Node, len(lines))
	for i, line := range lines {
		keys[i], items[i] = line.Name, line.Value
		if line.Value == nil {
			items[i] = Node(line.Lines)
		}
	}
	return tree.NewObject(&tree.Node{}, keys, items)
}

// Text is a text as a node.
func Text(text string) *tree.Node { return &tree.Node{Kind: tree.String, Text: text} }

// True is the node true.
func True() *tree.Node { return &tree.Node{Kind: tree.Bool, Text: "true"} }

// List is an array of nodes.
func List(items ...*tree.Node) *tree.Node { return &tree.Node{Kind: tree.Array, Items: items} }
