package spec

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// parameters lists those of the path item that the operation does not override, then the operation's, then those of
// the path that nobody describes.
func (c *compilation) parameters() []*Parameter {
	o := c.operation
	own, described := c.parameterList(o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters"), map[string]bool{})
	all, described := c.parameterList(o.PathItem.Get("parameters"), tree.Join(o.itemPointer, "parameters"), described)
	all = append(all, own...)
	for _, name := range o.names {
		if !described[identity("path", name)] {
			all = append(all, &Parameter{Name: name, In: "path", Required: true, Style: "simple", Pointer: o.itemPointer, Node: o.PathItem, where: "path." + name})
		}
	}
	return all
}

// identity is the same for what is the same parameter; names of headers are the same in small and capital letters.
func identity(in, name string) string {
	if in == "header" {
		name = strings.ToLower(name)
	}
	return in + "." + name
}

// parameterList compiles what a list has of parameters that are not described yet; New's findings tell of what is left
// out. It returns what is described then.
func (c *compilation) parameterList(list *tree.Node, at string, described map[string]bool) ([]*Parameter, map[string]bool) {
	list, at = c.container(list, at)
	var all []*Parameter
	for i, item := range list.Elements() {
		n, pointer, err := c.Resolve(item, tree.Join(at, itoa(i)))
		if err != nil {
			c.failed(err, item, tree.Join(at, itoa(i)), vital)
			continue
		}
		in, name, ok := c.identify(n)
		if in == "path" && !slices.Contains(c.operation.names, name) {
			in, name = "query", c.operation.queriedAs(name)
		}
		key := identity(in, name)
		if !ok || name == "" && in != inQueryString || described[key] {
			continue
		}
		described[key] = true
		all = append(all, c.parameter(n, pointer, in, name))
	}
	return all, described
}

// identify reads where a parameter is and its name; ok is false of what is no parameter. The body and the fields of a
// form, parameters in Swagger 2.0, are none.
func (d *Document) identify(n *tree.Node) (in, name string, ok bool) {
	in, name = n.Get("in").Str(), n.Get("name").Str()
	switch {
	case in == inQueryString:
		return in, name, !d.swagger()
	case in == "cookie":
		return in, name, name != "" && !d.swagger()
	}
	return in, name, name != "" && styles[in] != ""
}

// inQueryString is the place of a parameter that is the whole query (OpenAPI 3.2, section 4.12.1).
const inQueryString = "querystring"

func (c *compilation) parameter(n *tree.Node, at, in, name string) *Parameter {
	p := &Parameter{
		Name: name, In: in, Required: truth(n.Get("required")) || in == "path", AllowReserved: truth(n.Get("allowReserved")),
		AllowEmpty: truth(n.Get("allowEmptyValue")), Pointer: at, Node: n, where: in + "." + name,
	}
	if c.swagger() {
		p.Style, p.Explode = swaggerStyle(in, n)
		s := c.raised.of(n, at)
		p.Schema = c.schema(s.node, s.pointer, vital)
		return p
	}
	p.Style = n.Get("style").Str()
	if !strings.Contains(styles[in], " "+p.Style+" ") {
		p.Style = defaultStyles[in]
	}
	p.Explode = p.Style == "form" || p.Style == "cookie"
	if explode := n.Get("explode"); explode != nil {
		p.Explode = truth(explode)
	}
	p.Schema = c.schemaAt(n, at, "schema", vital)
	if content := c.content(n.Get("content"), tree.Join(at, "content"), vital); len(content) > 0 {
		p.Content = content[0]
	}
	return p
}

// defaultStyles says how parameters are serialised where nothing else is said (OAS 3.1 §4.8.12.2).
var defaultStyles = map[string]string{"path": "simple", "query": "form", "header": "simple", "cookie": "form", inQueryString: ""}

// styles are the styles that parameters may have in each place, between spaces.
var styles = map[string]string{
	"path":        " simple label matrix ",
	"query":       " form spaceDelimited pipeDelimited deepObject ",
	"header":      " simple ",
	"cookie":      " form cookie ",
	inQueryString: " ",
}
