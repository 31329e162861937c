package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/coverage"
)

// reported is what a mock says of one operation with two things to meet, one of them met.
var reported = &coverage.Report{
	Share: coverage.Share{Met: 1, All: 2, Percent: coverage.PercentOf(1, 2)}, Calls: 1, Kinds: []coverage.Kind{}, Unknown: []coverage.Unknown{},
	Documents: []coverage.Document{{Name: "pets", Share: coverage.Share{Met: 1, All: 2, Percent: coverage.PercentOf(1, 2)}, Operations: []coverage.Operation{{
		ID: "GetPets", Method: "GET", Path: "/pets", Share: coverage.Share{Met: 1, All: 2, Percent: coverage.PercentOf(1, 2)}, Calls: 1,
		Items: []coverage.Item{{Kind: "operation", What: "called", Count: 1}, {Kind: "status", Where: "answer", What: "404"}},
	}}}},
}

// controlAPI answers with the report to who has the token, and notes whose coverage was asked for.
func controlAPI(t *testing.T, sessions *[]string) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/__admin/sessions":
			_, _ = w.Write([]byte(`{"sessions": [{"name": "mine"}]}`))
		case r.URL.Path != "/__admin/coverage" || r.Method != http.MethodGet:
			w.WriteHeader(http.StatusNotFound)
		case r.Header.Get("Authorization") != "Bearer s3cret":
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"detail": "The control API wants a token."}`))
		default:
			*sessions = append(*sessions, r.Header.Get("Mockserver-Session")+r.URL.Query().Get("sessions"))
			_, _ = w.Write(reported.JSON())
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func TestCoverageIsAskedOfARunningMock(t *testing.T) {
	var sessions []string
	s := controlAPI(t, &sessions)
	host, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	base := []string{"coverage", "--admin-token", "s3cret"}
	tests := []struct {
		name        string
		args        []string
		environment []string
		exit        int
		out, err    string
	}{
		{"reached", []string{"--url", s.URL, "--min", "50"}, nil, 0, string(reported.Text()), ""},
		{"a base URL with its path", []string{"--url", s.URL + "/__admin/"}, nil, 0, string(reported.Text()), ""},
		{"below", []string{"--url", s.URL, "--min", "51"}, nil, 1, string(reported.Text()), "mockserver: the coverage is 50.0% (1 of 2); --min wants 51%\n"},
		{"as JSON", []string{"--url", s.URL, "--format", "json"}, nil, 0, string(reported.JSON()), ""},
		{"as a page", []string{"--url", s.URL, "--format", "html"}, nil, 0, string(reported.HTML()), ""},
		{"as JUnit, below", []string{"--url", s.URL, "--format", "junit", "--min", "100"}, nil, 1, string(reported.JUnit()), "mockserver: the coverage is 50.0% (1 of 2); --min wants 100%\n"},
		{"of a session", []string{"--url", s.URL, "--session", "mine"}, nil, 0, string(reported.Text()), ""},
		{"of a session that is none", []string{"--url", s.URL, "--session", "mein"}, nil, 2, "", "mockserver: there is no session \"mein\" at " + s.URL + "; a session that is reset or idles is gone\n"},
		{"by the configured control API", nil, []string{"MOCKSERVER_ADMIN_HOST=0.0.0.0", "MOCKSERVER_ADMIN_PORT=" + port}, 0, string(reported.Text()), ""},
		{"by the mock's own listener", []string{"--admin", "same", "--host", host, "--port", port}, nil, 0, string(reported.Text()), ""},
		{"with another token", []string{"--url", s.URL, "--admin-token", "other"}, nil, 2, "", "mockserver: " + s.URL + "/__admin/coverage?sessions=all answers 401 Unauthorized: The control API wants a token.\n"},
		{"where there is none", []string{"--url", s.URL + "/other"}, nil, 2, "", "mockserver: " + s.URL + "/other/__admin/coverage?sessions=all answers 404 Not Found\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := finish(t, "", append(append([]string{}, base...), tt.args...), tt.environment...)
			assert.Equal(t, outcome{tt.exit, tt.out, tt.err}, got)
		})
	}
	assert.Equal(t, []string{"all", "all", "all", "all", "all", "all", "mine", "all", "all"}, sessions)
	assert.Contains(t, string(reported.Text()), "50.0%     1 of 2     GET /pets\n")
	assert.Contains(t, string(reported.Text()), "answer: 404\n")
}

func TestCoverageOfWhatIsNoMock(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }))
	got := finish(t, "", []string{"coverage", "--url", s.URL})
	assert.Equal(t, exitUsage, got.exit)
	assert.Contains(t, got.stderr, s.URL+"/__admin/coverage: this is not a report of coverage")

	s.Close()
	got = finish(t, "", []string{"coverage", "--url", s.URL})
	assert.Equal(t, outcome{exitUsage, "", "mockserver: nothing listens at " + s.URL + "\n"}, got)

	require.Equal(t, exitUsage, finish(t, "", []string{"coverage", "--min", "x"}).exit)
}
