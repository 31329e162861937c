// Package session gives each test its own part of the mock: stubs, faults, journal, seed and, kept by the server, changes.
package session

import (
	"sync/atomic"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/stub"
)

// Session is what one test has for itself; the common one is of all requests that name none. It is safe for concurrent use.
type Session struct {
	Name    string // "" of the common one
	Stubs   *stub.Set
	Faults  *fault.Set
	Journal *journal.Journal

	seed  atomic.Pointer[uint64] // nil: that of the server
	used  atomic.Int64           // when it was used last, in nanoseconds of Unix time
	ended atomic.Bool
}

// Seed is the seed that the session has chosen for itself.
func (s *Session) Seed() (seed uint64, chosen bool) {
	if p := s.seed.Load(); p != nil {
		return *p, true
	}
	return 0, false
}

// SetSeed chooses another seed than the server's; nil goes back to that.
func (s *Session) SetSeed(seed *uint64) { s.seed.Store(seed) }

// Ended tells whether the session was dropped: nothing need be kept for it any more.
func (s *Session) Ended() bool { return s.ended.Load() }

// clear is the session as it began.
func (s *Session) clear() {
	s.Stubs.Reset()
	s.Faults.Clear()
	s.Journal.Clear()
	s.SetSeed(nil)
}

// end gives back what the session has of what all share.
func (s *Session) end() {
	s.ended.Store(true)
	s.Stubs.Close()
	s.Faults.Close()
	s.Journal.Close()
}

func (s *Session) touch(now time.Time) { s.used.Store(now.UnixNano()) }
