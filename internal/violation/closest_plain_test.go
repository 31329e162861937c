package violation_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"mockserver/internal/violation"
)

// Closest gives up on a candidate early and without allocating; the plain way finds the same.
func TestTheClosestIsThatOfTheWholeTable(t *testing.T) {
	word := rapid.StringMatching(`[abcÄ_]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		asked, candidates := word.Draw(t, "asked"), rapid.SliceOfN(word, 0, 6).Draw(t, "candidates")
		best, nearest := "", -1
		for _, candidate := range candidates {
			a, b := []rune(strings.ToLower(asked)), []rune(strings.ToLower(candidate))
			d := plainDistance(a, b)
			if len(a) > 0 && len(b) > 0 && d <= max(len(a), len(b))/3 && (nearest < 0 || d < nearest) {
				best, nearest = candidate, d
			}
		}
		assert.Equal(t, best, violation.Closest(asked, candidates))
	})
}

// plainDistance is the optimal string alignment distance by its definition.
func plainDistance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = j
			case j > 0:
				cost := 1
				if a[i-1] == b[j-1] {
					cost = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}
