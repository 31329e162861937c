package binding

import (
	"maps"
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// parameters reads what the parameters of an operation mean.
func (r *reader) parameters(b *Binding, n *tree.Node) {
	b.aliases = r.world.aliases
	if n == nil {
		return
	}
	there, whole := declared(b.Operation)
	for i, name := range r.members(n, "parameters") {
		item := n.Items[i]
		made := r.role(b, name, item)
		place := r.place(b.Operation, name, made.kind != noRole, there, whole, item)
		if alias := item.Get("alias"); alias != nil {
			b.aliases = maps.Clone(b.aliases)
			b.aliases[place] = slices.Concat(b.aliases[place], r.texts(alias, "alias"))
		}
		r.once(b, made, item)
		b.add(&made)
	}
}

// add keeps what a parameter means, with what is asked of all of them for each request.
func (b *Binding) add(made *role) {
	made.index = len(b.parameters)
	b.parameters = append(b.parameters, made)
	if b.first[made.kind] == nil {
		b.first[made.kind] = made
	}
	if made.kind == pageRole {
		b.pages = append(b.pages, made)
	}
}

// declared are the parameters of an operation, as "in.name"; whole is false if a $ref leads nowhere, so that there
// may be more.
func declared(o *spec.Operation) (places []string, whole bool) {
	whole = true
	listed := map[string]bool{}
	add := func(place string) {
		if !listed[place] {
			listed[place] = true
			places = append(places, place)
		}
	}
	for _, list := range []*tree.Node{o.PathItem.Get("parameters"), o.Node.Get("parameters")} {
		for _, item := range list.Elements() {
			found, _, err := o.Document.Resolve(item, "")
			if err != nil {
				whole = false
				continue
			}
			add(found.Get("in").Str() + "." + found.Get("name").Str())
		}
	}
	for _, name := range o.PathParameters() {
		add("path." + name)
	}
	return places, whole
}

// place finds the parameter that a name means, "in.name". What only has an alias may be credentials too, which are
// no parameters.
func (r *reader) place(o *spec.Operation, name string, role bool, there []string, whole bool, at *tree.Node) string {
	var found, names []string
	for _, place := range there {
		_, rest, _ := strings.Cut(place, ".")
		if place == name || rest == name {
			found = append(found, place)
		}
		if hasPlace(name) {
			rest = place
		}
		if !slices.Contains(names, rest) {
			names = append(names, rest)
		}
	}
	switch {
	case len(found) == 1 || slices.Contains(found, name):
		return found[0]
	case len(found) > 1:
		r.fail(at, "%s has more than one parameter %s: say which is meant, %s", o.ID, name, strings.Join(found, " or "))
	case !whole || !role && hasPlace(name):
	case len(names) == 0:
		r.fail(at, "%s has no parameter %q; it has none", o.ID, name)
	default:
		near := meant(name, names)
		if near == "" {
			near = "; it has " + strings.Join(names, ", ")
		}
		r.fail(at, "%s has no parameter %q%s", o.ID, name, near)
	}
	return name
}

// once reports a second parameter with a role that only one can have.
func (r *reader) once(b *Binding, made role, at *tree.Node) {
	switch made.kind {
	case pageRole, sortRole, directionRole, groupRole, selectRole, membersRole, formatRole, keyRole:
	default:
		return
	}
	for _, other := range b.parameters {
		if other.kind == made.kind && other.page == made.page {
			r.fail(at, "%s and %s have the same role", other.name, made.name)
		}
	}
	for _, pair := range [][2]roleKind{{groupRole, selectRole}, {selectRole, groupRole}} {
		if other := b.with(pair[0]); made.kind == pair[1] && other != nil {
			r.fail(at, "%s and %s both choose the columns", other.name, made.name)
		}
	}
}

// role reads one parameter.
func (r *reader) role(b *Binding, name string, n *tree.Node) role {
	out := role{name: name}
	r.known(n, "the parameter "+name, append(roleNames(), "op", "alias", "first", "all", "unknown")...)
	for i, key := range n.Members() {
		read := roleReader(key)
		switch {
		case read == nil:
		case out.kind != noRole:
			r.fail(n.Items[i], "the parameter %s has two roles", name)
		case b.Collection == nil:
			r.fail(n.Items[i], "%s needs a collection", key)
			out.kind = brokenRole
		default:
			read(r, b, &out, n.Items[i])
		}
	}
	op := n.Get("op")
	switch {
	case op != nil && out.kind != filterRole && out.kind != brokenRole:
		r.fail(op, "op belongs to filter; the parameter %s has none", name)
	case op != nil:
		out.op = r.word(op, "op", operators...)
	case n.Is(tree.Object) && n.Len() == 0:
		r.fail(n, "nothing is said of the parameter %s; it may have %s", name, strings.Join(append(roleNames(), "alias"), ", "))
	}
	r.further(&out, n)
	return out
}

// further reads what some roles say besides.
func (r *reader) further(out *role, n *tree.Node) {
	if all := n.Get("all"); all != nil {
		if out.all = r.texts(all, "all"); out.kind != filterRole && out.kind != brokenRole {
			r.fail(all, "all belongs to filter; the parameter %s has none", out.name)
		}
	}
	if unknown := n.Get("unknown"); unknown != nil {
		if out.anyone = r.word(unknown, "unknown", "any", "missing") == "any"; out.kind != parentRole && out.kind != brokenRole {
			r.fail(unknown, "unknown belongs to parent; the parameter %s has none", out.name)
		}
	}
	out.first = 1
	if first := n.Get("first"); first != nil {
		number, ok := first.Int()
		if out.first = number; !ok || out.kind == pageRole && out.page != "number" || out.kind != pageRole {
			r.fail(first, "first is the number of the first page, 0 or 1, of a parameter with page: number")
		}
	}
}
