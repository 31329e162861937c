package check_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/check"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

func load(t *testing.T, file string) *spec.Document {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	root, err := tree.ParseLenient(filepath.Base(file), data, tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), root, spec.Config{})
	require.NoError(t, err)
	return d
}

func run(d *spec.Document) *check.Report {
	return check.Run(d, check.Config{Clock: time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)})
}

func TestReportsOnRealDocumentsHangTogether(t *testing.T) {
	for _, file := range scenario.Corpus(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			d := load(t, file)
			r := run(d)
			assert.Equal(t, r.Operations, r.Served+r.Lost)
			assert.GreaterOrEqual(t, r.Operations, len(d.Operations))
			lost, messages := false, ""
			for _, f := range r.Findings {
				lost = lost || f.Lost
				if f.Message == "" || f.File != filepath.Base(file) || f.Line < 1 || strings.HasSuffix(f.Message, ".") {
					t.Errorf("%+v", f)
				}
				messages += f.Message + "\n"
			}
			assert.NotRegexp(t, `\*?\b(tree|spec|schema|fake|value)\.[A-Z]|runtime error|goroutine`, messages, "names of Go types")
			assert.Equal(t, r.Lost > 0, lost, "a lost operation has its finding, and the other way round")

			var text, inJSON bytes.Buffer
			require.NoError(t, r.Text(&text))
			assert.True(t, strings.HasSuffix(text.String(), fmt.Sprintf("operations %d, served %d, lost %d, findings %d\n", r.Operations, r.Served, r.Lost, len(r.Findings))))
			require.NoError(t, r.JSON(&inJSON))
			assert.Equal(t, 1, strings.Count(inJSON.String(), "\n"), "one object a line")
			assert.True(t, json.Valid(inJSON.Bytes()))

			if len(d.Operations) > 300 {
				return // twice takes too long
			}
			var again bytes.Buffer
			require.NoError(t, run(load(t, file)).JSON(&again))
			assert.Equal(t, inJSON.String(), again.String(), "the same document, the same report")
		})
	}
}
