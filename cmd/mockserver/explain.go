package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"mockserver/internal/explain"
	"mockserver/internal/infer"
	"mockserver/internal/load"
	"mockserver/internal/settings"
)

// explain prints what is inferred of a document as an overlay.
func (p program) explain(ctx context.Context, c *settings.Command) error {
	o := p.options(c, newLog(p.stderr, settings.Text))
	d, err := subject(ctx, c.Words, o)
	if err == nil {
		err = load.Overlays(ctx, []*load.Document{d}, c.Settings.Overlays, o)
	}
	if err == nil {
		err = d.Failure
	}
	if err != nil {
		return err
	}
	compiled, err := d.Compile(c.Settings.Limits)
	if err != nil {
		return err
	}
	var text strings.Builder // so that nothing is printed if a part of it fails
	err = explain.Write(&text, explain.Subject{Name: d.Name, Extends: d.Reference(), Root: compiled.Root, Meaning: infer.Document(compiled)})
	if err != nil {
		return err
	}
	return p.print(text.String())
}

// subject is the one document that is to be explained: that of the words, which may also name a bundled API.
func subject(ctx context.Context, words []string, o load.Options) (*load.Document, error) {
	apis, err := load.Bundled()
	switch {
	case err != nil:
		return nil, err
	case len(words) == 0:
		return nil, usagef("explain takes a document: a file, a URL, - for standard input, or one of the bundled APIs %s", strings.Join(load.Names(apis), ", "))
	case len(words) > 1:
		return nil, usagef("explain takes one document, since an overlay is for one, but %q was given as well", words[1])
	}
	if _, err := os.Stat(words[0]); errors.Is(err, fs.ErrNotExist) {
		if d := load.Named(apis, words[0]); d != nil {
			return d, nil
		}
	}
	documents, err := load.Documents(ctx, words, o)
	if err != nil {
		return nil, err
	}
	return documents[0], nil
}
