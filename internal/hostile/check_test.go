package hostile

import (
	"bytes"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What check may take for one document: it compiles every operation and looks for values that fit, which serving leaves to
// the first request.
const (
	maxCheckTime   = 5 * time.Second
	maxCheckOutput = 32 << 20
)

// The verb check ends too: 0 or 1, with sentences.
func TestHostileDocumentsAreChecked(t *testing.T) {
	if testing.Short() {
		t.Skip("each document is compiled whole")
	}
	skipRace(t)
	documents := collect(t)
	for _, name := range documents.names() {
		t.Run(name, func(t *testing.T) {
			c := exec.Command(binary, "check", documents[name])
			var out bytes.Buffer
			c.Stdout, c.Stderr = &out, &out
			require.NoError(t, c.Start())
			hung := time.AfterFunc(patience, func() { _ = c.Process.Kill() })
			defer hung.Stop()
			var exit *exec.ExitError
			if err := c.Wait(); err != nil {
				require.True(t, errors.As(err, &exit), "%v", err)
			}
			assert.Contains(t, []int{0, 1}, c.ProcessState.ExitCode(), "%s", first(out.String()))
			assert.Less(t, c.ProcessState.UserTime()+c.ProcessState.SystemTime(), maxCheckTime, "the time of the processor")
			assert.Less(t, out.Len(), maxCheckOutput)
			assert.NotEmpty(t, out.String())
			assert.NotRegexp(t, noise, first(out.String()))
		})
	}
}

// first is the beginning of a long output.
func first(text string) string { return text[:min(len(text), 2000)] }
