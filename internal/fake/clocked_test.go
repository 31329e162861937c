package fake_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	_ "unsafe" // for go:linkname

	"github.com/brianvoe/gofakeit/v7"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
)

// currentYear is what gofakeit takes from the clock as the program starts.
//
//go:linkname currentYear github.com/brianvoe/gofakeit/v7.currentYear
var currentYear int

// TestNoFunctionDependsOnTheDay calls each function of gofakeit that Function offers in two years and at two times: this
// and that of a synctest bubble, where it is 2000 and passes as it is told to.
func TestNoFunctionDependsOnTheDay(t *testing.T) {
	offered := 0
	for _, name := range slices.Sorted(maps.Keys(gofakeit.FuncLookups)) {
		leaf, err := fake.Function(name, nil)
		if err != nil {
			continue
		}
		offered++
		now := draw(leaf)
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(40 * 365 * 24 * time.Hour)
			require.Equal(t, now, draw(leaf), name)
		})
		require.Equal(t, now, draw(leaf), name)
		year := currentYear
		currentYear = year + 30
		later := draw(leaf)
		currentYear = year
		require.Equal(t, now, later, name)
	}
	require.Greater(t, offered, 250)
}

// draw makes enough values to see the rare ones.
func draw(leaf fake.Leaf) string {
	s := ""
	for record := range 40 {
		s += fmt.Sprintln(leaf(fake.NewKey(5, "draw").Cell(record)))
	}
	return s
}
