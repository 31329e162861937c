package hostile

import (
	"bytes"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

const maxCheckOutput = 32 << 20

// The verb check ends too, though it compiles every operation and looks for values that fit, which serving leaves to the
// first request: 0 or 1, with sentences.
func TestHostileDocumentsAreChecked(t *testing.T) {
	if testing.Short() {
		t.Skip("each document is compiled whole")
	}
	skipRace(t)
	documents := collect(t)
	for _, name := range documents.names() {
		t.Run(name, func(t *testing.T) {
			c, out := check(t, documents[name])
			assert.Contains(t, []int{0, 1}, c.ProcessState.ExitCode(), "%s", first(out))
			assert.Less(t, len(out), maxCheckOutput)
			assert.NotEmpty(t, out)
			assert.NotRegexp(t, noise, first(out))
		})
	}
}

// check runs the verb over a document, and gives the program that ended and all that it wrote.
func check(t testing.TB, file string) (ended *exec.Cmd, out string) {
	t.Helper()
	c := exec.Command(binary, "check", file)
	var text bytes.Buffer
	c.Stdout, c.Stderr = &text, &text
	require.NoError(t, c.Start())
	hung := time.AfterFunc(scenario.Patience, func() { _ = c.Process.Kill() })
	defer hung.Stop()
	var exit *exec.ExitError
	if err := c.Wait(); err != nil {
		require.True(t, errors.As(err, &exit), "%v", err)
	}
	return c, text.String()
}

// first is the beginning of a long output.
func first(text string) string { return text[:min(len(text), 2000)] }
