package scenario

import (
	"fmt"
	"strings"
)

const (
	mostShown    = 60      // lines of a difference that are told
	mostCompared = 4 << 20 // pairs of lines that are compared before all of them count as others
)

// difference is the lines of one text that the other lacks: "3 - was" and "3 + is", each under its number.
func difference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	above := 0
	for above < min(len(a), len(b)) && a[above] == b[above] {
		above++
	}
	a, b = a[above:], b[above:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var lines []string
	i, j := 0, 0
	for _, same := range append(matches(a, b), [2]int{len(a), len(b)}) {
		for ; i < same[0]; i++ {
			lines = append(lines, fmt.Sprintf("%6d - %s\n", above+i+1, a[i]))
		}
		for ; j < same[1]; j++ {
			lines = append(lines, fmt.Sprintf("%6d + %s\n", above+j+1, b[j]))
		}
		i, j = same[0]+1, same[1]+1
	}
	if len(lines) > mostShown {
		lines = append(lines[:mostShown:mostShown], fmt.Sprintf("       and %d more lines\n", len(lines)-mostShown))
	}
	return strings.Join(lines, "")
}

// matches are the places of a longest common subsequence of lines; none where finding it would take long.
func matches(a, b []string) [][2]int {
	if len(a)*len(b) > mostCompared {
		return nil
	}
	longest := make([][]int, len(a)+1) // of a[i:] and b[j:]
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
