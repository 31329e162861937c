package journal

import (
	"slices"
	"sync"
	"time"

	"mockserver/internal/limit"
)

// Journals are the journals of all sessions, which share one budget of bytes. It is safe for concurrent use.
type Journals struct {
	config  Config
	mutex   sync.Mutex // guards all below, and all journals
	bytes   int
	sized   bySize
	streams int
}

// Config is what journals need to know.
type Config struct {
	Limits limit.Set                             // of its zero value, each limit is the default
	Now    func() time.Time                      // when an entry came that does not say; nil: never
	ID     func(session string, n uint64) string // of the n-th entry of a session that has none yet; nil: it stays without
}

// New makes room for journals.
func New(c Config) *Journals {
	c.Limits = c.Limits.OrDefault()
	return &Journals{config: c}
}

// Bytes is what all entries take together; never more than the limit journal-bytes.
func (js *Journals) Bytes() int {
	js.mutex.Lock()
	defer js.mutex.Unlock()
	return js.bytes
}

// Open begins the journal of a session.
func (js *Journals) Open(session string) *Journal {
	js.mutex.Lock()
	defer js.mutex.Unlock()
	j := &Journal{all: js, session: session}
	js.sized.add(j)
	return j
}

// Journal is what a session has sent and got.
type Journal struct {
	all     *Journals
	session string

	// All below is guarded by the mutex of all.
	entries   []kept // the oldest first, from first on
	first     int
	bytes     int
	place     int // among those of all by size; -1 of a closed one
	number    uint64
	dropped   uint64
	broken    uint64
	followers []*follower
}

// On tells whether entries are kept: the limit journal-entries may be 0.
func (j *Journal) On() bool { return j.all.config.Limits.JournalEntries > 0 }

// Add remembers an entry, which belongs to the journal from then on. Where there is no room, the oldest entries of the
// largest journal go first; one that is larger than all room there is is dropped itself.
func (j *Journal) Add(e *Entry) {
	js := j.all
	if !j.On() {
		return
	}
	if e.At.IsZero() && js.config.Now != nil {
		e.At = js.config.Now()
	}
	e.pack(js.config.Limits.JournalBody)
	js.mutex.Lock()
	defer js.mutex.Unlock()
	j.number++
	e.Session, e.Number = j.session, j.number
	if j.place < 0 {
		return
	}
	if len(e.StubViolations) > 0 {
		j.broken++
	}
	j.add(kept{entry: e})
}

// add is Add of what has its number, once the mutex is held.
func (j *Journal) add(k kept) {
	js := j.all
	if len(j.followers) > 0 {
		e := j.seen(k)
		for _, f := range j.followers {
			f.offer(e)
		}
	}
	bytes := k.hold()
	if bytes > js.config.Limits.JournalBytes {
		k.release()
		j.dropped++
		return
	}
	if j.len() == js.config.Limits.JournalEntries {
		j.dropOldest()
	}
	for js.bytes+bytes > js.config.Limits.JournalBytes {
		js.sized[0].dropOldest()
	}
	j.entries = append(j.entries, k)
	j.weigh(bytes)
}

// dropOldest takes away the oldest entry; there is one.
func (j *Journal) dropOldest() {
	oldest := j.entries[j.first]
	j.entries[j.first] = kept{}
	j.first++
	if j.first > len(j.entries)/2 {
		left := copy(j.entries, j.entries[j.first:])
		clear(j.entries[left:])
		j.entries, j.first = j.entries[:left], 0
	}
	j.dropped++
	j.weigh(-oldest.release())
}

// weigh notes that the journal has more or fewer bytes.
func (j *Journal) weigh(bytes int) {
	j.bytes += bytes
	j.all.bytes += bytes
	j.all.sized.fix(j)
}

func (j *Journal) len() int { return len(j.entries) - j.first }

// Len is how many entries there are.
func (j *Journal) Len() int {
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	return j.len()
}

// Dropped is how many entries were lost since the journal was last cleared, since there was no room.
func (j *Journal) Dropped() uint64 {
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	return j.dropped
}

// Broken is how many stubbed answers broke the document since the journal was last cleared, those of lost entries included.
func (j *Journal) Broken() uint64 {
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	return j.broken
}

// All are the entries, the newest first.
func (j *Journal) All() []*Entry {
	j.all.mutex.Lock()
	all := make([]*Entry, 0, j.len())
	for _, k := range j.entries[j.first:] {
		all = append(all, j.seen(k))
	}
	j.all.mutex.Unlock()
	slices.Reverse(all)
	return all
}

// Get finds an entry by its ID, nil if there is none.
func (j *Journal) Get(id string) *Entry {
	for _, e := range j.All() {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Remove takes away the entry with an ID; false if there is none.
func (j *Journal) Remove(id string) bool {
	return len(j.RemoveWhere(func(e *Entry) bool { return e.ID == id })) > 0
}

// RemoveWhere takes away the entries that are to go, and returns them, the newest first. They are judged while others go on adding.
func (j *Journal) RemoveWhere(goes func(*Entry) bool) []*Entry {
	gone := slices.DeleteFunc(j.All(), func(e *Entry) bool { return !goes(e) })
	if len(gone) == 0 {
		return nil
	}
	marked := make(map[uint64]bool, len(gone))
	for _, e := range gone {
		marked[e.Number] = true
	}
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	bytes := 0
	left := make([]kept, 0, j.len())
	for _, k := range j.entries[j.first:] {
		if marked[k.order()] {
			bytes -= k.release()
			continue
		}
		left = append(left, k)
	}
	j.entries, j.first = left, 0
	j.weigh(bytes)
	return gone
}

// Clear takes away all entries and begins to count anew what is dropped and broken.
func (j *Journal) Clear() {
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	j.clear()
}

func (j *Journal) clear() {
	for _, k := range j.entries[j.first:] {
		k.release()
	}
	j.entries, j.first, j.dropped, j.broken = nil, 0, 0, 0
	if j.place >= 0 {
		j.weigh(-j.bytes)
	}
}

// Close gives the bytes back and ends those who follow. What is added later is not kept.
func (j *Journal) Close() {
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	if j.place < 0 {
		return
	}
	j.clear()
	j.all.sized.remove(j)
	for _, f := range j.followers {
		f.end()
	}
	j.all.streams -= len(j.followers)
	j.followers = nil
}
