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
		length := utf8.RuneCountInString(candidate) // in small letters too
		allowed := max(len(a), length) / 3
		if nearest >= 0 {
			allowed = min(allowed, nearest-1)
		}
		if abs(len(a)-length) > allowed {
			continue
		}
		if d := distance(a, []rune(strings.ToLower(candidate)), allowed); d <= allowed {
			best, nearest = candidate, d
		}
	}
	return best
}

// distance is the optimal string alignment distance: Levenshtein's, a swap of neighbours counting one. Where it is more than what is
// allowed, it is only known to be more. Its rows are of words of at most maxWord bytes.
func distance(a, b []rune, allowed int) int {
	var rows [3][maxWord + 1]uint8 // not allocated: a word of an enum is compared with all others (BenchmarkMissRefused in package server)
	before, previous, current := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		previous[j] = uint8(j)
	}
	last := 0 // the least of the row before
	for i := 1; i <= len(a); i++ {
		current[0] = uint8(i)
		least := uint8(i)
		for j := 1; j <= len(b); j++ {
			var cost uint8 = 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			current[j] = d
			least = min(least, d)
		}
		if int(least) > allowed && last > allowed { // what follows is made of these two rows
			return allowed + 1
		}
		before, previous, current, last = previous, current, before, int(least)
	}
	return int(previous[len(b)])
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
