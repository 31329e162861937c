// Package stub keeps canned answers and finds the one that is meant for a request, as WireMock does.
package stub

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/limit"
	"mockserver/internal/matcher"
	"mockserver/internal/value"
)

// DefaultPriority is that of a mapping that says none; 1 comes before it.
const DefaultPriority = 5

// Started is the state in which each scenario begins.
const Started = "Started"

// Config is what reading mappings takes.
type Config struct {
	Limits limit.Set        // of its zero value, each limit is the default
	Now    func() time.Time // the mock's clock, for patterns such as before "now"; nil: time stands still
}

func (c Config) matcher() matcher.Config { return matcher.Config{Limits: c.Limits, Now: c.Now} }

// Request is what a pattern judges.
type Request struct {
	Method   string
	URL      string // path and query as they were sent
	Scheme   string
	Host     string // without the port
	Port     int
	ClientIP string
	Header   map[string][]string // by canonical name; Host too, as it was sent
	Body     []byte
}

// Authority takes host and port of an authority apart; where no port is said, it is that of the scheme.
func Authority(authority, scheme string) (host string, port int) {
	if host, text, err := net.SplitHostPort(authority); err == nil {
		if port, err = strconv.Atoi(text); err == nil {
			return host, port
		}
	}
	if scheme == "https" {
		return authority, 443
	}
	return authority, 80
}

// Mapping is one canned answer and the requests that it is for. It is not changed once a Set has it.
type Mapping struct {
	ID         string // a UUID in small letters; "" until a Set gives one
	Name       string
	Priority   int
	Pattern    *Pattern
	Response   *Response
	Scenario   string // "": it is in none
	Required   string // the state in which it answers; "": in each
	Next       string // the state in which its answer leaves the scenario; "": as it was
	Metadata   *value.Object
	Persistent bool

	shown []value.Member // all but id and uuid, in WireMock's order
	bytes int            // about what it takes in memory
}

// JSON is the mapping as a client sees it.
func (m *Mapping) JSON() *value.Object {
	o := value.NewObject(len(m.shown) + 2)
	o.Set("id", m.ID)
	for _, member := range m.shown {
		o.Set(member.Name, member.Value)
	}
	o.Set("uuid", m.ID) // what WireMock called it first; its clients read both
	return o
}

// Like tells whether another mapping is for the same requests.
func (m *Mapping) Like(other *Mapping) bool {
	request := func(of *Mapping) any {
		for _, member := range of.shown {
			if member.Name == "request" {
				return member.Value
			}
		}
		return nil
	}
	return value.Equal(request(m), request(other))
}

// Bytes is about what the mapping takes in memory.
func (m *Mapping) Bytes() int { return m.bytes }

// bound tells whether the state of a scenario decides whether it answers.
func (m *Mapping) bound() bool { return m.Scenario != "" && m.Required != "" }

// Response is what a mapping answers.
type Response struct {
	Status   int
	Header   http.Header
	Body     []byte
	Pace     fault.Pace
	Fault    fault.Break // "": none
	Contract *Contract   // nil: the answer is Status, Header and Body
}

// Contract asks for an answer that the document's own contract makes, so that a stub cannot drift from the document. The
// headers of the Response come on top.
type Contract struct {
	Status  int    // 0: the one that the operation answers with
	Example string // the name of the documented example; "": any
}
