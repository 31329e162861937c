package validate_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
)

// As in TestScenarios, but of answers: behind method and target stands the status, below it the headers and the body.
func TestAnswersOfOthers(t *testing.T) {
	scenario.Files(t, "testdata/answers/*.txt", func(t *testing.T, text string) string {
		document, calls := scenario.Split(t, text, "---")
		routes, _ := open(t, document)
		played := scenario.Calls{Starts: startsCall, Answer: func(call []string) []string { return judgedAnswer(t, routes, call) }}
		return document + "---\n" + played.Play(calls)
	})
}

func judgedAnswer(t testing.TB, routes *spec.Routes, call []string) []string {
	t.Helper()
	words := strings.Fields(call[0])
	require.Len(t, words, 3, call[0])
	m := routes.Match(words[0], words[1])
	require.NotNil(t, m.Operation, call[0])
	contract, err := m.Operation.Contract()
	require.NoError(t, err)
	status, err := strconv.Atoi(words[2])
	require.NoError(t, err)
	header, body := http.Header{}, []byte(nil)
	for _, line := range call[1:] {
		if text, ok := strings.CutPrefix(line, "> "); ok {
			body = append(body, text...)
			continue
		}
		if text, ok := strings.CutPrefix(line, ">> "); ok {
			body = append(body, unescaped(t, text)...)
			continue
		}
		name, v, ok := strings.Cut(line, ":")
		require.True(t, ok, "%q is neither a header nor a body", line)
		header.Add(name, strings.TrimSpace(v))
	}
	lines := []string{}
	for _, v := range validate.Answer(contract, status, header, body, limit.Set{}) {
		lines = append(lines, v.Rule+" of "+v.Document+": "+v.Sentence())
	}
	if len(lines) == 0 {
		return []string{"keeps the contract"}
	}
	return lines
}
