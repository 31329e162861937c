package spec

import (
	"fmt"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// compile makes the contract of an operation; the first thing that is broken is the error.
func compile(o *Operation) (*Contract, error) {
	d, c := o.Document, &Contract{}
	var err error
	if c.Parameters, err = d.parameters(o); err != nil {
		return nil, err
	}
	if c.Body, err = d.requestBody(o.Node.Get("requestBody"), tree.Join(o.Pointer, "requestBody")); err != nil {
		return nil, err
	}
	if c.Responses, err = d.responses(o.Node.Get("responses"), tree.Join(o.Pointer, "responses")); err != nil {
		return nil, err
	}
	if c.Security, err = d.security(o); err != nil {
		return nil, err
	}
	return c, nil
}

// parameters lists those of the path item that the operation does not override, then the operation's, then those
// of the path that nobody describes.
func (d *Document) parameters(o *Operation) ([]*Parameter, error) {
	shared, err := d.parameterList(o.PathItem.Get("parameters"), tree.Join(o.itemPointer, "parameters"))
	if err != nil {
		return nil, err
	}
	own, err := d.parameterList(o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters"))
	if err != nil {
		return nil, err
	}
	var all []*Parameter
	for _, p := range shared {
		if !describes(own, p.In, p.Name) {
			all = append(all, p)
		}
	}
	all = append(all, own...)
	for _, name := range o.names {
		if !describes(all, "path", name) {
			all = append(all, &Parameter{Name: name, In: "path", Required: true, Style: "simple", Pointer: o.itemPointer, Node: o.PathItem})
		}
	}
	return all, nil
}

// describes tells whether a list has the parameter; names of headers are the same in small and capital letters.
func describes(list []*Parameter, in, name string) bool {
	for _, p := range list {
		if p.In == in && (p.Name == name || in == "header" && strings.EqualFold(p.Name, name)) {
			return true
		}
	}
	return false
}

func (d *Document) parameterList(list *tree.Node, at string) ([]*Parameter, error) {
	if list != nil && !list.Is(tree.Array) {
		return nil, wrongKind(list, "parameters", "an array")
	}
	var all []*Parameter
	for i := range list.Len() {
		p, err := d.parameter(list.Items[i], tree.Join(at, strconv.Itoa(i)))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (d *Document) parameter(n *tree.Node, at string) (*Parameter, error) {
	n, at, err := d.Resolve(n, at)
	if err != nil {
		return nil, err
	}
	p := &Parameter{
		Name: n.Get("name").Str(), In: n.Get("in").Str(), Required: n.Get("required").True(), Style: n.Get("style").Str(),
		AllowReserved: n.Get("allowReserved").True(), AllowEmpty: n.Get("allowEmptyValue").True(), Pointer: at, Node: n,
	}
	fallback, known := defaultStyles[p.In]
	if p.Name == "" || !known {
		return nil, fmt.Errorf("%s: a parameter has a name, and in: path, query, header or cookie", n.Place())
	}
	p.Required = p.Required || p.In == "path"
	if !strings.Contains(styles[p.In], " "+p.Style+" ") {
		p.Style = fallback
	}
	if explode := n.Get("explode"); explode.Is(tree.Bool) {
		p.Explode = explode.True()
	} else {
		p.Explode = p.Style == "form"
	}
	if p.Schema, err = d.schemaAt(n, at); err != nil {
		return nil, err
	}
	content, err := d.content(n, at)
	if len(content) > 0 {
		p.Content = content[0]
	}
	return p, err
}

// defaultStyles says how parameters are serialised where nothing else is said (OAS 3.1 §4.8.12.2).
var defaultStyles = map[string]string{"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

func (d *Document) requestBody(n *tree.Node, at string) (*RequestBody, error) {
	if n == nil {
		return nil, nil
	}
	n, at, err := d.Resolve(n, at)
	if err != nil {
		return nil, err
	}
	if !n.Is(tree.Object) {
		return nil, wrongKind(n, "requestBody", "an object")
	}
	content, err := d.content(n, at)
	return &RequestBody{Required: n.Get("required").True(), Content: content, Pointer: at}, err
}

// schemaAt compiles the member `schema` of a node, if it has one.
func (d *Document) schemaAt(n *tree.Node, at string) (*schema.Schema, error) {
	member := n.Get("schema")
	if member == nil {
		return nil, nil
	}
	return d.compiler.Compile(member, tree.Join(at, "schema"))
}

// content lists the media types of the member `content` of a node.
func (d *Document) content(n *tree.Node, at string) ([]*MediaType, error) {
	content, at := n.Get("content"), tree.Join(at, "content")
	if content != nil && !content.Is(tree.Object) {
		return nil, wrongKind(content, "content", "an object from media type to its description")
	}
	var all []*MediaType
	for i := range content.Len() {
		node, pointer, err := d.Resolve(content.Items[i], tree.Join(at, content.Keys[i]))
		if err != nil {
			return nil, err
		}
		m := &MediaType{Type: content.Keys[i], Node: node, Pointer: pointer}
		if m.Schema, err = d.schemaAt(node, pointer); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func (d *Document) responses(n *tree.Node, at string) ([]*Response, error) {
	if n != nil && !n.Is(tree.Object) {
		return nil, wrongKind(n, "responses", "an object from status to response")
	}
	var all []*Response
	for i := range n.Len() {
		status, ok := statusOf(n.Keys[i])
		if !ok {
			continue
		}
		node, pointer, err := d.Resolve(n.Items[i], tree.Join(at, n.Keys[i]))
		if err != nil {
			return nil, err
		}
		r := &Response{Status: status, Node: node, Pointer: pointer}
		if r.Content, err = d.content(node, pointer); err != nil {
			return nil, err
		}
		if r.Headers, err = d.headers(node.Get("headers"), tree.Join(pointer, "headers")); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// statusOf reads the key of a response: a status, a class of them such as 4XX, or default.
func statusOf(key string) (status string, ok bool) {
	if key == "default" {
		return key, true
	}
	status = strings.ToUpper(key)
	if len(status) != 3 || status[0] < '1' || status[0] > '5' {
		return "", false
	}
	rest := status[1:]
	return status, rest == "XX" || strings.Trim(rest, "0123456789") == ""
}

func (d *Document) headers(n *tree.Node, at string) ([]Header, error) {
	var all []Header
	for i := range n.Len() {
		node, pointer, err := d.Resolve(n.Items[i], tree.Join(at, n.Keys[i]))
		if err != nil {
			return nil, err
		}
		h := Header{Name: n.Keys[i], Required: node.Get("required").True(), Node: node, Pointer: pointer}
		if h.Schema, err = d.schemaAt(node, pointer); err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

func wrongKind(n *tree.Node, what, right string) error {
	return fmt.Errorf("%s: %s is of the kind %s; it would be %s", n.Place(), what, n.Kind, right)
}
