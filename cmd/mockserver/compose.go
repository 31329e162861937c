package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"mockserver/fixtures"
	"mockserver/internal/server"
	"mockserver/internal/settings"
	"mockserver/internal/spec"
	"mockserver/specs"
)

// compose turns words and settings into what the server is made from: documents with their overlays, fixtures. The
// documents as they were read come with it.
func (p program) compose(ctx context.Context, c *settings.Command, log *slog.Logger) (server.Config, []*document, error) {
	s := c.Settings
	config := server.Config{
		Seed: s.Seed, Clock: s.Clock, Records: s.Records,
		UnknownParameters: s.UnknownParameters, MaxBody: s.MaxBody, Dynamic: s.Dynamic, CORS: s.CORS, Limits: s.Limits,
		Log: log, Now: time.Now,
	}
	documents, err := p.overlaid(ctx, c, log)
	if err == nil {
		err = failures(documents)
	}
	if err != nil {
		return config, nil, err
	}
	if config.Documents, err = compile(documents, s, log); err != nil {
		return config, documents, err
	}
	var base fs.FS
	if len(c.Words) == 0 {
		base = fixtures.FS
	}
	config.Fixtures, err = p.populations(ctx, documents, base, s.Fixtures)
	return config, documents, err
}

// failures says why documents cannot be read, nil if all can be.
func failures(documents []*document) error {
	var all []error
	for _, d := range documents {
		if d.failure != nil {
			all = append(all, d.failure)
		}
	}
	return errors.Join(all...)
}

// overlaid are the documents of the command line, those that can be read with their overlays applied.
func (p program) overlaid(ctx context.Context, c *settings.Command, log *slog.Logger) ([]*document, error) {
	documents, err := p.documents(ctx, c)
	if err != nil {
		return nil, err
	}
	return documents, p.lay(ctx, documents, c, log)
}

// lay applies the overlays of the command line.
func (p program) lay(ctx context.Context, documents []*document, c *settings.Command, log *slog.Logger) error {
	for _, name := range c.Settings.Overlays {
		if err := p.overlayNamed(ctx, documents, name, log); err != nil {
			return err
		}
	}
	return nil
}

func (p program) documents(ctx context.Context, c *settings.Command) ([]*document, error) {
	if len(c.Words) == 0 {
		return bundled(specs.FS)
	}
	return p.load(ctx, c)
}

// compile reads the documents as OpenAPI and says once what is wrong with them.
func compile(documents []*document, s settings.Settings, log *slog.Logger) ([]*spec.Document, error) {
	compiled := make([]*spec.Document, len(documents))
	for i, d := range documents {
		var err error
		if compiled[i], err = d.compile(s); err != nil {
			return nil, err
		}
		tell(compiled[i], d.address, log)
	}
	return compiled, nil
}

// compile reads the document as OpenAPI.
func (d *document) compile(s settings.Settings) (*spec.Document, error) {
	return spec.New(d.name, d.root, spec.Config{Open: d.open(), Limits: s.Limits})
}
