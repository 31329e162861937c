package check

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// linter looks for members that an object of OpenAPI cannot have, that it lacks, or that are of another kind. It walks the
// document once; of other files, what $refs lead to.
type linter struct {
	document *spec.Document
	objects  map[string]object
	version  string
	found    func(Finding)
	seen     map[*tree.Node]bool
	rules    []rule
	homes    map[string]string
	ids      map[string]bool // operationIds that were seen
	links    []link
}

func lint(d *spec.Document, found func(Finding)) {
	l := &linter{document: d, objects: objects(), version: d.Version, found: found, seen: map[*tree.Node]bool{},
		rules: rules, homes: homes, ids: map[string]bool{}}
	if d.Dialect == schema.Swagger20 {
		l.objects, l.rules, l.homes = objects20(), rules20, homes20
	}
	l.visit(d.Root, "", "OpenAPI")
	l.leadOn()
}

// lintFound adds what the linter finds where nothing else has been said of the same place.
func (i *inspection) lintFound(f Finding) {
	if !i.ledger.places[f.Pointer] {
		i.ledger.add(f)
	}
}

// visit looks at a node that is to be of a kind.
func (l *linter) visit(n *tree.Node, at, kind string) {
	switch {
	case kind == any_:
	case kind == text:
		l.expect(n, at, "a text", n.Is(tree.String))
	case kind == flag:
		l.expect(n, at, "true or false", n.Is(tree.Bool))
	case kind == "Schema":
		l.schema(n, at)
	case kind[0] == '[':
		l.array(n, at, kind[1:len(kind)-1])
	case kind[0] == '{':
		l.named(n, at, kind[1:len(kind)-1])
	case strings.Contains(kind, "|"):
		l.word(n, at, strings.Split(kind, "|"))
	default:
		l.object(n, at, kind)
	}
}

// expect reports a node of another kind.
func (l *linter) expect(n *tree.Node, at, right string, is bool) bool {
	if !is {
		l.report(n, at, fmt.Sprintf("%s is %s; it would be %s", lastToken(at), n.Kind.WithArticle(), right), wrongKindHint(n, at, right))
	}
	return is
}

// versions are the last of each minor one.
var versions = map[string]string{"3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}

func wrongKindHint(n *tree.Node, at, right string) string {
	switch {
	case at == "/openapi" && n.Is(tree.Number):
		return "write the whole version: " + cmp.Or(versions[n.Text], "3.1.1")
	case at == "/swagger" && n.Is(tree.Number):
		return `put it in quotes: "2.0"`
	case right == "a text" && (n.Is(tree.Number) || n.Is(tree.Bool)):
		return "put it in quotes: " + strconv.Quote(n.Text)
	case n.Is(tree.Null):
		return "give it a value, or leave it out"
	}
	return ""
}

func (l *linter) report(n *tree.Node, pointer, message, hint string) {
	f := at(Invalid, n, pointer, message)
	f.Hint = hint
	l.found(f)
}

func (l *linter) array(n *tree.Node, at, kind string) {
	if !l.expect(n, at, "an array", n.Is(tree.Array)) {
		return
	}
	for i, item := range n.Items {
		l.visit(item, tree.Join(at, strconv.Itoa(i)), kind)
	}
}

func (l *linter) named(n *tree.Node, at, kind string) {
	if !l.expect(n, at, "an object", n.Is(tree.Object)) {
		return
	}
	if ref := n.Get("$ref"); ref.Is(tree.String) && kind != any_ {
		l.report(ref, tree.Join(at, "$ref"), fmt.Sprintf("%s is a $ref as a whole, which the standard does not know", lastToken(at)), "give each of its members a $ref of its own")
		return
	}
	for i, item := range n.Items {
		if !extension(n.Keys[i], kind) {
			l.visit(item, tree.Join(at, n.Keys[i]), kind)
		}
	}
}

// extension tells whether a key of a map is one rather than a name: names of schemas and the like may begin with x- too.
func extension(key, kind string) bool {
	return strings.HasPrefix(key, "x-") && strings.HasSuffix(kind, "PathItem")
}

func (l *linter) word(n *tree.Node, at string, words []string) {
	if !l.expect(n, at, "one of "+strings.Join(words, ", "), n.Is(tree.String)) || slices.Contains(words, n.Text) {
		return
	}
	l.report(n, at, fmt.Sprintf("%s is %s; it would be one of %s", lastToken(at), shown(n.Text), strings.Join(words, ", ")), near(n.Text, words, ""))
}

// object looks at an object of the tables, once for each node.
func (l *linter) object(n *tree.Node, at, kind string) {
	kind, referable := strings.CutPrefix(kind, "&")
	if referable && n.Get("$ref").Is(tree.String) && kind != "PathItem" {
		l.follow(n, at, kind)
		return
	}
	if kind == "PathItem" && n.Get("$ref").Is(tree.String) {
		l.follow(n, at, kind)
	}
	if l.seen[n] || !l.expect(n, at, "an object", n.Is(tree.Object)) {
		return
	}
	l.seen[n] = true
	o := l.objects[kind]
	for i, key := range n.Keys {
		m, known := o.members[key]
		switch pointer := tree.Join(at, key); {
		case strings.HasPrefix(key, "x-"):
		case known && l.tooNew(n.Items[i], pointer, key, m):
		case known && m.required && n.Items[i].Is(tree.Null):
			l.report(n.Items[i], pointer, key+" is null, and the standard requires it", "give it a value")
		case known:
			l.visit(n.Items[i], pointer, m.kind)
		case o.others != "":
			l.visit(n.Items[i], pointer, o.others)
		default:
			l.report(n.Items[i], pointer, fmt.Sprintf("%s has the unknown member %s", nouns[kind], shown(key)), didYouMean(key, o.names))
		}
	}
	l.missing(n, at, kind, o)
	l.together(n, at, kind)
}

// missing reports the members that an object has to have.
func (l *linter) missing(n *tree.Node, at, kind string, o object) {
	for _, name := range o.names {
		if m := o.members[name]; m.required && n.Get(name) == nil && (m.until == "" || l.minor() < m.until) {
			l.report(n, at, fmt.Sprintf("%s lacks %s, which the standard requires", nouns[kind], name), "add "+name)
		}
	}
}

// tooNew reports a member that a later version brought.
func (l *linter) tooNew(n *tree.Node, pointer, key string, m member) bool {
	if m.since == "" || l.minor() == "" || l.minor() >= m.since {
		return false
	}
	l.report(n, pointer, fmt.Sprintf("%s came with OpenAPI %s, and the document says it is %s", key, m.since, l.version), "raise the version of the document, or leave it out")
	return true
}

// minor is "3.1" of "3.1.0"; "" where the version is none of those.
func (l *linter) minor() string {
	if len(l.version) < 3 || l.version[:2] != "3." {
		return ""
	}
	return l.version[:3]
}

// follow looks at what a $ref leads to in another file; in the document itself it is met where it stands.
func (l *linter) follow(n *tree.Node, at, kind string) {
	l.leads(n, at, kind)
	if strings.HasPrefix(n.Get("$ref").Text, "#") && n.File == l.document.Root.File {
		return
	}
	target, pointer, err := l.document.Resolve(n, at)
	if err == nil && target.File != l.document.Root.File && target != n {
		l.visit(target, pointer, kind)
	}
}

// nouns are the objects in sentences.
var nouns = map[string]string{
	"OpenAPI": "the document", "Info": "info", "Contact": "contact", "License": "license", "Docs": "externalDocs", "Tag": "a tag",
	"Server": "a server", "Variable": "a server variable", "Components": "components", "PathItem": "a path item", "Operation": "an operation",
	"Parameter": "a parameter", "RequestBody": "a request body", "MediaType": "a media type", "Encoding": "an encoding", "Response": "a response",
	"Header": "a header", "Example": "an example", "Link": "a link", "SecurityScheme": "a security scheme", "Flows": "flows", "Flow": "a flow", "Items": "items", "XML": "xml",
}

func didYouMean(word string, candidates []string) string {
	const own = "members of your own begin with x-"
	return near(word, candidates, own)
}

// near suggests a candidate, or says the other thing.
func near(word string, candidates []string, otherwise string) string {
	if closest := violation.Closest(word, candidates); closest != "" {
		return "did you mean " + closest + "?"
	}
	return otherwise
}

func lastToken(pointer string) string {
	token := pointer[strings.LastIndexByte(pointer, '/')+1:]
	if token == "" {
		return "the document"
	}
	return shownToken(token)
}
