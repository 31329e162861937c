package binding

import (
	"slices"
	"strings"
	"time"

	"mockserver/internal/tree"
)

// role is what a parameter means.
type role struct {
	name string // of the parameter
	kind roleKind
	path string // filter, include: the field

	op       string            // filter: eq ne lt lte gt gte in overlap contains prefix within
	paths    []string          // search: fields
	any      []choice          // anyOf
	page     string            // number size offset limit index
	selected bool              // sort: only by columns that are selected
	count    string            // group: the column that counts the records of a group
	names    map[string]string // select: other spellings
	prefix   string            // extra: before each name
	formats  []format          // format
	nested   bool              // select: dotted names and spellings with _ select members
	fallback []string          // select: the columns without the parameter
}

type roleKind uint8

const (
	noRole roleKind = iota
	filterRole
	searchRole
	anyOfRole
	pageRole
	sortRole
	groupRole
	selectRole
	extraRole
	formatRole
	includeRole
	keyRole
)

// choice is one word of an anyOf parameter, and the boolean field that it stands for.
type choice struct{ word, path string }

// format is one word of a format parameter, and the media type that it stands for.
type format struct{ word, mediaType string }

var (
	operators = []string{"eq", "ne", "lt", "lte", "gt", "gte", "in", "overlap", "contains", "prefix", "within"}
	pageRoles = []string{"number", "size", "offset", "limit", "index"}
)

// roleReaders read one role each; a parameter has at most one of these members.
var roleReaders = map[string]func(r *reader, b *Binding, out *role, n *tree.Node){
	"filter":  (*reader).filter,
	"search":  (*reader).search,
	"anyOf":   (*reader).anyOf,
	"page":    (*reader).page,
	"sort":    (*reader).sort,
	"group":   (*reader).group,
	"select":  (*reader).selection,
	"extra":   (*reader).extra,
	"format":  (*reader).format,
	"include": (*reader).include,
	"key":     func(_ *reader, _ *Binding, out *role, _ *tree.Node) { out.kind = keyRole },
}

var roleNames = []string{"filter", "search", "anyOf", "page", "sort", "group", "select", "extra", "format", "include", "key"}

func (r *reader) role(b *Binding, name string, n *tree.Node) role {
	out := role{name: name}
	r.known(n, "the parameter "+name, append([]string{"op", "alias"}, roleNames...)...)
	r.alias(name, n.Get("alias"))
	for i, key := range n.Members() {
		read, ok := roleReaders[key]
		switch {
		case !ok:
		case out.kind != noRole:
			r.fail(n.Items[i], "the parameter %s has two roles", name)
		case b.Collection == nil:
			r.fail(n.Items[i], "%s needs a collection", key)
		default:
			read(r, b, &out, n.Items[i])
		}
	}
	if op := n.Get("op"); op != nil {
		out.op = r.word(op, "op", operators...)
	}
	return out
}

// path is the field that a role reads; an expression over fields is one too.
func (r *reader) path(b *Binding, n *tree.Node) string {
	path, err := r.world.population.Derive(b.Collection, n.Str())
	if err != nil {
		r.fail(n, "%v", err)
	}
	return path
}

func (r *reader) filter(b *Binding, out *role, n *tree.Node) {
	out.kind, out.op, out.path = filterRole, "eq", r.path(b, n)
}

func (r *reader) include(b *Binding, out *role, n *tree.Node) {
	out.kind, out.path = includeRole, r.path(b, n)
}

func (r *reader) search(b *Binding, out *role, n *tree.Node) {
	out.kind = searchRole
	for _, item := range n.Elements() {
		out.paths = append(out.paths, r.path(b, item))
	}
	if len(out.paths) == 0 {
		r.fail(n, "search lists the fields to search in")
	}
}

func (r *reader) anyOf(b *Binding, out *role, n *tree.Node) {
	out.kind = anyOfRole
	for i, word := range n.Members() {
		out.any = append(out.any, choice{word: word, path: r.path(b, n.Items[i])})
	}
}

func (r *reader) page(_ *Binding, out *role, n *tree.Node) {
	out.kind, out.page = pageRole, r.word(n, "page", pageRoles...)
}

func (r *reader) sort(_ *Binding, out *role, n *tree.Node) {
	out.kind, out.selected = sortRole, n.Str() == "selected"
	if !n.True() && !out.selected {
		r.fail(n, "sort is true, or selected where only the selected columns can be sorted by")
	}
}

func (r *reader) group(_ *Binding, out *role, n *tree.Node) {
	out.kind = groupRole
	r.known(n, "group", "aggregates")
	aggregates := n.Get("aggregates")
	for i, name := range aggregates.Members() {
		r.word(aggregates.Items[i], "an aggregate", "count")
		out.count = name
	}
}

func (r *reader) selection(_ *Binding, out *role, n *tree.Node) {
	out.kind, out.names = selectRole, map[string]string{}
	r.known(n, "select", "nested", "default", "names")
	if nested := n.Get("nested"); nested != nil {
		out.nested = r.word(nested, "nested", "dotted") == "dotted"
	}
	for _, item := range n.Get("default").Elements() {
		out.fallback = append(out.fallback, item.Str())
	}
	spellings := n.Get("names")
	for i, name := range spellings.Members() {
		out.names[name] = spellings.Items[i].Str()
	}
}

func (r *reader) extra(_ *Binding, out *role, n *tree.Node) {
	r.known(n, "extra", "prefix")
	out.kind, out.prefix = extraRole, n.Get("prefix").Str()
}

func (r *reader) format(_ *Binding, out *role, n *tree.Node) {
	out.kind = formatRole
	for i, word := range n.Members() {
		out.formats = append(out.formats, format{word, n.Items[i].Str()})
	}
}

// RateLimit is the most requests of one caller in a time.
type RateLimit struct {
	Requests int
	Per      time.Duration
	By       string // a header that tells callers apart, "header.Authorization"
}

func (r *reader) rateLimit(n *tree.Node) *RateLimit {
	if n == nil {
		return nil
	}
	r.known(n, "limit", "requests", "per", "by")
	requests, ok := n.Get("requests").Int()
	per, err := time.ParseDuration(n.Get("per").Str())
	by, isHeader := strings.CutPrefix(n.Get("by").Str(), "header.")
	if !ok || requests < 1 || err != nil || per <= 0 || !isHeader {
		r.fail(n, "a limit is such as {requests: 250, per: 60s, by: header.Authorization}")
	}
	return &RateLimit{Requests: int(requests), Per: per, By: by}
}

// with finds the first parameter that has a role.
func (b *Binding) with(kind roleKind) *role {
	i := slices.IndexFunc(b.parameters, func(r role) bool { return r.kind == kind })
	if i < 0 {
		return nil
	}
	return &b.parameters[i]
}
