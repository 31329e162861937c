package sample

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// maxElements bounds the elements within each other of an example.
const maxElements = 100

// xmlNode is an element of an example.
type xmlNode struct {
	name       string
	attributes []xml.Attr
	children   []*xmlNode
	text       strings.Builder
}

// readXML reads a document as the value that its schema describes.
func readXML(t *spec.MediaType, text string) (any, bool) {
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it was decoded with the document
	top := &xmlNode{}
	open := []*xmlNode{top}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(open) > maxElements {
			return nil, false
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			node := &xmlNode{name: token.Name.Local, attributes: token.Attr}
			last.children = append(last.children, node)
			open = append(open, node)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text.Write(token)
		}
	}
	if len(top.children) != 1 {
		return nil, false
	}
	return top.children[0].value(t.Schema), true
}

// value is an element as a schema describes it.
func (n *xmlNode) value(s *schema.Schema) any {
	if s != nil {
		switch kinds := s.Kinds(); {
		case kinds.Has(schema.Object):
			return n.object(s)
		case kinds.Has(schema.Array):
			return valuesOf(n.children, s.Element())
		}
	}
	if s == nil && len(n.children)+len(n.attributes) > 0 {
		return n.object(nil)
	}
	v, _ := typed(n.text.String(), s)
	return v
}

func valuesOf(nodes []*xmlNode, s *schema.Schema) []any {
	items := []any{}
	for _, n := range nodes {
		items = append(items, n.value(s))
	}
	return items
}

// object reads the properties that the schema describes by their names in XML, and all others by their own.
func (n *xmlNode) object(s *schema.Schema) *value.Object {
	o := value.NewObject(len(n.children))
	known := map[string]bool{}
	if s != nil {
		for _, p := range s.Fields() {
			n.property(o, p, known)
		}
	}
	for _, child := range n.children {
		if !known[child.name] {
			o.Set(child.name, child.value(nil))
		}
	}
	return o
}

// property reads one property into an object, and notes the name of the elements that it is made of.
func (n *xmlNode) property(o *value.Object, p schema.Property, known map[string]bool) {
	x := xmlOf(p.Schema)
	name := p.Name
	isList := p.Schema.Kinds().Has(schema.Array)
	switch item := xmlOf(p.Schema.Element()).Name; {
	case isList && !x.Wrapped && item != "":
		name = item
	case isList && !x.Wrapped:
	case x.Name != "":
		name = x.Name
	}
	if x.Attribute {
		for _, a := range n.attributes {
			if a.Name.Local == name && a.Name.Space != "xmlns" {
				v, _ := typed(a.Value, p.Schema)
				o.Set(p.Name, v)
			}
		}
		return
	}
	known[name] = true
	var found []*xmlNode
	for _, child := range n.children {
		if child.name == name {
			found = append(found, child)
		}
	}
	switch {
	case len(found) == 0:
	case isList && !x.Wrapped:
		o.Set(p.Name, valuesOf(found, p.Schema.Element()))
	default:
		o.Set(p.Name, found[0].value(p.Schema))
	}
}
