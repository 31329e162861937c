package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"path"
	"strings"

	"mockserver/internal/overlay"
	"mockserver/specs"
)

// overlayNamed applies one overlay of the command line: a file that exists, else a bundled one of that name.
func (p program) overlayNamed(ctx context.Context, documents []*document, name string, log *slog.Logger) error {
	data, err := p.readFile(ctx, name)
	if err == nil {
		return overlayFile(documents, name, data, log)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return usagef("--overlay %q cannot be read: %s", name, reason(err))
	}
	known := variants(specs.FS)
	root, err := parseFrom(specs.FS, name+overlayExtension)
	if err != nil && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid)) {
		return usagef("--overlay %q is neither a file that exists nor a bundled overlay (%s)%s", name, strings.Join(known, ", "), suggest(name, known))
	}
	if err != nil {
		return err
	}
	d := named(documents, path.Dir(name))
	if d == nil || d.address != path.Join(d.name, bundledFile) {
		return usagef("--overlay %q belongs to the bundled API %s, which is served only when no other document is named", name, path.Dir(name))
	}
	return d.apply(root)
}

// overlayFile applies a user's overlay to the one document that is served, or to the one that its extends names.
func overlayFile(documents []*document, file string, data []byte, log *slog.Logger) error {
	root, err := parse(file, data)
	if err != nil {
		return err
	}
	layer, err := overlay.Parse(root)
	if err != nil {
		return err
	}
	d, err := extended(documents, file, layer.Extends, log)
	if err != nil {
		return err
	}
	if d.failure != nil {
		return nil // which is told
	}
	d.root, err = layer.Apply(d.root)
	return err
}

// extended finds the document that an overlay is for.
func extended(documents []*document, file, extends string, log *slog.Logger) (*document, error) {
	if len(documents) == 1 {
		if d := documents[0]; extends != "" && d.kinship(extends) == 0 {
			log.Warn("an overlay is applied to the only document, though its extends names another", "overlay", file, "extends", extends, "document", d.address)
		}
		return documents[0], nil
	}
	served := strings.Join(names(documents), ", ")
	if extends == "" {
		return nil, usagef("--overlay %q does not say which document it is for; with several served (%s) it needs a member extends that names one", file, served)
	}
	var found, rival *document
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
		return nil, usagef("--overlay %q extends %q, which can mean %s as well as %s", file, extends, found.address, rival.address)
	}
	if found == nil {
		return nil, usagef("--overlay %q extends %q, which is not served; served are %s%s", file, extends, served, suggest(extends, names(documents)))
	}
	return found, nil
}
