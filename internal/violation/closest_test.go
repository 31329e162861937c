package violation_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"mockserver/internal/violation"
)

func TestClosest(t *testing.T) {
	columns := []string{"gender", "created_year", "created_month", "count", "city", "id", "ids"}
	for _, c := range []struct{ name, word, want string }{
		{"a letter replaced", "gander", "gender"},
		{"a letter left out", "gendr", "gender"},
		{"a letter too many", "countt", "count"},
		{"neighbours swapped", "cuont", "count"},
		{"another case", "GENDER", "gender"},
		{"another separator", "created-year", "created_year"},
		{"the nearer of two", "created_yaer", "created_year"},
		{"the very word", "city", "city"},
		{"a short word with a letter too many, the first of two", "idz", "id"},
		{"a short word of other letters", "xx", ""},
		{"a word like no other", "bogus", ""},
		{"too far for its length", "geznxr", ""},
		{"nothing", "", ""},
		{"a word that nobody mistypes", strings.Repeat("gender", 40), ""},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, violation.Closest(c.word, columns)) })
	}
	assert.Equal(t, "bat", violation.Closest("xat", []string{"bat", "cat"}), "of equally near ones the first")
	assert.Equal(t, "größe", violation.Closest("GRÖSE", []string{"groß", "größe"}), "characters count, not bytes")
	assert.Empty(t, violation.Closest("a", nil))
	assert.Empty(t, violation.Closest("a", []string{"", strings.Repeat("a", 300)}))
}

func TestOneMistakeInALongWordIsAlwaysUnderstood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{4,12}`).Draw(t, "word")
		at := rapid.IntRange(0, len(word)-2).Draw(t, "at")
		mistyped := rapid.SampledFrom([]string{
			word[:at] + word[at+1:],
			word[:at] + "_" + word[at:],
			word[:at] + "_" + word[at+1:],
			word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:],
			strings.ToUpper(word),
		}).Draw(t, "mistyped")
		assert.Equal(t, word, violation.Closest(mistyped, []string{"0123456789", word, "9876543210"}))
	})
}
