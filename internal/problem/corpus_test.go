package problem_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/problem"
	"mockserver/internal/sample"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// refusals are one of each kind that a client can bring about.
func refusals(c *spec.Contract) []*problem.Problem {
	wrong := []violation.Violation{tooLarge, {Where: "body/items/0/price", Rule: "required", Expected: "a number"}}
	return []*problem.Problem{
		problem.OfViolations(problem.Violation, problem.ViolationStatus(c), wrong),
		problem.OfViolations(problem.Unauthenticated, 0, []violation.Violation{{Where: "header.Authorization", Rule: "security", Expected: "a token"}}),
		{Kind: problem.NotFound, Message: "There is no tree 3."},
		{Kind: problem.Conflict, Message: "There is a tree 3 already."},
		{Kind: problem.UnsupportedMediaType, Message: "The body is a picture."},
		{Kind: problem.RateLimited, Message: "More than 3 requests."},
		{Kind: problem.Unsatisfiable, Message: "Nothing fits."},
	}
}

// TestRefusalsFitWhatRealDocumentsDescribe: whatever a document of the corpus describes for a refusal, kin-openapi takes
// what is sent for it, and nearly all say what is wrong.
func TestRefusalsFitWhatRealDocumentsDescribe(t *testing.T) {
	files := scenario.Corpus(t)
	var described, told atomic.Int64
	t.Cleanup(func() { // once all documents are through
		t.Logf("%d refusals are described, %d of them say what is wrong", described.Load(), told.Load())
		assert.Greater(t, told.Load()*100, described.Load()*90)
	})
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			doc, api := loaded(t, file)
			for _, o := range doc.Operations {
				contract, err := o.Contract()
				item := api.Paths.Value(o.Template)
				if err != nil || item == nil || item.GetOperation(o.Method) == nil {
					continue
				}
				for _, p := range refusals(contract) {
					a := p.Render(problem.Scene{Contract: contract, Sample: sample.Maker{Key: fake.NewKey(1, o.ID), Clock: value.TimeOf(time.Unix(1e9, 0))}})
					response := documentedBy(contract, item.GetOperation(o.Method), a.Status)
					if response == nil || len(response.Content) == 0 {
						continue
					}
					described.Add(1)
					if bytes.Contains(a.Body, []byte(p.Message[:8])) {
						told.Add(1)
					}
					assert.NoError(t, judged(response, a), "%s: %d %s", o.ID, a.Status, a.Body)
				}
			}
		})
	}
}

// judgedBytes is the size above which the judge takes seconds to load a document; internal/conformance has those too.
const judgedBytes = 4 << 20

// loaded reads a document for us and for the judge; those that the judge cannot read are skipped.
func loaded(t *testing.T, file string) (*spec.Document, *openapi3.T) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	if len(data) > judgedBytes || testing.Short() && len(data) > 1<<20 {
		t.Skip("it takes the judge seconds to load it")
	}
	api, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil || api.OpenAPI == "" {
		t.Skipf("kin-openapi does not load it: %v", err)
	}
	root, err := tree.Parse(file, data, tree.DefaultLimits)
	require.NoError(t, err)
	doc, err := spec.New(filepath.Base(file), root, spec.Config{})
	require.NoError(t, err)
	return doc, api
}

// documentedBy is what the judge's document says of a status; nil where that is for successes.
func documentedBy(c *spec.Contract, o *openapi3.Operation, status int) *openapi3.Response {
	if r := c.Response(status); r == nil || r == c.Success() {
		return nil
	}
	text := fmt.Sprint(status)
	for _, key := range []string{text, text[:1] + "XX", text[:1] + "xx", "default"} {
		if r := o.Responses.Value(key); r != nil && r.Value != nil {
			return r.Value
		}
	}
	return nil
}

// judged says how an answer breaks what is described.
func judged(r *openapi3.Response, a problem.Answer) error {
	media := r.Content.Get(a.MediaType)
	if media == nil {
		return fmt.Errorf("%s is none of the media types", a.MediaType)
	}
	if media.Schema == nil || media.Schema.Value == nil || !strings.Contains(a.MediaType, "json") {
		return nil
	}
	var v any
	if err := json.Unmarshal(a.Body, &v); err != nil {
		return err
	}
	return media.Schema.Value.VisitJSON(v, openapi3.VisitAsResponse(), openapi3.MultiErrors())
}

// Violations are told in the header in any case; it is cut, and not forgotten.
func TestTheHeaderOfViolationsIsThereInAnyShape(t *testing.T) {
	var many []violation.Violation
	for range 1000 {
		many = append(many, tooLarge)
	}
	c := &spec.Contract{Responses: []*spec.Response{{Status: "400", Content: []*spec.MediaType{{Type: "text/plain"}}}}}
	a := problem.OfViolations(problem.Violation, 0, many).Render(problem.Scene{Contract: c})
	i := slices.IndexFunc(a.Header, func(one [2]string) bool { return one[0] == "Mockserver-Violations" })
	require.GreaterOrEqual(t, i, 0)
	assert.LessOrEqual(t, len(a.Header[i][1]), 4096)
	assert.Contains(t, a.Header[i][1], ";more=")
	assert.Equal(t, "text/plain", a.MediaType)
}
