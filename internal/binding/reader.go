package binding

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// What the expressions of an overlay see, by where they stand.
var (
	requestNames = []string{"params", "body", "clock", "credentials"}
	answerNames  = slices.Concat(requestNames, []string{"rows", "record", "total", "page", "links", "cursors", "columns", "status"})
	errorNames   = slices.Concat(requestNames, []string{"kind", "status", "message", "violations", "first", "method", "path", "with"})
)

// reader reads x-mock. It collects mistakes instead of stopping at the first.
type reader struct {
	world *world
	errs  []error
	seen  *tree.Node // the path item that was looked at last
}

func (r *reader) fail(at *tree.Node, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s: x-mock: %s", at.Place(), fmt.Sprintf(format, args...)))
}

// kind tells whether a node that is there is of a kind; a mistake if it is not.
func (r *reader) kind(n *tree.Node, what string, want tree.Kind) bool {
	if n != nil && !n.Is(want) {
		r.fail(n, "%s is %s; it would be %s", what, n.Kind.WithArticle(), want.WithArticle())
	}
	return n.Is(want)
}

// members are the names of an object.
func (r *reader) members(n *tree.Node, what string) []string {
	r.kind(n, what, tree.Object)
	return n.Members()
}

// elements are the items of an array.
func (r *reader) elements(n *tree.Node, what string) []*tree.Node {
	r.kind(n, what, tree.Array)
	return n.Elements()
}

// texts are the items of an array of texts.
func (r *reader) texts(n *tree.Node, what string) []string {
	var texts []string
	for _, item := range r.elements(n, what) {
		texts = append(texts, r.literal(item, "an item of "+what))
	}
	return texts
}

// literal is a text that is not empty.
func (r *reader) literal(n *tree.Node, what string) string {
	if r.kind(n, what, tree.String) && n.Text == "" {
		r.fail(n, "%s is empty", what)
	}
	return n.Str()
}

// word is a text that must be one of several.
func (r *reader) word(n *tree.Node, what string, words ...string) string {
	if r.kind(n, what, tree.String) && !slices.Contains(words, n.Text) {
		r.fail(n, "%s is %q; it may be %s%s", what, n.Text, strings.Join(words, ", "), meant(n.Text, words))
	}
	return n.Str()
}

// known reports members that are not in the grammar.
func (r *reader) known(n *tree.Node, what string, names ...string) {
	for i, key := range r.members(n, what) {
		if slices.Contains(names, key) {
			continue
		}
		if near := meant(key, names); near != "" {
			r.fail(n.Items[i], "%s has no %q%s", what, key, near)
		} else {
			r.fail(n.Items[i], "%s has no %q; it may have %s", what, key, strings.Join(names, ", "))
		}
	}
}

// meant asks for the likely intended word; it is empty if there is none.
func meant(word string, words []string) string {
	if near := violation.Closest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// program compiles an expression that sees some names.
func (r *reader) program(at *tree.Node, source string, see []string) *expression.Program {
	p, err := expression.Compile(source, expression.Scope{Names: see, Seed: r.world.seed})
	if err != nil {
		r.fail(at, "%v", err)
		p, _ = expression.Compile("nil", expression.Scope{}) // never run: the document is not served
	}
	return p
}

// document reads what holds for all operations.
func (r *reader) document(n *tree.Node) *Errors {
	r.known(n, "the description of the document", "empty", "arrays", "parameters", "rules", "errors", "limit", "collections", "infer")
	r.truth(n.Get("infer"), "infer")
	if empty := n.Get("empty"); empty != nil {
		r.world.empty = r.word(empty, "empty", "absent", "value") == "absent"
	}
	if arrays := n.Get("arrays"); arrays != nil {
		r.world.either = r.word(arrays, "arrays", "either", "declared") == "either"
	}
	parameters := n.Get("parameters")
	for i, name := range r.members(parameters, "parameters") {
		item := parameters.Items[i]
		r.known(item, "the parameter "+name+" of the document", "alias")
		if !hasPlace(name) {
			r.fail(item, "a parameter of the document is named with its place, such as header.%s", name)
		}
		r.world.aliases[name] = append(r.world.aliases[name], r.texts(item.Get("alias"), "alias")...)
	}
	r.world.rules = r.rules(n.Get("rules"), "/x-mock/rules")
	return r.errors(n.Get("errors"))
}

// hasPlace tells whether a name says where the parameter is: "header.App-Key".
func hasPlace(name string) bool {
	in, rest, ok := strings.Cut(name, ".")
	return ok && rest != "" && slices.Contains([]string{"query", "header", "path", "cookie"}, in)
}

func (r *reader) operation(o *spec.Operation, n *tree.Node) *Binding {
	r.known(n, "the description of "+o.ID, "collection", "action", "parameters", "rules", "set", "input", "respond", "headers", "errors", "limit", "infer")
	r.truth(n.Get("infer"), "infer")
	b := &Binding{Operation: o, base: r.world, Errors: r.errors(n.Get("errors")), Limit: r.rateLimit(n.Get("limit"))}
	r.collection(b, n)
	r.parameters(b, n.Get("parameters"))
	if n != nil {
		r.needs(b, n)
	}
	own := r.rules(n.Get("rules"), tree.Join(o.Pointer, "x-mock", "rules"))
	r.applicable(o, own, n.Get("rules"))
	b.rules = slices.Concat(r.world.rules, own)
	r.set(b, n.Get("set"))
	r.input(b, n.Get("input"))
	respond := n.Get("respond")
	for i, pointer := range r.members(respond, "respond") {
		tokens, err := tree.Split(pointer)
		if err != nil {
			r.fail(respond.Items[i], "respond fills in %q, which is no JSON pointer: it begins with a slash, and ~ is written ~0", pointer)
		}
		b.respond = append(b.respond, part{pointer, tokens, r.template(respond.Items[i], answerNames)})
	}
	headers := n.Get("headers")
	for i, name := range r.members(headers, "headers") {
		if !isToken(name) {
			r.fail(headers.Items[i], "%q is not the name of a header", name)
		}
		b.headers = append(b.headers, part{name: name, template: r.template(headers.Items[i], answerNames)})
	}
	return b
}

// truth is a flag.
func (r *reader) truth(n *tree.Node, what string) bool {
	r.kind(n, what, tree.Bool)
	return n.True()
}

// input reads where in the body of a request the record is.
func (r *reader) input(b *Binding, n *tree.Node) {
	if n == nil {
		return
	}
	tokens, err := tree.Split(n.Str())
	if err != nil || len(tokens) == 0 {
		r.fail(n, "input is where in the body the record is, a JSON pointer such as /tree")
	}
	if !changing[b.Action] {
		r.fail(n, "input belongs to the actions create, update and replace")
	}
	b.input = tokens
}

// set reads the fields that an operation adds of its own to a record.
func (r *reader) set(b *Binding, n *tree.Node) {
	if n == nil || !r.kind(n, "set", tree.Object) {
		return
	}
	if b.Action != Create && b.Action != Update && b.Action != Replace {
		r.fail(n, "set belongs to the actions create, update and replace")
		return
	}
	for i, name := range n.Keys {
		if b.Collection != nil && b.Collection.Field(name) == nil {
			r.fail(n.Items[i], "%s has no field %q to be set%s", b.Collection.Name, name, meant(name, b.Collection.FieldNames()))
		}
	}
	b.set = r.template(n, requestNames)
}

// isToken tells whether a text is a token (RFC 9110 §5.6.2), as names of headers are.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c >= '\x7f' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, c)
	})
}

// misplaced reports an x-mock that nothing reads.
func (r *reader) misplaced(o *spec.Operation) {
	if at := o.PathItem.Get("x-mock"); at != nil && r.seen != o.PathItem {
		r.fail(at, "it stands on an operation or on the document, not on the path %s", o.Template)
	}
	r.seen = o.PathItem
}

func (r *reader) collection(b *Binding, n *tree.Node) {
	name, action := n.Get("collection"), n.Get("action")
	if name != nil {
		text := r.literal(name, "collection")
		if b.Collection = r.world.population.Collection(text); b.Collection == nil && text != "" {
			r.fail(name, "there is no collection %q%s", text, r.instead(text))
		}
	}
	if action != nil {
		words := make([]string, len(actions))
		for i, a := range actions {
			words[i] = string(a)
		}
		b.Action = Action(r.word(action, "action", words...))
	}
	if safe := b.Operation.Method == "GET" || b.Operation.Method == "HEAD"; safe && changing[b.Action] {
		r.fail(action, "the action %s changes records, which a %s does not do", b.Action, b.Operation.Method)
	}
	switch {
	case name != nil && action == nil:
		r.fail(name, "an operation with a collection says its action: list, get, create, update, replace or delete")
	case name == nil && action != nil:
		r.fail(action, "the action %s needs a collection", action.Text)
	}
}

// instead says which collections there are.
func (r *reader) instead(name string) string {
	names := r.world.population.Names()
	if len(names) == 0 {
		return ": the document has no fixture"
	}
	if near := meant(name, names); near != "" {
		return near
	}
	return "; there are " + strings.Join(names, ", ")
}

// needs reports an action that lacks what it cannot do without.
func (r *reader) needs(b *Binding, n *tree.Node) {
	switch b.Action {
	case Get, Update, Replace, Delete:
		if b.Collection != nil && b.with(keyRole) == nil {
			r.fail(n.Get("action"), "the action %s needs a parameter with key: true, which names the record", b.Action)
		}
	}
}
