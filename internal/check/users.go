package check

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// maxSteps bounds how far is looked, linear in what the largest document that --limit document-values admits has, for the operations that use something: a hostile document can have 10^5 findings in
// parts that 10^5 others refer to. Beyond it, findings name no operations.
const maxSteps = 2_000_000

// users knows which operations use which part of a document. A part is a named component, an operation, a path item, or
// another file.
type users struct {
	document *spec.Document
	starts   map[string][]*spec.Operation // part → the operations that stand in it or have it as their path item
	usedBy   map[string][]string          // part → the parts that refer to it
	linked   map[[2]string]bool
	visited  map[*tree.Node]bool // of other files
	answers  map[string][]*spec.Operation
	order    map[*spec.Operation]int
	steps    int
}

func newUsers(d *spec.Document) *users {
	u := &users{document: d, starts: map[string][]*spec.Operation{}, usedBy: map[string][]string{}, linked: map[[2]string]bool{},
		visited: map[*tree.Node]bool{}, answers: map[string][]*spec.Operation{}, order: map[*spec.Operation]int{}}
	for i, o := range d.Operations {
		u.order[o] = i
		part := partOf(o.Pointer)
		u.starts[part] = append(u.starts[part], o)
		if item := partOf(strings.TrimSuffix(o.Pointer, "/"+strings.ToLower(o.Method))); item != part {
			u.link(part, item)
		}
		u.securityOf(o, part)
	}
	u.walk(d.Root, "", nil)
	return u
}

// securityOf links an operation to the schemes that it requires.
func (u *users) securityOf(o *spec.Operation, part string) {
	list := o.Node.Get("security")
	if list == nil {
		list = u.document.Root.Get("security")
	}
	for _, alternative := range list.Elements() {
		for _, name := range alternative.Members() {
			u.link(part, tree.Join("/components/securitySchemes", name))
			u.link(part, tree.Join("/securityDefinitions", name))
		}
	}
}

// partOf is the part that a pointer leads into, "" for the document as a whole.
func partOf(pointer string) string {
	if file, _, other := strings.Cut(pointer, "#"); other && file != "" && pointer[0] != '/' {
		return file
	}
	if strings.Contains(pointer, "%") { // of a $ref, which is a URI
		if plain, err := url.PathUnescape(pointer); err == nil {
			pointer = plain
		}
	}
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	n := 0
	switch tokens[0] {
	case "components", "webhooks":
		n = 3
	case "paths":
		n = 2
		if len(tokens) > 2 && slices.Contains(methods, tokens[2]) {
			n = 3
		}
	case "definitions", "parameters", "responses", "securityDefinitions":
		n = 2
	}
	if tokens[0] == "components" && len(tokens) < 3 {
		n = 0
	}
	return prefix(tokens, min(n, len(tokens)))
}

func prefix(tokens []string, n int) string {
	if n == 0 {
		return ""
	}
	return "/" + strings.Join(tokens[:n], "/")
}

// dataMembers hold what looks like the document but is not.
var dataMembers = map[string]bool{"example": true, "default": true, "enum": true, "const": true, "value": true}

// walk notes every $ref below a node; tokens lead to it, escaped, and are nil in other files, whose part is given.
func (u *users) walk(n *tree.Node, part string, tokens []string) {
	for i, child := range n.Items {
		if n.Kind == tree.Array {
			u.walk(child, part, tokens)
			continue
		}
		key := n.Keys[i]
		switch {
		case key == "$ref" && child.Is(tree.String):
			u.reference(n, child, part)
		case child.Kind < tree.Array || dataMembers[key] || strings.HasPrefix(key, "x-"):
		case len(tokens) < 3 && tokens != nil || n == u.document.Root:
			below := append(tokens[:len(tokens):len(tokens)], strings.TrimPrefix(tree.Join("", key), "/"))
			u.walk(child, partOf("/"+strings.Join(below, "/")), below)
		default:
			u.walk(child, part, tokens)
		}
	}
}

func (u *users) reference(n, ref *tree.Node, part string) {
	if pointer, local := strings.CutPrefix(ref.Text, "#"); local && n.File == u.document.Root.File {
		u.link(part, partOf(pointer))
		return
	}
	target, pointer, err := u.document.Resolve(n, "")
	if err != nil {
		return
	}
	other := partOf(pointer)
	u.link(part, other)
	if !u.visited[target] && target.File != u.document.Root.File {
		u.visited[target] = true
		u.walk(target, other, nil)
	}
}

func (u *users) link(user, part string) {
	if user != part && !u.linked[[2]string{user, part}] {
		u.linked[[2]string{user, part}] = true
		u.usedBy[part] = append(u.usedBy[part], user)
	}
}

// of lists the operations that a finding concerns, in the order of the document.
func (u *users) of(f *Finding) []*spec.Operation {
	part := partOf(f.Pointer)
	if len(f.by) > 0 && !strings.HasPrefix(part, "/components") && !strings.HasPrefix(part, "/definitions") {
		return u.inOrder(f.by)
	}
	if part == "" {
		return u.inOrder(f.by)
	}
	known, ok := u.answers[part]
	if !ok {
		known = u.inOrder(u.search(part))
		u.answers[part] = known
	}
	if len(known) == 0 {
		return u.inOrder(f.by)
	}
	return known
}

// search goes from a part to all that lead to it.
func (u *users) search(part string) map[*spec.Operation]bool {
	found := map[*spec.Operation]bool{}
	seen := map[string]bool{part: true}
	for queue := []string{part}; len(queue) > 0; queue = queue[1:] {
		u.steps += len(u.starts[queue[0]])
		for _, o := range u.starts[queue[0]] {
			found[o] = true
		}
		for _, user := range u.usedBy[queue[0]] {
			if u.steps++; u.steps > maxSteps {
				return nil
			}
			if !seen[user] {
				seen[user] = true
				queue = append(queue, user)
			}
		}
	}
	return found
}

func (u *users) inOrder(set map[*spec.Operation]bool) []*spec.Operation {
	if len(set) == 0 {
		return nil
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b *spec.Operation) int { return cmp.Compare(u.order[a], u.order[b]) })
}
