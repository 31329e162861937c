package violation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/violation"
)

func TestWordsAreListedAsASentenceDoes(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		assert.Equal(t, want, violation.Join(words, "or"))
	}
}

func TestASentenceEndsOnce(t *testing.T) {
	for want, text := range map[string]string{"a.": "a", "b.": "b.", "did you mean a?": "did you mean a?"} {
		assert.Equal(t, want, violation.Stop(text))
	}
}
