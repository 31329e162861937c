package check_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

// Each document in testdata has the report on it beside it.
func TestReports(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var got bytes.Buffer
			require.NoError(t, run(load(t, file)).Text(&got))
			scenario.Golden(t, strings.TrimSuffix(file, ".yaml")+".txt", got.String())
		})
	}
}
