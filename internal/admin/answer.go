package admin

import (
	"errors"
	"net/http"
	"strconv"

	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/journal"
	"mockserver/internal/problem"
	"mockserver/internal/session"
	"mockserver/internal/stub"
	"mockserver/internal/value"
)

// member is one of a JSON object that is answered.
func member(name string, v any) value.Member { return value.Member{Name: name, Value: v} }

// ok answers 200 with an object.
func (c *call) ok(members ...value.Member) error {
	return c.send(http.StatusOK, value.ObjectOf(members...))
}

// send answers with a JSON value.
func (c *call) send(status int, v any) error {
	answer(c.w, status, "application/json", append(value.AppendJSON(nil, v), '\n'))
	return nil
}

// stream answers with an object whose first member is a list that may be long: each of its n elements is written as it is made.
func (c *call) stream(name string, n int, element func(i int) *value.Object, rest ...value.Member) error {
	plain(c.w.Header(), "application/json")
	c.w.WriteHeader(http.StatusOK)
	text := append(value.AppendJSON([]byte("{"), name), ":["...)
	for i := range n {
		if i > 0 {
			text = append(text, ',')
		}
		text = value.AppendJSON(text, element(i))
		if _, err := c.w.Write(text); err != nil {
			return nil // the client is gone
		}
		text = text[:0]
	}
	text = append(text, ']')
	for _, m := range rest {
		text = append(value.AppendJSON(append(text, ','), m.Name), ':')
		text = value.AppendJSON(text, m.Value)
	}
	_, _ = c.w.Write(append(text, '}', '\n'))
	return nil
}

// refusal is why a call is not answered.
type refusal struct {
	status int
	says   string
}

// Error is the sentence.
func (r *refusal) Error() string { return r.says }

// tell writes an error of a call.
func tell(w http.ResponseWriter, err error) {
	var (
		refused  *refusal
		mistake  *given.Mistake
		sessions *session.Full
		name     *session.BadName
		stubs    *stub.Full
		faults   *fault.Full
		streams  *journal.Full
		scenario *stub.NoScenario
		state    *stub.NoState
	)
	switch {
	case errors.As(err, &mistake):
		refuseMember(w, mistake)
	case errors.As(err, &refused):
		refuse(w, refused.status, refused.says)
	case errors.As(err, &scenario):
		refuse(w, http.StatusNotFound, err.Error())
	case errors.As(err, &state):
		refuseMember(w, &given.Mistake{Pointer: "/state", Message: err.Error() + "."})
	case errors.As(err, &name):
		refuse(w, http.StatusBadRequest, err.Error())
	case errors.As(err, &sessions), errors.As(err, &streams):
		refuse(w, http.StatusTooManyRequests, err.Error())
	case errors.As(err, &stubs), errors.As(err, &faults):
		refuse(w, http.StatusInsufficientStorage, err.Error())
	default:
		refuse(w, http.StatusInternalServerError, "mockserver failed to answer, by a mistake of its own.")
	}
}

// refuse answers with a problem (RFC 9457).
func refuse(w http.ResponseWriter, status int, detail string) {
	answer(w, status, problem.MediaType, append(value.AppendJSON(nil, refusalObject(status, detail)), '\n'))
}

func refusalObject(status int, detail string) *value.Object {
	return value.ObjectOf(member("type", "about:blank"), member("title", problem.Title(status)), member("status", int64(status)), member("detail", detail))
}

// refuseMember names the member that is wrong, also in the way of WireMock, which its clients know.
func refuseMember(w http.ResponseWriter, m *given.Mistake) {
	const status, code = http.StatusUnprocessableEntity, 10
	o := refusalObject(status, m.Error())
	o.Set("errors", []any{value.ObjectOf(
		member("code", int64(code)),
		member("source", value.ObjectOf(member("pointer", m.Pointer))),
		member("title", "Error parsing JSON"),
		member("detail", m.Message),
	)})
	answer(w, status, problem.MediaType, append(value.AppendJSON(nil, o), '\n'))
}

// answer writes a body, which nobody may keep, read across origins or take for something else.
func answer(w http.ResponseWriter, status int, mediaType string, body []byte) {
	h := w.Header()
	plain(h, mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone is nobody's error
}

// plain are the headers of every answer.
func plain(h http.Header, mediaType string) {
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
}
