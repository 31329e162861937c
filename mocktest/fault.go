package mocktest

import (
	"maps"
	"time"

	"mockserver/internal/fault"
)

// Fault is a rule that says which requests fail, and how. Its methods return another rule; the one that they are called on stays as it
// is.
type Fault struct {
	members map[string]any
}

// OnOperation begins a rule for the requests of an operation.
func OnOperation(id string) Fault { return Fault{}.with("operation", id) }

// OnPath begins a rule for a method, or ANY, of a path, in which {names} stand for a segment each.
func OnPath(method, path string) Fault { return Fault{}.with("method", method).with("path", path) }

// OnEach begins a rule for all requests.
func OnEach() Fault { return Fault{} }

// Share lets only a part of the requests fail, from 0 to 1. Which ones follows from the seed.
func (f Fault) Share(part float64) Fault { return f.with("share", part) }

// First lets only the first n requests fail.
func (f Fault) First(n int) Fault { return f.with("first", n) }

// Skip lets n requests pass before any fails.
func (f Fault) Skip(n int) Fault { return f.with("skip", n) }

// Status answers what the document says of a status.
func (f Fault) Status(status int) Fault { return f.with("status", status) }

// Break lets the connection fail.
func (f Fault) Break(how Break) Fault { return f.with("fault", string(how)) }

// Delay holds answers back.
func (f Fault) Delay(d time.Duration) Fault { return f.DelayBetween(d, d) }

// DelayBetween holds answers back for times between two, which follow from the seed.
func (f Fault) DelayBetween(lower, upper time.Duration) Fault {
	members := maps.Clone(f.members)
	if members == nil {
		members = map[string]any{}
	}
	delay(members, lower, upper)
	return Fault{members}
}

// Bandwidth sends bodies at so many bytes a second.
func (f Fault) Bandwidth(bytes int) Fault { return f.with("bandwidth", bytes) }

// RateLimit refuses with 429 what is more than so many requests in so many seconds. A header, if one is named, tells callers apart.
func (f Fault) RateLimit(requests, perSeconds int, header string) Fault {
	limit := map[string]any{"requests": requests, "perSeconds": perSeconds}
	if header != "" {
		limit["by"] = header
	}
	return f.with("rateLimit", limit)
}

func (f Fault) with(name string, v any) Fault {
	members := maps.Clone(f.members)
	if members == nil {
		members = map[string]any{}
	}
	members[name] = v
	return Fault{members}
}

// Fault lets requests of the session fail from now on, until remove is called. Of several rules for a request the first with a status
// or break has it; delays add up.
func (m *Mock) Fault(f Fault) (remove func()) {
	m.t.Helper()
	set := m.session().Faults
	rule, err := m.rule(f)
	if err == nil {
		rule, err = set.Add(rule)
	}
	if err != nil {
		m.t.Fatalf("the fault cannot be taken: %v", err)
	}
	return func() { set.Remove(rule.ID) }
}

func (m *Mock) rule(f Fault) (*fault.Rule, error) {
	if id, named := f.members["operation"].(string); named {
		if _, err := m.run.operation(id); err != nil {
			return nil, err
		}
	}
	members := f.members
	if members == nil {
		members = map[string]any{} // not null
	}
	node, err := nodeOf(members, m.run.stubs.Limits)
	if err != nil {
		return nil, err
	}
	return fault.Read(node, "", m.run.stubs.Limits)
}
