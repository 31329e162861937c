package spec

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// inspect looks for what is wrong with a document without compiling it, and reports each place once.
func (d *Document) inspect() {
	if !d.Root.Get("info").Is(tree.Object) {
		d.found(d.Root, "", false, "the document has no info, which the standard requires")
	}
	i := inspection{document: d, seen: map[*tree.Node]bool{}, undescribed: map[string]bool{}, inPaths: map[*tree.Node][]string{}}
	for _, o := range d.Operations {
		i.operation(o)
	}
	i.schemes()
	d.told = map[string]bool{}
	d.inspectReferences()
	for _, f := range d.Findings {
		d.told[f.Place] = true
	}
}

// inspection remembers the shared parts that it has already seen.
type inspection struct {
	document    *Document
	seen        map[*tree.Node]bool
	undescribed map[string]bool         // parameters of paths, behind their templates
	inPaths     map[*tree.Node][]string // the parameters in: path of a list that was looked at
}

// first tells whether a part is looked at for the first time.
func (i *inspection) first(n *tree.Node) bool {
	again := i.seen[n]
	i.seen[n] = true
	return n != nil && !again
}

func (i *inspection) found(n *tree.Node, at string, format string, args ...any) {
	i.document.found(n, at, false, format, args...)
}

func (i *inspection) operation(o *Operation) {
	i.parameters(o)
	i.requestBody(o)
	responses, at := i.document.container(o.Node.Get("responses"), tree.Join(o.Pointer, "responses"))
	switch {
	case !i.first(o.Node):
	case responses.Is(tree.Object) && responses.Len() > 0:
		i.responses(responses, at)
	case responses.Len() > 0:
		i.found(responses, at, "responses is %s, so it is left out; it would be an object from status to response", responses.Kind.WithArticle())
	default:
		i.found(o.Node, o.Pointer, "%s %s describes no responses", o.Method, o.Template)
	}
	i.security(o.Node.Get("security"), tree.Join(o.Pointer, "security"))
	i.security(i.document.Root.Get("security"), "/security")
}

func (i *inspection) responses(list *tree.Node, at string) {
	var known []string
	for j, key := range list.Keys {
		n, at := list.Items[j], tree.Join(at, key)
		if strings.HasPrefix(key, "x-") || key == "$ref" {
			continue
		}
		status, ok := statusOf(key)
		switch {
		case !ok:
			i.found(n, at, "%q is not a status, a class of them such as 4XX, or default; the response is left out", key)
		case slices.Contains(known, status):
			i.found(n, at, "the response %s stands there already, so this one is left out", status)
		default:
			known = append(known, status)
			i.response(n, at, weight(status, list))
		}
	}
}

func (i *inspection) response(n *tree.Node, at string, p part) {
	n, at, err := i.document.Resolve(n, at)
	if err != nil || !i.first(n) {
		return // reported as a reference
	}
	if !n.Is(tree.Object) {
		i.found(n, at, "the response is %s, so nothing is known of its body; it would be an object with a description", n.Kind.WithArticle())
		return
	}
	if content := n.Get("content"); content != nil && i.document.swagger() && n.Get("schema") == nil {
		i.found(content, tree.Join(at, "content"), "the response has content, as OpenAPI 3 writes it; it is read, but in Swagger 2.0 schema and produces would stand for it")
	}
	i.content(n.Get("content"), tree.Join(at, "content"), p)
	headers, _ := i.document.container(n.Get("headers"), "")
	if headers != nil && !headers.Is(tree.Object) && !headers.Is(tree.Null) {
		i.found(headers, tree.Join(at, "headers"), "headers is %s, so it is left out; it would be an object from name to header", headers.Kind.WithArticle())
	}
}

// content looks at the media types of a body; a mistake in their kind costs the operations if the body is vital.
func (i *inspection) content(n *tree.Node, at string, p part) {
	if n == nil || n.Is(tree.Null) {
		return
	}
	n, at = i.document.container(n, at)
	if !n.Is(tree.Object) {
		i.document.found(n, at, p == vital, "content is %s; it would be an object from media type to its description", n.Kind.WithArticle())
		return
	}
	typed := isTyped(n)
	for j, name := range n.Keys {
		switch one, at := n.Items[j], tree.Join(at, name); {
		case strings.HasPrefix(name, "x-"), name == "$ref":
		case strayed(name, one, typed):
			i.found(one, at, "%q is not a media type, such as application/json; it is left out", shorten(name))
		case !one.Is(tree.Object) && !one.Is(tree.Null):
			i.document.found(one, at, p == vital, "the media type %q is %s; it would be an object with a schema", shorten(name), one.Kind.WithArticle())
		case !strings.Contains(name, "/"):
			i.found(one, at, "%q is not a media type, such as application/json", shorten(name))
		}
	}
}

func (i *inspection) requestBody(o *Operation) {
	body, at := o.Node.Get("requestBody"), tree.Join(o.Pointer, "requestBody")
	if body == nil || body.Is(tree.Null) || !i.first(body) {
		return
	}
	if i.document.swagger() {
		i.found(body, at, "requestBody is not of Swagger 2.0, so it is left out; a body is a parameter in: body there")
		return
	}
	n, at, err := i.document.Resolve(body, at)
	switch {
	case err != nil: // reported as a reference
	case n.Is(tree.Null):
	case !n.Is(tree.Object):
		i.document.found(n, at, true, "requestBody is %s; it would be an object with content", n.Kind.WithArticle())
	case n.Get("content") == nil && leadsAstray(at, "requestBodies"):
		ref := body.Get("$ref")
		i.found(ref, tree.Join(o.Pointer, "requestBody", "$ref"), "the $ref %q leads to no request body, so any body is accepted", shorten(ref.Text))
	case n.Get("content").Len() == 0 && !n.Get("content").Is(tree.Array):
		i.found(n, at, "requestBody has no content, so any body is accepted; content would say which media types it may have")
	default:
		i.flag(n, at, "required")
		i.content(n.Get("content"), tree.Join(at, "content"), vital)
	}
}

// leadsAstray tells whether a pointer that a $ref led to is that of a component of another sort, which is right where it is used
// as what it is.
func leadsAstray(pointer, sort string) bool {
	_, tokens, _ := strings.Cut(pointer, "/")
	parts := strings.Split(tokens, "/")
	return len(parts) == 3 && parts[0] == "components" && parts[1] != sort || len(parts) == 2 && parts[0] == "definitions"
}

// flag looks at a member that is true or false.
func (i *inspection) flag(n *tree.Node, at, member string) {
	flag := n.Get(member)
	if flag == nil || flag.Is(tree.Bool) {
		return
	}
	i.found(flag, tree.Join(at, member), "%s is %s, read as %v; it would be true or false without quotes", member, flag.Kind.WithArticle(), truth(flag))
}

// security looks for schemes that the document does not define.
func (i *inspection) security(list *tree.Node, at string) {
	if list == nil || !i.first(list) {
		return
	}
	if !list.Is(tree.Array) {
		how := "so nothing is asked for"
		if list.Is(tree.Object) {
			how = "read as the only alternative"
		}
		i.found(list, at, "security is %s, %s; it would be an array of alternatives", list.Kind.WithArticle(), how)
	}
	defined, where := i.document.schemes()
	for j, alternative := range requirements(list) {
		if !alternative.Is(tree.Object) {
			i.found(alternative, tree.Join(at, itoa(j)), "an alternative of security is %s, so it is left out; it would be an object from scheme to scopes", alternative.Kind.WithArticle())
			continue
		}
		for k, name := range alternative.Keys {
			if defined.Get(name) == nil {
				i.found(alternative.Items[k], tree.Join(at, itoa(j), name), "the security scheme %q is not defined in %s; nothing is asked for it",
					name, strings.ReplaceAll(strings.TrimPrefix(where, "/"), "/", "."))
			}
		}
	}
}

// schemes looks at what the document defines of security.
func (i *inspection) schemes() {
	list, at := i.document.schemes()
	for j, name := range list.Members() {
		n, at, err := i.document.Resolve(list.Items[j], tree.Join(at, name))
		if err != nil || strings.HasPrefix(name, "x-") {
			continue
		}
		switch kind := n.Get("type").Str(); {
		case !slices.Contains([]string{"apiKey", "http", "basic", "oauth2", "openIdConnect", "mutualTLS"}, kind):
			i.found(n, at, "the type of the security scheme %q is none of the standard's (apiKey, http, oauth2, openIdConnect …); nothing is asked for it", name)
		case i.document.scheme(name).Type == "":
			i.found(n, at, "the security scheme %q has not both name and in (header, query or cookie); nothing is asked for it", name)
		}
	}
}
