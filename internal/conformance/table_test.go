package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

// The table stands between these lines of README.md.
const (
	readme = "README.md"
	above  = "<!-- table -->\n"
	below  = "<!-- end of table -->\n"
)

// table is the result as Markdown: a row for each document, and their sum.
func table(files []string, results map[string]*run) string {
	var b strings.Builder
	b.WriteString("| document | operations | requests | answers that break the document | valid requests refused | spoiled requests accepted | answered 501 | not made |\n|---|---|---|---|---|---|---|---|\n")
	var sum counts
	for _, file := range files {
		c := results[file].counts
		b.WriteString(row(filepath.Base(file), c))
		for _, pair := range [][2]*int{{&sum.Operations, &c.Operations}, {&sum.Calls, &c.Calls}, {&sum.Invalid, &c.Invalid}, {&sum.Refused, &c.Refused},
			{&sum.Accepted, &c.Accepted}, {&sum.Unserved, &c.Unserved}, {&sum.Unmade, &c.Unmade}} {
			*pair[0] += *pair[1]
		}
	}
	b.WriteString(row("**all**", sum))
	return b.String()
}

func row(name string, c counts) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d |\n", name, c.Operations, c.Calls, c.Invalid, c.Refused, c.Accepted, c.Unserved, c.Unmade)
}

// compare holds README.md to the result, or rewrites it.
func compare(t *testing.T, table string) {
	t.Helper()
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(text), above)
	require.True(t, found, "README.md has the line %q", above)
	_, after, found := strings.Cut(rest, below)
	require.True(t, found, "README.md has the line %q", below)
	scenario.Golden(t, readme, before+above+table+below+after)
}
