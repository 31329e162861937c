package spec

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/tree"
)

// referenceError is a $ref that leads nowhere.
type referenceError struct{ place, message string }

func (e *referenceError) Error() string { return e.place + ": " + e.message }

// Resolve follows a chain of $refs from an object that has one, and returns what is at its end with its JSON pointer,
// "file.yaml#/pointer" in another file. Any other node is returned as it is. The error names the place and the $ref that
// leads nowhere, to what may not be read, or in a circle.
func (d *Document) Resolve(n *tree.Node, pointer string) (target *tree.Node, at string, err error) {
	target, at = n, pointer
	most := d.config.Limits.References
	for steps := 0; ; steps++ {
		ref := target.Get("$ref")
		if !ref.Is(tree.String) {
			return target, at, nil
		}
		if e, known := d.files.endless(target); steps == most || known && most-steps <= e.steps {
			return nil, "", d.endless(n)
		}
		if target, at, err = d.find(ref.Text, ref); err != nil {
			return nil, "", err
		}
	}
}

// endless says why a chain of $refs has no end: it is a circle, or longer than the limit.
func (d *Document) endless(n *tree.Node) error {
	if err := d.measure(n); err != nil {
		return err
	}
	ref := n.Get("$ref")
	if e, _ := d.files.endless(n); e.circle {
		return &referenceError{ref.Place(), fmt.Sprintf("the $ref %q leads in a circle", ref.Text)}
	}
	return &referenceError{ref.Place(), fmt.Sprintf("the $ref %q leads to more than %d others in a row, the limit that --limit references=N sets", ref.Text, d.config.Limits.References)}
}

// measure remembers of each part of a chain of $refs, into which others may lead too, how many follow. So a chain is
// followed once, however many $refs it has. It is an error if the first leads nowhere.
func (d *Document) measure(n *tree.Node) error {
	var chain []*tree.Node
	var rest endless
	seen := map[*tree.Node]bool{}
	for at := n; ; {
		ref := at.Get("$ref")
		e, known := d.files.endless(at)
		if known || !ref.Is(tree.String) {
			rest = e
			break
		}
		if seen[at] {
			rest = endless{d.config.Limits.References, true}
			break
		}
		next, _, err := d.find(ref.Text, ref)
		if err != nil && at == n {
			return err
		}
		seen[at] = true
		chain = append(chain, at)
		if err != nil {
			break
		}
		at = next
	}
	for _, at := range slices.Backward(chain) {
		rest.steps = min(rest.steps+1, d.config.Limits.References)
		d.files.markEndless(at, rest)
	}
	return nil
}

// find looks up one $ref; from is the node it is written at.
func (d *Document) find(ref string, from *tree.Node) (*tree.Node, string, error) {
	key := written{from.File, ref}
	if known, ok := d.files.lookUp(key); ok {
		return known.node, known.pointer, nil
	}
	target, pointer, err := d.findAnew(ref, from)
	if err == nil {
		d.files.remember(key, place{target, pointer})
	}
	return target, pointer, err
}

func (d *Document) findAnew(ref string, from *tree.Node) (*tree.Node, string, error) {
	address, fragment, _ := strings.Cut(ref, "#")
	root := d.rootOf(from)
	if address != "" {
		var err error
		if root, err = d.open(d.addressOf(address, from)); err != nil {
			if target, at := d.byName(ref); target != nil {
				return target, at, nil
			}
			return nil, "", &referenceError{from.Place(), fmt.Sprintf("the $ref %q cannot be followed: %v", shorten(ref), err)}
		}
	}
	pointer, err := url.PathUnescape(fragment)
	switch {
	case err != nil:
	case pointer == "" || pointer[0] == '/':
		if target := root.At(pointer); target != nil {
			return target, d.label(root) + pointer, nil
		}
		if target, at := d.detour(root, pointer); target != nil {
			return target, at, nil
		}
	default:
		if a, ok := d.anchor(root, pointer); ok {
			return a.node, d.label(root) + a.pointer, nil
		}
	}
	return nil, "", &referenceError{from.Place(), fmt.Sprintf("the $ref %q points to nothing", shorten(ref))}
}

// byName finds a schema by its name alone: the first Swagger documents wrote "$ref": "Pet" for #/definitions/Pet.
func (d *Document) byName(ref string) (*tree.Node, string) {
	for _, list := range []string{"/definitions", "/components/schemas"} {
		at := tree.Join(list, ref)
		if target := d.Root.At(at); target.Is(tree.Object) {
			return target, at
		}
	}
	return nil, ""
}

// detour follows a pointer that leads through $refs, as where components.schemas is one to a file that lists them.
func (d *Document) detour(root *tree.Node, pointer string) (*tree.Node, string) {
	tokens, err := tree.Split(pointer)
	if err != nil {
		return nil, ""
	}
	n, at := root, d.label(root)
	left := d.config.Limits.References
	for _, token := range tokens {
		next := n.At(tree.Join("", token))
		for ; left > 0; left-- {
			ref := n.Get("$ref")
			if next != nil || !ref.Is(tree.String) {
				break
			}
			if n, at, err = d.direct(ref); err != nil {
				return nil, ""
			}
			next = n.At(tree.Join("", token))
		}
		if next == nil {
			return nil, ""
		}
		n, at = next, tree.Join(at, token)
	}
	return n, at
}

// direct looks up a $ref whose pointer leads through no other.
func (d *Document) direct(ref *tree.Node) (*tree.Node, string, error) {
	address, pointer, _ := strings.Cut(ref.Text, "#")
	root := d.rootOf(ref)
	var err error
	if address != "" {
		root, err = d.open(d.addressOf(address, ref))
	}
	if err == nil {
		pointer, err = url.PathUnescape(pointer)
	}
	if err != nil {
		return nil, "", err
	}
	target := root.At(pointer)
	if target == nil {
		return nil, "", fmt.Errorf("the $ref %q points to nothing", ref.Text)
	}
	return target, d.label(root) + pointer, nil
}

// container follows the $ref in the stead of a list or a map, which the standard does not allow but bundlers do. One
// that leads nowhere stays as it is, and is told as a reference.
func (d *Document) container(n *tree.Node, at string) (*tree.Node, string) {
	if !n.Get("$ref").Is(tree.String) {
		return n, at
	}
	if target, pointer, err := d.Resolve(n, at); err == nil {
		return target, pointer
	}
	return n, at
}

// findForSchema is find for the compiler of schemas, which names the place itself.
func (d *Document) findForSchema(ref string, from *tree.Node) (*tree.Node, string, error) {
	if place, ok := d.raised.targets[from]; ok {
		return place.node, place.pointer, nil
	}
	target, at, err := d.find(ref, from)
	if err == nil {
		if e, known := d.files.endless(target); known && e.steps >= d.config.Limits.References {
			err = d.endless(target)
		}
	}
	var r *referenceError
	if errors.As(err, &r) {
		return nil, "", errors.New(r.message)
	}
	return target, at, err
}

func itoa(i int) string { return strconv.Itoa(i) }
