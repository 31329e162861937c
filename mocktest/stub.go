package mocktest

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"time"
	"unicode/utf8"

	"mockserver/internal/fault"
	"mockserver/internal/limit"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
)

// Break is a way in which a connection fails instead of an answer.
type Break string

// The ways in which a connection fails.
const (
	EmptyResponse   = Break(fault.EmptyResponse)   // it is closed before anything is sent
	MalformedChunk  = Break(fault.MalformedChunk)  // status and headers are sent, then what is no chunk
	RandomData      = Break(fault.RandomData)      // what is no answer at all is sent
	ConnectionReset = Break(fault.ConnectionReset) // it is reset before anything is sent
)

// Started is the state in which each scenario begins.
const Started = "Started"

// Stub is a canned answer. It is there from the call on that says what it answers: Reply, ReplyJSON, ReplyBody, ReplyContract,
// ReplyExample or Break. What is said afterwards changes it.
type Stub struct {
	mock     *Mock
	pattern  Pattern
	mapping  map[string]any
	response map[string]any
	headers  map[string]any
	answers  bool
	id       string
}

// Stub begins a stub for the requests of a pattern. Of several that match a request the newest answers, unless their priorities differ.
func (m *Mock) Stub(p Pattern) *Stub {
	s := &Stub{mock: m, pattern: p, mapping: map[string]any{}, response: map[string]any{}, headers: map[string]any{}}
	m.wait(s)
	return s
}

// Priority is 5 without it; of several stubs that match, the one of the lowest answers.
func (s *Stub) Priority(n int) *Stub {
	s.mock.t.Helper()
	s.mapping["priority"] = n
	return s.put()
}

// InScenario lets the stub answer only while a scenario is in a state, the first being Started, and leaves it in another; "" is any
// state, and no other.
func (s *Stub) InScenario(name, when, then string) *Stub {
	s.mock.t.Helper()
	maps.Copy(s.mapping, map[string]any{"scenarioName": name, "requiredScenarioState": when, "newScenarioState": then})
	return s.put()
}

// Header gives the answer a header.
func (s *Stub) Header(name string, values ...string) *Stub {
	s.mock.t.Helper()
	s.headers[name] = values
	return s.put()
}

// Delay holds the answer back.
func (s *Stub) Delay(d time.Duration) *Stub {
	s.mock.t.Helper()
	delay(s.response, d, d)
	return s.put()
}

// DelayBetween holds the answer back for a time between two, which follows from the seed.
func (s *Stub) DelayBetween(lower, upper time.Duration) *Stub {
	s.mock.t.Helper()
	delay(s.response, lower, upper)
	return s.put()
}

// Dribble sends the body in so many chunks over a time.
func (s *Stub) Dribble(chunks int, over time.Duration) *Stub {
	s.mock.t.Helper()
	s.response["chunkedDribbleDelay"] = map[string]any{"numberOfChunks": chunks, "totalDuration": milliseconds(over)}
	return s.put()
}

// Reply answers a status without a body.
func (s *Stub) Reply(status int) *Stub {
	s.mock.t.Helper()
	return s.answer(map[string]any{"status": status})
}

// ReplyJSON answers JSON: v is JSON text, as string or []byte, or any value that encoding/json writes.
func (s *Stub) ReplyJSON(status int, v any) *Stub {
	s.mock.t.Helper()
	text, err := jsonText(v)
	if err == nil && !json.Valid(text) {
		s.mock.t.Fatalf("the stub of %s cannot be taken: its body is no JSON: %s", s.pattern, shortened(string(text)))
	}
	if err != nil {
		s.mock.t.Fatalf("the stub of %s cannot be taken: %v", s.pattern, err)
	}
	return s.ReplyBody(status, "application/json", string(text))
}

// ReplyBody answers a body of a media type.
func (s *Stub) ReplyBody(status int, mediaType, body string) *Stub {
	s.mock.t.Helper()
	answer := map[string]any{"status": status, "body": body}
	if !utf8.ValidString(body) {
		answer = map[string]any{"status": status, "base64Body": base64.StdEncoding.EncodeToString([]byte(body))}
	}
	if _, given := s.headers["Content-Type"]; !given {
		s.headers["Content-Type"] = mediaType
	}
	return s.answer(answer)
}

// ReplyContract answers what the document says of a status, so that the stub cannot drift from it; 0 is what the operation answers
// when all is well.
func (s *Stub) ReplyContract(status int) *Stub {
	s.mock.t.Helper()
	return s.contract(status, "")
}

// ReplyExample is ReplyContract with the document's example of a name.
func (s *Stub) ReplyExample(status int, name string) *Stub {
	s.mock.t.Helper()
	return s.contract(status, name)
}

func (s *Stub) contract(status int, example string) *Stub {
	s.mock.t.Helper()
	wanted := map[string]any{"answer": "contract"}
	if status != 0 {
		wanted["status"] = status
	}
	if example != "" {
		wanted["example"] = example
	}
	return s.answer(map[string]any{"mockserver": wanted})
}

// Break lets the connection fail instead of an answer.
func (s *Stub) Break(how Break) *Stub {
	s.mock.t.Helper()
	return s.answer(map[string]any{"fault": string(how)})
}

// Remove takes the stub away.
func (s *Stub) Remove() {
	s.mock.waitNoMore(s)
	if s.id != "" {
		s.mock.session().Stubs.Remove(s.id)
	}
	s.answers, s.id = false, ""
}

// Requests are those that the stub has answered, the oldest first.
func (s *Stub) Requests() []Request {
	s.mock.t.Helper()
	return requestsOf(s.mock.entries(), func(e *entry) bool { return s.id != "" && e.Stub == s.id })
}

// answer takes the place of what the stub answered before.
func (s *Stub) answer(of map[string]any) *Stub {
	s.mock.t.Helper()
	for _, name := range []string{"status", "body", "base64Body", "mockserver", "fault"} {
		delete(s.response, name)
	}
	maps.Copy(s.response, of)
	s.answers = true
	return s.put()
}

// put lets the stub be as it now is, if it has an answer.
func (s *Stub) put() *Stub {
	s.mock.t.Helper()
	if !s.answers {
		return s
	}
	s.mock.waitNoMore(s)
	if err := s.tryPut(); err != nil {
		s.mock.t.Fatalf("the stub of %s cannot be taken: %v", s.pattern, err)
	}
	return s
}

func (s *Stub) tryPut() error {
	s.mock.t.Helper()
	request, err := s.pattern.members(s.mock.run)
	if err != nil {
		return err
	}
	whole := maps.Clone(s.mapping)
	response := maps.Clone(s.response)
	if len(s.headers) > 0 {
		response["headers"] = s.headers
	}
	whole["request"], whole["response"] = request, response
	node, err := nodeOf(whole, s.mock.run.stubs.Limits)
	if err != nil {
		return err
	}
	m, err := stub.Read(node, "", s.mock.run.stubs)
	if err != nil {
		return err
	}
	set := s.mock.session().Stubs
	if s.id != "" {
		if there, err := set.Replace(s.id, m); there || err != nil {
			return err
		}
	}
	err = set.Add(m)
	s.id = m.ID
	return err
}

// nodeOf is a value as the readers of JSON want it.
func nodeOf(v any, l limit.Set) (*tree.Node, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return tree.Parse("", text, tree.Limits{Depth: l.BodyDepth, Nodes: l.BodyValues})
}

// delay says in WireMock's words for how long an answer is held back.
func delay(of map[string]any, lower, upper time.Duration) {
	delete(of, "fixedDelayMilliseconds")
	delete(of, "delayDistribution")
	if lower == upper {
		of["fixedDelayMilliseconds"] = milliseconds(lower)
		return
	}
	of["delayDistribution"] = map[string]any{"type": "uniform", "lower": milliseconds(lower), "upper": milliseconds(upper)}
}

// milliseconds are those of a time, rounded up.
func milliseconds(d time.Duration) int64 {
	return int64((d + time.Millisecond - 1) / time.Millisecond)
}
