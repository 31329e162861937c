package fake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestTheFirstTextIsThatOfAll compares what is made alone with the first of all that are made for a name or a format.
func TestTheFirstTextIsThatOfAll(t *testing.T) {
	r := &run{Generator: Generator{Clock: time.Date(2025, time.July, 1, 12, 0, 0, 0, time.UTC)}}
	same := func(name string, first firstText, all func(spot, *Stream) []string, at spot) {
		for i := range 200 {
			at.key, at.owner = NewKey(uint64(i), name), NewKey(uint64(i), "owner")
			one, rest := at.key.Cell(0), at.key.Cell(0)
			if !assert.Equal(t, all(at, rest)[0], first(r, &at, one), "%s", name) {
				return
			}
		}
	}
	for name, first := range firstByName {
		if first == nil {
			continue
		}
		for _, kin := range [][]string{nil, {"user"}, {"product"}, {"company"}, {"country"}, {"venue"}, {"line"}, {"file"}} {
			at := spot{words: []string{name}, kin: kin}
			same(name, first, func(at spot, s *Stream) []string { return textMakers[name](r, at, s) }, at)
		}
	}
	for name, first := range firstFormats {
		at := spot{words: []string{"created", "at"}}
		same(name, first, func(at spot, s *Stream) []string { return formatMakers[name](r, at, s) }, at)
	}
}
