package journal_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"mockserver/internal/journal"
	"mockserver/internal/limit"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// limits are the default ones but for entries and bytes.
func limits(entries, bytes int) limit.Set {
	s := limit.Default()
	s.JournalEntries, s.JournalBytes = entries, bytes
	return s
}

// sent is an entry of a request with a body of so many bytes.
func sent(id string, body int) *journal.Entry {
	return &journal.Entry{ID: id, Request: journal.Request{Method: "POST", URL: "/things?x=" + id, Body: []byte(strings.Repeat("x", body))}}
}

// ids are the IDs of entries, between spaces.
func ids(entries []*journal.Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

func TestTheOldestGoFirst(t *testing.T) {
	js := journal.New(journal.Config{Limits: limits(3, 1<<20)})
	j := js.Open("")
	for i := range 5 {
		j.Add(sent(fmt.Sprint(i), 10))
	}
	assert.Equal(t, "4 3 2", ids(j.All()))
	assert.EqualValues(t, 2, j.Dropped())
	assert.Equal(t, uint64(5), j.All()[0].Number)
	assert.Nil(t, j.Get("0"))
	assert.Equal(t, "3", j.Get("3").ID)

	assert.True(t, j.Remove("3"))
	assert.False(t, j.Remove("3"))
	assert.Equal(t, "4", ids(j.RemoveWhere(func(e *journal.Entry) bool { return e.Number == 5 })))
	assert.Equal(t, "2", ids(j.All()))
	j.Clear()
	assert.Zero(t, j.Len())
	assert.Zero(t, j.Dropped())
	assert.Zero(t, js.Bytes())
	j.Add(sent("a", 1))
	assert.Equal(t, uint64(6), j.All()[0].Number, "numbers are never given twice")
}

func TestTheLargestJournalMakesRoom(t *testing.T) {
	js := journal.New(journal.Config{Limits: limits(1000, 100_000)})
	large, small := js.Open("large"), js.Open("small")
	small.Add(sent("s", 10))
	for i := range 200 {
		large.Add(sent(fmt.Sprint(i), 1000))
	}
	assert.Positive(t, large.Dropped())
	small.Add(sent("t", 10_000))
	assert.Equal(t, "t s", ids(small.All()), "what another journal is full of is not taken from here")
	assert.Zero(t, small.Dropped())
	assert.LessOrEqual(t, js.Bytes(), 100_000)

	before := large.Len()
	small.Add(sent("u", 200_000))
	assert.Equal(t, "t s", ids(small.All()), "what no room is enough for costs nobody else anything")
	assert.EqualValues(t, 1, small.Dropped())
	assert.Equal(t, before, large.Len())

	large.Close()
	large.Close()
	large.Add(sent("v", 1))
	assert.Zero(t, large.Len())
	small.Close()
	assert.Zero(t, js.Bytes())
}

func TestAJournalThatIsOff(t *testing.T) {
	s := limit.Default()
	s.JournalEntries = 0
	j := journal.New(journal.Config{Limits: s}).Open("")
	assert.False(t, j.On())
	j.Add(sent("a", 1))
	assert.Empty(t, j.All())
	assert.Zero(t, j.Dropped())
}

func TestWhatAnEntryKeeps(t *testing.T) {
	s := limit.Default()
	s.JournalBody = 4
	at := time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)
	j := journal.New(journal.Config{Limits: s, Now: func() time.Time { return at },
		ID: func(session string, n uint64) string { return fmt.Sprint(session, "-", n) }}).Open("one")
	body := []byte("abcdefgh")
	object := value.NewObject(1)
	object.Set("long", strings.Repeat("é", 5000))
	j.Add(&journal.Entry{
		Request:        journal.Request{Body: body, Header: journal.HeaderOf(map[string][]string{"B": {"2", "1"}, "A": {"x"}}, "")},
		Answer:         journal.Answer{Body: []byte("ok")},
		Violations:     []violation.Violation{{Where: "body", Received: object}, {Where: "query.q", Received: strings.Repeat("é", 5000)}, {Where: "query.n", Received: int64(1)}},
		StubViolations: []violation.Violation{{Where: "body"}},
	})
	copy(body, "XXXX")
	e := j.Get("one-1")
	require.NotNil(t, e)
	assert.Equal(t, at, e.At)
	assert.Equal(t, "one", e.Session)
	assert.Equal(t, "abcd", string(e.Request.Body))
	assert.Equal(t, 8, e.Request.BodyBytes)
	assert.True(t, e.Request.Cut)
	assert.False(t, e.Answer.Cut)
	assert.Equal(t, journal.Header{{"A", "x"}, {"B", "2"}, {"B", "1"}}, e.Request.Header)
	assert.Equal(t, "2", e.Request.Header.Get("b"))
	assert.Equal(t, []string{"2", "1"}, e.Request.Header.Values("b"))
	assert.Equal(t, map[string][]string{"A": {"x"}, "B": {"2", "1"}}, e.Request.Header.Map())
	assert.Len(t, []rune(e.Violations[0].Received.(string)), 2000)
	assert.Len(t, []rune(e.Violations[1].Received.(string)), 2000)
	assert.Equal(t, int64(1), e.Violations[2].Received)
	assert.EqualValues(t, 1, j.Broken())
	j.Clear()
	assert.Zero(t, j.Broken())
}

// Whatever is done to however many journals, what they hold stays within the budget, and nothing is lost without being counted.
func TestBytesAreNeverAboveTheBudget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		budget := rapid.IntRange(1000, 30_000).Draw(t, "budget")
		js := journal.New(journal.Config{Limits: limits(rapid.IntRange(1, 20).Draw(t, "entries"), budget)})
		open := []*journal.Journal{js.Open("0"), js.Open("1")}
		added, removed := map[*journal.Journal]uint64{}, map[*journal.Journal]uint64{}
		for n := range rapid.IntRange(1, 80).Draw(t, "steps") {
			j := rapid.SampledFrom(open).Draw(t, "journal")
			switch rapid.IntRange(0, 15).Draw(t, "step") {
			case 0:
				open = append(open, js.Open(fmt.Sprint(n)))
			case 1:
				j.Clear()
				added[j], removed[j] = 0, 0
			case 2:
				j.Close()
				require.Zero(t, j.Len())
				open = append(open, js.Open(fmt.Sprint(n)))
				open = deleted(open, j)
			case 3:
				m := rapid.Uint64Range(1, 3).Draw(t, "modulus")
				removed[j] += uint64(len(j.RemoveWhere(func(e *journal.Entry) bool { return e.Number%m == 0 })))
			default:
				e := sent(fmt.Sprint(n), rapid.IntRange(0, 12_000).Draw(t, "body"))
				j.Add(e)
				added[j]++
			}
			require.LessOrEqual(t, js.Bytes(), budget)
			require.GreaterOrEqual(t, js.Bytes(), 0)
			for _, j := range open {
				require.Equal(t, added[j], uint64(j.Len())+removed[j]+j.Dropped())
			}
		}
		for _, j := range open {
			j.Close()
		}
		require.Zero(t, js.Bytes())
	})
}

func deleted(all []*journal.Journal, j *journal.Journal) []*journal.Journal {
	var left []*journal.Journal
	for _, other := range all {
		if other != j {
			left = append(left, other)
		}
	}
	return left
}

func TestManyWriteAndReadAtOnce(t *testing.T) {
	js := journal.New(journal.Config{Limits: limits(100, 200_000)})
	var journals []*journal.Journal
	for i := range 8 {
		journals = append(journals, js.Open(fmt.Sprint(i)))
	}
	var group sync.WaitGroup
	for w := range 16 {
		j := journals[w%len(journals)]
		group.Go(func() {
			for n := range 200 {
				j.Add(sent(fmt.Sprint(w, "-", n), n*10))
				switch n % 50 {
				case 10:
					j.RemoveWhere(func(e *journal.Entry) bool { return e.Number%2 == 0 })
				case 20:
					_, stop, err := j.Follow()
					if err == nil {
						stop()
					}
				case 30:
					j.Get("none")
				}
				assert.LessOrEqual(t, js.Bytes(), 200_000)
			}
		})
	}
	group.Wait()
	for _, j := range journals {
		all := j.All()
		for i := 1; i < len(all); i++ {
			assert.Greater(t, all[i-1].Number, all[i].Number)
		}
		j.Close()
	}
	assert.Zero(t, js.Bytes())
}
