package sample

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

const instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance"

// isNil is the attribute of an element that stands for null.
var isNil = xmlPart{name: "nil", value: "true", schema: &schema.Schema{XML: &schema.XML{Namespace: instanceNamespace, Prefix: "xsi"}}}

// xmlTag is a start tag, and what is to be known at the end of its element.
type xmlTag struct {
	name     string
	around   string            // the namespace of elements without a prefix, around it
	spaces   map[string]string // by prefix
	prefixes map[string]string // by namespace
	made     int               // prefixes that nobody wished for
	written  map[xml.Name]bool // attributes
}

// open begins an element. One of null is said to be nil.
func (w *xmlWriter) open(p xmlPart, attributes []xmlPart) xmlTag {
	x := p.schema.InXML()
	tag := xmlTag{name: schema.XMLName(p.element()), around: w.space}
	prefix, declares := "", false
	if x.Namespace != "" && x.Prefix != "" {
		prefix, declares = tag.prefix(schema.XMLName(x.Prefix), x.Namespace)
		tag.name = prefix + ":" + tag.name
	} else if x.Namespace != "" || p.bare {
		w.space, declares = x.Namespace, true
	}
	w.out = append(append(w.out, '<'), tag.name...)
	if declares {
		w.declare(prefix, x.Namespace)
	}
	for _, m := range attributes {
		w.attribute(&tag, m.element(), value.Text(m.value), m.schema.InXML())
	}
	w.out = append(w.out, '>')
	return tag
}

func (w *xmlWriter) close(tag xmlTag) {
	w.out = append(append(append(w.out, "</"...), tag.name...), '>')
	w.space = tag.around
}

// attribute writes an attribute; one that is there already is left out, since a tag must not have it twice.
func (w *xmlWriter) attribute(tag *xmlTag, name, text string, x schema.XML) {
	full := xml.Name{Space: x.Namespace, Local: schema.XMLName(name)}
	if tag.written[full] {
		return
	}
	if tag.written == nil {
		tag.written = map[xml.Name]bool{}
	}
	tag.written[full] = true
	spelled, prefix, declares := full.Local, "", false
	if x.Namespace != "" {
		prefix, declares = tag.prefix(schema.XMLName(cmp.Or(x.Prefix, "ns1")), x.Namespace)
		spelled = prefix + ":" + spelled
	}
	w.out = append(append(w.out, ' '), spelled...)
	w.quoted(text)
	if declares {
		w.declare(prefix, x.Namespace)
	}
}

// prefix is one of a namespace: that which is wished for, unless it is another's in the same tag.
func (t *xmlTag) prefix(wish, namespace string) (prefix string, isNew bool) {
	if namespace == schema.NamespaceXML {
		return "xml", false
	}
	if known, ok := t.prefixes[namespace]; ok {
		return known, false
	}
	if t.spaces == nil {
		t.spaces, t.prefixes = map[string]string{}, map[string]string{}
	}
	for prefix = wish; t.spaces[prefix] != ""; prefix = "ns" + strconv.Itoa(t.made) {
		t.made++
	}
	t.spaces[prefix], t.prefixes[namespace] = namespace, prefix
	return prefix, true
}

func (w *xmlWriter) declare(prefix, namespace string) {
	w.out = append(w.out, " xmlns"...)
	if prefix != "" {
		w.out = append(append(w.out, ':'), prefix...)
	}
	w.quoted(namespace)
}

func (w *xmlWriter) quoted(text string) {
	w.out = append(w.out, `="`...)
	w.text(text)
	w.out = append(w.out, '"')
}

func (w *xmlWriter) text(text string) {
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(text)) // a Buffer takes everything
	w.out = append(w.out, escaped.Bytes()...)
}

// words writes a text among elements. Where it is but space, only a section of CDATA tells that it is meant; where there is a
// carriage return, a reader would take it from there.
func (w *xmlWriter) words(text string, section bool) {
	blank := strings.TrimSpace(text) == ""
	if !blank && (!section || strings.Contains(text, "\r")) {
		w.text(text)
		return
	}
	w.out = append(w.out, "<![CDATA["...)
	w.out = append(w.out, strings.ReplaceAll(strings.Map(inXML, text), "]]>", "]]]]><![CDATA[>")...)
	w.out = append(w.out, "]]>"...)
}

// inXML replaces the characters that XML does not know.
func inXML(r rune) rune {
	if r >= 0x20 && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n' || r == '\r' {
		return r
	}
	return utf8.RuneError
}
