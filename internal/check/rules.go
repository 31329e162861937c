package check

import (
	"slices"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
)

// rule is what the standard says of members of one object together.
type rule struct {
	kinds   string // the objects that it is about
	member  string // where it is told; "" at the object
	broken  func(n *tree.Node) bool
	message string // behind the noun of the object
	hint    string
}

// rules are those of OpenAPI 3.0 to 3.2.
var rules = []rule{
	{"Parameter Header", "content", hasAll("schema", "content"), "has both schema and content, of which the standard allows one", "leave one of them out"},
	{"Parameter Header", "content", severalTypes, "has content with more than one media type; the first one counts", "leave one media type"},
	{"Parameter Header MediaType", "examples", hasAll("example", "examples"), "has both example and examples, of which the standard allows one", "put the one among the others"},
	{"Header", "", hasNone("schema", "content", "$ref"), "has neither schema nor content; any text may be sent", "say with schema what it is"},
	{"Parameter", "required", optionalPath, "in: path has required: false; it is required all the same", "write required: true"},
	{"Parameter", "", unsaidPath, "in: path lacks required: true, which the standard requires", "add required: true"},
	{"Parameter", "schema", func(n *tree.Node) bool { return in(n, "querystring") && n.Get("schema") != nil },
		"in: querystring has schema, which the standard does not allow", "write the schema as that of a media type in content"},
	{"Link", "operationId", hasAll("operationId", "operationRef"), "has both operationId and operationRef, of which the standard allows one", "leave one of them out"},
}

// rules20 are those of Swagger 2.0.
var rules20 = []rule{
	{"Parameter", "required", optionalPath, "in: path has required: false; it is required all the same", "write required: true"},
	{"Parameter", "", unsaidPath, "in: path lacks required: true, which the standard requires", "add required: true"},
	{"Parameter", "type", func(n *tree.Node) bool { return n.Get("type").Str() == "file" && !in(n, "formData") }, "has the type file, which only one in: formData may have", ""},
	{"Parameter Header Items", "type", func(n *tree.Node) bool { return n.Get("type").Str() == "object" },
		"has the type object, which only a body may have", "write it as string, number, integer, boolean or array"},
	{"Parameter Header Items", "type", func(n *tree.Node) bool { return n.Get("type").Str() == "array" && n.Get("items") == nil },
		"has the type array, but no items, which the standard requires", "say with items what an element is"},
	{"Parameter", "collectionFormat", func(n *tree.Node) bool {
		return n.Get("collectionFormat").Str() == "multi" && !in(n, "query") && !in(n, "formData")
	}, "has collectionFormat: multi, which only one in: query or formData may have; it is read as csv", "write csv, ssv, tsv or pipes"},
	{"Header Items", "collectionFormat", func(n *tree.Node) bool { return n.Get("collectionFormat").Str() == "multi" },
		"has collectionFormat: multi, which only a parameter may have", "write csv, ssv, tsv or pipes"},
}

func hasAll(members ...string) func(n *tree.Node) bool {
	return func(n *tree.Node) bool {
		return !slices.ContainsFunc(members, func(m string) bool { return n.Get(m) == nil })
	}
}

func hasNone(members ...string) func(n *tree.Node) bool {
	return func(n *tree.Node) bool {
		return !slices.ContainsFunc(members, func(m string) bool { return n.Get(m) != nil })
	}
}

func in(n *tree.Node, place string) bool { return n.Get("in").Str() == place }

func severalTypes(n *tree.Node) bool {
	return len(slices.DeleteFunc(slices.Clone(n.Get("content").Members()), func(key string) bool { return strings.HasPrefix(key, "x-") })) > 1
}

func optionalPath(n *tree.Node) bool {
	return in(n, "path") && n.Get("required").Is(tree.Bool) && !n.Get("required").True()
}

func unsaidPath(n *tree.Node) bool { return in(n, "path") && n.Get("required") == nil }

// together looks at the members of an object together.
func (l *linter) together(n *tree.Node, at, kind string) {
	for _, r := range l.rules {
		if !slices.Contains(strings.Fields(r.kinds), kind) || !r.broken(n) {
			continue
		}
		where, pointer := n, at
		if r.member != "" {
			where, pointer = n.Get(r.member), tree.Join(at, r.member)
		}
		l.report(where, pointer, nouns[kind]+" "+r.message, r.hint)
	}
	switch kind {
	case "Components":
		l.componentNames(n, at)
	case "PathItem":
		l.fixedMethods(n.Get("additionalOperations"), tree.Join(at, "additionalOperations"))
	case "Operation":
		l.ids[n.Get("operationId").Str()] = true
	case "Link":
		l.links = append(l.links, link{n, at})
	}
}

var componentName = lazyregexp.New(`^[a-zA-Z0-9._-]+$`)

// componentNames looks at what components are called (OpenAPI 3.1, section 4.8.7.1).
func (l *linter) componentNames(components *tree.Node, at string) {
	for i, list := range components.Items {
		if !componentList(components.Keys[i]) {
			continue
		}
		for j, name := range list.Members() {
			if !componentName.MatchString(name) && name != "$ref" {
				l.report(list.Items[j], tree.Join(at, components.Keys[i], name), "a component is called "+shown(name)+"; its name would have only letters of ASCII, digits, ., - and _", "")
			}
		}
	}
}

// fixedMethods looks for methods that have a member of their own (OpenAPI 3.2, section 4.9.1).
func (l *linter) fixedMethods(list *tree.Node, at string) {
	for i, method := range list.Members() {
		if lower := strings.ToLower(method); method != lower && method == strings.ToUpper(method) && (slices.Contains(methods, lower) || lower == "query") {
			l.report(list.Items[i], tree.Join(at, method), "additionalOperations has "+method+", which is a member of the path item itself", "move it out of there, as "+lower)
		}
	}
}
