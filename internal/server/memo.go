package server

import (
	"encoding/binary"
	"hash/maphash"
	"net/http"
	"sync"
	"sync/atomic"

	"mockserver/internal/coverage"
	"mockserver/internal/journal"
	"mockserver/internal/session"
	"mockserver/internal/spec"
)

// memo remembers finished answers: who asks the same to the last byte, while the records are the same, gets the same without
// being judged and answered anew. BenchmarkCalls of package speed pays for it. Only what comes a second time is remembered, so
// that queries that are never repeated cost nothing here. A nil memo remembers nothing.
type memo struct {
	keys [2]maphash.Seed
	most int // bytes
	once [1 << 12]atomic.Uint64

	mu    sync.RWMutex
	known map[fingerprint]*remembered
	ring  []*remembered // in no order; hand is where what is to go is looked for next
	hand  int
	bytes int
}

// fingerprint stands for a request: 128 bits under a key that nobody knows, so that no two requests can be found that have the
// same. The request itself is not kept, since it may hold secrets. The zero fingerprint is of one that is not remembered.
type fingerprint [2]uint64

// remembered is an answer, and what the journal and the coverage need of it.
type remembered struct {
	asked    fingerprint
	document *spec.Document
	seed     uint64
	version  uint64 // of the records, as population.Snapshot has it
	status   int
	header   []line // but for what is added to each answer as it goes
	body     []byte
	template *journal.Template // nil if there is no journal
	seen     *coverage.Seen
	size     int
	place    int         // in the ring
	used     atomic.Bool // since hand came by
}

// line is a name of a header with its values, which nobody changes.
type line struct {
	name   string
	values []string
}

func newMemo(bytes int) *memo {
	return &memo{keys: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, most: bytes, known: map[fingerprint]*remembered{}}
}

// fingerprint is that of a request in its session, zero of one whose answer is not remembered: it may change something, or it has a body.
func (m *memo) fingerprint(r *http.Request, of *session.Session) fingerprint {
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	if m == nil || of == nil || !safe || r.ContentLength != 0 || r.RequestURI == "" {
		return fingerprint{}
	}
	var room [1 << 10]byte
	b := room[:0]
	for _, text := range [...]string{r.Method, r.Proto, r.Host, r.RequestURI, r.URL.Path, r.URL.RawPath, r.URL.RawQuery} {
		b = appendText(b, text)
	}
	if r.TLS != nil {
		b = append(b, 's')
	}
	if seed, chosen := of.Seed(); chosen {
		b = binary.LittleEndian.AppendUint64(b, seed)
	}
	all := m.hash(b)
	for name, values := range r.Header { // a sum, which has no order
		b = appendText(room[:0], name)
		for _, v := range values {
			b = appendText(b, v)
		}
		one := m.hash(b)
		all[0] += one[0]
		all[1] += one[1]
	}
	return all
}

// appendText writes a text so that it says where it ends.
func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func (m *memo) hash(b []byte) fingerprint {
	return fingerprint{maphash.Bytes(m.keys[0], b), maphash.Bytes(m.keys[1], b)}
}

// get is what is remembered of a request; nil if nothing is.
func (m *memo) get(asked fingerprint) *remembered {
	if asked == (fingerprint{}) {
		return nil
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	found := m.known[asked]
	if found != nil && !found.used.Load() {
		found.used.Store(true)
	}
	return found
}

// again tells whether a request came before, not long ago.
func (m *memo) again(asked fingerprint) bool {
	if asked == (fingerprint{}) {
		return false
	}
	place := &m.once[asked[0]%uint64(len(m.once))]
	return place.Swap(asked[1]) == asked[1]
}

// put remembers an answer. Where there is no room, others go that were not asked for since the last time that room was looked for.
func (m *memo) put(one *remembered) {
	const share = 8 // of all there is room for: what is larger would drive out too many others
	if one.size > m.most/share {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if old := m.known[one.asked]; old != nil { // of other records, or two asked at once
		m.drop(old)
	}
	for m.bytes+one.size > m.most {
		m.dropNext()
	}
	one.place = len(m.ring)
	m.ring = append(m.ring, one)
	m.known[one.asked] = one
	m.bytes += one.size
}

// dropNext drops the next that was not used lately.
func (m *memo) dropNext() {
	for {
		m.hand %= len(m.ring)
		if one := m.ring[m.hand]; !one.used.Swap(false) {
			m.drop(one)
			return
		}
		m.hand++
	}
}

// drop fills the place of one with the last of the ring.
func (m *memo) drop(one *remembered) {
	last := len(m.ring) - 1
	m.ring[one.place] = m.ring[last]
	m.ring[one.place].place = one.place
	m.ring[last] = nil
	m.ring = m.ring[:last]
	m.bytes -= one.size
	delete(m.known, one.asked)
}
