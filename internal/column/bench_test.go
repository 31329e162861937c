package column_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

const million = 1_000_000

// address is one of a million different texts, such as anna.smith17@example.com.
func address(row int) any {
	first, last := []string{"anna", "bob", "carla", "dieter", "eve"}, []string{"smith", "mann", "miller", "o-brien", "zimmer", "park", "li"}
	return fmt.Sprintf("%s.%s%d@example.com", first[row%len(first)], last[row/3%len(last)], row*7919%million)
}

func columnOf(v func(row int) any) []any {
	values := make([]any, million)
	for row := range values {
		values[row] = v(row)
	}
	return values
}

// BenchmarkTextColumn makes a column of a million different texts.
func BenchmarkTextColumn(b *testing.B) {
	values := columnOf(address)
	for b.Loop() {
		column.Of(values)
	}
}

// BenchmarkRankingOfTexts sorts a million different texts.
func BenchmarkRankingOfTexts(b *testing.B) {
	values := columnOf(address)
	for b.Loop() {
		b.StopTimer()
		c := column.Of(values)
		b.StartTimer()
		c.Ranking()
	}
}

// BenchmarkRankingOfInstants numbers a million instants of six years.
func BenchmarkRankingOfInstants(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	values := columnOf(func(int) any { return value.Time(random.Int64N(6*365*24*60*60) * 1_000_000) })
	for b.Loop() {
		b.StopTimer()
		c := column.Of(values)
		b.StartTimer()
		c.Ranking()
	}
}

// BenchmarkContains searches a million different texts.
func BenchmarkContains(b *testing.B) {
	c := column.Of(columnOf(address)).(*column.Texts)
	for _, wanted := range []string{"a", "an", "ann", "mann1", "xyzzy", "example"} {
		b.Run(wanted, func(b *testing.B) {
			c.WhereContains(wanted)
			for b.Loop() {
				c.WhereContains(wanted)
			}
		})
	}
}
