package binding

import (
	"slices"
	"sync"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// Headings keep what a part of an answer says of its columns, as the header of a table does: it is the same for all queries with
// the same columns, and took a third of the time of an answer (BenchmarkMissReport of package server).
type Headings struct {
	mu   sync.Mutex
	made []heading
	next int // the one that makes room
}

// heading is what stands in a part for some columns.
type heading struct {
	columns []Column
	as      *schema.Schema
	value   any
}

// What is kept of each part: other columns and wider tables are made again.
const (
	mostHeadings = 16
	mostColumns  = 64
)

// Of is what stands in the part, not to be changed; render makes it where it is not kept.
func (h *Headings) Of(columns []Column, as *schema.Schema, render func() any) any {
	if len(columns) > mostColumns {
		return render()
	}
	if known := h.find(columns, as); known != nil {
		return known.value
	}
	made := heading{columns, as, render()}
	items, _ := made.value.([]any)
	for _, item := range items {
		if o, is := item.(*value.Object); is {
			as.Element().Keep(o)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.made) < mostHeadings {
		h.made = append(h.made, made)
		return made.value
	}
	h.made[h.next] = made
	h.next = (h.next + 1) % mostHeadings
	return made.value
}

func (h *Headings) find(columns []Column, as *schema.Schema) *heading {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range h.made {
		if known := h.made[i]; known.as == as && slices.Equal(known.columns, columns) {
			return &known
		}
	}
	return nil
}

// isOfColumns tells whether the template reads nothing but the columns of an answer.
func (t *Template) isOfColumns() bool {
	return t.kind == programKind && len(t.program.Names) == 1 && t.program.Names[0] == "columns"
}
