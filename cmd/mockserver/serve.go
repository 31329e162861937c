package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"mockserver/internal/admin"
	"mockserver/internal/coverage"
	"mockserver/internal/limit"
	"mockserver/internal/load"
	"mockserver/internal/server"
	"mockserver/internal/settings"
)

// serve runs until ctx ends.
func (p program) serve(ctx context.Context, c *settings.Command) error {
	s := c.Settings
	log := newLog(p.stderr, s.Log)
	r := &reloading{program: p, command: c, log: log, secret: []byte(rand.Text())}
	if s.Watch {
		if err := r.begin(); err != nil {
			return err
		}
		defer r.watcher.close()
	}
	if err := writable(s.Coverage); err != nil {
		return err
	}
	rules, err := load.Faults(s.Faults, s.Limits)
	if err != nil {
		return err
	}
	if r.sessions, err = sessions(s, rules, log); err != nil {
		return err
	}
	if err := r.compose(ctx); err != nil {
		return err
	}
	if err := aimless(rules, r.mock.Operations()); err != nil {
		return err
	}
	for _, line := range lines(r.mock.Summary()) {
		log.Info(line)
	}
	r.live = server.NewLive(r.mock)
	fronts, err := open(ctx, s, r, log)
	if err != nil {
		return err
	}
	if s.Watch {
		defer r.start(ctx)()
	}
	err = p.run(ctx, fronts, s.Limits, log)
	return errors.Join(err, writeCoverage(s.Coverage, r.live))
}

// writable tells at start whether the coverage can be written at the end.
func writable(file string) error {
	if file == "" {
		return nil
	}
	folder := filepath.Dir(file)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return usagef("the coverage cannot be written to %q: there is no folder %q", file, folder)
	}
	return nil
}

// writeCoverage writes what all traffic met of the contract to the file that is configured.
func writeCoverage(file string, mock *server.Live) error {
	if file == "" {
		return nil
	}
	if err := os.WriteFile(file, mock.Coverage(nil).In(coverage.FormOf(file)), 0o644); err != nil {
		return fmt.Errorf("the coverage cannot be written to %q: %s", file, load.Reason(err))
	}
	return nil
}

// open binds every listener before any of them answers, so that a port in use is told before a line is printed.
func open(ctx context.Context, s settings.Settings, r *reloading, log *slog.Logger) ([]*front, error) {
	first, err := listen("mock", "", s.Host, s.Port)
	if err != nil {
		return nil, err
	}
	mock := r.live
	control := func(f *front) http.Handler {
		config := admin.Config{
			Sessions: r.sessions, Mock: mock, Version: versionText(), Token: token(s.AdminToken, f, log),
			Limits: s.Limits, Clock: func() time.Time { return s.Clock }, Now: time.Now, Begun: time.Now(), Ending: ctx.Done(), Log: log,
		}
		return late(func() http.Handler { return admin.Handler(config) })
	}
	first.handler = mock.Handler()
	switch s.Admin {
	case settings.Same:
		first.handler = beside(control(first), mock)
	case settings.On:
		second, err := listen("admin", "admin-", s.AdminHost, s.AdminPort)
		if err != nil {
			_ = first.listener.Close()
			return nil, err
		}
		second.handler = control(second)
		return []*front{first, second}, nil
	}
	return []*front{first}, nil
}

// late is a handler that is made when it is asked first: the many paths of the control API were 5 % of the start (BenchmarkStart of
// internal/speed), and few who start a mock ask for one.
func late(make func() http.Handler) http.Handler {
	handler := sync.OnceValue(make)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler().ServeHTTP(w, r) })
}

// run serves until ctx ends or a listener fails, and then drains.
func (p program) run(ctx context.Context, fronts []*front, limits limit.Set, log *slog.Logger) error {
	failed := make(chan error, len(fronts))
	for _, f := range fronts {
		f.start(limits, log, failed)
	}
	for _, f := range fronts {
		if err := p.print(fmt.Sprintf("%s listening on %s\n", f.name, f.url())); err != nil {
			log.Warn("standard output cannot be written", "error", err)
		}
	}
	var err error
	select {
	case <-ctx.Done():
		log.Info("draining", "limit", drainLimit.String())
	case err = <-failed:
	}
	drain(context.WithoutCancel(ctx), fronts, log)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// beside puts the control API under its prefix of the mock listener, but for the very paths that a document has. The
// paths stay as the client wrote them: a cleaning router would redirect //, which the mock has to answer itself.
func beside(control http.Handler, mock *server.Live) http.Handler {
	unclaimed := func(r *http.Request, _ *mux.RouteMatch) bool { return !mock.Claims(r) }
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	router.Path(admin.Prefix).MatcherFunc(unclaimed).Handler(control)
	router.PathPrefix(admin.Prefix + "/").MatcherFunc(unclaimed).Handler(control)
	answers := mock.Handler()
	router.NotFoundHandler = answers
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, admin.Prefix) {
			router.ServeHTTP(w, r)
			return
		}
		answers.ServeHTTP(w, r) // nearly all that comes, and what is no path, such as OPTIONS *
	})
}

// token decides what the control API wants: what was given; off the loopback interface one that is made here.
func token(given string, f *front, log *slog.Logger) string {
	loopback := f.loopback()
	switch {
	case given == settings.Off && !loopback:
		log.Warn("the control API can be reached from other machines and wants no token, as --admin-token off says", "url", f.url())
		return ""
	case given == settings.Off:
		return ""
	case given == "" && !loopback:
		made := rand.Text()
		log.Warn("the control API can be reached from other machines, so it wants a token; none was given with --admin-token, so this one was made", "token", made)
		return made
	}
	return given
}

func newLog(w io.Writer, format string) *slog.Logger {
	if format == settings.JSON {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
