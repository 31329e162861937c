package spec_test

import (
	"strings"
	"testing"

	"mockserver/internal/scenario"
)

// compare holds lines against a file, or writes them into it with -update.
func compare(t *testing.T, name string, got []string) {
	t.Helper()
	scenario.Golden(t, name, strings.Join(got, "\n")+"\n")
}
