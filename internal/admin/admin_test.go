package admin_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/admin"
	"mockserver/internal/coverage"
	"mockserver/internal/limit"
	"mockserver/internal/session"
)

// plan is a mock that has two operations, of which nothing was met.
type plan struct{}

func (plan) Coverage(of *session.Session) *coverage.Report {
	return coverage.New(limit.Default()).Report(nil, coverage.Options{Session: of.Name})
}
func (plan) ForgetCoverage(*session.Session) {}
func (plan) Operations() []string            { return []string{"GetCustomers", "GetThings"} }
func (plan) Tag(_, _, text string) string    { return text }

// control is an API, and the sessions that it acts on.
func control(token string, change ...func(*admin.Config)) (http.Handler, *session.Sessions) {
	limits := limit.Default()
	sessions := session.New(session.Config{Limits: limits})
	c := admin.Config{Sessions: sessions, Mock: plan{}, Version: "v1.2.3", Token: token, Limits: limits, Log: slog.New(slog.DiscardHandler)}
	for _, one := range change {
		one(&c)
	}
	return admin.Handler(c), sessions
}

// ask sends a request as a program on this machine would, with a header more for each pair.
func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	return send(h, method, path, "", header...)
}

// send is ask with a body.
func send(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1:8081"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		} else {
			r.Header.Add(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// detail is the sentence of a problem, after the rest of it was checked.
func detail(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	var problem struct {
		Type, Title, Detail string
		Status              int
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &problem))
	assert.Equal(t, w.Code, problem.Status)
	assert.Equal(t, "about:blank", problem.Type)
	assert.Equal(t, http.StatusText(w.Code), problem.Title)
	return problem.Detail
}

func TestWhoMayReachTheControlAPI(t *testing.T) {
	const token = "s3cret"
	tests := []struct {
		name, token string
		header      []string
		status      int
	}{
		{"a program on this machine", "", nil, 200},
		{"by the name localhost", "", []string{"Host", "localhost:8081"}, 200},
		{"by the name in capitals, without a port", "", []string{"Host", "LOCALHOST"}, 200},
		{"by another loopback address", "", []string{"Host", "127.8.9.1:1"}, 200},
		{"by the loopback address of IPv6", "", []string{"Host", "[::1]:8081"}, 200},
		{"by the loopback address of IPv6 without a port", "", []string{"Host", "[::1]"}, 200},
		{"by a name that someone lets point here", "", []string{"Host", "evil.example"}, 403},
		{"by a name that begins like ours", "", []string{"Host", "127.0.0.1.evil.example:8081"}, 403},
		{"by an address of the network", "", []string{"Host", "192.168.1.4:8081"}, 403},
		{"without a host", "", []string{"Host", ""}, 403},
		{"a page of this origin", "", []string{"Origin", "http://127.0.0.1:8081", "Sec-Fetch-Site", "same-origin"}, 200},
		{"an address typed into the browser", "", []string{"Sec-Fetch-Site", "none"}, 200},
		{"a page of another origin", "", []string{"Origin", "https://evil.example"}, 403},
		{"a page of another port", "", []string{"Origin", "http://127.0.0.1:8080"}, 403},
		{"a page without origin", "", []string{"Origin", "null"}, 403},
		{"a page of this origin and another one", "", []string{"Origin", "http://127.0.0.1:8081", "Origin", "https://evil.example"}, 403},
		{"a browser that says cross-site", "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a browser that says same-site", "", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"with the token", token, []string{"Authorization", "Bearer s3cret"}, 200},
		{"with the token, the scheme in small letters", token, []string{"Authorization", "bearer s3cret"}, 200},
		{"with the token, by any name", token, []string{"Authorization", "Bearer s3cret", "Host", "mock:8081"}, 200},
		{"with the token, but from a page of another origin", token, []string{"Authorization", "Bearer s3cret", "Origin", "https://evil.example"}, 403},
		{"without the token", token, nil, 401},
		{"with another token", token, []string{"Authorization", "Bearer s3cres"}, 401},
		{"with a part of the token", token, []string{"Authorization", "Bearer s3cre"}, 401},
		{"with the token in another scheme", token, []string{"Authorization", "Token s3cret"}, 401},
		{"with an empty token", token, []string{"Authorization", "Bearer "}, 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, sessions := control(tt.token)
			_, err := sessions.Of("planted")
			require.NoError(t, err)
			w := ask(h, "POST", "/__admin/reset?sessions=all", tt.header...)
			require.Equal(t, tt.status, w.Code, w.Body)
			if tt.status == 200 {
				assert.Empty(t, sessions.Names())
				return
			}
			assert.NotEmpty(t, sessions.Names())
			assert.NotEmpty(t, detail(t, w))
			assert.Equal(t, tt.status == 401, w.Header().Get("WWW-Authenticate") != "")
		})
	}
}

func TestTheRefusalsHoldOnUnknownPathsToo(t *testing.T) {
	h, _ := control("s3cret")
	assert.Equal(t, 401, ask(h, "GET", "/__admin/nothing").Code)
}
