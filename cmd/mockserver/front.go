package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"mockserver/internal/limit"
	"mockserver/internal/load"
)

// The times of the end, which nothing that a client sends can lengthen.
const (
	drainLimit  = 10 * time.Second
	partingTime = 100 * time.Millisecond // at the end, for clients to hear that their connection closes
)

// front is a listener with what answers on it.
type front struct {
	name     string // "mock" or "admin"
	host     string // as configured
	listener net.Listener
	handler  http.Handler
	server   *http.Server
	parting  atomic.Bool // answers close their connections
}

// listen binds an address; flags is the prefix of the flags that chose it.
func listen(name, flags, host string, port int) (*front, error) {
	address := net.JoinHostPort(host, strconv.Itoa(port))
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use; choose another port for the %s listener with --%sport (0 for any free one)", address, name, flags)
	}
	if err != nil {
		return nil, fmt.Errorf("the %s listener cannot have %s (%s); choose another address with --%shost and --%sport", name, address, load.Reason(err), flags, flags)
	}
	return &front{name: name, host: host, listener: listener}, nil
}

// url is where the listener is, with the port that it really got.
func (f *front) url() string {
	port := f.listener.Addr().(*net.TCPAddr).Port
	return "http://" + net.JoinHostPort(f.host, strconv.Itoa(port))
}

// loopback tells whether only this machine can reach the listener, by the address that was bound, not by its name.
func (f *front) loopback() bool { return f.listener.Addr().(*net.TCPAddr).IP.IsLoopback() }

func seconds(n int) time.Duration { return time.Duration(min(n, math.MaxInt32)) * time.Second }

func (f *front) start(limits limit.Set, log *slog.Logger, failed chan<- error) {
	f.server = &http.Server{
		Handler:           f.polite(),
		ReadHeaderTimeout: seconds(limits.HeaderSeconds),
		ReadTimeout:       seconds(limits.RequestSeconds),
		IdleTimeout:       seconds(limits.IdleSeconds),
		MaxHeaderBytes:    limits.Header,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	go func() { failed <- f.server.Serve(f.listener) }()
}

// polite tells clients that keep their connections, once the end is near, that this answer is the last on it. They open
// another for their next request, or are refused, instead of losing one that they sent while the connection was closed.
func (f *front) polite() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.parting.Load() {
			w.Header().Set("Connection", "close")
		}
		f.handler.ServeHTTP(w, r)
	})
}

// drain lets requests that have begun come to their end, all listeners within one limit.
func drain(ctx context.Context, fronts []*front, log *slog.Logger) {
	for _, f := range fronts {
		f.parting.Store(true)
	}
	time.Sleep(partingTime)
	ctx, cancel := context.WithTimeout(ctx, drainLimit)
	defer cancel()
	var wait sync.WaitGroup
	for _, f := range fronts {
		wait.Go(func() {
			if err := f.server.Shutdown(ctx); err != nil {
				log.Warn("requests were still running and are cut off", "listener", f.name, "limit", drainLimit.String())
				_ = f.server.Close()
			}
		})
	}
	wait.Wait()
}

// lines are the lines of a text that are not empty.
func lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}
