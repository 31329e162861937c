package population_test

import (
	"os"
	"strings"
	"testing"

	"mockserver/internal/population"
	"mockserver/internal/tree"
)

// FuzzNew makes populations of anything that looks like a fixture, and all their columns; then it changes them. Nothing
// panics, nothing waits for itself, and all that is made can be printed.
func FuzzNew(f *testing.F) {
	for _, file := range []string{"testdata/small.yaml", "testdata/mistakes.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "\n== ") {
			_, fixture, _ := strings.Cut(part, "\n")
			fixture, _, _ = strings.Cut(fixture, "\n--")
			f.Add(fixture)
		}
	}
	f.Add(company)
	f.Add(library)
	f.Add(fixtureOf(optional(), shops))
	f.Fuzz(func(t *testing.T, text string) {
		root, err := tree.Parse("f.yaml", []byte(text), tree.Limits{Bytes: 4000, Depth: 30, Nodes: 1000, Anchors: 5})
		if err != nil {
			return
		}
		c := config()
		c.Records = 7
		p, err := population.New(root, c)
		if err != nil {
			return
		}
		s := p.NewSession()
		for _, c := range p.Collections() {
			if c.Size > 50 { // it is fixed
				return
			}
		}
		for _, c := range p.Collections() {
			walk(t, s, c)
			var names []string
			for _, f := range c.Fields() {
				names = append(names, f.Name)
			}
			r, err := s.Create(c.Name, object(names[0], "x", names[len(names)-1], []any{int64(1)}), names)
			if err != nil {
				continue
			}
			if r == nil {
				t.Fatalf("%s: what was created is not there", c.Name)
			}
			if _, err := s.Update(c.Name, r.KeyValue(), object(names[0], nil)); err != nil {
				t.Fatal(err)
			}
			walk(t, s, c)
		}
		for _, c := range p.Collections() {
			walk(t, s, c)
		}
	})
}

func walk(t *testing.T, s *population.Session, c *population.Collection) {
	for _, f := range c.Fields() {
		for _, path := range []string{f.Name, f.Name + ".id", f.Name + ".name.x"} {
			if c.Has(path) {
				json(shown(t, s, c.Name, path))
			}
		}
	}
}
