package stub

import "sync/atomic"

// Room is the memory that stubs, and whatever else counts with them, may take in all sessions together. A nil Room has no
// end. It may be used by several goroutines.
type Room struct{ left atomic.Int64 }

// NewRoom is room for so many bytes.
func NewRoom(bytes int) *Room {
	r := &Room{}
	r.left.Store(int64(bytes))
	return r
}

// Take takes some of it, if there is as much. What is negative gives back.
func (r *Room) Take(bytes int) bool {
	if r == nil {
		return true
	}
	for {
		left := r.left.Load()
		if bytes > 0 && left < int64(bytes) {
			return false
		}
		if r.left.CompareAndSwap(left, left-int64(bytes)) {
			return true
		}
	}
}

// Give gives back what has been taken.
func (r *Room) Give(bytes int) {
	if r != nil {
		r.left.Add(int64(bytes))
	}
}
