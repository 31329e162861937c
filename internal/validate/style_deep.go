package validate

import (
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// readDeepObject is `a[x]=1&a[y]=2`. The standard leaves open what stands within: objects go on with brackets, arrays
// repeat, or have empty brackets or indices: `a[x][y]=1&a[z]=1&a[z]=2`, `a[z][]=1`, `a[z][0]=1`, `a[z][0][y]=1`.
func readDeepObject(r *reading) (any, bool, *fault) {
	root := &branch{}
	for _, i := range r.query.below(r.parameter.Name) {
		p := &r.query.pairs[i]
		if p.named { // a parameter of its own may be called a[x]
			continue
		}
		rest := p.name[len(r.parameter.Name)+len("["):]
		p.taken = true
		keys := strings.Split(strings.TrimSuffix(rest, "]"), "][")
		if !strings.HasSuffix(rest, "]") || len(keys) > r.query.depth || strings.ContainsAny(strings.Join(keys, ""), "[]") {
			return nil, true, r.malformed([]raw{{p.name, plain}}, "names such as "+r.parameter.Name+"[name]")
		}
		text, _, f := decoded(p.value)
		if f != nil {
			return nil, true, f
		}
		if !root.put(keys, text) {
			return nil, true, r.conflict(p.name)
		}
	}
	switch {
	case !root.grown() && len(r.raws) > 0 && r.shape != object:
		return readForm(r)
	case !root.grown() && len(r.raws) > 0:
		return nil, true, r.malformed(r.raws, "names such as "+r.parameter.Name+"[name]")
	case !root.grown():
		return nil, false, nil
	case len(r.raws) > 0:
		return nil, true, r.conflict(r.parameter.Name)
	}
	v, conflict := root.value(r.parameter.Schema, r.parameter.Name, &patience{})
	if conflict != "" {
		return nil, true, r.conflict(conflict)
	}
	return v, true, nil
}

func (r *reading) conflict(name string) *fault {
	return r.malformed([]raw{{name, plain}}, "each name once, and not both a value and an object")
}

// branch is what a request has below a name with brackets.
type branch struct {
	texts []any              // of the name itself
	items []*branch          // of empty brackets
	names []string           // of the other brackets, in their order
	below map[string]*branch // by these names
}

// grown tells whether there is anything below.
func (b *branch) grown() bool { return len(b.items)+len(b.names) > 0 }

// put hangs a text below by its path; it is false where a name has a value already and would get members, too.
func (b *branch) put(keys []string, text any) bool {
	switch {
	case len(keys) == 0:
		b.texts = append(b.texts, text)
		return !b.grown()
	case len(b.texts) > 0:
		return false
	case keys[0] == "":
		return b.item(keys[1:]).put(keys[1:], text)
	}
	next := b.below[keys[0]]
	if next == nil {
		if b.below == nil {
			b.below = map[string]*branch{}
		}
		next = &branch{}
		b.below[keys[0]] = next
		b.names = append(b.names, keys[0])
	}
	return next.put(keys[1:], text)
}

// item is the element that empty brackets stand for: `a[][x]=1&a[][y]=2&a[][x]=3` are two, the second beginning where
// a name comes again.
func (b *branch) item(rest []string) *branch {
	if n := len(b.items); n > 0 && len(rest) > 0 && rest[0] != "" && b.items[n-1].below[rest[0]] == nil {
		return b.items[n-1]
	}
	next := &branch{}
	b.items = append(b.items, next)
	return next
}

// value is what the branch stands for: a text, []any or *value.Object; conflict is the name that stands for two things.
func (b *branch) value(s *schema.Schema, name string, p *patience) (v any, conflict string) {
	var kinds schema.TypeSet
	if s != nil {
		kinds = s.Kinds()
	}
	switch {
	case !b.grown() && kinds.Has(schema.Array) && (len(b.texts) > 1 || len(shapesOf(s, nil)) == 1), !b.grown() && kinds == 0 && len(b.texts) > 1:
		return b.texts, ""
	case !b.grown() && len(b.texts) == 1:
		return b.texts[0], ""
	case !b.grown():
		return nil, name
	case len(b.names) == 0, b.numbered() && (kinds.Has(schema.Array) || kinds == 0 && len(fieldsOf(s)) == 0):
		return b.list(s, name, p)
	case len(b.items) > 0:
		return nil, name + "[]"
	}
	o := value.NewObject(len(b.names))
	for _, key := range b.names {
		member, conflict := b.below[key].value(p.memberOf(s, key), name+"["+key+"]", p)
		if conflict != "" {
			return nil, conflict
		}
		o.Set(key, member)
	}
	return o, ""
}

// list has the numbered elements in the order of their numbers, then those of empty brackets.
func (b *branch) list(s *schema.Schema, name string, p *patience) (any, string) {
	names := slices.Clone(b.names)
	slices.SortStableFunc(names, func(x, y string) int {
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		return strings.Compare(x, y)
	})
	var all []*branch
	for _, key := range names {
		all = append(all, b.below[key])
	}
	all = append(all, b.items...)
	items := make([]any, len(all))
	for i, below := range all {
		v, conflict := below.value(elementOf(s, i), name+"["+strconv.Itoa(i)+"]", p)
		if conflict != "" {
			return nil, conflict
		}
		items[i] = v
	}
	return items, ""
}

// numbered tells whether all names are indices.
func (b *branch) numbered() bool {
	for _, name := range b.names {
		if len(name) > 9 || strings.Trim(name, "0123456789") != "" || len(name) > 1 && name[0] == '0' {
			return false
		}
	}
	return true
}
