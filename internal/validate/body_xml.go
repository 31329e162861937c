package validate

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
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
	text       string // all the text directly within it
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
	x := &xmlReading{content: c, retries: newRetries(c.limits)}
	v := x.value(root, c.schema, c.where)
	return v, x.broken
}

// rootName judges the name of the root element, if the schema says one; that of a part of it is the part's.
func (c *content) rootName(root *element) []violation.Violation {
	var x schema.XML
	for s := c.schema; s != nil; s = s.Ref {
		if s.XML != nil {
			x = *s.XML
			break
		}
	}
	if x.Name == "" && x.Namespace == "" || called(root.name, x, cmp.Or(x.Name, root.name.Local)) {
		return nil
	}
	expected := "the root element " + cmp.Or(x.Name, root.name.Local)
	if x.Namespace != "" {
		expected += " of the namespace " + x.Namespace
	}
	return []violation.Violation{{
		Where: c.where, Rule: "xml", Limit: cmp.Or(x.Name, x.Namespace), Received: root.name.Local, Expected: expected,
		Document: c.schema.Pointer + "/xml", Says: c.where + " is the element " + root.name.Local + "; expected " + expected + ".",
	}}
}

// xmlParser reads elements, up to its limits and without document types: entities could grow without bounds.
type xmlParser struct {
	content *content
	nodes   int
	root    *element
	open    []*element
	texts   []*strings.Builder // of the open elements
}

var (
	errDoctype = errors.New("it has a document type, which is not read")
	errRoots   = errors.New("it has something beside its one root element")
	errNoRoot  = errors.New("it has no root element")
)

func (p *xmlParser) parse() (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(p.content.text))
	d.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if p.content.parameters["charset"] != "" { // it has been converted
			return input, nil
		}
		convert := charsets[strings.ToLower(charset)]
		if convert == nil {
			return nil, errors.New("its encoding is none of utf-8, us-ascii and iso-8859-1")
		}
		text, err := io.ReadAll(input)
		if text, ok := convert(text); ok {
			return bytes.NewReader(text), err
		}
		return nil, errors.New("it is not in the encoding that it says")
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.take(token)
		}
		if err != nil {
			return nil, err
		}
	}
	if p.root == nil {
		return nil, errNoRoot
	}
	return p.root, nil
}

func (p *xmlParser) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return errDoctype
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		last := len(p.open) - 1
		p.open[last].text = p.texts[last].String()
		p.open, p.texts = p.open[:last], p.texts[:last]
	case xml.CharData:
		if n := len(p.open); n > 0 {
			p.texts[n-1].Write(t)
		} else if len(bytes.TrimSpace(bytes.TrimPrefix(t, byteOrderMark))) > 0 {
			return errRoots
		}
	}
	return nil
}

func (p *xmlParser) start(t xml.StartElement) error {
	limits := p.content.limits
	if p.nodes += 1 + len(t.Attr); p.nodes > limits.BodyNodes {
		return errors.New("it has more than " + strconv.Itoa(limits.BodyNodes) + " elements and attributes, the limit that --limit body-nodes=N sets")
	}
	if len(p.open) >= limits.BodyDepth {
		return errors.New("it is nested deeper than " + strconv.Itoa(limits.BodyDepth) + " elements, the limit that --limit body-depth=N sets")
	}
	e := &element{name: t.Name, attributes: t.Attr}
	switch n := len(p.open); {
	case n > 0:
		p.open[n-1].children = append(p.open[n-1].children, e)
	case p.root != nil:
		return errRoots
	default:
		p.root = e
	}
	p.open, p.texts = append(p.open, e), append(p.texts, &strings.Builder{})
	return nil
}

// xmlReason is what is wrong, with the line.
func xmlReason(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return "line " + strconv.Itoa(syntax.Line) + ": " + syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}
