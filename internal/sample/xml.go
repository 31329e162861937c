package sample

import (
	"cmp"
	"encoding/xml"
	"strings"

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
	w := &xmlWriter{out: []byte(xmlDeclaration)}
	w.root(t.Schema, v)
	return w.out
}

// xmlWriter is a document that is being written.
type xmlWriter struct {
	out   []byte
	space string                               // the namespace of elements that have no prefix
	names map[*schema.Schema]map[xml.Name]bool // of the properties of a schema that are in a namespace
}

// xmlPart is an attribute, element or text of an element.
type xmlPart struct {
	name   string
	schema *schema.Schema
	value  any
	own    bool // it is called by its own name, since that is not declared
	bare   bool // it is in no namespace, lest it be taken for another property
	null   bool // it may be null, whatever its schema says: it stands for an array without a wrapper
}

// root writes the outermost element. It is called by its xml name or that of the alternative that it fits, else like the
// component that the one or the other is.
func (w *xmlWriter) root(s *schema.Schema, v any) {
	name, component := s.InXML().Name, componentName(s)
	if o, ok := v.(*value.Object); ok && s != nil {
		m, part := membersOf(s, o), s
		for range maxParts {
			if part = m.inside(part); part == nil || name != "" {
				break
			}
			name, component = part.InXML().Name, cmp.Or(component, componentName(part))
		}
	}
	name = cmp.Or(name, component, "root")
	if list, ok := v.([]any); ok {
		item := "item"
		if len(list) > 0 {
			item = cmp.Or(componentName(s.XMLItem(0)), item)
		}
		w.wrapped(xmlPart{name: name, schema: s}, item, list)
		return
	}
	w.element(xmlPart{name: name, schema: s, value: v})
}

// property writes a member of an object: an element, or for a list one for each item.
func (w *xmlWriter) property(p xmlPart) {
	list, isList := p.value.([]any)
	switch x := p.schema.InXML(); {
	case p.value == nil && p.isBareList():
		w.element(xmlPart{name: p.name, schema: p.schema.XMLItem(0), own: p.own, bare: p.bare, null: p.takesNull()})
	case !isList:
		w.element(p)
	case x.Wrapped:
		w.wrapped(p, p.element(), list)
	default: // the name in its xml object counts for nothing
		for i, one := range list {
			w.element(xmlPart{name: p.name, schema: p.schema.XMLItem(i), value: one, own: p.own, bare: p.bare})
		}
	}
}

// wrapped writes a list in an element of its own. Its items are called as they say, else by the name.
func (w *xmlWriter) wrapped(p xmlPart, item string, list []any) {
	tag := w.open(p, nil)
	for i, one := range list {
		s := p.schema.XMLItem(i)
		if x := s.InXML(); x.Text && !isComposed(one) {
			w.words(value.Text(one), x.CDATA)
			continue
		}
		w.element(xmlPart{name: item, schema: s, value: one})
	}
	w.close(tag)
}

// element is the name of the element that a part is.
func (p xmlPart) element() string {
	if p.own {
		return p.name
	}
	return cmp.Or(p.schema.InXML().Name, p.name)
}

// isBareList tells whether a part can be but an array without a wrapper, which is called like its elements.
func (p xmlPart) isBareList() bool {
	if p.schema == nil || p.schema.InXML().Wrapped {
		return false
	}
	kinds := p.schema.Kinds()
	return kinds.Has(schema.Array) && kinds&^schema.Types(schema.Array, schema.Null) == 0
}

// takesNull tells whether a part may be null, as far as anybody said.
func (p xmlPart) takesNull() bool {
	return p.null || p.schema == nil || p.schema.Kinds() == 0 || p.schema.Kinds().Has(schema.Null)
}

// element writes one value that is no member of a list.
func (w *xmlWriter) element(p xmlPart) {
	if inner, name := p.schema.XMLWithin(); inner != nil && p.value != nil {
		tag := w.open(p, nil)
		w.element(xmlPart{name: cmp.Or(name, p.element()), schema: inner, value: p.value})
		w.close(tag)
		return
	}
	switch v := p.value.(type) {
	case *value.Object:
		w.object(p, v)
	case []any: // a list in a list
		w.wrapped(p, p.element(), v)
	case nil:
		var attributes []xmlPart
		if p.takesNull() {
			attributes = []xmlPart{isNil}
		}
		w.close(w.open(p, attributes))
	default:
		tag := w.open(p, nil)
		w.text(value.Text(v))
		w.close(tag)
	}
}

func (w *xmlWriter) object(p xmlPart, o *value.Object) {
	var attributes, nodes []xmlPart
	xmlParts(p.schema, o, func(m xmlPart, attribute bool) {
		if attribute {
			attributes = append(attributes, m)
		} else {
			nodes = append(nodes, m)
		}
	})
	tag := w.open(p, attributes)
	for _, m := range nodes {
		if x := m.schema.InXML(); x.Text && !m.own && !isComposed(m.value) {
			w.words(value.Text(m.value), x.CDATA)
			continue
		}
		m.bare = w.space != "" && w.inNamespace(p.schema)[xml.Name{Space: w.space, Local: m.childName()}]
		w.property(m)
	}
	w.close(tag)
}

// xmlParts lists what of an object are attributes, and what is in its element. What is in an object that is no node itself is
// in this one.
func xmlParts(s *schema.Schema, o *value.Object, take func(p xmlPart, attribute bool)) {
	of := membersOf(s, o)
	for _, m := range o.Members() {
		p := xmlPart{name: m.Name, schema: of.field(m.Name), value: m.Value}
		if p.own = p.schema == nil; p.own {
			p.schema = additional(s)
		}
		x := p.schema.InXML()
		inner, isObject := m.Value.(*value.Object)
		switch {
		case m.Value == nil && (x.Attribute || x.Text || !p.takesNull()):
		case isObject && x.None && !p.own && (p.schema.Kinds().Has(schema.Object) || len(p.schema.Fields()) > 0):
			xmlParts(p.schema, inner, take)
		default:
			take(p, x.Attribute && !isComposed(m.Value))
		}
	}
}

// additional is the schema of the members that are not declared.
func additional(s *schema.Schema) *schema.Schema {
	for one := range s.Chain {
		if one.AdditionalProperties != nil {
			return one.AdditionalProperties
		}
	}
	return nil
}

// childName is what the elements of a member are called.
func (p xmlPart) childName() string {
	x := p.schema.InXML()
	if p.schema != nil && p.schema.Kinds().Has(schema.Array) && !x.Wrapped && !p.own {
		return schema.XMLName(cmp.Or(p.schema.XMLItem(0).InXML().Name, p.name))
	}
	return schema.XMLName(p.element())
}

// inNamespace are the names of the properties that say their namespace.
func (w *xmlWriter) inNamespace(s *schema.Schema) map[xml.Name]bool {
	if known := w.names[s]; known != nil || s == nil {
		return known
	}
	names := map[xml.Name]bool{}
	left := maxWithin
	addNames(names, s, 0, &left)
	if w.names == nil {
		w.names = map[*schema.Schema]map[xml.Name]bool{}
	}
	w.names[s] = names
	return names
}

// addNames adds them, also of what is in a property that is no node itself, as deep and as many as a reader would look for.
func addNames(names map[xml.Name]bool, s *schema.Schema, depth int, left *int) {
	for _, f := range s.Fields() {
		p, x := xmlPart{name: f.Name, schema: f.Schema}, f.Schema.InXML()
		switch bare := f.Schema.Kinds().Has(schema.Array) && !x.Wrapped; {
		case bare:
			x = f.Schema.XMLItem(0).InXML()
		case x.None && depth < maxInner && *left > 0:
			*left -= len(f.Schema.Fields())
			addNames(names, f.Schema, depth+1, left)
			continue
		}
		if x.Namespace != "" {
			names[xml.Name{Space: x.Namespace, Local: p.childName()}] = true
		}
	}
}

func isComposed(v any) bool {
	_, isObject := v.(*value.Object)
	_, isList := v.([]any)
	return isObject || isList
}
