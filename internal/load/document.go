package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/overlay"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/specs"
)

// Document is an API on its way into the server: read, not yet overlaid.
type Document struct {
	Name    string // unique among those served
	Address string // where it came from: a path, a URL, "teamup/openapi.yaml"
	Failure error  // why it cannot be read; it shows the line in question

	root  *tree.Node // nil if there is a failure
	files *files     // that its $refs lead to; nil of a bundled one, which has none
}

// Compile reads the document as OpenAPI; one that cannot be read gives its failure.
func (d *Document) Compile(limits limit.Set) (*spec.Document, error) {
	if d.Failure != nil {
		return nil, d.Failure
	}
	return spec.New(d.Name, d.root, spec.Config{Open: d.open(), Limits: limits})
}

// open is how spec reads the document's other files.
func (d *Document) open() func(address string) (*tree.Node, error) {
	if d.files == nil {
		return nil
	}
	return d.files.open
}

// Cause is the failure without the line that it shows.
func (d *Document) Cause() error {
	var u *unreadable
	if errors.As(d.Failure, &u) {
		return u.cause
	}
	return d.Failure
}

// Reference is how an overlay names the document, "" if there is no way to.
func (d *Document) Reference() string {
	switch {
	case d.bundled():
		return d.Name
	case d.Address == Stdin:
		return ""
	case Remote(d.Address):
		return d.Address
	}
	return path.Base(d.Address)
}

func (d *Document) bundled() bool { return d.files == nil }

// Files are those on disk that the document was made from so far, and those that it lacks, in the order of reading.
func (d *Document) Files() []string {
	if d.files == nil {
		return nil
	}
	return d.files.names()
}

// The names of files in a folder of specs.
const (
	bundledFile      = "openapi.yaml"
	bundledOverlay   = "overlay.yaml"
	overlayExtension = ".overlay.yaml"
)

// Bundled are the documents of the folders of specs, each with the overlay beside it applied.
func Bundled() ([]*Document, error) {
	files, err := fs.Glob(specs.FS, "*/"+bundledFile) // sorted
	if err != nil {
		return nil, err
	}
	var documents []*Document
	for _, file := range files {
		d := &Document{Name: path.Dir(file), Address: file}
		if d.root, err = parseFrom(specs.FS, file); err != nil {
			return nil, err
		}
		base, err := parseFrom(specs.FS, path.Join(d.Name, bundledOverlay))
		if err == nil {
			err = d.apply(base)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		documents = append(documents, d)
	}
	return documents, nil
}

// apply lays an overlay over the document.
func (d *Document) apply(root *tree.Node) error {
	layer, err := overlay.Parse(root)
	if err != nil {
		return err
	}
	d.root, err = layer.Apply(d.root)
	return err
}

// exactly is the kinship of a document's own name.
const exactly = 1 << 10

// kinship says how surely an overlay's extends means this document: exactly, or by how many path segments the two
// addresses end alike; 0 if they do not. Extends may be a URL, while the document is a file that was fetched from it.
func (d *Document) kinship(extends string) int {
	if extends == d.Name {
		return exactly
	}
	theirs, ours := strings.Split(extends, "/"), strings.Split(d.Address, "/")
	alike := 0
	for alike < len(theirs) && alike < len(ours) && theirs[len(theirs)-1-alike] == ours[len(ours)-1-alike] && theirs[len(theirs)-1-alike] != "" {
		alike++
	}
	return alike
}

// Variants are the names of the bundled overlays that are not applied unasked.
func Variants() []string {
	files, _ := fs.Glob(specs.FS, "*/*"+overlayExtension) // the pattern is a constant, so there is no error
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = strings.TrimSuffix(file, overlayExtension)
	}
	return names
}

// Named finds the document of a name, nil if there is none.
func Named(documents []*Document, name string) *Document {
	if i := slices.IndexFunc(documents, func(d *Document) bool { return d.Name == name }); i >= 0 {
		return documents[i]
	}
	return nil
}

// Names are those of the documents, in order.
func Names(documents []*Document) []string {
	all := make([]string, len(documents))
	for i, d := range documents {
		all[i] = d.Name
	}
	return all
}

// parseFrom reads and parses a bundled file.
func parseFrom(files fs.FS, file string) (*tree.Node, error) {
	data, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, err
	}
	return parse(file, data)
}

func parse(file string, data []byte) (*tree.Node, error) {
	root, err := tree.Parse(file, data, tree.DefaultLimits)
	return root, excerpted(err, data)
}

// excerpted is an error of the parser with the line in question shown below it.
func excerpted(err error, data []byte) error {
	var at *tree.Error
	if errors.As(err, &at) {
		if excerpt := at.Excerpt(data); excerpt != "" {
			return fmt.Errorf("%w\n%s", err, strings.TrimRight(excerpt, "\n"))
		}
	}
	return err
}

// Failures says why documents cannot be read, nil if all can be.
func Failures(documents []*Document) error {
	var all []error
	for _, d := range documents {
		if d.Failure != nil {
			all = append(all, d.Failure)
		}
	}
	return errors.Join(all...)
}

// Damaged is why documents are worse than they were before: another file of one of them is half written, or gone.
func Damaged(before, after []*Document) error {
	for _, d := range after {
		for _, old := range before {
			if d.Address != old.Address || d.files == nil || old.files == nil {
				continue
			}
			if err := d.files.damagedSince(old.files); err != nil {
				return err
			}
		}
	}
	return nil
}
