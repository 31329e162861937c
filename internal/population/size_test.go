package population_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/population"
	"mockserver/internal/value"
)

func TestWhatChangesTakeHasALimit(t *testing.T) {
	limits := limit.Default()
	limits.ChangeBytes = 10_000
	c := config()
	c.Limits = limits
	s := madeWith(t, library, c).NewSession()
	long := func(n int) *value.Object { return object("pages", strings.Repeat("p", n)) }
	var full *population.Full
	_, err := s.Create("books", long(10_000), nil)
	require.ErrorAs(t, err, &full)
	require.EqualError(t, err, "the records that were created and changed would take more than 10000 bytes, the limit that --limit change-bytes=N sets; a reset drops them")
	made := create(t, s, long(9000))
	_, err = s.Update("books", int64(3), long(9000))
	require.ErrorAs(t, err, &full, "all records count together")
	_, err = s.Create("authors", object("name", strings.Repeat("n", 9000)), nil)
	require.ErrorAs(t, err, &full, "those of other collections too")
	_, err = s.Update("books", made.KeyValue(), long(9100))
	require.NoError(t, err, "what is replaced is no longer kept")
	_, err = s.Update("books", made.KeyValue(), long(1))
	require.NoError(t, err)
	_, err = s.Update("books", int64(3), long(8000))
	require.NoError(t, err)
	require.True(t, s.Delete("books", int64(3)))
	create(t, s, long(8000))
	s.Reset()
	create(t, s, long(9000))
}

func TestWhatAClosedSessionHadIsThereForOthers(t *testing.T) {
	c := config()
	c.Room = population.NewRoom(10_000)
	p := madeWith(t, library, c)
	long := object("pages", strings.Repeat("p", 9000))
	first, second := p.NewSession(), p.NewSession()
	create(t, first, long)
	require.True(t, first.Changed())
	var full *population.Full
	_, err := second.Create("books", long, nil)
	require.ErrorAs(t, err, &full, "sessions share the room")
	first.Close()
	require.False(t, first.Changed())
	create(t, second, long)
	_, err = first.Create("books", object("pages", "p"), nil)
	require.EqualError(t, err, "the session was reset while the request was under way")
	require.False(t, first.Delete("books", int64(1)))
}
