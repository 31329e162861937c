package session

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/limit"
	"mockserver/internal/stub"
)

// Config is what sessions are made from.
type Config struct {
	Stubs  []*stub.Mapping  // that each begins with, in the order in which they were read
	Faults []*fault.Rule    // that each begins with
	Limits limit.Set        // of its zero value, each limit is the default
	Now    func() time.Time // real time; nil: time stands still, and no session idles
	Seed   uint64           // of the server, for shares and delays
}

// Sessions are the common session and the named ones. A named one is made at its first use and is dropped when it is
// reset or was not used for some time.
type Sessions struct {
	config   Config
	base     *stub.Base
	room     *stub.Room
	journals *journal.Journals
	common   *Session

	mu    sync.RWMutex
	named map[string]*Session
	due   atomic.Int64 // when to look for what idles, in nanoseconds of Unix time
	ended func(*Session)

	resetting sync.Mutex // of the common session
}

// New makes the common session.
func New(c Config) *Sessions {
	c.Limits = c.Limits.OrDefault()
	if c.Now == nil {
		c.Now = func() time.Time { return time.Time{} }
	}
	ss := &Sessions{config: c, base: stub.NewBase(c.Stubs), room: stub.NewRoom(c.Limits.StubBytes), named: map[string]*Session{}}
	ss.journals = journal.New(journal.Config{Limits: c.Limits, Now: c.Now,
		ID: func(name string, n uint64) string { return fault.ID("request", name, n) }})
	ss.common = ss.begin("")
	return ss
}

// begin makes a session.
func (ss *Sessions) begin(name string) *Session {
	c := ss.config
	s := &Session{
		Name:    name,
		Stubs:   ss.base.NewSet(stub.SetConfig{Limits: c.Limits, Session: name, Room: ss.room}),
		Faults:  fault.NewSet(fault.SetConfig{Limits: c.Limits, Session: name, Now: c.Now, Seed: c.Seed, Room: ss.room}),
		Journal: ss.journals.Open(name),
	}
	ss.plant(s)
	return s
}

// plant adds the fault rules that flags gave. They are few and within the limit, so that there is room.
func (ss *Sessions) plant(s *Session) {
	for _, r := range ss.config.Faults {
		_, _ = s.Faults.Add(r)
	}
}

// OnEnd says what is to be done when a session is dropped, after it is.
func (ss *Sessions) OnEnd(do func(*Session)) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	ss.ended = do
}

// Common is the session of requests that name none.
func (ss *Sessions) Common() *Session { return ss.common }

// Of finds the session of a name, or makes it; "" is the common one. The error is a *BadName or a *Full.
func (ss *Sessions) Of(name string) (*Session, error) { return ss.OfAt(name, ss.config.Now()) }

// OfAt is Of for who has looked at the clock already.
func (ss *Sessions) OfAt(name string, now time.Time) (*Session, error) {
	if now.UnixNano() >= ss.due.Load() {
		defer ss.tidy(now)
	}
	if name == "" {
		return ss.common, nil
	}
	ss.mu.RLock()
	s := ss.named[name]
	ss.mu.RUnlock()
	if s != nil {
		s.touch(now)
		return s, nil
	}
	if err := ss.nameable(name); err != nil {
		return nil, err
	}
	return ss.add(name, now)
}

// add makes a session, unless another request did so just now.
func (ss *Sessions) add(name string, now time.Time) (*Session, error) {
	ss.mu.Lock()
	var dropped []*Session
	if len(ss.named) >= ss.config.Limits.Sessions {
		dropped = ss.sweep(now)
	}
	s, err := ss.named[name], error(nil)
	switch {
	case s != nil:
	case len(ss.named) >= ss.config.Limits.Sessions:
		err = &Full{fmt.Sprintf("There are %d sessions, as many as --limit sessions=N allows; a reset with Mockserver-Session drops one.", len(ss.named))}
	default:
		s = ss.begin(strings.Clone(name))
		ss.named[s.Name] = s
	}
	if s != nil {
		s.touch(now)
	}
	ended := ss.ended
	ss.mu.Unlock()
	for _, one := range dropped {
		ss.finish(one, ended)
	}
	return s, err
}

// tidy drops the sessions that idled too long; it is done once in a while, and whenever there is no room.
func (ss *Sessions) tidy(now time.Time) {
	ss.mu.Lock()
	dropped, ended := ss.sweep(now), ss.ended
	ss.mu.Unlock()
	for _, one := range dropped {
		ss.finish(one, ended)
	}
}

// sweep takes out the sessions that idled too long.
func (ss *Sessions) sweep(now time.Time) []*Session {
	idle := time.Duration(ss.config.Limits.SessionSeconds) * time.Second
	ss.due.Store(now.Add(idle / 16).UnixNano())
	var dropped []*Session
	for name, s := range ss.named {
		if now.UnixNano()-s.used.Load() > idle.Nanoseconds() {
			dropped = append(dropped, s)
			delete(ss.named, name)
		}
	}
	return dropped
}

func (ss *Sessions) finish(s *Session, ended func(*Session)) {
	s.end()
	if ended != nil {
		ended(s)
	}
}

// nameable says what is wrong with a name.
func (ss *Sessions) nameable(name string) error {
	if most := ss.config.Limits.SessionName; len(name) > most {
		return &BadName{fmt.Sprintf("The name of the session has %d bytes; the limit is %d, which --limit session-name=N sets.", len(name), most)}
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r < '!' || r > '~' }) {
		return &BadName{"The name of a session has letters, digits and signs of ASCII, and no space."}
	}
	return nil
}

// Find is the session of a name if there is one; nil else.
func (ss *Sessions) Find(name string) *Session {
	if name == "" {
		return ss.common
	}
	ss.mu.RLock()
	defer ss.mu.RUnlock()
	return ss.named[name]
}

// Names are those of the named sessions, sorted.
func (ss *Sessions) Names() []string {
	ss.mu.RLock()
	defer ss.mu.RUnlock()
	names := make([]string, 0, len(ss.named))
	for name := range ss.named {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Reset brings the common session back to what flags gave, or drops a named one, which begins anew at its next use.
func (ss *Sessions) Reset(name string) {
	ss.mu.Lock()
	s, ended := ss.named[name], ss.ended
	delete(ss.named, name)
	ss.mu.Unlock()
	switch {
	case name == "":
		ss.resetting.Lock() // else each of two at once would plant
		ss.common.clear()
		ss.plant(ss.common)
		ss.resetting.Unlock()
		if ended != nil {
			ended(ss.common)
		}
	case s != nil:
		ss.finish(s, ended)
	}
}

// ResetAll resets the common session and drops all others.
func (ss *Sessions) ResetAll() {
	for _, name := range append(ss.Names(), "") {
		ss.Reset(name)
	}
}

// Full says that there is no room for another session: 429.
type Full struct{ sentence string }

// Error is the sentence.
func (e *Full) Error() string { return e.sentence }

// BadName says why a name cannot be that of a session: 400.
type BadName struct{ sentence string }

// Error is the sentence.
func (e *BadName) Error() string { return e.sentence }
