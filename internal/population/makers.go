package population

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/fake"
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
	"expr":     (*builder).expr,
	"derived":  (*builder).derived,
}

var (
	makerNames    = []string{"sequence", "fake", "weights", "pick", "int", "chance", "time", "date", "one_of", "some_of", "refers", "expr", "derived"}
	modifierNames = []string{"null", "when", "unique", "label", "order", "type"}
)

func (b *builder) field(c *Collection, f *Field) {
	n := f.at
	f.make = func(*Field, *cell) any { return nil }
	if !n.Is(tree.Object) {
		b.fail(n, "the field %s is not an object such as {fake: firstname}", f.Name)
		return
	}
	b.known(n, "a field", slices.Concat(makerNames, modifierNames)...)
	f.Label, f.Order, f.Unique = n.Get("label").Str(), n.Get("order").Str(), n.Get("unique").True()
	if f.Order != "" && c.byName[f.Order] == nil {
		b.fail(n.Get("order"), "order: %s has no field %q", c.Name, f.Order)
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
	if made == "" {
		b.fail(n, "the field %s says nothing of how it is made; one of %s", f.Name, strings.Join(makerNames, ", "))
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
	b.fail(n, "type is %q; it may be date-time or date", n.Text)
	return anyKind
}

// share reads a percentage such as 6% or 0.5%, in ten thousandths.
func (b *builder) share(n *tree.Node) uint64 {
	text, ok := strings.CutSuffix(n.Str(), "%")
	percent, err := strconv.ParseFloat(text, 64)
	if !ok || err != nil || !(percent >= 0 && percent <= 100) {
		b.fail(n, "%q is not a share from 0%% to 100%%", n.Text)
		return 0
	}
	return uint64(percent*100 + 0.5)
}

// program compiles an expression over the fields of the record, and notes what the field needs.
func (b *builder) program(c *Collection, f *Field, n *tree.Node) *expression.Program {
	names := []string{"clock", "number"}
	for _, other := range c.fields {
		names = append(names, other.Name)
	}
	p, err := expression.Compile(n.Text, expression.Scope{Names: names, Zone: c.Zone, Seed: b.population.seed})
	if err != nil {
		b.fail(n, "%v", err)
		p, _ = expression.Compile("nil", expression.Scope{})
	}
	f.uses = append(f.uses, p.Uses...)
	for _, name := range p.Names {
		if name != "clock" && name != "number" && !slices.Contains(f.needs, name) {
			f.needs = append(f.needs, name)
		}
	}
	return p
}

func (b *builder) expr(c *Collection, f *Field, n *tree.Node) {
	p := b.program(c, f, n)
	f.make = func(_ *Field, cell *cell) any { return p.Run(cell.names()) }
}

func (b *builder) derived(c *Collection, f *Field, n *tree.Node) {
	b.expr(c, f, n)
	f.derived = true
}

func (b *builder) sequence(_ *Collection, f *Field, n *tree.Node) {
	b.known(n, "sequence", "start", "step")
	start, step := b.int(n.Get("start"), 1), b.int(n.Get("step"), 1)
	f.sequence = &sequence{start, step}
	f.make = func(_ *Field, c *cell) any { return start + int64(c.number)*step }
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
		b.fail(n, "%q is not an integer", n.Text)
	}
	return i
}

// fake: a name, or an object with the name of a function and its parameters.
func (b *builder) fake(_ *Collection, f *Field, n *tree.Node) {
	name, parameters := n.Str(), []fake.Parameter(nil)
	if n.Is(tree.Object) {
		name = n.Get("name").Str()
		for i, key := range n.Keys {
			if key == "name" {
				continue
			}
			words := []string{n.Items[i].Text}
			if n.Items[i].Is(tree.Array) {
				words = nil
				for _, item := range n.Items[i].Items {
					words = append(words, item.Text)
				}
			}
			parameters = append(parameters, fake.Parameter{Name: key, Words: words})
		}
	}
	leaf, err := fake.Function(name, parameters)
	if err != nil {
		b.fail(n, "%v", err)
		return
	}
	f.make = suffixed(func(f *Field, c *cell) any { return leaf(f.key.Cell(c.number)) })
}

// suffixed makes texts unique by construction: the number of the record is appended to those of a unique field.
func suffixed(made maker) maker {
	return func(f *Field, c *cell) any {
		v := made(f, c)
		if text, ok := v.(string); ok && f.Unique {
			return text + strconv.Itoa(c.number+1)
		}
		return v
	}
}

func (b *builder) weights(_ *Collection, f *Field, n *tree.Node) {
	choice := &fake.Choice{}
	for i := range n.Len() {
		weight, ok := n.Items[i].Int()
		if !ok || weight < 0 || weight > fake.MaxWeight {
			b.fail(n.Items[i], "a weight is an integer from 0 to %d", fake.MaxWeight)
			continue
		}
		choice.Add(plainKey(n.Keys[i]), weight)
	}
	b.choose(f, n, choice)
}

// plainKey is what a key of YAML stands for: null, a boolean, an integer or a text.
func plainKey(key string) any {
	switch key {
	case "null", "~":
		return nil
	case "true", "false":
		return key == "true"
	}
	if i, err := strconv.ParseInt(key, 10, 64); err == nil && strconv.FormatInt(i, 10) == key {
		return i
	}
	return key
}

func (b *builder) pick(_ *Collection, f *Field, n *tree.Node) {
	choice := &fake.Choice{}
	for _, item := range n.Elements() {
		choice.Add(item.Value(), 1)
	}
	b.choose(f, n, choice)
}

func (b *builder) choose(f *Field, n *tree.Node, choice *fake.Choice) {
	if choice.Total() == 0 {
		b.fail(n, "there is nothing to choose from")
		return
	}
	f.make = suffixed(func(f *Field, c *cell) any { return choice.Draw(f.key.Cell(c.number)) })
}

func (b *builder) chance(_ *Collection, f *Field, n *tree.Node) {
	share := b.share(n)
	f.make = func(f *Field, c *cell) any { return f.key.Cell(c.number).Below(wholeShare) < share }
}

// integer draws from min to max, both included; those of a unique field are a permutation of that range.
func (b *builder) integer(c *Collection, f *Field, n *tree.Node) {
	b.known(n, "int", "min", "max")
	low, high := b.int(n.Get("min"), 0), b.int(n.Get("max"), 0)
	width := uint64(high) - uint64(low) + 1
	switch {
	case low > high:
		b.fail(n, "int: min %d is above max %d", low, high)
	case f.Unique && width < uint64(c.Size):
		b.fail(n, "int: %d values are not enough for %d records with a unique %s", width, c.Size, f.Name)
	case f.Unique:
		f.make = func(f *Field, c *cell) any { return low + int64(f.key.Permute(uint64(c.number), width)) }
	default:
		f.make = func(f *Field, c *cell) any { return f.key.Cell(c.number).Between(low, high) }
	}
}

// isPath matches names with dots between them; all else is an expression.
var isPath = regexp.MustCompile(`^[\w-]+(\.[\w-]+)*$`)

// Derive finds the path that a text names, or makes a field of the expression that it is. It is for whoever reads
// the description of a population, before the first request.
func (p *Population) Derive(c *Collection, source string) (path string, err error) {
	if isPath.MatchString(source) && c.Has(source) {
		return source, nil
	}
	b := &builder{population: p}
	f := &Field{Name: source, at: &tree.Node{Kind: tree.String, Text: source}, derived: true}
	b.expr(c, f, f.at)
	if len(b.errs) > 0 {
		return "", fmt.Errorf("%q is neither a field of %s nor an expression over its fields", source, c.Name)
	}
	b.add(c, f)
	b.visit(c, f, map[*Field]int{})
	return source, errors.Join(b.errs...)
}
