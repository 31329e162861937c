package spec

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// parameters looks at the parameters of an operation and its path item, and at those that the path should have.
func (i *inspection) parameters(o *Operation) {
	named := map[string]bool{}
	i.parameterList(o, o.PathItem.Get("parameters"), tree.Join(o.itemPointer, "parameters"), named)
	i.parameterList(o, o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters"), named)
	var missing []string
	for _, name := range o.names {
		if !named[name] {
			missing = append(missing, "{"+name+"}")
		}
	}
	if all := strings.Join(missing, ", "); all != "" && !i.undescribed[o.Template+all] {
		i.undescribed[o.Template+all] = true
		what := "parameter"
		if len(missing) > 1 {
			what = "parameters"
		}
		i.found(o.Node, o.Pointer, "the path %s has the %s %s, which nothing describes; any text is accepted there", o.Template, what, all)
	}
}

// parameterList looks at each parameter of a list, and notes which of them stand in the path.
func (i *inspection) parameterList(o *Operation, list *tree.Node, at string, named map[string]bool) {
	list, at = i.document.container(list, at)
	if list == nil {
		return
	}
	if !i.first(list) { // shared by many operations, which the same parameters stand in
		for _, name := range i.inPaths[list] {
			named[name] = true
		}
		return
	}
	if !list.Is(tree.Array) && !list.Is(tree.Null) && list.Get("$ref") == nil {
		i.found(list, at, "parameters is %s, so it is left out; it would be an array", list.Kind.WithArticle())
	}
	twice := map[string]bool{}
	for j, item := range list.Elements() {
		here := tree.Join(at, itoa(j))
		n, at, err := i.document.Resolve(item, here)
		if err != nil {
			continue // reported as a reference
		}
		if n.Get("in") == nil && leadsAstray(at, "parameters") {
			ref := item.Get("$ref")
			i.found(ref, tree.Join(here, "$ref"), "the $ref %q leads to no parameter, so it is left out", shorten(ref.Text))
		} else if i.first(n) {
			i.parameter(n, at)
		}
		in, name := n.Get("in").Str(), n.Get("name").Str()
		if in == "path" {
			named[name] = true
			i.inPaths[list] = append(i.inPaths[list], name)
		}
		if key := in + "." + name; twice[key] && name != "" {
			i.found(item, here, "the parameter %q in: %s stands twice in this list; the first one counts", name, in)
		} else {
			twice[key] = true
		}
		if in == "path" && name != "" && !slices.Contains(o.names, name) && o.queriedAs(name) == "" {
			i.found(item, here, "the path %s has no {%s}, so this parameter is left out%s", o.Template, name, didYouMean(name, o.names))
		}
	}
}

func didYouMean(name string, names []string) string {
	near := violation.Closest(name, names)
	for _, other := range names {
		if strings.EqualFold(name, other) {
			near = other
		}
	}
	if near == "" {
		return ""
	}
	return "; did you mean {" + near + "}?"
}

// misplaced says of the places that parameters have in the other versions what would be right in this.
var misplaced = map[string]string{
	"body":     "; OpenAPI 3 describes a body in requestBody",
	"formData": "; OpenAPI 3 describes a form in requestBody",
}

func (i *inspection) parameter(n *tree.Node, at string) {
	d := i.document
	in, name, ok := d.identify(n)
	switch {
	case !n.Is(tree.Object):
		i.found(n, at, "a parameter is %s, so it is left out; it would be an object with name and in", n.Kind.WithArticle())
		return
	case d.swagger():
		i.swaggerParameter(n, at, in, name, ok)
		return
	case !ok && misplaced[in] != "":
		d.found(n, at, false, "a parameter cannot be in: %s, so it is left out%s", in, misplaced[in])
		return
	case !ok:
		i.found(n, at, "a parameter has a name, and in: path, query, header or cookie; this one is left out")
		return
	}
	i.flag(n, at, "required")
	i.content(n.Get("content"), tree.Join(at, "content"), vital)
	style, allowed := n.Get("style"), styles[in]
	if style != nil && in != inQueryString && !strings.Contains(allowed, " "+style.Str()+" ") {
		i.found(n, at, "the style %q is none of those in %s:%s; the parameter is read as %s", style.Text, in, strings.TrimRight(allowed, " "), defaultStyles[in])
	}
	if n.Get("schema") == nil && n.Get("content") == nil {
		i.untyped(n, at, name)
	}
}

func (i *inspection) untyped(n *tree.Node, at, name string) {
	if n.Get("type") != nil {
		i.found(n, at, "the parameter %q has its type beside its name, as Swagger 2.0 wrote it, so any text is accepted for it; type would stand in schema", name)
		return
	}
	i.found(n, at, "the parameter %q has neither schema nor content; any text is accepted for it", name)
}

// formats are the values of collectionFormat (Swagger 2.0, Parameter Object).
var formats = []string{"csv", "ssv", "tsv", "pipes", "multi"}

func (i *inspection) swaggerParameter(n *tree.Node, at, in, name string, ok bool) {
	format := n.Get("collectionFormat")
	switch {
	case in == "body":
		if n.Get("schema") == nil {
			i.found(n, at, "the body has no schema; any value is accepted for it")
		}
	case (in == "formData" || ok) && hasSchema(n) && name != "":
		i.found(n, at, "the parameter %q has its type in schema, as OpenAPI 3 writes it; it is read from there, and would stand beside the name", name)
	case (in == "formData" || ok) && n.Get("type") == nil && name != "":
		i.found(n, at, "the parameter %q has no type; any text is accepted for it", name)
	case in == "formData" && name != "", ok:
	case in == "cookie":
		i.found(n, at, "Swagger 2.0 has no parameters in: cookie, so this one is left out")
	default:
		i.found(n, at, "a parameter has a name, and in: path, query, header, formData or body; this one is left out")
	}
	i.flag(n, at, "required")
	if format != nil && !slices.Contains(formats, format.Str()) {
		i.found(format, tree.Join(at, "collectionFormat"), "collectionFormat %q is none of %s; the parameter is read as csv", format.Text, strings.Join(formats, ", "))
	}
}
