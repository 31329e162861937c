package violation

import (
	"strings"
	"unicode/utf8"
)

// maxWord is the length in bytes above which words are not compared: nobody mistypes such a word, and the time that a
// comparison takes grows with the product of the lengths.
const maxWord = 64

// Closest returns the candidate that was likely meant by word, "" if none is near. Near is a distance (insertions,
// deletions, replacements and swaps of neighbours, without regard to case) of at most a third of the length of the
// longer of the two; of equally near candidates the first wins.
func Closest(word string, candidates []string) string {
	if word == "" || len(word) > maxWord {
		return ""
	}
	a := []rune(strings.ToLower(word))
	best, nearest := "", -1
	for _, candidate := range candidates {
		if candidate == "" || len(candidate) > maxWord {
			continue
		}
		allowed := max(len(a), utf8.RuneCountInString(candidate)) / 3
		if nearest >= 0 {
			allowed = min(allowed, nearest-1)
		}
		b := []rune(strings.ToLower(candidate))
		if abs(len(a)-len(b)) > allowed {
			continue
		}
		if d := distance(a, b); d <= allowed {
			best, nearest = candidate, d
		}
	}
	return best
}

// distance is the optimal string alignment distance: Levenshtein's, a swap of neighbours counting one.
func distance(a, b []rune) int {
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			current[j] = d
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
