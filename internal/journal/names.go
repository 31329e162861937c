package journal

import (
	"net/textproto"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// names say where the secrets of documents are: what is called so, holds one.
type names struct {
	headers map[string]bool // as net/http writes them
	query   nameSet
	fields  nameSet // members of JSON, fields of forms, elements of XML
	paths   map[operation][]string
}

// nameSet holds names in small letters: what a client has written in others means the same, however wrong it is.
type nameSet map[string]bool

func (s nameSet) add(name string) { s[strings.ToLower(name)] = true }

func (s nameSet) has(name string) bool { return s[name] || s[strings.ToLower(name)] }

// operation is one that has secrets in its path.
type operation struct{ document, id string }

// namesOf collects the names of apiKeys and of what has the format password, each document being walked a few times.
func namesOf(documents []*spec.Document) *names {
	// RFC 6750, section 2.3: a bearer's token may stand in the query.
	all := &names{headers: map[string]bool{}, query: nameSet{"access_token": true}, fields: nameSet{}, paths: map[operation][]string{}}
	for _, d := range documents {
		w := &walk{document: d, names: all, outside: map[*tree.Node]bool{}, inPath: map[string]bool{}}
		w.collect()
	}
	for name := range all.fields {
		all.query.add(name) // an object in a query is its members
	}
	return all
}

// walk is what is known of a document on the way.
type walk struct {
	document  *spec.Document
	names     *names
	roots     []*tree.Node        // the document, and what $refs lead to in other files
	outside   map[*tree.Node]bool // objects of other files that were seen
	passwords []*tree.Node        // schemas with the format password
	inPath    map[string]bool     // path parameters that are secret

	up     map[*tree.Node][]*tree.Node // from a schema to what is of that schema
	secret map[*tree.Node]bool
}

func (w *walk) collect() {
	w.roots = []*tree.Node{w.document.Root}
	w.find(w.document.Root, false)
	for i := 1; i < len(w.roots); i++ { // grows on the way
		w.find(w.roots[i], true)
	}
	if len(w.passwords) == 0 {
		return
	}
	w.up, w.secret = map[*tree.Node][]*tree.Node{}, map[*tree.Node]bool{}
	w.overAll(w.link)
	for left := w.passwords; len(left) > 0; {
		n := left[len(left)-1]
		left = left[:len(left)-1]
		if !w.secret[n] {
			w.secret[n] = true
			left = append(left, w.up[n]...)
		}
	}
	w.overAll(w.name)
	w.findPaths()
}

// overAll calls see for each object of the document once.
func (w *walk) overAll(see func(*tree.Node)) {
	each(w.document.Root, see)
	clear(w.outside)
	for _, root := range w.roots[1:] {
		w.eachOutside(root, see)
	}
}

// each goes as deep as the document does, which its parser bounds.
func each(n *tree.Node, see func(*tree.Node)) {
	if n.Kind == tree.Object {
		see(n)
	}
	for _, child := range n.Items {
		if child.Kind >= tree.Array {
			each(child, see)
		}
	}
}

// eachOutside is each in other files, of which one part may be led to before the whole.
func (w *walk) eachOutside(n *tree.Node, see func(*tree.Node)) {
	if n.Kind == tree.Object {
		if w.outside[n] {
			return
		}
		w.outside[n] = true
		see(n)
	}
	for _, child := range n.Items {
		if child.Kind >= tree.Array {
			w.eachOutside(child, see)
		}
	}
}

// find looks for apiKeys, passwords and what is in other files.
func (w *walk) find(root *tree.Node, outside bool) {
	see := func(n *tree.Node) {
		if n.Get("format").Str() == "password" {
			w.passwords = append(w.passwords, n)
		}
		if n.Get("type").Str() == "apiKey" {
			w.place(n)
		}
		if target := w.target(n); target != nil && target.File != w.document.Root.File && !w.outside[target] {
			w.roots = append(w.roots, target)
		}
	}
	if outside {
		w.eachOutside(root, see)
		return
	}
	each(root, see)
}

// target is where the $ref of an object leads, nil if it has none or that leads nowhere.
func (w *walk) target(n *tree.Node) *tree.Node {
	if !n.Get("$ref").Is(tree.String) {
		return nil
	}
	target, _, err := w.document.Resolve(n, "")
	if err != nil || target == n {
		return nil
	}
	return target
}

// The members of a schema, a parameter or a media type whose schema is that of the whole or of parts without a name.
var (
	wraps     = []string{"schema", "items", "additionalItems", "additionalProperties", "unevaluatedItems", "contains", "then", "else", "itemSchema"}
	wrapsMany = []string{"allOf", "anyOf", "oneOf", "prefixItems", "items", "content", "patternProperties"}
)

// link notes which schemas say something of the value that an object describes.
func (w *walk) link(n *tree.Node) {
	leads := func(from *tree.Node) {
		if from.Is(tree.Object) {
			w.up[from] = append(w.up[from], n)
		}
	}
	leads(w.target(n))
	for _, member := range wraps {
		leads(n.Get(member))
	}
	for _, member := range wrapsMany {
		if list := n.Get(member); list.Is(tree.Array) || list.Is(tree.Object) && member != "items" {
			for _, item := range list.Items {
				leads(item)
			}
		}
	}
}

// name notes what an object calls by a name and is secret.
func (w *walk) name(n *tree.Node) {
	if w.secret[n] {
		w.place(n)
	}
	properties := n.Get("properties")
	for i, name := range properties.Members() {
		schema := properties.Items[i]
		if !w.secret[schema] {
			continue
		}
		w.names.fields.add(name)
		for _, s := range []*tree.Node{schema, w.target(schema)} {
			if element := s.Path("xml", "name").Str(); element != "" {
				w.names.fields.add(element)
			}
		}
	}
	headers := n.Get("headers")
	for i, name := range headers.Members() {
		if w.secret[headers.Items[i]] {
			w.names.headers[textproto.CanonicalMIMEHeaderKey(name)] = true
		}
	}
}

// place notes the name of a parameter or of an apiKey. All cookies are secret anyway.
func (w *walk) place(n *tree.Node) {
	name := n.Get("name").Str()
	if name == "" {
		return
	}
	switch n.Get("in").Str() {
	case "header":
		w.names.headers[textproto.CanonicalMIMEHeaderKey(name)] = true
	case "query":
		w.names.query.add(name)
	case "formData":
		w.names.fields.add(name)
	case "path":
		w.inPath[name] = true
	}
}

// findPaths notes the operations that have a secret in their path.
func (w *walk) findPaths() {
	for _, o := range w.document.Operations {
		for _, name := range o.PathParameters() {
			if w.inPath[name] {
				w.names.paths[operation{w.document.Name, o.ID}] = segments(o.Template, w.inPath)
			}
		}
	}
}

// segments are those of a template, each with a name that is secret replaced by the parameter in braces alone.
func segments(template string, secret map[string]bool) []string {
	all := strings.Split(strings.Trim(template, "/"), "/")
	for i, segment := range all {
		kept := ""
		for name := range secret {
			if strings.Contains(segment, "{"+name+"}") {
				kept = "{}"
			}
		}
		all[i] = kept
	}
	return all
}
