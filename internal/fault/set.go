package fault

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"mockserver/internal/fake"
	"mockserver/internal/limit"
	"mockserver/internal/value"
)

// SetConfig is what a Set is made from.
type SetConfig struct {
	Seed    uint64
	Session string
	Limits  limit.Set        // the zero Set: limit.Default()
	Now     func() time.Time // for rate limits; nil: time stands still
	Room    Room             // nil: there is room
}

// Room is what the rules of all sessions share.
type Room interface {
	Take(bytes int) bool // false: there is no such room
	Give(bytes int)
}

// Full is the error of a rule for which there is no room (507).
type Full struct{ Message string }

func (f *Full) Error() string { return f.Message }

// Set is the rules of one session with their counts. It is safe for concurrent use: requests read what changes replace.
type Set struct {
	config  SetConfig
	entries atomic.Pointer[[]*entry]
	global  atomic.Pointer[Pace]
	paced   atomic.Uint64 // answers that asked for the global pace

	mu      sync.Mutex // of changes
	closed  bool
	given   uint64 // ids that were given out
	windows *Windows
}

// entry is a rule with what it counts.
type entry struct {
	*Rule
	key    fake.Key
	text   string // what the key is made of
	number int    // of entries with the same text, which one
	count  atomic.Uint64
}

// NewSet makes a set without rules.
func NewSet(c SetConfig) *Set {
	c.Limits = c.Limits.OrDefault()
	s := &Set{config: c, windows: NewWindows(c.Now, c.Limits.Callers)}
	s.entries.Store(&[]*entry{})
	s.global.Store(&Pace{})
	return s
}

// Any tells whether there are rules.
func (s *Set) Any() bool { return len(*s.entries.Load()) > 0 }

// Idle tells whether nothing is done to any answer, not even a global delay.
func (s *Set) Idle() bool {
	p := s.global.Load()
	return !s.Any() && p.Fixed == 0 && p.Delay.Type == "" && !p.Slow()
}

// All are the rules in their order.
func (s *Set) All() []*Rule {
	var all []*Rule
	for _, e := range *s.entries.Load() {
		all = append(all, e.Rule)
	}
	return all
}

// Get is the rule with an id, nil if there is none.
func (s *Set) Get(id string) *Rule {
	entries := *s.entries.Load()
	if i := place(entries, id); i >= 0 {
		return entries[i].Rule
	}
	return nil
}

func place(entries []*entry, id string) int {
	return slices.IndexFunc(entries, func(e *entry) bool { return e.ID == id })
}

// Add puts a rule behind the others, or in the place of the one with its id, and gives one without an id its own. It
// returns the rule as it stands in the set. The error is a *Full.
func (s *Set) Add(r *Rule) (*Rule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := *s.entries.Load()
	if r.ID != "" {
		if i := place(entries, r.ID); i >= 0 {
			return s.put(entries, i, r)
		}
	}
	if most := s.config.Limits.Faults; len(entries) >= most {
		return nil, &Full{fmt.Sprintf("This session has %d fault rules, the limit that --limit faults=N sets; remove some.", most)}
	}
	return s.put(entries, len(entries), r)
}

// Replace puts a rule in the place of the one with an id, and begins to count anew. It is false if there is none.
func (s *Set) Replace(id string, r *Rule) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := *s.entries.Load()
	i := place(entries, id)
	if i < 0 {
		return false, nil
	}
	_, err := s.put(entries, i, r.called(id))
	return true, err
}

// put makes a rule the i-th of the entries, or the one behind them.
func (s *Set) put(entries []*entry, i int, r *Rule) (*Rule, error) {
	if s.closed {
		return nil, &Full{"The session was reset while the request was under way."}
	}
	had := 0
	if i < len(entries) {
		had = entries[i].bytes
	}
	if room := s.config.Room; room != nil {
		if !room.Take(max(0, r.bytes-had)) {
			return nil, &Full{"There is no room for more stubs and fault rules; --limit stub-bytes=N makes more."}
		}
		room.Give(max(0, had-r.bytes))
	}
	e := s.entry(entries, i, r)
	changed := append(slices.Clone(entries[:i]), e)
	if i < len(entries) {
		changed = append(changed, entries[i+1:]...)
	}
	s.entries.Store(&changed)
	return e.Rule, nil
}

// entry begins to count for a rule. What it hits follows from the id that a user gave it, or else from what it says, so that
// the same rule hits the same requests in sessions of any name; of equal ones each hits others.
func (s *Set) entry(entries []*entry, i int, r *Rule) *entry {
	e := &entry{Rule: r}
	if id, ok := r.given.Get("id"); ok {
		e.text = "id " + value.Text(id)
	} else {
		e.text = "rule " + string(value.AppendJSON(nil, r.given))
	}
	for at, other := range entries {
		if at != i && other.text == e.text {
			e.number = max(e.number, other.number+1)
		}
	}
	e.key = fake.NewKey(s.config.Seed, "fault", e.text, strconv.Itoa(e.number))
	for r.ID == "" || at(entries, i, e.ID) {
		e.Rule = r.called(ID("fault", s.config.Session, s.given))
		s.given++
		r = e.Rule
	}
	return e
}

// at tells whether another entry than the i-th has an id.
func at(entries []*entry, i int, id string) bool {
	found := place(entries, id)
	return found >= 0 && found != i
}

// Remove takes a rule away; it is false if there is none.
func (s *Set) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := *s.entries.Load()
	i := place(entries, id)
	if i < 0 {
		return false
	}
	s.give(entries[i : i+1])
	changed := slices.Delete(slices.Clone(entries), i, i+1)
	s.entries.Store(&changed)
	return true
}

func (s *Set) give(entries []*entry) {
	for _, e := range entries {
		if s.config.Room != nil {
			s.config.Room.Give(e.bytes)
		}
	}
}

// Clear takes all rules and the global pace away. IDs that were given out are not given again.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.give(*s.entries.Load())
	s.entries.Store(&[]*entry{})
	s.global.Store(&Pace{})
	s.paced.Store(0)
	s.windows.Forget()
}

// Close gives back the room of the rules; the set takes none from then on.
func (s *Set) Close() {
	s.Clear()
	s.mu.Lock()
	s.closed = true
	stray := *s.entries.Load() // of a change between the two
	s.mu.Unlock()
	if len(stray) > 0 {
		s.Clear()
	}
}

// Reset begins to count anew; the rules and the global pace stay.
func (s *Set) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range *s.entries.Load() {
		e.count.Store(0)
	}
	s.paced.Store(0)
	s.windows.Forget()
}

// SetGlobal says the pace of all answers that have none of their own.
func (s *Set) SetGlobal(p Pace) { s.global.Store(&p) }

// Global is the pace of all answers that have none of their own.
func (s *Set) Global() Pace { return *s.global.Load() }

// Late is how long the next answer waits, given the pace of its stub (the zero Pace if it has none), or what of it is left
// to the global one.
func (s *Set) Late(own Pace) time.Duration {
	p := own.Or(s.Global())
	if p.Fixed == 0 && p.Delay.Type == "" {
		return 0
	}
	return p.Late(fake.NewKey(s.config.Seed, "pace"), s.paced.Add(1))
}

// Query is what rules see of a request.
type Query struct {
	Operation string // "" if no document has one for it
	Method    string
	Path      string // decoded
	Header    http.Header
}

// Effect is what the rules do to one request.
type Effect struct {
	Rules      []*Rule       // that hit it, in their order
	Rule       *Rule         // whose status, break or limit this is; nil: there is none of these
	Late       time.Duration // of all rules together
	Pace       Pace          // how slowly the body comes: the first dribble, the least bandwidth
	Status     int           // of the answer that the contract makes; 0: the usual one; 429 if it is limited
	Break      Break
	Limited    bool
	RetryAfter time.Duration // of a limited one, in whole seconds
	Key        fake.Key      // of the request, for Break.On
}

// Apply counts a request and says what is done to it. Each rule counts all requests that it is about, whatever the
// others do.
func (s *Set) Apply(q Query) Effect {
	effect := Effect{}
	for _, e := range *s.entries.Load() {
		if !e.isFor(q) {
			continue
		}
		n := e.count.Add(1)
		if !e.hits(e.key, n) {
			continue
		}
		hit := Effect{Status: e.Status, Break: e.Break}
		if e.RateLimit != nil {
			s.limit(e, q.Header, &hit)
		}
		if idle := hit.Status == 0 && hit.Break == "" && !e.Pace.delays(); !idle {
			effect.Rules = append(effect.Rules, e.Rule)
		}
		effect.slow(e.Pace, e.key, n)
		if effect.Rule == nil && (hit.Status != 0 || hit.Break != "") {
			effect.Rule, effect.Status, effect.Break = e.Rule, hit.Status, hit.Break
			effect.Limited, effect.RetryAfter = hit.Limited, hit.RetryAfter
			effect.Key = e.key.Sub(strconv.FormatUint(n, 10))
		}
	}
	effect.Late = min(effect.Late, longest(s.config.Limits))
	return effect
}

// limit counts a request under a rate limit; one that is beyond it gets 429, and when the next will be taken.
func (s *Set) limit(e *entry, header http.Header, hit *Effect) {
	name := ""
	if e.RateLimit.By != "" {
		name = strings.Join(header.Values(e.RateLimit.By), ",")
	}
	left, ok := s.windows.Admit(e, name, e.RateLimit.Requests, time.Duration(e.RateLimit.PerSeconds)*time.Second)
	if ok {
		return
	}
	hit.Limited, hit.Status = true, http.StatusTooManyRequests
	hit.RetryAfter = (left + time.Second - 1).Truncate(time.Second)
}

// slow adds what a rule holds up.
func (e *Effect) slow(p Pace, key fake.Key, n uint64) {
	e.Late += p.Late(key.Sub("late"), n)
	e.Pace = e.Pace.With(p)
}

// String says what is done, for the journal: "503, 200 ms late"; "" of nothing.
func (e Effect) String() string {
	var parts []string
	switch {
	case e.Limited:
		parts = append(parts, "rate limit")
	case e.Break != "":
		parts = append(parts, string(e.Break))
	case e.Status != 0:
		parts = append(parts, "status "+strconv.Itoa(e.Status))
	}
	if e.Late > 0 {
		parts = append(parts, strconv.FormatInt(e.Late.Milliseconds(), 10)+" ms late")
	}
	if e.Pace.Slow() {
		parts = append(parts, "slow")
	}
	return strings.Join(parts, ", ")
}
