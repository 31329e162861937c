package speed_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"
)

// roles are the servers that this test binary becomes.
var roles = map[string]func(){
	"bare": func() { serve(fixed) },
	"kin":  func() { serve(validated) },
}

// answer is what a server of comparison sends to every request.
type answer struct {
	Status   int
	Header   http.Header
	Body     []byte
	Document string // that kin-openapi validates by
}

// floor runs a server of comparison.
func floor(t testing.TB, played string, a answer) *process {
	file := filepath.Join(t.TempDir(), "answer.json")
	text, err := json.Marshal(a)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, text, 0o600))
	self, err := os.Executable()
	require.NoError(t, err)
	c := exec.Command(self, file)
	c.Env = []string{role + "=" + played}
	return start(t, c)
}

// serve answers until it is killed.
func serve(handler func(answer) http.Handler) {
	var a answer
	text, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err == nil {
		var l net.Listener
		if l, err = net.Listen("tcp", "127.0.0.1:0"); err == nil {
			fmt.Printf("listening on http://%s\n", l.Addr())
			err = http.Serve(l, handler(a))
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// fixed is the least that net/http can do.
func fixed(a answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		for name, values := range a.Header {
			h[name] = values
		}
		w.WriteHeader(a.Status)
		_, _ = w.Write(a.Body)
	})
}

// validated is the same behind a validator that others use.
func validated(a answer) http.Handler {
	document, err := openapi3.NewLoader().LoadFromFile(a.Document)
	if err != nil {
		panic(err)
	}
	at, err := url.Parse(document.Servers[0].URL)
	if err != nil {
		panic(err)
	}
	document.Servers = openapi3.Servers{{URL: at.Path}} // its host is not this one
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		panic(err)
	}
	options := &openapi3filter.Options{MultiError: true, AuthenticationFunc: func(context.Context, *openapi3filter.AuthenticationInput) error { return nil }}
	plain := fixed(a)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, values, err := router.FindRoute(r)
		if err == nil {
			// What it finds wrong is not told: the answer has the bytes of ours, which tells all.
			_ = openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{Request: r, PathParams: values, Route: route, Options: options})
		}
		plain.ServeHTTP(w, r)
	})
}
