package scenario

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Files plays each file that the pattern of filepath.Glob finds, in a test of its own. A file holds what was expected, so
// that what is played is the file as it ought to be.
func Files(t *testing.T, pattern string, play func(t *testing.T, text string) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files, "there is no file %s", pattern)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), func(t *testing.T) {
			Golden(t, file, play(t, Read(t, file)))
		})
	}
}

// Read is the text of a file.
func Read(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

// Split is the text above the first line that is line and the text below it.
func Split(t testing.TB, text, line string) (above, below string) {
	t.Helper()
	at := strings.Index("\n"+text, "\n"+line+"\n")
	require.GreaterOrEqual(t, at, 0, "a scenario has a line %q", line)
	return text[:at], text[at+len(line)+1:]
}

var partLine = regexp.MustCompile(`(?m)^-- (.+) --\n`)

// Parts are the texts of a file in parts, each under a line such as "-- api.yaml --", by name.
func Parts(text string) map[string]string {
	found := map[string]string{}
	places := partLine.FindAllStringSubmatchIndex(text, -1)
	for i, at := range places {
		end := len(text)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		found[text[at[2]:at[3]]] = text[at[1]:end]
	}
	return found
}
