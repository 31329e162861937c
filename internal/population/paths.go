package population

import (
	"errors"
	"fmt"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
)

// resolve splits a path into the field with the longest name and what is behind it; the field is nil if there is none.
func (c *Collection) resolve(path string) (*Field, string) {
	if f := c.byName[path]; f != nil {
		return f, ""
	}
	for i := len(path) - 2; i > 0; i-- {
		if path[i] != '.' {
			continue
		}
		if f := c.byName[path[:i]]; f != nil {
			return f, path[i+1:]
		}
	}
	return nil, ""
}

// Has tells whether a path leads to values: a field, or a field behind a reference; what is behind an object field
// is not known before it is made.
func (c *Collection) Has(path string) bool {
	f, rest := c.resolve(path)
	switch {
	case f == nil:
		return false
	case rest != "" && f.reference != nil:
		f.reference.ready()
		return f.reference.Has(rest)
	}
	return true
}

// Label is what people call the value at a path, "" if the fixture does not say.
func (c *Collection) Label(path string) string {
	if f, rest := c.resolve(path); f != nil && rest == "" {
		return f.Label
	}
	return ""
}

// OrderOf is the path that a sort by a path goes by.
func (c *Collection) OrderOf(path string) string {
	if f, rest := c.resolve(path); f != nil && rest == "" && f.Order != "" {
		return f.Order
	}
	return path
}

// isPath matches names with dots between them; all else is an expression.
var isPath = lazyregexp.New(`^[\w-]+(\.[\w-]+)*$`)

// Derive finds the path that a text names, or makes a field of the expression that it is. It is for whoever reads
// the description of a population, before the first request.
func (p *Population) Derive(c *Collection, source string) (path string, err error) {
	if isPath.MatchString(source) && c.Has(source) || c.byName[source] != nil {
		return source, nil
	}
	b := &builder{population: p}
	f := &Field{Name: source, at: &tree.Node{Kind: tree.String, Text: source}, derived: true}
	b.expr(c, f, f.at)
	if len(b.errs) > 0 {
		return "", fmt.Errorf("%q is neither a field of %s nor an expression over its fields", source, c.Name)
	}
	if b.visit(c, f, map[*Field]int{}); len(b.errs) > 0 {
		return "", errors.Join(b.errs...)
	}
	c.add(f)
	return source, nil
}
