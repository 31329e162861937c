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

// maxSteps bounds how far is looked for the operations that use something, in one document: a hostile one can have 10^5
// findings in parts that 10^5 others refer to. Beyond it, findings name no operations.
const maxSteps = 2_000_000

// users knows which operations use which part of a document. A part is a named component, an operation, a path item, or
// another file.
type users struct {
	document *spec.Document
	parts    map[string]*part
	linked   map[[2]*part]bool
	visited  map[*tree.Node]bool // of other files
	order    map[*spec.Operation]int
	searches int
	steps    int
}

type part struct {
	starts  []*spec.Operation // that stand in it or have it as their path item
	usedBy  []*part           // what refers to it
	seen    int               // the last search that came by
	answer  []*spec.Operation // all that use it, once it has been searched for
	settled bool
}

func newUsers(d *spec.Document) *users {
	u := &users{document: d, parts: map[string]*part{}, linked: map[[2]*part]bool{}, visited: map[*tree.Node]bool{}, order: map[*spec.Operation]int{}}
	for i, o := range d.Operations {
		u.order[o] = i
		part := partOf(o.Pointer)
		p := u.part(part)
		p.starts = append(p.starts, o)
		if item := partOf(strings.TrimSuffix(o.Pointer, "/"+strings.ToLower(o.Method))); item != part {
			u.link(part, item)
		}
		u.securityOf(o, part)
	}
	u.walk(d.Root, "", nil)
	return u
}

// part is the one of that name.
func (u *users) part(name string) *part {
	p := u.parts[name]
	if p == nil {
		p = &part{}
		u.parts[name] = p
	}
	return p
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

func (u *users) link(user, used string) {
	if user == used {
		return
	}
	pair := [2]*part{u.part(user), u.part(used)}
	if !u.linked[pair] {
		u.linked[pair] = true
		pair[1].usedBy = append(pair[1].usedBy, pair[0])
	}
}

// of lists the operations that a finding concerns, in the order of the document.
func (u *users) of(f *Finding) []*spec.Operation {
	if f.tried {
		return u.inOrder(f.by)
	}
	name := partOf(f.Pointer)
	if len(f.by) > 0 && !strings.HasPrefix(name, "/components") && !strings.HasPrefix(name, "/definitions") {
		return u.inOrder(f.by)
	}
	if name == "" {
		return u.inOrder(f.by)
	}
	p := u.part(name)
	if !p.settled {
		p.settled, p.answer = true, u.inOrder(u.search(p))
	}
	if len(p.answer) == 0 {
		return u.inOrder(f.by)
	}
	return p.answer
}

// search goes from a part to all that lead to it.
func (u *users) search(from *part) map[*spec.Operation]bool {
	u.searches++
	from.seen = u.searches
	found := map[*spec.Operation]bool{}
	for queue := []*part{from}; len(queue) > 0; queue = queue[1:] {
		u.steps += len(queue[0].starts)
		for _, o := range queue[0].starts {
			found[o] = true
		}
		for _, user := range queue[0].usedBy {
			if u.steps++; u.steps > maxSteps {
				return nil
			}
			if user.seen != u.searches {
				user.seen = u.searches
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
