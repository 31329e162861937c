package schema

import (
	"cmp"
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"

	"mockserver/internal/tree"
)

// XML says how a value looks in XML (OpenAPI 3.1, section 4.8.26). What nodeType of OpenAPI 3.2 says is told in the words
// that were there before it: an attribute, a wrapped array.
type XML struct {
	Name, Namespace, Prefix string // Prefix: only where it can be bound to Namespace
	Attribute, Wrapped      bool
	Text, CDATA             bool // the value is text of the element around it; CDATA: as a section
	None                    bool // its parts stand in the element around it
	Node                    bool // it says which node it is, so that OpenAPI 3.2 is meant
}

// NamespaceXML is that of the prefix xml, which need not be declared.
const NamespaceXML = "http://www.w3.org/XML/1998/namespace"

// namespaceXMLNS is that of declarations; nothing else may be in it.
const namespaceXMLNS = "http://www.w3.org/2000/xmlns/"

// readXML reads an xml object.
func readXML(n *tree.Node) *XML {
	x := &XML{Name: n.Get("name").Str(), Namespace: n.Get("namespace").Str(), Prefix: n.Get("prefix").Str()}
	node := n.Get("nodeType").Str()
	switch node {
	case "element":
		x.Wrapped = true // of no account where there is no array
	case "attribute":
		x.Attribute = true
	case "text", "cdata":
		x.Text, x.CDATA = true, node == "cdata"
	case "none":
		x.None = true
	default:
		node = ""
		x.Attribute, x.Wrapped = n.Get("attribute").True(), n.Get("wrapped").True()
	}
	x.Node = node != ""
	if x.Text || x.None {
		x.Name = ""
	}
	switch {
	case x.Namespace == namespaceXMLNS:
		x.Namespace, x.Prefix = "", ""
	case x.Namespace == NamespaceXML || x.Namespace == "" && x.Prefix == "xml":
		x.Namespace, x.Prefix = NamespaceXML, "xml"
	case x.Namespace == "" || x.Prefix == "xml" || x.Prefix == "xmlns":
		x.Prefix = ""
	}
	return x
}

// InXML is the xml object of a schema, of what it refers to, or of a part of its allOf; empty if there is none. One beside a
// $ref that says no node counts for nothing where the other does (OpenAPI 3.2: the default is none).
func (s *Schema) InXML() XML {
	if s == nil {
		return XML{}
	}
	return s.sum().xml
}

// findXML is InXML.
func (s *Schema) findXML() XML {
	var first *Schema
	for sub := range s.each {
		switch {
		case sub.XML == nil:
		case first == nil && (sub.Ref == nil || sub.XML.Node):
			return *sub.XML
		case first == nil:
			first = sub
		case sub.XML.Node:
			return *sub.XML
		}
	}
	if first == nil {
		return XML{}
	}
	return *first.XML
}

// XMLWithin is the element that stands in the element of a schema: where an explicit one is beside a $ref to another (OpenAPI
// 3.2, XML Object). nil, as nearly always, if there is none.
func (s *Schema) XMLWithin() (inner *Schema, name string) {
	if s == nil || s.Ref == nil || s.XML == nil || !s.XML.Node || !s.XML.Wrapped {
		return nil, ""
	}
	x := s.Ref.InXML()
	if x.None || x.Text || x.Attribute || s.Kinds().Has(Array) {
		return nil, ""
	}
	for one := range s.Ref.Chain {
		if name == "" {
			name = one.Component()
		}
	}
	return s.Ref, cmp.Or(x.Name, name, s.XML.Name)
}

// XMLItem is the schema of an element of an array, at a position.
func (s *Schema) XMLItem(i int) *Schema {
	if s == nil {
		return nil
	}
	for part := range s.each {
		if i < len(part.PrefixItems) {
			return part.PrefixItems[i]
		}
		if part.Items != nil {
			return part.Items
		}
	}
	return nil
}

// XMLName makes a name of XML: what it cannot have in it is an underscore.
func XMLName(name string) string {
	mapped := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, name)
	if mapped == "" || strings.ContainsRune("-.0123456789", rune(mapped[0])) {
		mapped = "_" + mapped
	}
	if isXMLName(mapped) {
		return mapped
	}
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '_'
		}
		return r
	}, mapped)
}

// isXMLName asks a reader: which letters of other scripts are ones of XML, its editions see differently.
func isXMLName(name string) bool {
	if strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return true
	}
	_, err := xml.NewDecoder(strings.NewReader("<" + name + "/>")).Token()
	return err == nil
}
