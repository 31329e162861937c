// Package limit names every bound of what mockserver takes on; --limit NAME=N sets each.
package limit

import (
	"fmt"
	"strings"

	"mockserver/internal/violation"
)

// Set is a value for each limit.
type Set struct {
	DocumentBytes   int // the size of one file of a document
	DocumentDepth   int // arrays and objects of a document within each other
	DocumentValues  int // values of one file, each YAML alias counting as many as its target
	DocumentAnchors int // anchors of a YAML file
	DocumentFiles   int // files that a document's $refs lead to
	References      int // $refs that lead to $refs
	Schemas         int // schemas of one document

	PatternBytes  int // the length of a regular expression
	PatternSize   int // instructions of all regular expressions of a document
	PatternMicros int // the time of one match that RE2 cannot do, in microseconds

	CheckSteps int // schemas applied to one value
	CheckDepth int // schemas applied within each other
	Violations int // of one request
	BodyDepth  int // arrays and objects of a body within each other
	BodyParts  int // parts of a multipart body, lines of ndjson, pairs of a form or of a query
	BodyNodes  int // elements and attributes of an XML body

	GeneratedItems  int // elements of one generated array, beyond those that its schema demands
	GeneratedValues int // values of one generated answer
	GeneratedDepth  int // arrays and objects of a generated answer within each other
	GeneratedBytes  int // the length of one generated text
	GeneratedText   int // the length of all texts that are made for one generated answer
	GeneratedSteps  int // schemas applied to what is tried for one generated answer
}

// Row describes one limit.
type Row struct {
	Name    string // as --limit has it
	Default int
	Least   int    // what it cannot be below
	Usage   string // what it bounds, as words without a full stop
	field   func(*Set) *int
}

// table is in the order in which README shows it.
var table = []Row{
	{"document-bytes", 64 << 20, 1, "the size of each file of a document", func(s *Set) *int { return &s.DocumentBytes }},
	{"document-depth", 500, 1, "arrays and objects of a document within each other", func(s *Set) *int { return &s.DocumentDepth }},
	{"document-values", 1_000_000, 1, "values in a file of a document, those that aliases repeat included", func(s *Set) *int { return &s.DocumentValues }},
	{"document-anchors", 1000, 1, "anchors in a YAML file", func(s *Set) *int { return &s.DocumentAnchors }},
	{"document-files", 1000, 1, "files that one document is made of", func(s *Set) *int { return &s.DocumentFiles }},
	{"references", 100, 1, "`$ref`s that lead to `$ref`s", func(s *Set) *int { return &s.References }},
	{"schemas", 1_000_000, 1, "schemas in one document", func(s *Set) *int { return &s.Schemas }},
	{"pattern-bytes", 64 << 10, 1, "the length of a regular expression", func(s *Set) *int { return &s.PatternBytes }},
	{"pattern-size", 500_000, 1, "instructions of all regular expressions of a document", func(s *Set) *int { return &s.PatternSize }},
	{"pattern-micros", 50_000, 1, "the time in microseconds of one match that needs backtracking", func(s *Set) *int { return &s.PatternMicros }},
	{"check-steps", 1_000_000, 1, "schemas that are applied to one body", func(s *Set) *int { return &s.CheckSteps }},
	{"check-depth", 20_000, 1, "schemas that are applied to a body within each other", func(s *Set) *int { return &s.CheckDepth }},
	{"violations", 1000, 1, "broken rules that are told of one body", func(s *Set) *int { return &s.Violations }},
	{"body-depth", 100, 1, "arrays and objects of a body within each other", func(s *Set) *int { return &s.BodyDepth }},
	{"body-parts", 10_000, 1, "parts of a multipart body, lines of ndjson, pairs of a form or of a query", func(s *Set) *int { return &s.BodyParts }},
	{"body-nodes", 200_000, 1, "elements and attributes of an XML body", func(s *Set) *int { return &s.BodyNodes }},
	{"generated-items", 10_000, 1, "elements of a generated array", func(s *Set) *int { return &s.GeneratedItems }},
	{"generated-values", 100_000, 1, "values in one generated answer", func(s *Set) *int { return &s.GeneratedValues }},
	{"generated-depth", 60, 1, "arrays and objects of a generated answer within each other", func(s *Set) *int { return &s.GeneratedDepth }},
	{"generated-bytes", 1 << 20, 1, "the length of a generated text", func(s *Set) *int { return &s.GeneratedBytes }},
	{"generated-text", 16 << 20, 1, "the length of all texts that are tried for one generated answer", func(s *Set) *int { return &s.GeneratedText }},
	{"generated-steps", 1_500_000, 1, "schemas that are applied to all that is tried for one generated answer", func(s *Set) *int { return &s.GeneratedSteps }},
}

// Table lists all limits in the order of README.
func Table() []Row { return table }

// Default is the set in which each limit has its default.
func Default() Set {
	var s Set
	for _, row := range table {
		*row.field(&s) = row.Default
	}
	return s
}

// Value is what a set says of the limit.
func (r Row) Value(s Set) int { return *r.field(&s) }

// Put sets a limit by its name. The error says which names there are, or what the value would be.
func (s *Set) Put(name string, n int) error {
	var names []string
	for _, row := range table {
		if row.Name == name {
			if n < row.Least {
				return fmt.Errorf("the limit %s is at least %d", name, row.Least)
			}
			*row.field(s) = n
			return nil
		}
		names = append(names, row.Name)
	}
	if near := violation.Closest(name, names); near != "" {
		return fmt.Errorf("there is no limit %q; did you mean %s?", name, near)
	}
	return fmt.Errorf("there is no limit %q; there are %s", name, strings.Join(names, ", "))
}
