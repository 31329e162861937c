package conformance

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// unfit are documents that kin-openapi cannot judge, with the reason.
var unfit = map[string]string{}

// The second judge is kin-openapi's response validation: one request of each operation, answered from examples and generated.
func TestEveryAnswerIsJudgedByKinToo(t *testing.T) {
	if testing.Short() || scenario.RaceDetector {
		t.Skip("the judge takes long")
	}
	known := differences(t)
	for _, file := range scenario.Corpus(t) {
		name := filepath.Base(file)
		if unfit[name] != "" || !strings.Contains(file, *only) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t, file)
			if d.swagger() {
				t.Skip("kin-openapi has no validation of Swagger 2.0")
			}
			api, err := openapi3.NewLoader().LoadFromData(d.text)
			if err != nil {
				t.Skipf("kin-openapi does not load it: %v", shortened(err.Error(), 100))
			}
			second := kin{api, newRun(t, d, full)}
			for _, o := range d.spec.Operations {
				for _, difference := range second.judge(o) {
					assert.True(t, known[name+" "+o.Method+" "+o.Template], "%s %s: %s", o.Method, o.Template, difference)
				}
			}
		})
	}
}

// differences are the operations, as lines of testdata/kin.txt, where the two judges differ, and kin-openapi is the one
// that is wrong: file, method, path and behind a # the reason.
func differences(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/kin.txt")
	require.NoError(t, err)
	all := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		entry, _, _ := strings.Cut(line, " #")
		all[strings.TrimSpace(entry)] = true
	}
	return all
}

type kin struct {
	api *openapi3.T
	run *run
}

// judge asks an operation twice and says what kin-openapi finds in the answers.
func (k kin) judge(o *spec.Operation) (found []string) {
	c, err := o.Contract()
	if err != nil {
		return nil
	}
	a := newAuthor(k.run.judge, o, bare)
	valid := a.write(o, c)
	if valid == nil {
		return nil
	}
	for _, prefer := range []string{"dynamic=false", "dynamic=true"} {
		asked := valid.with(func(c *call) { c.header = append(c.header, pair{"Prefer", prefer}) })
		w := k.run.send(asked)
		if w.Code >= 300 || elsewhere(o, w) {
			continue // the first judge has said what it thinks of refusals
		}
		if err := k.fault(o, asked.request(), w); err != nil {
			found = append(found, fmt.Sprintf("[%s] %s: %s", prefer, strings.Join(strings.Fields(shortened(err.Error(), 400)), " "), shortened(w.Body.String(), 400)))
		}
	}
	return found
}

func (k kin) fault(o *spec.Operation, r *http.Request, w *httptest.ResponseRecorder) error {
	written := o.Template
	if tokens, err := tree.Split(o.Pointer); err == nil && len(tokens) > 1 && tokens[0] == "paths" {
		written = tokens[1] // with a query, if it has one
	}
	item := k.api.Paths.Value(written)
	if item == nil || item.GetOperation(o.Method) == nil {
		return nil
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r,
			Route: &routers.Route{Spec: k.api, Path: o.Template, PathItem: item, Method: o.Method, Operation: item.GetOperation(o.Method)}},
		Status: w.Code, Header: w.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: false},
	}
	input.SetBodyBytes(w.Body.Bytes())
	if !slices.Contains([]string{"application/json"}, strings.SplitN(w.Header().Get("Content-Type"), ";", 2)[0]) {
		input.Options.ExcludeResponseBody = true // the library has decoders for few other media types
	}
	return openapi3filter.ValidateResponse(context.Background(), input)
}
