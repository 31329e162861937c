package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/gorilla/mux"

	"mockserver/internal/admin"
	"mockserver/internal/limit"
	"mockserver/internal/server"
	"mockserver/internal/settings"
)

// serve runs until ctx ends.
func (p program) serve(ctx context.Context, c *settings.Command) error {
	s := c.Settings
	log := newLog(p.stderr, s.Log)
	r := &reloading{program: p, command: c, log: log}
	if s.Watch {
		if err := r.begin(); err != nil {
			return err
		}
		defer r.watcher.close()
	}
	if err := r.compose(ctx); err != nil {
		return err
	}
	for _, line := range lines(r.mock.Summary()) {
		log.Info(line)
	}
	r.live = server.NewLive(r.mock)
	fronts, err := open(s, r.live, log)
	if err != nil {
		return err
	}
	if s.Watch {
		defer r.start(ctx)()
	}
	return p.run(ctx, fronts, s.Limits, log)
}

// open binds every listener before any of them answers, so that a port in use is told before a line is printed.
func open(s settings.Settings, mock *server.Live, log *slog.Logger) ([]*front, error) {
	first, err := listen("mock", "", s.Host, s.Port)
	if err != nil {
		return nil, err
	}
	control := func(f *front) http.Handler {
		return admin.Handler(admin.Config{Reset: mock.Reset, Version: versionText(), Token: token(s.AdminToken, f, log), Log: log})
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
	router.NotFoundHandler = mock.Handler() // all else, and what is no path, such as OPTIONS *
	return router
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
