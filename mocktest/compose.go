package mocktest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/limit"
	"mockserver/internal/load"
	"mockserver/internal/server"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// sources are what a mock is made from, read. Mocks may share them: nobody changes them.
type sources struct {
	documents []*spec.Document
	fixtures  []*tree.Node
}

// bundled are those of a mock without options. Tests start many of these, and reading takes most of the time.
var bundled = sync.OnceValues(func() (sources, error) {
	return (&config{limits: limit.Default()}).read(slog.New(slog.DiscardHandler))
})

// compose is what a server is made from.
func (c *config) compose(log *slog.Logger) (server.Config, error) {
	read := c.read
	if len(c.specs)+len(c.overlays)+len(c.fixtures) == 0 && c.limits == limit.Default() {
		read = func(*slog.Logger) (sources, error) { return bundled() }
	}
	s, err := read(log)
	return server.Config{
		Documents: s.documents, Fixtures: s.fixtures,
		Seed: c.seed, Clock: c.clock, Records: c.records, UnknownParameters: c.unknown, Dynamic: c.dynamic, CORS: "*", Limits: c.limits,
		Log: log, Now: time.Now, Wait: fault.Sleep, Secret: []byte(rand.Text()),
	}, err
}

// toldFindings is how many mistakes of a document the test's log has; mockserver check lists all.
const toldFindings = 20

// read reads what the options name.
func (c *config) read(log *slog.Logger) (sources, error) {
	var s sources
	ctx, o := context.Background(), load.Options{Limits: c.limits, AllowRemote: c.remote, Log: log}
	documents, err := load.Documents(ctx, c.specs, o)
	if err == nil {
		err = load.Overlays(ctx, documents, c.overlays, o)
	}
	if err == nil {
		err = load.Failures(documents)
	}
	if err != nil {
		return s, err
	}
	for _, d := range documents {
		compiled, err := d.Compile(c.limits)
		if err != nil {
			return s, err
		}
		for _, f := range compiled.Findings[:min(len(compiled.Findings), toldFindings)] {
			log.Warn(f.String())
		}
		s.documents = append(s.documents, compiled)
	}
	s.fixtures, err = load.Fixtures(ctx, documents, c.fixtures, o)
	return s, err
}
