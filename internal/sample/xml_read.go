package sample

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// maxElements bounds the elements within each other of an example.
const maxElements = 100

// xmlNode is an element of an example.
type xmlNode struct {
	name       xml.Name
	attributes []xml.Attr
	children   []*xmlNode
	byName     map[string][]*xmlNode // of called
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
			node := &xmlNode{name: token.Name, attributes: token.Attr}
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
	if (xmlPart{schema: s}).takesNull() && n.isNil() {
		return nil
	}
	if s != nil {
		switch kinds := s.Kinds(); {
		case kinds.Has(schema.Object):
			return n.object(s)
		case kinds.Has(schema.Array):
			return valuesOf(n.children, s)
		}
	}
	if s == nil && len(n.children)+len(n.attributes) > 0 {
		return n.object(nil)
	}
	v, _ := typed(n.text.String(), s)
	return v
}

func (n *xmlNode) isNil() bool {
	return slices.Contains(n.attributes, xml.Attr{Name: xml.Name{Space: instanceNamespace, Local: "nil"}, Value: "true"})
}

// valuesOf are the elements of an array.
func valuesOf(nodes []*xmlNode, array *schema.Schema) []any {
	items := []any{}
	for i, n := range nodes {
		items = append(items, n.value(array.XMLItem(i)))
	}
	return items
}

// object reads the properties that the schema describes by their names in XML, and all others by their own.
func (n *xmlNode) object(s *schema.Schema) *value.Object {
	o := value.NewObject(len(n.children))
	known := map[*xmlNode]bool{}
	if s != nil {
		left := maxWithin
		for _, p := range s.Fields() {
			n.property(o, p, known, 0, &left)
		}
	}
	for _, child := range n.children {
		if !known[child] {
			o.Set(child.name.Local, child.value(nil))
		}
	}
	return o
}

// called are the children of a name, in any namespace.
func (n *xmlNode) called(name string) []*xmlNode {
	if n.byName == nil {
		n.byName = make(map[string][]*xmlNode, len(n.children))
		for _, child := range n.children {
			n.byName[child.name.Local] = append(n.byName[child.name.Local], child)
		}
	}
	return n.byName[name]
}

// maxInner bounds how deep properties are looked for that stand in the element around the element around them.
const maxInner = 3

// maxWithin bounds how many properties are, in all of one element.
const maxWithin = 1000

// property reads one property into an object, and notes the elements that it is made of.
func (n *xmlNode) property(o *value.Object, p schema.Property, known map[*xmlNode]bool, depth int, left *int) {
	x := p.Schema.InXML()
	isList := p.Schema.Kinds().Has(schema.Array)
	switch {
	case x.Attribute:
		n.attribute(o, p, x)
		return
	case x.Text:
		if text := n.text.String(); strings.TrimSpace(text) != "" {
			o.Set(p.Name, xmlText(text, x.CDATA, p.Schema))
		}
		return
	case x.None && !isList && depth < maxInner && *left > 0 && len(p.Schema.Fields()) > 0:
		*left -= len(p.Schema.Fields())
		inner := value.NewObject(0)
		for _, field := range p.Schema.Fields() {
			n.property(inner, field, known, depth+1, left)
		}
		if inner.Len() > 0 {
			o.Set(p.Name, inner)
		}
		return
	}
	bare := isList && !x.Wrapped
	if bare { // its own xml object counts for nothing
		x = p.Schema.XMLItem(0).InXML()
	}
	want := schema.XMLName(cmp.Or(x.Name, p.Name))
	var found []*xmlNode
	for _, child := range n.called(want) {
		if (x.Namespace == "" || child.name.Space == x.Namespace) && !known[child] {
			known[child] = true
			found = append(found, child)
		}
	}
	switch {
	case len(found) == 0:
	case bare:
		items := valuesOf(found, p.Schema)
		if len(found) == 1 && found[0].isNil() && p.Schema.Fits(nil, schema.Answer) && !p.Schema.Fits(items, schema.Answer) {
			o.Set(p.Name, nil) // it is no element that is null, but the array
			return
		}
		o.Set(p.Name, items)
	default:
		o.Set(p.Name, found[0].value(p.Schema))
	}
}

func (n *xmlNode) attribute(o *value.Object, p schema.Property, x schema.XML) {
	want := schema.XMLName(cmp.Or(x.Name, p.Name))
	for _, a := range n.attributes {
		if a.Name.Local == want && a.Name.Space != "xmlns" && (x.Namespace == "" || a.Name.Space == x.Namespace || a.Name.Space == "" && x.Prefix == "") {
			v, _ := typed(a.Value, p.Schema)
			o.Set(p.Name, v)
		}
	}
}

// xmlText is a text among elements; a section of CDATA, and what is no string, may have space around it.
func xmlText(text string, section bool, s *schema.Schema) any {
	if section || !s.Kinds().Has(schema.String) {
		text = strings.TrimSpace(text)
	}
	v, _ := typed(text, s)
	return v
}
