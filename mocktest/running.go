package mocktest

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
	_ "time/tzdata" // for machines without time zones

	"mockserver/internal/load"
	"mockserver/internal/server"
	"mockserver/internal/session"
	"mockserver/internal/spec"
	"mockserver/internal/stub"
)

// running is a mock with its listener.
type running struct {
	mock      *server.Server
	sessions  *session.Sessions
	documents []*spec.Document
	stubs     stub.Config
	traffic   *traffic
	http      *http.Server
	served    chan struct{} // closed when the listener is
	url       string
}

// begin makes a mock and lets it listen.
func begin(c *config, log *testLog) (*running, error) {
	logger := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: withoutTime}))
	made, err := c.compose(logger)
	if err != nil {
		return nil, err
	}
	r := &running{documents: made.Documents, traffic: &traffic{}, served: make(chan struct{})}
	r.stubs = stub.Config{Limits: c.limits, Now: func() time.Time { return c.clock }}
	if r.sessions, err = sessions(c, r.stubs); err != nil {
		return nil, err
	}
	made.Sessions = r.sessions
	if r.mock, err = server.New(made); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("there is no free port on 127.0.0.1: %w", err)
	}
	r.url = "http://" + listener.Addr().String()
	r.http = &http.Server{
		Handler:           r.traffic.counted(r.mock.Handler()),
		ReadHeaderTimeout: time.Duration(c.limits.HeaderSeconds) * time.Second,
		MaxHeaderBytes:    c.limits.Header,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	go func() {
		defer close(r.served)
		_ = r.http.Serve(listener) // until end closes it
	}()
	return r, nil
}

// sessions begin with the stubs and fault rules that the options name.
func sessions(c *config, stubs stub.Config) (*session.Sessions, error) {
	mappings, err := load.Mappings(c.mappings, stubs)
	if err != nil {
		return nil, err
	}
	rules, err := load.Faults(c.faults, c.limits)
	if err != nil {
		return nil, err
	}
	return session.New(session.Config{Stubs: mappings, Faults: rules, Limits: c.limits, Now: time.Now, Seed: c.seed}), nil
}

// end closes all connections and waits until nothing of the mock runs any more.
func (r *running) end() {
	_ = r.http.Close()
	<-r.served
	r.traffic.finish()
}

// operation finds an operation of the documents by its operationId, or by method and path where it has none.
func (r *running) operation(id string) (*spec.Operation, error) {
	var names []string
	for _, d := range r.documents {
		for _, o := range d.Operations {
			if o.ID == id {
				return o, nil
			}
			names = append(names, o.ID)
		}
	}
	return nil, errors.New(unknownOperation(id, names))
}
