package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"mockserver/internal/overlay"
	"mockserver/internal/tree"
)

// document is an API on its way into the server: read, not yet overlaid.
type document struct {
	name    string // unique among those served
	address string // where it came from: a path, a URL, "teamup/openapi.yaml"
	root    *tree.Node
	files   *files // that its $refs lead to; nil of a bundled one, which has none
	failure error  // why it cannot be read, so that it has no root
}

// open is how spec reads the document's other files.
func (d *document) open() func(address string) (*tree.Node, error) {
	if d.files == nil {
		return nil
	}
	return d.files.open
}

// The names of files in a folder of specs.
const (
	bundledFile      = "openapi.yaml"
	bundledOverlay   = "overlay.yaml"
	overlayExtension = ".overlay.yaml"
)

// bundled are the folders of specs, each with the overlay beside it applied.
func bundled(specs fs.FS) ([]*document, error) {
	files, err := fs.Glob(specs, "*/"+bundledFile) // sorted
	if err != nil {
		return nil, err
	}
	var documents []*document
	for _, file := range files {
		d := &document{name: path.Dir(file), address: file}
		if d.root, err = parseFrom(specs, file); err != nil {
			return nil, err
		}
		base, err := parseFrom(specs, path.Join(d.name, bundledOverlay))
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
func (d *document) apply(root *tree.Node) error {
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
func (d *document) kinship(extends string) int {
	if extends == d.name {
		return exactly
	}
	theirs, ours := strings.Split(extends, "/"), strings.Split(d.address, "/")
	alike := 0
	for alike < len(theirs) && alike < len(ours) && theirs[len(theirs)-1-alike] == ours[len(ours)-1-alike] && theirs[len(theirs)-1-alike] != "" {
		alike++
	}
	return alike
}

// variants are the names of the bundled overlays that are not applied unasked.
func variants(specs fs.FS) []string {
	files, _ := fs.Glob(specs, "*/*"+overlayExtension) // the pattern is a constant, so there is no error
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = strings.TrimSuffix(file, overlayExtension)
	}
	return names
}

// named finds the document of a name, nil if there is none.
func named(documents []*document, name string) *document {
	if i := slices.IndexFunc(documents, func(d *document) bool { return d.name == name }); i >= 0 {
		return documents[i]
	}
	return nil
}

// names are those of the documents, in order.
func names(documents []*document) []string {
	all := make([]string, len(documents))
	for i, d := range documents {
		all[i] = d.name
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
