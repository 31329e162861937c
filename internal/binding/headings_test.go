package binding_test

import (
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/binding"
	"mockserver/internal/value"
)

func TestHeadingsAreMadeOnceForTheSameColumns(t *testing.T) {
	var h binding.Headings
	made := 0
	of := func(columns ...binding.Column) any {
		return h.Of(columns, nil, func() any {
			made++
			return []any{value.ObjectOf(value.Member{Name: "key", Value: columns[0].Key})}
		})
	}
	first := of(binding.Column{Key: "a"})
	assert.Equal(t, first, of(binding.Column{Key: "a"}))
	assert.Equal(t, 1, made)
	assert.Equal(t, `[{"key":"a"}]`, string(value.JSON(of(binding.Column{Key: "a", Sorted: true}))))
	assert.Equal(t, 2, made, "sorted is another column")
	for i := range 100 {
		assert.Equal(t, `[{"key":"`+strconv.Itoa(i)+`"}]`, string(value.JSON(of(binding.Column{Key: strconv.Itoa(i)}))))
	}
	assert.Equal(t, 102, made, "but few are kept")
	of(make([]binding.Column, 65)...)
	of(make([]binding.Column, 65)...)
	assert.Equal(t, 104, made, "nor wide ones")
}

// TestHeadingsAreShared is for the detector of races.
func TestHeadingsAreShared(*testing.T) {
	var h binding.Headings
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 200 {
				value.JSON(h.Of([]binding.Column{{Key: strconv.Itoa(i % 20)}}, nil, func() any { return []any{value.NewObject(1)} }))
			}
		})
	}
	all.Wait()
}
