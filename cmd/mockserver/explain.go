package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	"mockserver/internal/explain"
	"mockserver/internal/infer"
	"mockserver/internal/settings"
	"mockserver/specs"
)

// explain prints what is inferred of a document as an overlay.
func (p program) explain(ctx context.Context, c *settings.Command) error {
	d, err := p.subject(ctx, c)
	if err == nil {
		err = p.lay(ctx, []*document{d}, c, newLog(p.stderr, settings.Text))
	}
	if err == nil {
		err = d.failure
	}
	if err != nil {
		return err
	}
	compiled, err := d.compile(c.Settings)
	if err != nil {
		return err
	}
	var text strings.Builder // so that nothing is printed if a part of it fails
	err = explain.Write(&text, explain.Subject{Name: d.name, Extends: d.reference(), Root: compiled.Root, Meaning: infer.Document(compiled)})
	if err != nil {
		return err
	}
	return p.print(text.String())
}

// subject is the one document that is to be explained: that of the word, which may also name a bundled API.
func (p program) subject(ctx context.Context, c *settings.Command) (*document, error) {
	apis, err := bundled(specs.FS)
	switch {
	case err != nil:
		return nil, err
	case len(c.Words) == 0:
		return nil, usagef("explain takes a document: a file, a URL, - for standard input, or one of the bundled APIs %s", strings.Join(names(apis), ", "))
	case len(c.Words) > 1:
		return nil, usagef("explain takes one document, since an overlay is for one, but %q was given as well", c.Words[1])
	}
	if _, err := os.Stat(c.Words[0]); errors.Is(err, fs.ErrNotExist) {
		if d := named(apis, c.Words[0]); d != nil {
			return d, nil
		}
	}
	documents, err := p.load(ctx, c)
	if err != nil {
		return nil, err
	}
	return documents[0], nil
}

// reference is how an overlay names the document, "" if there is no way to.
func (d *document) reference() string {
	switch {
	case d.files == nil:
		return d.name // a bundled one
	case d.address == stdinWord:
		return ""
	case remote(d.address):
		return d.address
	}
	return path.Base(d.address)
}
