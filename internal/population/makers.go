package population

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/fake"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
)

// makers read the grammar of one kind of field each; exactly one of these names stands in a field.
var makers = map[string]func(b *builder, c *Collection, f *Field, n *tree.Node){
	"sequence": (*builder).sequence,
	"fake":     (*builder).fake,
	"weights":  (*builder).weights,
	"pick":     (*builder).pick,
	"int":      (*builder).integer,
	"chance":   (*builder).chance,
	"time":     (*builder).time,
	"date":     (*builder).date,
	"one_of":   (*builder).oneOf,
	"some_of":  (*builder).someOf,
	"refers":   (*builder).refers,
	"within":   (*builder).within,
	"expr":     (*builder).expr,
	"derived":  (*builder).derived,
}

var (
	makerNames    = []string{"sequence", "fake", "weights", "pick", "int", "chance", "time", "date", "one_of", "some_of", "refers", "within", "expr", "derived"}
	modifierNames = []string{"null", "when", "unique", "label", "order", "type"}
)

// repeating are the makers whose values can repeat or change, as those of a key or a unique field must not.
var repeating = []string{"chance", "time", "date", "one_of", "some_of", "derived"}

func (b *builder) field(c *Collection, f *Field) {
	n, mistakes := f.at, len(b.errs)
	f.make = func(*Field, *cell) any { return nil }
	if !b.object(n, "the field "+f.Name, slices.Concat(makerNames, modifierNames)...) {
		return
	}
	b.modifiers(c, f, n)
	made := ""
	for i, key := range n.Keys {
		read, ok := makers[key]
		switch {
		case !ok:
		case made != "":
			b.fail(n.Items[i], "the field %s is both %s and %s", f.Name, made, key)
		default:
			made = key
			read(b, c, f, n.Items[i])
		}
	}
	if made == "" && len(b.errs) == mistakes {
		b.fail(n, "the field %s says nothing of how it is made; one of %s", f.Name, strings.Join(makerNames, ", "))
	}
	b.identity(c, f, made)
}

func (b *builder) modifiers(c *Collection, f *Field, n *tree.Node) {
	if label := n.Get("label"); b.is(label, tree.String, "label") {
		f.Label = label.Text
	}
	if order := n.Get("order"); b.is(order, tree.String, "order") {
		if f.Order = order.Text; c.byName[f.Order] == nil {
			b.unknownField(order, c, f.Order)
		}
	}
	if unique := n.Get("unique"); b.is(unique, tree.Bool, "unique") {
		f.Unique = unique.True()
	}
	if kind := n.Get("type"); kind != nil {
		f.kind = b.typed(kind)
	}
	if share := n.Get("null"); share != nil {
		f.nulls = b.share(share)
	}
	if when := n.Get("when"); when != nil {
		f.when = &condition{program: b.program(c, f, when)}
	}
}

// identity refuses what cannot tell records apart, as a key or a unique field has to.
func (b *builder) identity(c *Collection, f *Field, made string) {
	isKey := f.Name == c.Key
	what := "a unique field"
	if isKey {
		what = "a key"
	}
	switch {
	case !isKey && !f.Unique:
	case slices.Contains(repeating, made) && !(made == "one_of" && isKey && c.described != nil):
		b.fail(f.at, "%s is %s: it cannot be made by %s, whose values can repeat or change", f.Name, what, made)
	case isKey && (f.nulls > 0 || f.when != nil):
		b.fail(f.at, "%s is a key: every record has one, without null and when", f.Name)
	case (made == "weights" || made == "pick") && !f.Unique:
		b.fail(f.at, "%s is a key: with %s it needs unique: true", f.Name, made)
	}
}

// typed reads what the texts that are given for a field stand for, where its maker does not say.
func (b *builder) typed(n *tree.Node) kind {
	switch n.Str() {
	case "date-time":
		return timeKind
	case "date":
		return dateKind
	}
	b.fail(n, "type is %s; it may be date-time or date", literal(n))
	return anyKind
}

var percentage = lazyregexp.New(`^(\d{1,3})(?:\.(\d{1,2}))?%$`)

// share reads a percentage such as 6% or 0.5%, in ten thousandths.
func (b *builder) share(n *tree.Node) uint64 {
	m := percentage.FindStringSubmatch(n.Str())
	if m != nil {
		share, _ := strconv.ParseUint(m[1]+(m[2] + "00")[:2], 10, 64)
		if share <= wholeShare {
			return share
		}
	}
	b.fail(n, "%s is not a share from 0%% to 100%%, with two decimals at most", literal(n))
	return 0
}

// program compiles an expression over the fields of the record, and notes what the field needs.
func (b *builder) program(c *Collection, f *Field, n *tree.Node) *expression.Program {
	names := c.FieldNames()
	for _, name := range []string{clockName, numberName} {
		if c.byName[name] == nil {
			names = append(names, name)
		}
	}
	source := n.Text
	if n.Is(tree.Array) || n.Is(tree.Object) {
		b.fail(n, "an expression is %s; it is a text", n.Kind.WithArticle())
		source = "nil"
	}
	p, err := expression.Compile(source, expression.Scope{Names: names, Zone: c.Zone, Seed: b.population.seed})
	if err != nil {
		b.fail(n, "%v", err)
		p, _ = expression.Compile("nil", expression.Scope{})
	}
	f.uses = append(f.uses, p.Uses...)
	for _, name := range p.Names {
		if c.byName[name] != nil && !slices.Contains(f.needs, name) {
			f.needs = append(f.needs, name)
		}
	}
	return p
}

func (b *builder) expr(c *Collection, f *Field, n *tree.Node) {
	p := b.program(c, f, n)
	f.make = func(_ *Field, cell *cell) any { return p.Value(cell.names) }
}

func (b *builder) derived(c *Collection, f *Field, n *tree.Node) {
	b.expr(c, f, n)
	f.derived = true
}

func (b *builder) sequence(c *Collection, f *Field, n *tree.Node) {
	if !b.object(n, "sequence", "start", "step") {
		return
	}
	start, step := b.int(n.Get("start"), 1), b.int(n.Get("step"), 1)
	switch last := lastOf(start, step, int64(c.Size)+maxCreated); {
	case step == 0:
		b.fail(n.Get("step"), "step is 0: all records would have the same %s", f.Name)
	case !last.IsInt64():
		b.fail(n, "the sequence of %s would go to %v, beyond integers of 64 bits, with %d records and those that may be created; let it start nearer to 0, or take smaller steps", f.Name, last, c.Size)
	}
	f.sequence = &sequence{start, step}
	f.make = func(_ *Field, c *cell) any { return start + int64(c.number)*step }
}

// lastOf is the last of so many numbers of a sequence.
func lastOf(start, step, count int64) *big.Int {
	last := new(big.Int).Mul(big.NewInt(step), big.NewInt(count-1))
	return last.Add(last, big.NewInt(start))
}

// sequence is start, start+step, start+2*step …
type sequence struct{ start, step int64 }

// position finds a number among the first of the sequence.
func (s *sequence) position(number int64, size int) (int, bool) {
	if s.step == 0 || (number-s.start)%s.step != 0 {
		return 0, false
	}
	at := (number - s.start) / s.step
	return int(at), 0 <= at && at < int64(size)
}

func (b *builder) int(n *tree.Node, otherwise int64) int64 {
	if n == nil {
		return otherwise
	}
	i, ok := n.Int()
	if !ok {
		b.fail(n, "%s is not an integer of at most 64 bits", literal(n))
		return otherwise
	}
	return i
}

// fake: a name, or an object with the name of a function and its parameters.
func (b *builder) fake(_ *Collection, f *Field, n *tree.Node) {
	name, parameters := n, []fake.Parameter(nil)
	if n.Is(tree.Object) {
		if name = n.Get("name"); name == nil {
			b.fail(n, "fake has no name; it is the name of a function, or {name: …} with its parameters")
			return
		}
		for i, key := range n.Keys {
			if key != "name" {
				parameters = append(parameters, fake.Parameter{Name: key, Words: words(n.Items[i])})
			}
		}
	}
	if !b.is(name, tree.String, "the name of a function") {
		return
	}
	leaf, err := fake.Function(name.Text, parameters)
	if err != nil {
		b.fail(n, "%v", err)
		return
	}
	f.make = suffixed(func(f *Field, c *cell) any { return leaf(f.key.Cell(c.number)) })
}

// words are the texts of a list, or the one text.
func words(n *tree.Node) []string {
	if !n.Is(tree.Array) {
		return []string{n.Text}
	}
	list := make([]string, n.Len())
	for i, item := range n.Items {
		list[i] = item.Text
	}
	return list
}

func (b *builder) chance(_ *Collection, f *Field, n *tree.Node) {
	share := b.share(n)
	f.make = func(f *Field, c *cell) any { return f.key.Cell(c.number).Below(wholeShare) < share }
}

// integer draws from min to max, both included; those of a key or unique field are a permutation of that range. A pinned
// record leaves its own number to the one whose number is pinned.
func (b *builder) integer(c *Collection, f *Field, n *tree.Node) {
	if !b.object(n, "int", "min", "max") {
		return
	}
	low, high := b.int(n.Get("min"), 0), b.int(n.Get("max"), 0)
	width := uint64(high) - uint64(low) + 1 // 0 is 2^64
	unique := c.distinct(f)
	switch {
	case low > high:
		b.fail(n, "int: min %d is above max %d", low, high)
	case unique && width != 0 && width < uint64(c.Size):
		b.fail(n, "int: %d values are not enough for %d records with a unique %s", width, c.Size, f.Name)
	case unique:
		f.make = func(f *Field, c *cell) any {
			v := low + int64(f.key.Permute(uint64(c.number), width))
			for owner, pinned := f.pinnedBy[v]; pinned && owner != c.number; owner, pinned = f.pinnedBy[v] {
				v = low + int64(f.key.Permute(uint64(owner), width))
			}
			return v
		}
	default:
		f.make = func(f *Field, c *cell) any { return f.key.Cell(c.number).Between(low, high) }
	}
}
