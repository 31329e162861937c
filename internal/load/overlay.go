package load

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"mockserver/internal/overlay"
	"mockserver/specs"
)

// Overlays applies those that are named, in order: files that exist, else bundled ones of that name. A document that cannot be
// read gets none.
func Overlays(ctx context.Context, documents []*Document, named []string, o Options) error {
	for _, name := range named {
		if err := o.overlay(ctx, documents, name); err != nil {
			return err
		}
	}
	return nil
}

func (o Options) overlay(ctx context.Context, documents []*Document, name string) error {
	data, err := o.readFile(ctx, name)
	if err == nil {
		return o.overlayFile(documents, name, data)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return usagef("--overlay %q cannot be read: %s", name, Reason(err))
	}
	known := Variants()
	root, err := parseFrom(specs.FS, name+overlayExtension)
	if err != nil && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid)) {
		return usagef("--overlay %q is neither a file that exists nor a bundled overlay (%s)%s", name, strings.Join(known, ", "), suggest(name, known))
	}
	if err != nil {
		return err
	}
	d := Named(documents, path.Dir(name))
	if d == nil || d.Address != path.Join(d.Name, bundledFile) {
		return usagef("--overlay %q belongs to the bundled API %s, which is served only when no other document is named", name, path.Dir(name))
	}
	return d.apply(root)
}

// overlayFile applies a user's overlay to the one document that is served, or to the one that its extends names.
func (o Options) overlayFile(documents []*Document, file string, data []byte) error {
	root, err := parse(file, data)
	if err != nil {
		return err
	}
	layer, err := overlay.Parse(root)
	if err != nil {
		return err
	}
	d, err := o.extended(documents, file, layer.Extends)
	if err != nil {
		return err
	}
	if d.Failure != nil {
		return nil // which is told
	}
	d.root, err = layer.Apply(d.root)
	return err
}

// extended finds the document that an overlay is for.
func (o Options) extended(documents []*Document, file, extends string) (*Document, error) {
	if len(documents) == 1 {
		if d := documents[0]; o.Log != nil && extends != "" && d.kinship(extends) == 0 {
			o.Log.Warn("an overlay is applied to the only document, though its extends names another", "overlay", file, "extends", extends, "document", d.Address)
		}
		return documents[0], nil
	}
	served := strings.Join(Names(documents), ", ")
	if extends == "" {
		return nil, usagef("--overlay %q does not say which document it is for; with several served (%s) it needs a member extends that names one", file, served)
	}
	var found, rival *Document
	nearest := 0
	for _, d := range documents {
		switch kinship := d.kinship(extends); {
		case kinship > nearest:
			found, rival, nearest = d, nil, kinship
		case kinship == nearest && kinship > 0:
			rival = d
		}
	}
	if rival != nil {
		return nil, usagef("--overlay %q extends %q, which can mean %s as well as %s", file, extends, found.Address, rival.Address)
	}
	if found == nil {
		return nil, usagef("--overlay %q extends %q, which is not served; served are %s%s", file, extends, served, suggest(extends, Names(documents)))
	}
	return found, nil
}
