package spec

import (
	"slices"

	"mockserver/internal/tree"
)

// requirements are the alternatives of security that stand in the member of an operation or a document: the elements of
// its array. A single object, as beginners write it, is one alternative.
func requirements(list *tree.Node) []*tree.Node {
	if list.Is(tree.Object) {
		return []*tree.Node{list}
	}
	return list.Elements()
}

// security reads the operation's alternatives, or the document's where the operation says nothing.
func (c *compilation) security(o *Operation) []Requirement {
	list := o.Node.Get("security")
	if list == nil {
		list = c.Root.Get("security")
	}
	var all []Requirement
	for _, alternative := range requirements(list) {
		if !alternative.Is(tree.Object) {
			continue // told by New
		}
		requirement := Requirement{}
		for j, name := range alternative.Keys {
			s := c.scheme(name)
			for _, scope := range alternative.Items[j].Elements() {
				s.Scopes = append(s.Scopes, scope.Str())
			}
			requirement = append(requirement, s)
		}
		all = append(all, requirement)
	}
	return all
}

// schemes is where the document defines its security schemes, and the pointer to that.
func (d *Document) schemes() (list *tree.Node, at string) {
	if d.swagger() {
		return d.container(d.Root.Get("securityDefinitions"), "/securityDefinitions")
	}
	components, at := d.container(d.Root.Get("components"), "/components")
	return d.container(components.Get("securitySchemes"), tree.Join(at, "securitySchemes"))
}

// scheme reads a security scheme. One that the document does not define has no Type: nothing can be asked of it.
func (d *Document) scheme(name string) Scheme {
	defined, at := d.schemes()
	n, pointer, err := d.Resolve(defined.Get(name), tree.Join(at, name))
	if err != nil {
		return Scheme{Name: name, Pointer: tree.Join(at, name)}
	}
	s := Scheme{Name: name, Type: n.Get("type").Str(), Pointer: pointer}
	switch s.Type {
	case "apiKey":
		s.In, s.Field = n.Get("in").Str(), n.Get("name").Str()
		if !slices.Contains([]string{"header", "query", "cookie"}, s.In) || s.Field == "" {
			s.Type, s.In = "", ""
		}
	case "basic": // of Swagger 2.0
		s.Type, s.In, s.Field, s.HTTPScheme = "http", "header", "Authorization", "Basic"
	case "http":
		s.In, s.Field, s.HTTPScheme = "header", "Authorization", n.Get("scheme").Str()
	case "oauth2", "openIdConnect":
		s.In, s.Field, s.HTTPScheme = "header", "Authorization", "Bearer"
	}
	return s
}
