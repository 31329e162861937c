package sample

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// xmlFamily is XML as the xml objects of the schemas say (OpenAPI 3.1, section 4.8.26).
var xmlFamily = &family{
	has:   oneOf("application/xml", "text/xml", "+xml"),
	write: bytesOf(writeXML),
	read:  readXML,
	empty: value.NewObject(0),
	raw:   isXML,
}

const xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>`

// isXML tells whether a text is a document, or looks so much like one that it was meant to be.
func isXML(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">")
}

func writeXML(t *spec.MediaType, v any) []byte {
	out := xmlWriter(xmlDeclaration)
	out.root(t.Schema, v)
	return out
}

// xmlWriter is a document that is being written.
type xmlWriter []byte

// root writes the outermost element. It is called by its xml name, else like the component that it is.
func (w *xmlWriter) root(s *schema.Schema, v any) {
	x := xmlOf(s)
	name := x.Name
	if name == "" {
		name = componentName(s)
	}
	if name == "" {
		name = "root"
	}
	list, ok := v.([]any)
	if !ok {
		w.element(name, s, v)
		return
	}
	items := s.Element()
	item := xmlOf(items).Name
	if item == "" {
		item = componentName(items)
	}
	if item == "" {
		item = "item"
	}
	w.wrapped(name, item, x, items, list)
}

// property writes a member of an object: an element, or for a list one for each item.
func (w *xmlWriter) property(name string, s *schema.Schema, v any) {
	x := xmlOf(s)
	outer := name
	if x.Name != "" {
		outer = x.Name
	}
	switch v := v.(type) {
	case nil:
	case []any:
		items := s.Element()
		item := xmlOf(items).Name
		switch {
		case x.Wrapped && item == "":
			item = outer
		case item == "":
			item = name // of an array that is not wrapped, the name in its xml object counts for nothing
		}
		if x.Wrapped {
			w.wrapped(outer, item, x, items, v)
			return
		}
		for _, one := range v {
			w.element(item, items, one)
		}
	default:
		w.element(outer, s, v)
	}
}

// wrapped writes a list in an element of its own.
func (w *xmlWriter) wrapped(name, item string, x schema.XML, items *schema.Schema, list []any) {
	w.open(name, x, nil)
	for _, one := range list {
		w.element(item, items, one)
	}
	w.close(name, x)
}

// element writes one value that is no member of a list.
func (w *xmlWriter) element(name string, s *schema.Schema, v any) {
	x := xmlOf(s)
	switch v := v.(type) {
	case *value.Object:
		w.object(name, x, s, v)
	case []any: // a list in a list
		w.wrapped(name, name, x, s.Element(), v)
	default:
		w.open(name, x, nil)
		w.text(value.Text(v))
		w.close(name, x)
	}
}

func (w *xmlWriter) object(name string, x schema.XML, s *schema.Schema, o *value.Object) {
	var attributes, elements []value.Member
	of := membersOf(s, o)
	for _, m := range o.Members() {
		_, isObject := m.Value.(*value.Object)
		_, isList := m.Value.([]any)
		switch {
		case m.Value == nil:
		case !isObject && !isList && xmlOf(of.field(m.Name)).Attribute:
			attributes = append(attributes, m)
		default:
			elements = append(elements, m)
		}
	}
	w.open(name, x, func() {
		for _, m := range attributes {
			w.attribute(m, xmlOf(of.field(m.Name)))
		}
	})
	for _, m := range elements {
		w.property(m.Name, of.field(m.Name), m.Value)
	}
	w.close(name, x)
}

func (w *xmlWriter) attribute(m value.Member, x schema.XML) {
	name := m.Name
	if x.Name != "" {
		name = x.Name
	}
	*w = append(append(*w, ' '), qualified(name, x)...)
	w.quoted(value.Text(m.Value))
	if x.Prefix != "" {
		w.namespace(x)
	}
}

// open begins an element; attributes writes them.
func (w *xmlWriter) open(name string, x schema.XML, attributes func()) {
	*w = append(append(*w, '<'), qualified(name, x)...)
	w.namespace(x)
	if attributes != nil {
		attributes()
	}
	*w = append(*w, '>')
}

func (w *xmlWriter) namespace(x schema.XML) {
	if x.Namespace == "" {
		return
	}
	*w = append(*w, " xmlns"...)
	if x.Prefix != "" {
		*w = append(append(*w, ':'), xmlName(x.Prefix)...)
	}
	w.quoted(x.Namespace)
}

func (w *xmlWriter) close(name string, x schema.XML) {
	*w = append(append(append(*w, "</"...), qualified(name, x)...), '>')
}

func (w *xmlWriter) quoted(text string) {
	*w = append(*w, `="`...)
	w.text(text)
	*w = append(*w, '"')
}

func (w *xmlWriter) text(text string) {
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(text)) // a Buffer takes everything
	*w = append(*w, escaped.Bytes()...)
}

func qualified(name string, x schema.XML) string {
	if x.Prefix == "" {
		return xmlName(name)
	}
	return xmlName(x.Prefix) + ":" + xmlName(name)
}

// xmlName makes a name of XML: what it cannot have in it is an underscore.
func xmlName(name string) string {
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
