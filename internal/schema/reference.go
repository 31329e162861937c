package schema

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"mockserver/internal/tree"
)

// This file follows $ref and $dynamicRef (JSON Schema Core 2020-12, section 8.2.3).

// located is where a reference leads.
type located struct {
	node     *tree.Node
	pointer  string
	resource *resource
	dynamic  string // the $dynamicAnchor that was asked for, "" if none was
}

func compileRef(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	s.Ref, _ = c.follow(s, n, pointer)
	return nil
}

func compileDynamicRef(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	s.DynamicRef, s.dynamicAnchor = c.follow(s, n, pointer)
	if s.dynamicAnchor != "" {
		c.want(s.dynamicAnchor)
	}
	return nil
}

// follow makes the schema that a reference leads to. A reference to nothing costs the schema that holds it: what was meant
// to be judged would pass unjudged.
func (c *compilation) follow(s *Schema, n *tree.Node, pointer string) (target *Schema, dynamic string) {
	if !n.Is(tree.String) {
		c.lose(s, fail(n, pointer, "is %s; expected a string", described(n)))
		return nil, ""
	}
	to, err := c.find(n.Text, n, s.resource)
	if err == nil && to.node == nil {
		err = fmt.Errorf("%q points to nothing", n.Text)
	}
	if err != nil {
		c.lose(s, fail(n, pointer, "%v", err))
		return nil, ""
	}
	target, mistake := c.schema(to.node, to.pointer, to.resource)
	if mistake != nil {
		c.lose(s, mistake)
	}
	return target, to.dynamic
}

// find finds what a reference leads to that stands in a resource.
func (c *compilation) find(ref string, from *tree.Node, r *resource) (located, error) {
	if r == nil {
		target, pointer, err := c.resolve(ref, from)
		return located{node: target, pointer: pointer}, err
	}
	address, fragment, _ := strings.Cut(ref, "#")
	within := r
	if address != "" {
		if within = c.identified(r.absolute(address), r.file); within == nil {
			return c.outside(ref, from, r)
		}
	}
	if !isPointerFragment(fragment) {
		return c.anchored(within, fragment)
	}
	if within.id != "" {
		if to := c.below(within, fragment); to.node != nil {
			return to, nil
		}
		// The standard reads it within the resource; many an author means the document.
	}
	return c.resolved(ref, from)
}

func isPointerFragment(fragment string) bool { return fragment == "" || fragment[0] == '/' }

// resolved asks the Resolver.
func (c *compilation) resolved(ref string, from *tree.Node) (located, error) {
	target, pointer, err := c.resolve(ref, from)
	if err != nil || target == nil {
		return located{}, err
	}
	if known := c.schemas[target]; known != nil {
		return located{node: target, pointer: pointer, resource: known.resource}, nil
	}
	return located{node: target, pointer: pointer, resource: c.home(target, pointer)}, nil
}

// outside follows a reference to what no $id names: another file.
func (c *compilation) outside(ref string, from *tree.Node, r *resource) (located, error) {
	address, fragment, _ := strings.Cut(ref, "#")
	if isPointerFragment(fragment) {
		to, err := c.resolved(r.absolute(address)+ref[len(address):], from)
		if (err != nil || to.node == nil) && r.id != "" {
			if written, again := c.resolved(ref, from); again == nil {
				return written, nil
			}
		}
		return to, err
	}
	to, err := c.resolved(r.absolute(address), from)
	if err != nil || to.node == nil {
		return to, err
	}
	return c.anchored(to.resource, fragment)
}

// below is what a pointer leads to from the root of a resource.
func (c *compilation) below(r *resource, fragment string) located {
	pointer, err := url.PathUnescape(fragment)
	if err != nil {
		return located{}
	}
	target := r.root.At(pointer)
	if target == nil {
		return located{}
	}
	return located{node: target, pointer: r.pointer + pointer, resource: c.innermost(r, pointer)}
}

// anchored is what an anchor of a resource names.
func (c *compilation) anchored(r *resource, name string) (located, error) {
	c.index(r.file)
	a, ok := r.anchors[name]
	if !ok {
		return located{}, errors.New("no schema has the $anchor " + shown(name))
	}
	to := located{node: a.node, pointer: a.pointer, resource: r}
	if a.dynamic {
		to.dynamic = name
	}
	return to, nil
}
