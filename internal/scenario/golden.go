// Package scenario reads what tests keep as data: files of calls with their answers, and golden files, which -update rewrites.
package scenario

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the files of testdata that hold what tests expect")

// Rewriting tells whether -update was given: what a file holds is then replaced by what came out, and nothing fails.
func Rewriting() bool { return *update }

// folder is where the tests of a package start; some go elsewhere later.
var folder, _ = os.Getwd()

// Golden fails when file does not hold got, with the lines that differ and the command that rewrites it; with -update it
// writes the file. A file that is missing holds nothing.
func Golden(t testing.TB, file, got string) {
	t.Helper()
	if Rewriting() {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	if string(want) != got {
		t.Errorf("%s is no longer what comes out (- in the file, + now):\n%s%s\nrewrites it, and the diff is what there is to review",
			file, difference(string(want), got), command(folder, t.Name()))
	}
}

// plain are names of tests that a shell takes as they are.
var plain = regexp.MustCompile(`^[\w/.-]+$`)

// command rewrites the files of one test. It is run from the root of the module.
func command(folder, test string) string {
	at := "."
	if inner, err := filepath.Rel(root(folder), folder); err == nil && inner != "." {
		at = "./" + filepath.ToSlash(inner)
	}
	if !plain.MatchString(test) {
		test = "'" + strings.ReplaceAll(regexp.QuoteMeta(test), "'", ".") + "'"
	}
	return "go test " + at + " -run " + test + " -update"
}
