package main

import (
	"context"
	"io/fs"
	"log/slog"
	"time"

	"mockserver/fixtures"
	"mockserver/internal/server"
	"mockserver/internal/settings"
	"mockserver/internal/spec"
	"mockserver/specs"
)

// compose turns words and settings into what the server is made from: documents with their overlays, fixtures.
func (p program) compose(ctx context.Context, c *settings.Command, log *slog.Logger) (server.Config, error) {
	s := c.Settings
	config := server.Config{
		Seed: s.Seed, Clock: s.Clock, Records: s.Records,
		UnknownParameters: s.UnknownParameters, MaxBody: s.MaxBody, Log: log, Now: time.Now,
	}
	documents, err := p.documents(ctx, c)
	if err != nil {
		return config, err
	}
	for _, name := range s.Overlays {
		if err := overlayNamed(documents, name, log); err != nil {
			return config, err
		}
	}
	if config.Documents, err = compile(documents, log); err != nil {
		return config, err
	}
	var base fs.FS
	if len(c.Words) == 0 {
		base = fixtures.FS
	}
	config.Fixtures, err = populations(documents, base, s.Fixtures)
	return config, err
}

func (p program) documents(ctx context.Context, c *settings.Command) ([]*document, error) {
	if len(c.Words) == 0 {
		return bundled(specs.FS)
	}
	return p.load(ctx, c)
}

// compile reads the documents as OpenAPI and says once what is wrong with them.
func compile(documents []*document, log *slog.Logger) ([]*spec.Document, error) {
	compiled := make([]*spec.Document, len(documents))
	for i, d := range documents {
		var err error
		if compiled[i], err = spec.New(d.name, d.root); err != nil {
			return nil, err
		}
		for _, finding := range compiled[i].Findings {
			log.Warn(finding.Message, "place", finding.Place, "pointer", finding.Pointer, "lost", finding.Lost)
		}
	}
	return compiled, nil
}
