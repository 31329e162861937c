package coverage

import (
	"sync"

	"mockserver/internal/spec"
)

// mostPlanned bounds the items of all plans that are kept.
const mostPlanned = 500_000

// plans are those of the operations that were called, so that each is made once for all sessions. Those of a document that
// was read again are dropped.
type plans struct {
	guard     sync.RWMutex
	documents map[string]*spec.Document // by name: the last that was seen
	known     map[*spec.Operation]*plan
	items     int // of all of them
}

// of is the plan of an operation. Two that ask at once may both make it; one is kept.
func (p *plans) of(o *spec.Operation) *plan {
	if found := p.kept(o); found != nil {
		return found
	}
	made := planOf(o)
	p.guard.Lock()
	defer p.guard.Unlock()
	if last := p.documents[o.Document.Name]; p.known == nil || last != nil && last != o.Document || p.items+len(made.items) > mostPlanned {
		p.known, p.documents, p.items = map[*spec.Operation]*plan{}, map[string]*spec.Document{}, 0
	}
	if found := p.known[o]; found != nil {
		return found
	}
	p.known[o], p.documents[o.Document.Name] = made, o.Document
	p.items += len(made.items)
	return made
}

// kept is a plan that was made before; nil if there is none.
func (p *plans) kept(o *spec.Operation) *plan {
	p.guard.RLock()
	defer p.guard.RUnlock()
	return p.known[o]
}
