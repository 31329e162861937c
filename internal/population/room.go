package population

import (
	"fmt"
	"sync/atomic"
)

// Room is what the changes of all sessions may take together, in bytes. Populations that are given the same Room share it.
type Room struct {
	most     int64
	held     atomic.Int64
	versions atomic.Uint64 // of the states of all sessions; none is given twice, and 0 is the untouched base
}

// NewRoom is a Room of so many bytes.
func NewRoom(bytes int) *Room { return &Room{most: int64(bytes)} }

// take refuses changes whose records would take more than there is; more is by how much they grow. The error is a *Full.
func (r *Room) take(more int) error {
	if r.held.Add(int64(more)) > r.most && more > 0 {
		r.held.Add(-int64(more))
		return &Full{fmt.Sprintf("the records that were created and changed would take more than %d bytes, the limit that --limit change-bytes=N sets; a reset drops them", r.most)}
	}
	return nil
}

// give takes back what is no longer kept.
func (r *Room) give(bytes int) { r.held.Add(-int64(bytes)) }
