// Package coverage remembers what traffic has met of a contract, and says what it never met.
package coverage

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"mockserver/internal/limit"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// Bounds of what is remembered, beside limit.Set.CoverageItems.
const (
	mostUnknown    = 1000 // paths that no operation has
	pathCharacters = 200  // of such a path
	wordCharacters = 100  // of a method or media type that no document has
)

// Met is one request and its answer. What a request holds counts as it was sent, whether it was refused or not.
type Met struct {
	Operation *spec.Operation
	Call      *validate.Call // nil: the request was not judged
	Status    int            // of the answer; 0: there was none, because the connection was broken
	MediaType string         // of the answer; "" if it has no body
	Body      []byte         // of the answer, whole and without a content coding; read only where it can tell something
	Answer    any            // the answer's body as a value, for who has it; nil: Body is read
	Refused   bool           // the mock refused the request
	Stub      bool           // a stub answered
}

// Record is what the traffic of one session has met. It is safe for concurrent use, and never larger than
// limit.Set.CoverageItems.
type Record struct {
	limits limit.Set
	plans  *plans
	room   *room

	guard      sync.Mutex
	left       int // how many more things can be remembered
	taken      int // of the room
	dropped    uint64
	operations map[identity]*tally
	unknown    map[stray]uint64
}

// identity is an operation of a document, also once that was read again.
type identity struct{ document, method, template string }

func identityOf(o *spec.Operation) identity {
	return identity{o.Document.Name, o.Method, o.Template}
}

// tally is what was met of one operation.
type tally struct {
	calls, refused, partly uint64
	items                  map[string]*count // by the key of the item
	strays                 map[stray]uint64

	plan *plan    // by which the counts are at hand
	at   []*count // of the items of that plan; nil of those that were not looked for since
}

// count is that of an item, nil if it has none. Where many of a plan's items were met they are kept by their place in it, which
// takes no more room than they do: BenchmarkAdd, where looking for each by its key was most of the work.
func (t *tally) count(p *plan, i int) *count {
	if t.plan != p && len(t.items) >= len(p.items)/sparse {
		t.plan, t.at = p, make([]*count, len(p.items))
	}
	if t.plan != p {
		return t.items[p.items[i].key]
	}
	if t.at[i] == nil {
		t.at[i] = t.items[p.items[i].key]
	}
	return t.at[i]
}

// sparse is how many items of a plan may be there for each that was met.
const sparse = 4

// count is in how many exchanges an item was met, and in how many of those a stub had answered.
type count struct{ all, stubbed uint64 }

// add counts one more exchange; nil has no room to count.
func (c *count) add(stubbed bool) {
	if c == nil {
		return
	}
	c.all++
	if stubbed {
		c.stubbed++
	}
}

// stray is what traffic met that no document has.
type stray struct{ kind, text string }

// New is an empty record.
func New(l limit.Set) *Record {
	r := &Record{limits: l.OrDefault(), plans: &plans{}, room: &room{}}
	r.room.left.Store(int64(r.limits.CoverageTotal))
	r.Clear()
	return r
}

// Fresh is another empty record, that of another session, which shares with this one what is known of operations, and the room.
func (r *Record) Fresh() *Record {
	other := &Record{limits: r.limits, plans: r.plans, room: r.room}
	other.Clear()
	return other
}

// Union is an empty record for what others have met together. It takes no room of theirs, being no larger than they are.
func (r *Record) Union() *Record {
	limits := r.limits
	limits.CoverageItems = math.MaxInt
	other := &Record{limits: limits, plans: r.plans, room: &room{}}
	other.room.left.Store(math.MaxInt64)
	other.Clear()
	return other
}

// Clear forgets everything.
func (r *Record) Clear() {
	r.guard.Lock()
	defer r.guard.Unlock()
	r.room.left.Add(int64(r.taken))
	r.left, r.taken, r.dropped = r.limits.CoverageItems, 0, 0
	r.operations, r.unknown = map[identity]*tally{}, map[stray]uint64{}
}

// Add counts what a request and its answer have met.
func (r *Record) Add(m Met) {
	if m.Operation == nil {
		return
	}
	one := r.See(m)
	r.Repeat(one)
	one.meeting.done()
}

// tally is that of an operation; nil if there is no room for another.
func (r *Record) tally(o *spec.Operation) *tally {
	id := identityOf(o)
	t := r.operations[id]
	if t == nil && r.hasRoom() {
		t = &tally{items: map[string]*count{}, strays: map[stray]uint64{}}
		r.operations[id] = t
	}
	return t
}

// countOf is that of an item; nil if there is no room for another.
func (r *Record) countOf(t *tally, p *plan, i int) *count {
	c := t.count(p, i)
	if c == nil && r.hasRoom() {
		c = &count{}
		t.items[p.items[i].key] = c
	}
	return c
}

func (r *Record) stray(among map[stray]uint64, s stray) {
	s = stray{s.kind, value.Cut(s.text, pathCharacters)}
	if _, known := among[s]; known {
		among[s]++
	} else if r.hasRoom() {
		among[stray{strings.Clone(s.kind), strings.Clone(s.text)}]++ // they may be a part of a megabyte
	}
}

// room is what the records of all sessions may remember together.
type room struct{ left atomic.Int64 }

// hasRoom takes one of the places that are left, and counts what finds none.
func (r *Record) hasRoom() bool {
	if r.left == 0 || r.room.left.Add(-1) < 0 {
		if r.left > 0 {
			r.room.left.Add(1)
		}
		r.dropped++
		return false
	}
	r.left--
	r.taken++
	return true
}

// Unknown counts a request that no operation is for.
func (r *Record) Unknown(method, path string) {
	s := stray{value.Cut(method, wordCharacters), value.Cut(path, pathCharacters)}
	r.guard.Lock()
	defer r.guard.Unlock()
	if _, known := r.unknown[s]; !known && len(r.unknown) >= mostUnknown {
		r.dropped++
		return
	}
	r.stray(r.unknown, s)
}

// strays are what the answer and the body of a request have that the contract does not.
func (p *plan) strays(m Met) []stray {
	var all []stray
	if v := callOf(m).UnsupportedMediaType; v != nil && v.Rule == "contentType" {
		all = append(all, stray{KindRequestMedia, value.Text(v.Received)})
	}
	if m.Status == 0 || p.broken != nil {
		return all
	}
	documented := p.responseTo(m.Status)
	if documented == nil {
		return append(all, stray{KindStatus, strconv.Itoa(m.Status)})
	}
	if m.MediaType != "" && len(documented.content) > 0 && documented.media(m.MediaType) == nil {
		all = append(all, stray{KindAnswerMedia, strconv.Itoa(m.Status) + " " + spec.BareType(m.MediaType)})
	}
	return all
}

// callOf is the judged request, an empty one if there is none.
func callOf(m Met) *validate.Call {
	if m.Call == nil {
		return &validate.Call{}
	}
	return m.Call
}
