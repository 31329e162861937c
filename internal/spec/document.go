// Package spec holds OpenAPI documents as they are found: walked once, matched fast, compiled late.
package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// Document is one OpenAPI document, its operations listed in the order of the document.
type Document struct {
	Name       string // what it is called in overlays, fixtures and messages
	Root       *tree.Node
	Version    string         // as written: "3.0.3"
	Dialect    schema.Dialect // of its schemas
	BasePaths  []string       // escaped, without the slash at the end; "/" where there is none; never empty
	Operations []*Operation
	Findings   []Finding

	compiling sync.Mutex // guards compiler: contracts are compiled one at a time
	compiler  *schema.Compiler
}

// Finding is a mistake in a document that does not keep the rest of it from being served.
type Finding struct {
	Place   string // file:line:column
	Pointer string // JSON pointer of the place in the document
	Message string // one sentence
	Lost    bool   // an operation, or more than one, is not served because of it
}

// String is "file:line:column: message (pointer)".
func (f Finding) String() string { return fmt.Sprintf("%s: %s (%s)", f.Place, f.Message, f.Pointer) }

// New reads a document: its version, base paths and operations. It is an error if nothing of it can be served; a
// mistake in one place becomes a Finding.
func New(name string, root *tree.Node) (*Document, error) {
	d := &Document{Name: name, Root: root}
	if err := d.readVersion(); err != nil {
		return nil, err
	}
	paths := root.Get("paths")
	if !paths.Is(tree.Object) {
		return nil, noPaths(root, paths)
	}
	d.compiler = schema.NewCompiler(d.Dialect, d.findForSchema)
	d.BasePaths = d.readServers()
	d.readPaths(paths)
	d.inspect()
	if len(d.Operations) > 0 {
		return d, nil
	}
	if i := slices.IndexFunc(d.Findings, func(f Finding) bool { return f.Lost }); i >= 0 {
		return nil, fmt.Errorf("%s: no operation can be served: %s", name, d.Findings[i])
	}
	d.found(paths, "/paths", false, "paths has no operation: nothing is served")
	return d, nil
}

// readVersion takes version and dialect from the member `openapi`.
func (d *Document) readVersion() error {
	root := d.Root
	if !root.Is(tree.Object) {
		return fmt.Errorf("%s: an OpenAPI document is an object with the member openapi", placeOr(root, d.Name))
	}
	if old := root.Get("swagger"); old != nil {
		return fmt.Errorf("%s: this is a Swagger %s document; this version reads OpenAPI 3.0 and later, the next one Swagger 2.0 too", old.Place(), old.Text)
	}
	version := root.Get("openapi")
	if version == nil {
		return fmt.Errorf("%s: neither openapi nor swagger says what document this is; an OpenAPI document begins with a member such as openapi: 3.1.0", placeOr(root, d.Name))
	}
	d.Version = version.Text // a careless `openapi: 3.1` in YAML is a number
	switch major, rest, _ := strings.Cut(d.Version, "."); {
	case major != "3":
		return fmt.Errorf("%s: openapi is %q; this version reads 3.0, 3.1 and 3.2", version.Place(), d.Version)
	case rest == "0" || strings.HasPrefix(rest, "0."):
		d.Dialect = schema.OpenAPI30
	default:
		d.Dialect = schema.Draft202012
	}
	return nil
}

func noPaths(root, paths *tree.Node) error {
	if paths == nil {
		return fmt.Errorf("%s: the document has no paths, so there is nothing to serve", root.Place())
	}
	return fmt.Errorf("%s: paths is of the kind %s; it would be an object from path to path item", paths.Place(), paths.Kind)
}

func placeOr(n *tree.Node, name string) string {
	if n == nil {
		return name
	}
	return n.Place()
}

func (d *Document) found(n *tree.Node, pointer string, lost bool, format string, args ...any) {
	d.Findings = append(d.Findings, Finding{Place: n.Place(), Pointer: pointer, Message: fmt.Sprintf(format, args...), Lost: lost})
}

// lost reports an error of Resolve at a place that takes operations with it.
func (d *Document) lost(n *tree.Node, pointer string, err error) {
	var r *referenceError
	if errors.As(err, &r) {
		d.found(n, pointer, true, "%s", r.message)
		return
	}
	d.found(n, pointer, true, "%v", err)
}
