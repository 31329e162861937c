package check

import (
	"fmt"
	"slices"

	"mockserver/internal/tree"
)

// xml looks at the xml object of a schema: at what it cannot have, and at what cannot be done as it says.
func (l *linter) xml(s, n *tree.Node, pointer string) {
	l.visit(n, pointer, "XML")
	if !n.Is(tree.Object) {
		return
	}
	node := n.Get("nodeType")
	if prefix := n.Get("prefix"); prefix.Str() != "" && prefix.Str() != "xml" && n.Get("namespace").Str() == "" {
		l.report(prefix, tree.Join(pointer, "prefix"), fmt.Sprintf("the prefix %s has no namespace, so it is left out", shown(prefix.Text)), "say its namespace")
	}
	for _, old := range []string{"attribute", "wrapped"} {
		if both := n.Get(old); node != nil && both != nil {
			l.report(both, tree.Join(pointer, old), old+" must not stand beside nodeType, which counts alone", "leave it out")
		}
	}
	if why := unlike(s, node.Str()); why != "" {
		l.found(at(NotEnforced, node, tree.Join(pointer, "nodeType"), why))
	}
}

// bareItems looks at the elements of an array that has no element of its own: they can be nothing but elements.
func (l *linter) bareItems(s *tree.Node, pointer string) {
	x, node := s.Get("xml"), s.Get("items").Get("xml").Get("nodeType")
	if s.Get("type").Str() != "array" || s.Get("items").Get("$ref") != nil || x.Get("wrapped").True() || x.Get("nodeType").Str() == "element" {
		return
	}
	if kind := node.Str(); kind != "" && kind != "element" && s.Get("items").Get("type").Str() != "array" {
		l.found(at(NotEnforced, node, pointer+"/items/xml/nodeType", "nodeType is "+kind+
			" in an array without an element, where nothing would tell one from the next; they are read and written as elements"))
	}
}

// unlike says why a value cannot be the node that it is said to be; "" if it can.
func unlike(s *tree.Node, node string) string {
	kind := s.Get("type").Str()
	switch {
	case s.Get("$ref") != nil:
	case slices.Contains([]string{"attribute", "text", "cdata"}, node) && (kind == "object" || kind == "array"):
		return fmt.Sprintf("nodeType is %s, which %s cannot be; it is read and written as elements", node, "an "+kind)
	case node == "none" && kind != "" && slices.Contains([]string{"string", "number", "integer", "boolean"}, kind):
		return "nodeType is none, which would leave the value out; it is read and written as an element"
	case node == "none" && kind == "object" && s.Get("properties") == nil:
		return "nodeType is none, but no properties are declared by which what is in it could be told from what is around it"
	}
	return ""
}
