package binding

import (
	"math"
	"strings"
	"time"

	"mockserver/internal/query"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// role is what a parameter means.
type role struct {
	name  string // of the parameter
	index int    // in Binding.parameters
	kind  roleKind
	path  string          // filter, include: the field
	other query.Condition // include: that the field is not set

	op       string              // filter: eq ne lt lte gt gte in overlap contains prefix within
	paths    []string            // search: fields
	any      []choice            // anyOf
	page     string              // number size offset limit index cursor after before
	first    int64               // page number: that of the first page
	all      []string            // filter: words that mean that there is none
	anyone   bool                // parent: one that is not known is as good as any
	selected bool                // sort: only by columns that are selected
	loose    bool                // sort: in any form, and what is no field is not heeded
	keys     map[string][]string // sort: what its words stand for
	count    string              // group: the column that counts the records of a group
	names    map[string]string   // select: other spellings
	prefix   string              // extra: before each name
	formats  []format            // format
	nested   bool                // select: dotted names and spellings with _ select members
	fallback []string            // select: the columns without the parameter
}

type roleKind uint8

const (
	noRole roleKind = iota
	brokenRole
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
	directionRole
	membersRole
	parentRole
	scopeRole
)

// choice is one word of an anyOf parameter, and the boolean field that it stands for.
type choice struct{ word, path string }

// format is one word of a format parameter, and the media type that it stands for.
type format struct{ word, mediaType string }

var (
	operators = []string{"eq", "ne", "lt", "lte", "gt", "gte", "in", "overlap", "contains", "prefix", "within"}
	pageRoles = []string{"number", "size", "offset", "limit", "index", "cursor", "after", "before"}
)

// readRole reads what a parameter means from the member of x-mock that says it.
type readRole func(r *reader, b *Binding, out *role, n *tree.Node)

// roleReaders read one role each; a parameter has at most one of these members.
var roleReaders = []struct {
	name string
	read readRole
}{
	{"filter", (*reader).filter},
	{"search", (*reader).search},
	{"anyOf", (*reader).anyOf},
	{"page", (*reader).page},
	{"sort", (*reader).sort},
	{"group", (*reader).group},
	{"select", (*reader).selection},
	{"extra", (*reader).extra},
	{"format", (*reader).format},
	{"include", (*reader).include},
	{"key", (*reader).key},
	{"parent", (*reader).parent},
	{"scope", (*reader).scope},
}

func roleNames() []string {
	names := make([]string, len(roleReaders))
	for i, one := range roleReaders {
		names[i] = one.name
	}
	return names
}

func roleReader(name string) readRole {
	for _, one := range roleReaders {
		if one.name == name {
			return one.read
		}
	}
	return nil
}

// path is the field that a role reads; an expression over fields is one too.
func (r *reader) path(b *Binding, n *tree.Node) string {
	text := r.literal(n, "a field")
	if text == "" {
		return ""
	}
	path, err := r.world.population.Derive(b.Collection, text)
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
	out.other = query.Not{Condition: query.Equal{Path: out.path, Values: []any{true}}}
}

func (r *reader) key(_ *Binding, out *role, n *tree.Node) {
	out.kind = keyRole
	if !n.True() {
		r.fail(n, "key is true, or left out")
	}
}

func (r *reader) search(b *Binding, out *role, n *tree.Node) {
	out.kind = searchRole
	for _, item := range r.elements(n, "search") {
		out.paths = append(out.paths, r.path(b, item))
	}
	if n.Is(tree.Array) && n.Len() == 0 {
		r.fail(n, "search lists the fields to search in; the list is empty")
	}
}

func (r *reader) anyOf(b *Binding, out *role, n *tree.Node) {
	out.kind = anyOfRole
	for i, word := range r.members(n, "anyOf") {
		out.any = append(out.any, choice{word, r.path(b, n.Items[i])})
	}
	if n.Is(tree.Object) && n.Len() == 0 {
		r.fail(n, "anyOf says which field each word stands for; it is empty")
	}
}

func (r *reader) page(_ *Binding, out *role, n *tree.Node) {
	out.kind, out.page = pageRole, r.word(n, "page", pageRoles...)
}

func (r *reader) sort(_ *Binding, out *role, n *tree.Node) {
	out.kind = sortRole
	switch {
	case n.True():
	case n.Str() == "selected":
		out.selected = true
	case n.Str() == "loose":
		out.loose = true
	case n.Str() == "direction":
		out.kind = directionRole
	case n.Is(tree.Object):
		out.loose, out.keys = true, map[string][]string{}
		for i, word := range n.Keys {
			if item := n.Items[i]; item.Is(tree.Array) {
				out.keys[word] = r.texts(item, "sort")
			} else {
				out.keys[word] = []string{r.literal(item, "what "+word+" sorts by")}
			}
		}
	default:
		r.fail(n, "sort is true, selected where only the selected columns can be sorted by, loose for any form, direction, or an object that says what each word sorts by")
	}
}

func (r *reader) parent(b *Binding, out *role, n *tree.Node) {
	out.kind, out.path = parentRole, r.path(b, n)
	if b.Collection.Reference(out.path) == nil {
		r.fail(n, "the field %s of %s refers to no collection, as that of a parent does", out.path, b.Collection.Name)
	}
}

func (r *reader) scope(b *Binding, out *role, n *tree.Node) {
	out.kind, out.path = scopeRole, r.literal(n, "scope")
	if out.path != "" && b.Collection.Field(out.path) == nil {
		r.fail(n, "%s has no field %q that could say whose a record is%s", b.Collection.Name, out.path, meant(out.path, b.Collection.FieldNames()))
	}
}

func (r *reader) group(_ *Binding, out *role, n *tree.Node) {
	out.kind = groupRole
	r.known(n, "group", "aggregates")
	aggregates := n.Get("aggregates")
	for i, name := range r.members(aggregates, "aggregates") {
		if r.word(aggregates.Items[i], "the aggregate "+name, "count"); i > 0 {
			r.fail(aggregates.Items[i], "one aggregate is enough: %s counts already", out.count)
			continue
		}
		out.count = name
	}
}

func (r *reader) selection(_ *Binding, out *role, n *tree.Node) {
	if n.Str() == "members" {
		out.kind = membersRole
		return
	}
	out.kind, out.names = selectRole, map[string]string{}
	r.known(n, "select", "nested", "default", "names")
	if nested := n.Get("nested"); nested != nil {
		out.nested = r.word(nested, "nested", "dotted") == "dotted"
	}
	out.fallback = r.texts(n.Get("default"), "default")
	spellings := n.Get("names")
	for i, name := range r.members(spellings, "names") {
		out.names[name] = r.literal(spellings.Items[i], "the column "+name+" stands for")
	}
}

func (r *reader) extra(_ *Binding, out *role, n *tree.Node) {
	r.known(n, "extra", "prefix")
	out.kind, out.prefix = extraRole, r.literal(n.Get("prefix"), "prefix")
	if n.Is(tree.Object) && n.Get("prefix") == nil {
		r.fail(n, "extra has the prefix of the fields that the parameter names")
	}
}

func (r *reader) format(_ *Binding, out *role, n *tree.Node) {
	out.kind = formatRole
	for i, word := range r.members(n, "format") {
		mediaType := r.literal(n.Items[i], "the format "+word)
		if mediaType != "" && !strings.Contains(mediaType, "/") {
			r.fail(n.Items[i], "the format %s is %q; it would be a media type such as application/json", word, mediaType)
		}
		out.formats = append(out.formats, format{word, spec.BareType(mediaType)})
	}
}

// RateLimit is the most requests of one caller in a time.
type RateLimit struct {
	Requests int
	Per      time.Duration
	By       string // the name of a header that tells callers apart
}

func (r *reader) rateLimit(n *tree.Node) *RateLimit {
	if n == nil {
		return nil
	}
	r.known(n, "limit", "requests", "per", "by")
	requests, ok := n.Get("requests").Int()
	per, err := time.ParseDuration(n.Get("per").Str())
	by, isHeader := strings.CutPrefix(n.Get("by").Str(), "header.")
	if !ok || requests < 1 || requests > math.MaxInt32 || err != nil || per <= 0 || !isHeader || !isToken(by) {
		r.fail(n, "a limit is such as {requests: 250, per: 60s, by: header.Authorization}")
	}
	return &RateLimit{Requests: int(requests), Per: per, By: by}
}

// with finds the first parameter that has a role.
func (b *Binding) with(kind roleKind) *role { return b.first[kind] }
