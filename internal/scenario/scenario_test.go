package scenario_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

// told is a test that only listens to what is said.
type told struct {
	testing.TB
	said []string
}

func (s *told) Helper()      {}
func (s *told) Name() string { return "TestThis/that one" }
func (s *told) Errorf(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
}

func (s *told) Fatalf(format string, args ...any) { s.Errorf("fatal: "+format, args...) }
func (s *told) Skipf(format string, args ...any)  { s.Errorf("skipped: "+format, args...) }

func golden(t *testing.T, was, is string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.txt")
	require.NoError(t, os.WriteFile(file, []byte(was), 0o600))
	listening := &told{TB: t}
	scenario.Golden(listening, file, is)
	return strings.ReplaceAll(strings.Join(listening.said, "|"), file, "x.txt")
}

func TestADifferenceShowsItsLinesAndTheCommand(t *testing.T) {
	assert.Empty(t, golden(t, "a\nb\n", "a\nb\n"))
	assert.Equal(t, `x.txt is no longer what comes out (- in the file, + now):
     2 - b
     2 + B
     5 + f
go test ./internal/scenario -run 'TestThis/that one' -update
rewrites it, and the diff is what there is to review`, golden(t, "a\nb\nc\nd\ne\n", "a\nB\nc\nd\nf\ne\n"))
}

func TestALongDifferenceIsCutShort(t *testing.T) {
	said := golden(t, strings.Repeat("a\n", 3000), strings.Repeat("b\n", 3000))
	assert.Contains(t, said, "    60 - a\n       and 5940 more lines\n")
}

func TestAFileThatIsMissingHoldsNothing(t *testing.T) {
	listening := &told{TB: t}
	scenario.Golden(listening, filepath.Join(t.TempDir(), "missing.txt"), "a")
	require.Len(t, listening.said, 1)
	assert.Contains(t, listening.said[0], "1 + a")
}

func TestPartsHaveTheirNames(t *testing.T) {
	assert.Equal(t, map[string]string{"api.yaml": "a: 1\n\nb: 2\n", "two words": ""}, scenario.Parts("# one\n-- api.yaml --\na: 1\n\nb: 2\n-- two words --\n"))
	assert.Empty(t, scenario.Parts("no part"))
}

func TestATextIsSplitAtAWholeLine(t *testing.T) {
	above, below := scenario.Split(t, "a ---\n----\n---\nb\n---\n", "---")
	assert.Equal(t, []string{"a ---\n----\n", "b\n---\n"}, []string{above, below})
	above, below = scenario.Split(t, "---\nb", "---")
	assert.Equal(t, []string{"", "b"}, []string{above, below})
}

func TestCallsAreRepeatedWithWhatComesOfThem(t *testing.T) {
	var did []string
	calls := scenario.Calls{
		Starts: regexp.MustCompile(`^GET `),
		Orders: map[string]func(string){"WAIT": func(rest string) { did = append(did, "wait "+rest) }},
		Answer: func(call []string) []string {
			did = append(did, call[0])
			return []string{strings.Join(call, "|")}
		},
	}
	const text = "# first\nGET /a\nAccept: x\n  old\nGET /b\nWAIT 3s\n# second\nGET /c"
	const played = "# first\nGET /a\nAccept: x\n  GET /a|Accept: x\nGET /b\n  GET /b\nWAIT 3s\n# second\nGET /c\n  GET /c\n"
	assert.Equal(t, played, calls.Play(text))
	assert.Equal(t, []string{"GET /a", "GET /b", "wait 3s", "GET /c"}, did)
	assert.Equal(t, played, calls.Play(played), "what was played plays the same")
}

func TestCallsWithoutAFirstLineOfTheirOwnEndAtAnEmptyLine(t *testing.T) {
	calls := scenario.Calls{Answer: func(call []string) []string { return call }}
	assert.Equal(t, "a\nb\n  a\n  b\n\nc\n  c\n", calls.Play("a\nb\n\nc\n  x\n"))
}

func TestWhatIsMissingBesideTheProjectSkipsATestButFailsInCI(t *testing.T) {
	for ci, word := range map[string]string{"": "skipped: ", "true": "fatal: "} {
		t.Setenv("CI", ci)
		listening := &told{TB: t}
		assert.Empty(t, scenario.Shared(listening, "nothing/*.here"))
		require.NotEmpty(t, listening.said)
		assert.Contains(t, listening.said[0], word+"there is no ")
		assert.Contains(t, listening.said[0], "shared/nothing/*.here")
	}
}
