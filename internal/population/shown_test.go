package population_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

func TestRecordsAreShownOnceUntilSomethingChanges(t *testing.T) {
	s, made := session(t), 0
	show := func(as *schema.Schema, key any) *value.Object {
		r := s.Snapshot().View("books").Find(key)
		return r.Shown(as, func() *value.Object {
			made++
			return object("by", r.Value("by"))
		})
	}
	a, b := &schema.Schema{}, &schema.Schema{}
	first := show(a, int64(3))
	require.Same(t, first, show(a, int64(3)))
	require.NotSame(t, first, show(b, int64(3)), "another schema shows it in its own way")
	require.NotSame(t, first, show(a, int64(4)))
	require.Equal(t, 3, made)

	author := s.Snapshot().View("books").Find(int64(3)).Value("author")
	_, err := s.Update("authors", author, object("name", "Eve"))
	require.NoError(t, err)
	require.Equal(t, `{"by":"Eve"}`, string(value.JSON(show(a, int64(3)))), "what a reference leads to has changed")
	s.Reset()
	require.Same(t, first, show(a, int64(3)))
}

// TestShownRecordsAreShared is for the detector of races.
func TestShownRecordsAreShared(t *testing.T) {
	s, as := session(t), []*schema.Schema{{}, {}, nil}
	view := s.Snapshot().View("books")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 300 {
				r := view.Record(0, i%4)
				value.JSON(r.Shown(as[i%3], func() *value.Object { return object("title", r.Value("title")) }))
			}
		})
	}
	all.Wait()
}
