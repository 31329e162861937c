// Package spec holds OpenAPI documents as they are found: walked once, matched fast, compiled late.
package spec

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// Document is one OpenAPI document, its operations listed in the order of the document.
type Document struct {
	Name       string // what it is called in overlays, fixtures and messages
	Root       *tree.Node
	Version    string         // as written: "3.0.3", "2.0"
	Dialect    schema.Dialect // of its schemas
	BasePaths  []string       // escaped, without the slash at the end; "/" where there is none; never empty
	Operations []*Operation
	Findings   []Finding

	config    Config
	files     files
	bases     map[string][]segment // of base paths
	told      map[string]bool      // the places of what New found
	known     map[Finding]bool
	compiling sync.Mutex         // guards compiler, raised and values: contracts are compiled one at a time
	values    map[*tree.Node]any // of examples
	compiler  *schema.Compiler
	raised    raised
}

// Config is what a document may use beside its own text.
type Config struct {
	// Open reads another file of the document, by its address: that of a $ref without its fragment, resolved against the
	// file that it is written in. It holds the policy of what may be read. nil: a $ref that leads out of the document is a
	// mistake. It is called with one address once.
	Open   func(address string) (*tree.Node, error)
	Limits limit.Set // of its zero value, each limit is the default
}

// New reads a document: its version, base paths and operations. It is an error if nothing of it can be served; a
// mistake in one place becomes a Finding. Where all operations are lost, the document comes with the error, for its Findings.
func New(name string, root *tree.Node, config Config) (*Document, error) {
	if config.Limits == (limit.Set{}) {
		config.Limits = limit.Default()
	}
	d := &Document{Name: name, Root: root, config: config}
	if err := d.readVersion(); err != nil {
		return nil, err
	}
	d.joinPaths()
	root = d.Root
	paths, at := d.container(root.Get("paths"), "/paths")
	if !paths.Is(tree.Object) && !d.mayLackPaths(paths) {
		return nil, noPaths(root, paths)
	}
	d.compiler = schema.NewCompiler(schema.Config{Dialect: d.Dialect, Resolve: d.findForSchema, Root: root, Limits: config.Limits})
	d.BasePaths = d.readBasePaths()
	d.readPaths(paths, at)
	d.inspect()
	if len(d.Operations) > 0 {
		return d, nil
	}
	if i := slices.IndexFunc(d.Findings, func(f Finding) bool { return f.Lost }); i >= 0 {
		return d, fmt.Errorf("%s: no operation can be served: %s", name, d.Findings[i])
	}
	if paths.Is(tree.Object) {
		d.found(paths, at, false, "paths has no operation: nothing is served")
	} else {
		d.found(root, "", false, "the document has no paths: nothing is served")
	}
	return d, nil
}

// mayLackPaths tells whether the document is one that may do without paths (OpenAPI 3.1, section 4.8.1): it has
// components or webhooks.
func (d *Document) mayLackPaths(paths *tree.Node) bool {
	return (paths == nil || paths.Is(tree.Null)) && (d.Root.Get("components") != nil || d.Root.Get("webhooks") != nil)
}

// supposed is the version of a document that does not say which it has.
const supposed = "3.1.0"

// readVersion takes version and dialect from the member `openapi` or `swagger`.
func (d *Document) readVersion() error {
	root := d.Root
	if !root.Is(tree.Object) {
		return fmt.Errorf("%s: an OpenAPI document is an object with the member openapi", placeOr(root, d.Name))
	}
	version := root.Get("openapi")
	if version == nil {
		version = root.Get("swagger")
	}
	if version == nil {
		if root.Get("paths").Len() == 0 {
			return fmt.Errorf("%s: neither openapi nor swagger says what document this is; %s", placeOr(root, d.Name), instead(root))
		}
		d.found(root, "", false, "neither openapi nor swagger says what document this is; it is read as OpenAPI %s", supposed)
		d.Version = supposed
		return nil
	}
	if swagger := root.Get("swagger"); swagger != nil && swagger != version {
		d.found(swagger, "/swagger", false, "both openapi and swagger say what document this is; it is read as OpenAPI %s", version.Text)
	}
	if version.Kind == tree.Null || version.Kind >= tree.Array {
		return fmt.Errorf("%s: the version is %s; it would be a text such as 3.1.0", version.Place(), version.Kind.WithArticle())
	}
	d.Version = version.Text // a careless `openapi: 3.1` in YAML is a number
	major, rest, _ := strings.Cut(d.Version, ".")
	switch {
	case major == "2" && (rest == "" || strings.HasPrefix(rest, "0")):
		d.Dialect = schema.Swagger20
	case major != "3":
		return fmt.Errorf("%s: the version is %q; Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can be read", version.Place(), d.Version)
	case rest == "0" || strings.HasPrefix(rest, "0."):
		d.Dialect = schema.OpenAPI30
	default:
		d.Dialect = schema.Draft202012
	}
	return nil
}

func (d *Document) swagger() bool { return d.Dialect == schema.Swagger20 }

func noPaths(root, paths *tree.Node) error {
	if paths == nil || paths.Is(tree.Null) {
		return fmt.Errorf("%s: the document has no paths, so there is nothing to serve", root.Place())
	}
	return fmt.Errorf("%s: paths is %s; it would be an object from path to path item", paths.Place(), paths.Kind.WithArticle())
}

// instead says what an object that is no OpenAPI document may be, or how one begins.
func instead(root *tree.Node) string {
	for _, kind := range [][2]string{
		{"overlay", "it is an overlay, which --overlay takes"},
		{"collections", "it may be a fixture, which --fixtures takes"},
		{"asyncapi", "it is an AsyncAPI document, which is not served"},
		{"arazzo", "it is an Arazzo document, which is not served"},
		{"item", "it may be a Postman collection, which is not served: export it as OpenAPI"},
	} {
		if root.Get(kind[0]) != nil {
			return kind[1]
		}
	}
	return "an OpenAPI document begins with a member such as openapi: 3.1.0"
}

func placeOr(n *tree.Node, name string) string {
	if n == nil {
		return name
	}
	return n.Place()
}
