package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"mockserver/internal/fault"
	"mockserver/internal/load"
	"mockserver/internal/server"
	"mockserver/internal/session"
	"mockserver/internal/settings"
	"mockserver/internal/spec"
)

// watchable are the files and folders that the command line names. It is wrong usage if there is none to watch.
func watchable(c *settings.Command, log *slog.Logger) ([]string, error) {
	var files []string
	for _, word := range c.Words {
		switch {
		case word == load.Stdin:
			return nil, usagef("--watch cannot watch standard input, which can be read but once; name the document's file")
		case load.Remote(word):
			log.Warn("a document that comes from a URL is not watched", "document", word)
		default:
			files = append(files, word)
		}
	}
	for _, name := range c.Settings.Overlays {
		if _, err := os.Stat(name); err == nil || !slices.Contains(load.Variants(), name) {
			files = append(files, name) // also one that is not there just now
		}
	}
	for _, name := range c.Settings.Fixtures {
		files = append(files, name)
		for _, inner := range load.FixturesIn(name) {
			files = append(files, filepath.Join(name, inner))
		}
	}
	if len(files) == 0 && len(c.Words) == 0 {
		return nil, usagef("--watch has nothing to watch: the bundled APIs never change; name a document, an overlay or a fixture in a file")
	}
	return files, nil
}

// reloading replaces a server whenever the files that it was made from change.
type reloading struct {
	program   program
	command   *settings.Command
	log       *slog.Logger
	watcher   *watcher // nil: nothing is watched
	documents []*load.Document
	served    []*spec.Document
	mock      *server.Server
	live      *server.Live
	sessions  *session.Sessions
	secret    []byte
}

// begin watches what the command line names, before any of it is read.
func (r *reloading) begin() error {
	if _, err := watchable(r.command, r.log); err != nil {
		return err
	}
	var err error
	if r.watcher, err = newWatcher(); err == nil {
		r.program.reading = r.watcher.expand
		r.watcher.follow(r.files())
	}
	return err
}

// files are those of the command line, and those that documents have led to.
func (r *reloading) files() []string {
	files, _ := watchable(r.command, slog.New(slog.DiscardHandler)) // begin has told the error
	for _, d := range r.documents {
		files = append(files, d.Files()...)
	}
	return files
}

// compose makes the server that is to be served.
func (r *reloading) compose(ctx context.Context) error {
	config, documents, err := r.program.compose(ctx, r.command, r.log)
	if err != nil {
		return err
	}
	if err := load.Damaged(r.documents, documents); err != nil {
		return err
	}
	config.Sessions, config.Secret = r.sessions, r.secret
	mock, err := server.New(config)
	if err != nil {
		return err
	}
	r.documents, r.served, r.mock, r.program.again = documents, config.Documents, mock, true
	if r.watcher != nil {
		r.watcher.follow(r.files())
	}
	return nil
}

// start reloads until ctx ends or stop is called, which waits for a reload that is under way.
func (r *reloading) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() {
		for r.watcher.await(ctx, r.files) {
			r.reload(ctx)
		}
	})
	return func() {
		cancel()
		wait.Wait()
	}
}

// reload makes everything anew. If that fails, what was served is served on.
func (r *reloading) reload(ctx context.Context) {
	before := r.served
	r.watcher.follow(r.files()) // before they are read, so that no change between the two goes unseen
	if err := r.compose(ctx); err != nil {
		r.log.Error("not reloaded: what has changed cannot be served; what was served before still is", "error", err.Error())
		return
	}
	r.live.Replace(r.mock)
	if err := aimless(r.rules(), r.mock.Operations()); err != nil {
		r.log.Warn("a rule does nothing any more: " + err.Error())
	}
	added, removed := difference(before, r.served)
	r.log.Info("reloaded: files have changed; changes made through the API are dropped, stubs are kept", "operations", len(operationNames(r.served)), "added", added, "removed", removed)
}

// rules are the fault rules of all sessions.
func (r *reloading) rules() []*fault.Rule {
	all := r.sessions.Common().Faults.All()
	for _, name := range r.sessions.Names() {
		if s := r.sessions.Find(name); s != nil {
			all = append(all, s.Faults.All()...)
		}
	}
	return all
}

// difference counts the operations that only one of two servers has.
func difference(before, after []*spec.Document) (added, removed int) {
	had, has := operationNames(before), operationNames(after)
	for name := range has { // counting
		if !had[name] {
			added++
		}
	}
	for name := range had { // counting
		if !has[name] {
			removed++
		}
	}
	return added, removed
}

func operationNames(documents []*spec.Document) map[string]bool {
	names := map[string]bool{}
	for _, d := range documents {
		for _, o := range d.Operations {
			names[d.Name+" "+o.Method+" "+o.Template] = true
		}
	}
	return names
}
