package scenario

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Corpus lists the real documents of vendors, which are no part of the project. It is as Shared where they are missing.
func Corpus(t testing.TB) []string {
	t.Helper()
	return Shared(t, "corpus/*.[jy]*")
}

// Shared lists the files that a pattern of filepath.Glob finds in the folder shared, which lies beside the project. Where
// there is none the test is skipped, but in CI it fails.
func Shared(t testing.TB, pattern string) []string {
	t.Helper()
	wanted := filepath.Join(root(folder), "..", "shared", filepath.FromSlash(pattern))
	files, err := filepath.Glob(wanted)
	require.NoError(t, err)
	if len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no %s, and this is CI", wanted)
		}
		t.Skipf("there is no %s", wanted)
	}
	return files
}

// root is the folder of the module that a folder is in, or else the folder.
func root(folder string) string {
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return folder
		}
	}
}
