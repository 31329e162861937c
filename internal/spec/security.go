package spec

import (
	"mockserver/internal/tree"
)

// security reads the operation's alternatives, or the document's where the operation says nothing.
func (d *Document) security(o *Operation) ([]Requirement, error) {
	list := o.Node.Get("security")
	if list == nil {
		list = d.Root.Get("security")
	}
	if list != nil && !list.Is(tree.Array) {
		return nil, wrongKind(list, "security", "an array")
	}
	var all []Requirement
	for i := range list.Len() {
		alternative := list.Items[i]
		if !alternative.Is(tree.Object) {
			return nil, wrongKind(alternative, "an alternative of security", "an object from scheme to scopes")
		}
		requirement := Requirement{}
		for j, name := range alternative.Keys {
			s, err := d.scheme(name)
			if err != nil {
				return nil, err
			}
			for _, scope := range alternative.Items[j].Items {
				s.Scopes = append(s.Scopes, scope.Str())
			}
			requirement = append(requirement, s)
		}
		all = append(all, requirement)
	}
	return all, nil
}

// scheme reads a security scheme. One that the document does not define has no Type: nothing can be asked of it.
func (d *Document) scheme(name string) (Scheme, error) {
	pointer := tree.Join("/components/securitySchemes", name)
	n, pointer, err := d.Resolve(d.Root.Path("components", "securitySchemes", name), pointer)
	if err != nil {
		return Scheme{}, err
	}
	s := Scheme{Name: name, Type: n.Get("type").Str(), Pointer: pointer}
	switch s.Type {
	case "apiKey":
		s.In, s.Field = n.Get("in").Str(), n.Get("name").Str()
	case "http":
		s.In, s.Field, s.HTTPScheme = "header", "Authorization", n.Get("scheme").Str()
	case "oauth2", "openIdConnect":
		s.In, s.Field, s.HTTPScheme = "header", "Authorization", "Bearer"
	}
	return s, nil
}
