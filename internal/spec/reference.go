package spec

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"mockserver/internal/tree"
)

// maxReferences bounds a chain of $refs that point to $refs.
const maxReferences = 100

// referenceError is a $ref that leads nowhere.
type referenceError struct{ place, message string }

func (e *referenceError) Error() string { return e.place + ": " + e.message }

// Resolve follows a chain of local $refs from an object that has one, and returns what is at its end with its JSON
// pointer. Any other node is returned as it is. The error names the place and the $ref that leads nowhere, out of
// the document or in a circle.
func (d *Document) Resolve(n *tree.Node, pointer string) (target *tree.Node, at string, err error) {
	target, at = n, pointer
	for range maxReferences {
		ref := target.Get("$ref")
		if !ref.Is(tree.String) {
			return target, at, nil
		}
		if target, at, err = d.find(ref.Text, ref); err != nil {
			return nil, "", err
		}
	}
	ref := n.Get("$ref")
	return nil, "", &referenceError{ref.Place(), fmt.Sprintf("the $ref %q leads in a circle", ref.Text)}
}

// find looks up one $ref; from is the node it is written at.
func (d *Document) find(ref string, from *tree.Node) (*tree.Node, string, error) {
	fragment, local := strings.CutPrefix(ref, "#")
	if !local {
		return nil, "", &referenceError{from.Place(), fmt.Sprintf("the $ref %q leads out of the document; this version follows only local ones such as #/components/schemas/Name", ref)}
	}
	pointer, err := url.PathUnescape(fragment)
	if err == nil && (pointer == "" || pointer[0] == '/') {
		if target := d.Root.At(pointer); target != nil {
			return target, pointer, nil
		}
	}
	return nil, "", &referenceError{from.Place(), fmt.Sprintf("the $ref %q points to nothing", ref)}
}

// findForSchema is find for the compiler of schemas, which names the place itself.
func (d *Document) findForSchema(ref string, from *tree.Node) (*tree.Node, string, error) {
	target, at, err := d.find(ref, from)
	var r *referenceError
	if errors.As(err, &r) {
		return nil, "", errors.New(r.message)
	}
	return target, at, err
}
