package hostile

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"mockserver/internal/scenario"
)

var binary string // the program under test, built once

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	flag.Parse()
	if given := os.Getenv("MOCKSERVER_BINARY"); given != "" {
		binary = given
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "mockserver-hostile-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "mockserver")
	if out, err := exec.Command("go", "build", "-o", binary, "mockserver/cmd/mockserver").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// skipRace leaves the programs to the run without the race detector: they are built without it anyway.
func skipRace(t *testing.T) {
	if scenario.RaceDetector {
		t.Skip("nothing of the program under test runs under the race detector")
	}
}
