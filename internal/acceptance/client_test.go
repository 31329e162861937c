package acceptance

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"mockserver/internal/scenario"

	"github.com/stretchr/testify/require"
)

// A tb is what these tests need of *testing.T and *rapid.T alike.
type tb interface {
	Helper()
	Errorf(format string, args ...any)
	FailNow()
	Logf(format string, args ...any)
}

// The client follows no redirects and asks for no compression: what comes is what was sent.
var client = &http.Client{
	Timeout:       scenario.Patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute},
}

type headers map[string]string

// with is the headers and more; an empty value stays, as an empty header.
func (h headers) with(pairs ...string) headers {
	out := headers{}
	for k, v := range h {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func (h headers) without(name string) headers {
	out := h.with()
	delete(out, name)
	return out
}

// An answer is one response, read whole.
type answer struct {
	request string
	status  int
	header  http.Header
	body    []byte
}

// String shows a failed answer shortly.
func (a answer) String() string {
	body := string(a.body)
	if len(body) > 400 {
		body = body[:400] + "…"
	}
	return a.request + " → " + http.StatusText(a.status) + " " + body
}

func (m *mock) get(t tb, target string, h headers) answer {
	t.Helper()
	return send(t, http.MethodGet, m.url+target, "", h)
}

func (m *mock) do(t tb, method, target, body string, h headers) answer {
	t.Helper()
	return send(t, method, m.url+target, body, h)
}

func send(t tb, method, address, body string, h headers) answer {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequest(method, address, reader)
	require.NoError(t, err)
	for k, v := range h {
		r.Header.Set(k, v)
	}
	if body != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := client.Do(r)
	require.NoError(t, err, "%s %s", method, address)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	require.NoError(t, err, "%s %s", method, address)
	request := method + " " + r.URL.RequestURI()
	return answer{request, res.StatusCode, res.Header, raw}
}

// wants fails the test unless the answer has the status.
func (a answer) wants(t tb, status int) answer {
	t.Helper()
	require.Equal(t, status, a.status, "%s", a)
	return a
}

// mime is the media type of the answer without its parameters.
func (a answer) mime() string {
	mime, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	return strings.TrimSpace(mime)
}

// object is the answer's body as one JSON object.
func (a answer) object(t tb) object {
	t.Helper()
	require.Equal(t, "application/json", a.mime(), "%s", a)
	return decodeObject(t, a.body)
}

// join puts query parts together, leaving out empty ones.
func join(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

func param(name, value string) string { return name + "=" + url.QueryEscape(value) }
