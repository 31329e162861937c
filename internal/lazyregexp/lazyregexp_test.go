package lazyregexp_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/lazyregexp"
)

var call = regexp.MustCompile("lazyregexp\\.New\\(`([^`]*)`\\)")

// TestAllCompile: what would panic at its first use panics here.
func TestAllCompile(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	require.NoError(t, err)
	found := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		text := string(data)
		calls := call.FindAllStringSubmatch(text, -1)
		for _, c := range calls {
			lazyregexp.New(c[1]).MatchString("")
		}
		found += len(calls)
		if !strings.HasSuffix(file, "journal/secrets.go") && !strings.Contains(file, "lazyregexp/") { // which joins two texts
			assert.Equal(t, strings.Count(text, "lazyregexp.New("), len(calls), "%s has an expression that is not written between backquotes", file)
		}
	}
	assert.Greater(t, found, 40)
}
