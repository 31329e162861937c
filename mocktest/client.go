package mocktest

import (
	"io"
	"net/http"
	"strings"

	"mockserver/internal/server"
)

// sender sends requests in a session, "" being the common one, and each of them once.
type sender struct {
	session string
	next    *http.Transport
}

// RoundTrip sends a copy of the request, as transports have to.
func (s sender) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := r.Clone(r.Context())
	if s.session != "" {
		sent.Header.Set(server.SessionHeader, s.session)
	}
	if sent.Body == nil || sent.Body == http.NoBody {
		// What breaks on a connection that was used before, net/http sends again, unless there is a body, be it empty. Then a
		// request that a test breaks on purpose would come once or twice.
		sent.Body, sent.GetBody = io.NopCloser(strings.NewReader("")), nil
	}
	return s.next.RoundTrip(sent)
}

// CloseIdleConnections is for http.Client.
func (s sender) CloseIdleConnections() { s.next.CloseIdleConnections() }
