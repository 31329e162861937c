package validate_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/limit"
	"mockserver/internal/sample"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
)

// What we make ourselves of real documents keeps to them, so that nothing is said of a stub that does the same.
func TestAnswersThatAreMadeKeepTheContract(t *testing.T) {
	files := scenario.Corpus(t)
	if testing.Short() {
		files = files[:5]
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			root, err := tree.ParseLenient(file, data, tree.DefaultLimits)
			require.NoError(t, err)
			d, err := spec.New("api", root, spec.Config{})
			require.NoError(t, err)
			for _, o := range d.Operations {
				if c, err := o.Contract(); err == nil {
					keeps(t, o, c)
				}
			}
		})
	}
}

func keeps(t *testing.T, o *spec.Operation, c *spec.Contract) {
	maker := sample.Maker{Key: fake.NewKey(1, o.ID)}
	for _, r := range c.Responses {
		status, err := strconv.Atoi(strings.NewReplacer("XX", "00", "default", "418").Replace(r.Status))
		if err != nil || c.Response(status) != r {
			continue
		}
		lines, err := maker.Headers(r, sample.Wish{})
		if err != nil {
			continue
		}
		header := http.Header{}
		for _, line := range lines {
			header.Add(line[0], line[1])
		}
		for _, m := range r.Content {
			body, err := maker.Body(m, sample.Wish{})
			if err != nil {
				continue
			}
			header.Set("Content-Type", body.MediaType)
			for _, v := range validate.Answer(c, status, header, body.Bytes, limit.Set{}) {
				assert.Fail(t, v.Sentence(), "%s %s %s: %s", o.ID, r.Status, m.Type, v.Document)
			}
		}
	}
}
