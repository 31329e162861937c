package sample_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/fake"
	"mockserver/internal/sample"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// impossible says how many bodies of a document cannot be made, and why.
var impossible = map[string]int{
	"docusign-esign-v2.json": 10, // Swagger 2.0 says of errors, which are objects, that they are images and PDFs too
}

// TestAnswersOfRealDocuments writes every response of every operation as each of its media types, reads it back and judges
// it.
func TestAnswersOfRealDocuments(t *testing.T) {
	files := scenario.Corpus(t)
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			d := read(t, file)
			j := &judging{t: t, seen: map[string]bool{}}
			for _, o := range d.Operations {
				if c, err := o.Contract(); err == nil {
					j.contract(o, c)
				}
			}
			t.Logf("%d bodies, of them generated %d, with a warning %d, impossible %d", j.bodies, j.generated, j.warnings, j.impossible)
			assert.Equal(t, impossible[name], j.impossible, strings.Join(j.reasons, "\n"))
		})
	}
}

// judging is what is found out about one document.
type judging struct {
	t                                       *testing.T
	bodies, generated, warnings, impossible int
	reasons                                 []string
	seen                                    map[string]bool
}

func (j *judging) contract(o *spec.Operation, c *spec.Contract) {
	made := maker(1)
	made.Key = fake.NewKey(1, o.Document.Name, o.ID)
	for _, r := range c.Responses {
		headers, err := made.Headers(r, sample.Wish{})
		if err != nil {
			j.impossible++
			j.impossibly(o, r.Status+" headers", err)
		}
		for _, h := range headers {
			assert.NotContains(j.t, h[1], "\n", "%s %s", o.ID, h[0])
		}
		for _, m := range r.Content {
			j.body(o, r, m, made)
		}
	}
}

func (j *judging) body(o *spec.Operation, r *spec.Response, m *spec.MediaType, made sample.Maker) {
	j.bodies++
	body, err := made.Body(m, sample.Wish{Failure: r.Status[0] >= '4'})
	if err != nil {
		j.impossible++
		j.impossibly(o, r.Status+" "+m.Type, err)
		return
	}
	if body.Generated {
		j.generated++
	}
	if body.Warning != "" {
		j.warnings++
	}
	where := fmt.Sprintf("%s %s %s %s", o.Document.Name, o.ID, r.Status, m.Type)
	if sample.IsJSON(m.Type) {
		v, err := value.ParseJSON(body.Bytes, value.Limits{})
		if assert.NoError(j.t, err, where) && m.Schema != nil && !m.Schema.Fits(v, schema.Answer) {
			j.t.Errorf("%s: %s", where, m.Schema.Check(v, "body", schema.Answer)[0].Sentence())
		}
		return
	}
	if strings.HasSuffix(spec.BareType(m.Type), "xml") {
		wellFormed(j.t, string(body.Bytes))
	}
	j.readBack(where, m, body)
}

// readBack gives what was written as a serialised example: it is sent if it can be read and fits.
func (j *judging) readBack(where string, m *spec.MediaType, body sample.Body) {
	text := string(body.Bytes)
	again := *m
	again.Examples = []spec.Example{{Name: "written", Text: &text}}
	if !sample.Writable(m) || strings.HasPrefix(m.Type, "multipart/") {
		return
	}
	read, err := maker(1).Body(&again, sample.Wish{Example: "written"})
	if assert.NoError(j.t, err, where) && read.Generated {
		j.t.Errorf("%s: %s: %s", where, read.Warning, text)
	}
}

func (j *judging) impossibly(o *spec.Operation, what string, err error) {
	const shown = 20
	if !j.seen[err.Error()] && len(j.reasons) < shown {
		j.reasons = append(j.reasons, fmt.Sprintf("%s %s: %v", o.ID, what, err))
	}
	j.seen[err.Error()] = true
}
