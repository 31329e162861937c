package validate

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/violation"
)

func isXML(essence string) bool {
	return essence == "application/xml" || essence == "text/xml" || strings.HasSuffix(essence, "+xml")
}

// element is an element of XML with what is in it.
type element struct {
	name       xml.Name
	attributes []xml.Attr
	children   []*element
	at         int       // where it stands in the text of the element around it
	text       string    // all the text directly within it
	sections   []section // of the text, those that are CDATA
}

// section is a part of a text, behind a number of children.
type section struct{ from, to, behind int }

// run is the text behind a number of children, until the next.
func (e *element) run(behind int) (text string, said bool) {
	from, to := 0, len(e.text)
	if behind > 0 {
		from = e.children[behind-1].at
	}
	if behind < len(e.children) {
		to = e.children[behind].at
	}
	compare := func(s section, behind int) int { return s.behind - behind }
	first, _ := slices.BinarySearchFunc(e.sections, behind, compare)
	last, _ := slices.BinarySearchFunc(e.sections, behind+1, compare)
	return textBut(e.text[from:to], from, e.sections[first:last], e.text)
}

// content is all the text of an element that is a value of its own, beside its children. said is false where there is
// nothing but space that nobody marked as text.
func (e *element) content() (text string, said bool) {
	whole, said := textBut(e.text, 0, e.sections, e.text)
	if !said || len(e.children) == 0 || len(e.sections) > 0 {
		return whole, said
	}
	found := 0
	for behind := range len(e.children) + 1 {
		if one, said := e.run(behind); said {
			text, found = one, found+1
		}
	}
	if found > 1 {
		return whole, true
	}
	return text, true
}

// textBut is a text without the space around its sections of CDATA, if they are all that is in it.
func textBut(text string, from int, sections []section, all string) (string, bool) {
	if len(sections) == 0 {
		return text, strings.TrimSpace(text) != ""
	}
	var inside strings.Builder
	at := from
	for _, s := range sections {
		if strings.TrimSpace(all[at:s.from]) != "" {
			return text, true
		}
		inside.WriteString(all[s.from:s.to])
		at = s.to
	}
	if strings.TrimSpace(all[at:from+len(text)]) != "" {
		return text, true
	}
	return inside.String(), true
}

// readXML reads the root element as the schema and its xml objects say (OAS 3.1 §4.8.26).
func readXML(c *content) (any, []violation.Violation) {
	p := &xmlParser{content: c}
	root, err := p.parse()
	if err != nil {
		return nil, c.refusal("xml", "XML", xmlReason(err))
	}
	if c.schema == nil {
		return generic(root), nil
	}
	if broken := c.rootName(root); broken != nil {
		return nil, broken
	}
	x := &xmlReading{content: c, retries: newRetries(&c.limits)}
	v := x.value(root, c.schema, c.where)
	return v, x.broken
}

// rootName judges the name of the root element, if the schema says one; that of a part of it is the part's.
func (c *content) rootName(root *element) []violation.Violation {
	var x schema.XML
	for s := range c.schema.Chain {
		if s.XML != nil {
			x = s.InXML()
			break
		}
	}
	if x.Name == "" && x.Namespace == "" || called(root.name, x, elementName(x.Name, root.name.Local)) {
		return nil
	}
	expected := "the root element " + elementName(x.Name, root.name.Local)
	if x.Namespace != "" {
		expected += " of the namespace " + x.Namespace
	}
	return []violation.Violation{{
		Where: c.where, Rule: "xml", Limit: cmp.Or(x.Name, x.Namespace), Received: root.name.Local, Expected: expected,
		Document: c.schema.Pointer + "/xml", Says: c.where + " is " + described(root.name, x) + "; expected " + expected + ".",
	}}
}

// described is an element or attribute in words, with its namespace if that is what matters.
func described(name xml.Name, of schema.XML) string {
	switch {
	case of.Namespace == "":
		return "the element " + name.Local
	case name.Space == "":
		return "the element " + name.Local + " of no namespace"
	}
	return "the element " + name.Local + " of the namespace " + name.Space
}
