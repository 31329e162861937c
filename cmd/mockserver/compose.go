package main

import (
	"context"
	"log/slog"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/load"
	"mockserver/internal/server"
	"mockserver/internal/settings"
	"mockserver/internal/spec"
)

// compose turns words and settings into what the server is made from: documents with their overlays, fixtures. The
// documents as they were read come with it.
func (p program) compose(ctx context.Context, c *settings.Command, log *slog.Logger) (server.Config, []*load.Document, error) {
	s := c.Settings
	config := server.Config{
		Seed: s.Seed, Clock: s.Clock, Records: s.Records,
		UnknownParameters: s.UnknownParameters, MaxBody: s.MaxBody, Dynamic: s.Dynamic, CORS: s.CORS, NoMemo: s.Memo == settings.Off, Limits: s.Limits,
		Log: log, Now: time.Now, Wait: fault.Sleep,
	}
	documents, err := p.overlaid(ctx, c, log)
	if err == nil {
		err = load.Failures(documents)
	}
	if err != nil {
		return config, nil, err
	}
	if config.Documents, err = compile(documents, s, log); err != nil {
		return config, documents, err
	}
	config.Fixtures, err = load.Fixtures(ctx, documents, s.Fixtures, p.options(c, log))
	return config, documents, err
}

// options say how what the command line names is read.
func (p program) options(c *settings.Command, log *slog.Logger) load.Options {
	o := load.Options{Limits: c.Settings.Limits, AllowRemote: c.Settings.AllowRemoteRefs, Stdin: p.stdin, Again: p.again, Reading: p.reading, Log: log}
	if !c.Named {
		o.Verbs = settings.Verbs()
	}
	return o
}

// overlaid are the documents of the command line, those that can be read with their overlays applied.
func (p program) overlaid(ctx context.Context, c *settings.Command, log *slog.Logger) ([]*load.Document, error) {
	o := p.options(c, log)
	documents, err := load.Documents(ctx, c.Words, o)
	if err != nil {
		return nil, err
	}
	return documents, load.Overlays(ctx, documents, c.Settings.Overlays, o)
}

// compile reads the documents as OpenAPI and says once what is wrong with them.
func compile(documents []*load.Document, s settings.Settings, log *slog.Logger) ([]*spec.Document, error) {
	compiled := make([]*spec.Document, len(documents))
	for i, d := range documents {
		var err error
		if compiled[i], err = d.Compile(s.Limits); err != nil {
			return nil, err
		}
		tell(compiled[i], d.Address, log)
	}
	return compiled, nil
}
