package check

import (
	"fmt"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// ways says what a schema judges: requests, answers, or both.
type ways uint8

func way(m schema.Mode) ways { return 1 << m }

// root remembers a schema that requests or answers have to fit.
func (i *inspection) root(s *schema.Schema, w ways) {
	if s != nil && i.reached[s]|w != i.reached[s] {
		i.reached[s] |= w
		i.pending = append(i.pending, s)
	}
}

// schemas looks once at every schema that can judge a value. The stack is a list, since schemas may nest as deep as the
// $refs of a hostile document like.
func (i *inspection) schemas() {
	formats := newFormats()
	var all []*schema.Schema
	listed := map[*schema.Schema]bool{}
	for len(i.pending) > 0 {
		s := i.pending[len(i.pending)-1]
		i.pending = i.pending[:len(i.pending)-1]
		if !listed[s] {
			listed[s] = true
			all = append(all, s)
		}
		for _, sub := range parts(s) {
			i.root(sub, i.reached[s])
		}
	}
	for _, s := range all {
		i.schemaExamples(s)
		formats.count(s)
	}
	formats.report(i.ledger)
}

// parts are the schemas that a schema is made of.
func parts(s *schema.Schema) []*schema.Schema {
	all := []*schema.Schema{
		s.Ref, s.Items, s.Contains, s.UnevaluatedItems, s.AdditionalProperties, s.UnevaluatedProperties, s.PropertyNames,
		s.Not, s.If, s.Then, s.Else,
	}
	for _, list := range [][]*schema.Schema{s.PrefixItems, s.AllOf, s.AnyOf, s.OneOf} {
		all = append(all, list...)
	}
	for _, list := range [][]schema.Property{s.Properties, s.DependentSchemas} {
		for _, p := range list {
			all = append(all, p.Schema)
		}
	}
	for _, p := range s.PatternProperties {
		all = append(all, p.Schema)
	}
	return all
}

// formats counts the formats that are not asserted.
type formats struct {
	names []string // in the order of their first use
	uses  map[string]int
	first map[string]*schema.Schema
}

// silent are the formats that say nothing about a text, so that there is nothing to assert (OpenAPI 3.0, section 4.4).
var silent = map[string]bool{"": true, "binary": true, "password": true}

func newFormats() *formats {
	return &formats{uses: map[string]int{}, first: map[string]*schema.Schema{}}
}

func (f *formats) count(s *schema.Schema) {
	if silent[s.Format] || schema.Asserts(s.Format) {
		return
	}
	if f.uses[s.Format]++; f.uses[s.Format] == 1 {
		f.names = append(f.names, s.Format)
		f.first[s.Format] = s
	} else if earlier(s.Node, f.first[s.Format].Node) {
		f.first[s.Format] = s
	}
}

func earlier(a, b *tree.Node) bool {
	return a.File == b.File && (a.Line < b.Line || a.Line == b.Line && a.Column < b.Column)
}

// report tells each format once, where it is used first.
func (f *formats) report(l *ledger) {
	for _, name := range f.names {
		s, n := f.first[name], f.uses[name]
		uses := "one schema uses it, this one"
		if n > 1 {
			uses = fmt.Sprintf("%d schemas use it, this one first", n)
		}
		l.add(at(Note, s.Node.Get("format"), tree.Join(s.Pointer, "format"),
			fmt.Sprintf("the format %s is not asserted: any value of the type passes; %s", shown(name), uses)))
	}
}
