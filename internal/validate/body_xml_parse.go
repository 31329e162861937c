package validate

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"mockserver/internal/schema"
)

// xmlParser reads elements, up to its limits and without document types: entities could grow without bounds. What the
// decoder leaves to its caller, it does itself: whether tags match, and namespaces.
type xmlParser struct {
	content *content
	decoder *xml.Decoder
	source  []byte // what the decoder reads, from the place base
	base    int64
	nodes   int
	early   bool // there was text before the root element
	root    *element
	open    []openElement
	spaces  map[string][]string // by prefix, the namespaces that are declared, innermost last
}

// openElement is one of which the end is still to come.
type openElement struct {
	*element
	called   xml.Name // with the prefix
	text     *strings.Builder
	declared []string // prefixes
}

var (
	errDoctype = errors.New("it has a document type, which is not read")
	errRoots   = errors.New("it has something beside its one root element")
	errNoRoot  = errors.New("it has no root element")
	errEarly   = errors.New("it has text before its root element")
)

func (p *xmlParser) parse() (*element, error) {
	p.source, p.spaces = p.content.text, map[string][]string{"": {""}, "xml": {schema.NamespaceXML}}
	p.decoder = xml.NewDecoder(bytes.NewReader(p.source))
	p.decoder.CharsetReader = p.convert
	for {
		at := p.decoder.InputOffset()
		token, err := p.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.take(token, at)
		}
		if err != nil {
			return nil, p.ending(err)
		}
	}
	switch {
	case len(p.open) > 0:
		return nil, p.wrong("the document ends before </" + spelled(p.open[len(p.open)-1].called) + ">")
	case p.root == nil:
		return nil, errNoRoot
	}
	return p.root, nil
}

// convert reads the encoding that the document says it is in.
func (p *xmlParser) convert(charset string, input io.Reader) (io.Reader, error) {
	if p.content.parameters["charset"] != "" { // it has been converted
		return input, nil
	}
	convert := charsets[strings.ToLower(charset)]
	if convert == nil {
		return nil, errors.New("its encoding is none of utf-8, us-ascii and iso-8859-1")
	}
	text, err := io.ReadAll(input)
	if text, ok := convert(text); ok {
		p.source, p.base = text, p.decoder.InputOffset()
		return bytes.NewReader(text), err
	}
	return nil, errors.New("it is not in the encoding that it says")
}

// wrong is an error at the line that has been read.
func (p *xmlParser) wrong(reason string) error {
	line, _ := p.decoder.InputPos()
	return errors.New("line " + strconv.Itoa(line) + ": " + reason)
}

// ending is the error of the decoder; that the document ended says where.
func (p *xmlParser) ending(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, "unexpected EOF"):
		return err
	case len(p.open) > 0:
		return p.wrong("the document ends in the middle of something, before </" + spelled(p.open[len(p.open)-1].called) + ">")
	}
	return p.wrong("the document ends in the middle of something")
}

func (p *xmlParser) take(token xml.Token, at int64) error {
	n := len(p.open)
	switch t := token.(type) {
	case xml.Directive:
		return errDoctype
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		return p.end(t)
	case xml.CharData:
		switch space := len(bytes.TrimSpace(bytes.TrimPrefix(t, byteOrderMark))) == 0; {
		case n > 0:
			p.write(t, bytes.HasPrefix(p.source[at-p.base:], []byte("<![CDATA[")))
		case p.root == nil:
			p.early = p.early || !space
		case !space:
			return errRoots
		}
	}
	return nil
}

// write adds text to the innermost element.
func (p *xmlParser) write(text []byte, marked bool) {
	e := p.open[len(p.open)-1]
	if marked {
		e.sections = append(e.sections, section{e.text.Len(), e.text.Len() + len(text), len(e.children)})
	}
	e.text.Write(text)
}

func (p *xmlParser) end(t xml.EndElement) error {
	last := len(p.open) - 1
	if last < 0 {
		return p.wrong("</" + spelled(t.Name) + "> ends nothing")
	}
	e := p.open[last]
	if e.called != t.Name {
		return p.wrong("element <" + spelled(e.called) + "> closed by </" + spelled(t.Name) + ">")
	}
	e.element.text = e.text.String()
	for _, prefix := range e.declared {
		p.spaces[prefix] = p.spaces[prefix][:len(p.spaces[prefix])-1]
	}
	p.open = p.open[:last]
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
	one := openElement{element: &element{}, called: t.Name, text: &strings.Builder{}}
	if err := p.spell(&one, t); err != nil {
		return err
	}
	switch n := len(p.open); {
	case n > 0:
		around := p.open[n-1]
		one.at = around.text.Len()
		around.children = append(around.children, one.element)
	case p.early:
		return errEarly
	case p.root != nil:
		return errRoots
	default:
		p.root = one.element
	}
	p.open = append(p.open, one)
	return nil
}

// spell finds the names of an element and its attributes, which are those of their namespaces.
func (p *xmlParser) spell(e *openElement, t xml.StartElement) error {
	for _, a := range t.Attr {
		prefix, declares := a.Name.Local, a.Name.Space == "xmlns"
		if a.Name.Space == "" && prefix == "xmlns" {
			prefix, declares = "", true
		}
		switch reserved := prefix == "xml" || a.Value == schema.NamespaceXML; {
		case !declares:
			continue
		case prefix == "xmlns" || reserved && (prefix != "xml" || a.Value != schema.NamespaceXML):
			return p.wrong("xmlns:" + prefix + " declares what is reserved")
		case prefix != "" && a.Value == "":
			return p.wrong("xmlns:" + prefix + " declares no namespace")
		}
		e.declared = append(e.declared, prefix)
		p.spaces[prefix] = append(p.spaces[prefix], a.Value)
	}
	var err error
	if e.element.name, err = p.resolve(t.Name); err != nil {
		return err
	}
	known := make(map[xml.Name]bool, len(t.Attr))
	for _, a := range t.Attr {
		raw := a.Name
		if a.Name.Space != "xmlns" && a.Name.Space != "" {
			if a.Name, err = p.resolve(raw); err != nil {
				return err
			}
		}
		if known[a.Name] {
			return p.wrong("the attribute " + spelled(raw) + " is there twice in the element " + spelled(t.Name))
		}
		known[a.Name] = true
		e.attributes = append(e.attributes, a)
	}
	return nil
}

// resolve replaces the prefix of a name by its namespace.
func (p *xmlParser) resolve(name xml.Name) (xml.Name, error) {
	in := p.spaces[name.Space]
	if len(in) == 0 {
		return name, p.wrong("the prefix " + name.Space + " of " + spelled(name) + " is not declared")
	}
	if strings.Contains(name.Local, ":") {
		return name, p.wrong(name.Local + " is no name: its colon separates no prefix from a name")
	}
	return xml.Name{Space: in[len(in)-1], Local: name.Local}, nil
}

// spelled is a name as it stands in the document.
func spelled(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

// xmlReason is what is wrong, with the line.
func xmlReason(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return "line " + strconv.Itoa(syntax.Line) + ": " + syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}
