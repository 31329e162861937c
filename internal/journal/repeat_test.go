package journal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/journal"
	"mockserver/internal/limit"
)

// TestWhatRepeatedEntriesShareIsCountedOnce as long as one of them is there, whatever is added, dropped and removed.
func TestWhatRepeatedEntriesShareIsCountedOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limits := limit.Default()
		limits.JournalBytes, limits.JournalEntries = 20_000, 12
		js := journal.New(journal.Config{Limits: limits})
		journals := []*journal.Journal{js.Open(""), js.Open("a")}
		var templates []*journal.Template
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			j := rapid.SampledFrom(journals).Draw(r, "journal")
			switch rapid.IntRange(0, 9).Draw(r, "step") {
			case 0, 1:
				e := sent("", rapid.IntRange(0, 5000).Draw(r, "body"))
				templates = append(templates, j.Template(e))
				j.Add(e)
			case 2:
				j.Clear()
			case 3:
				j.RemoveWhere(func(e *journal.Entry) bool { return e.Number%2 == 0 })
			default:
				if len(templates) > 0 {
					j.Repeat(rapid.SampledFrom(templates).Draw(r, "template"), time.Time{}, "192.0.2.1")
				}
			}
			require.LessOrEqual(r, js.Bytes(), limits.JournalBytes)
			require.GreaterOrEqual(r, js.Bytes(), 100*(journals[0].Len()+journals[1].Len()), "each entry takes something of its own")
		}
		for _, j := range journals {
			j.RemoveWhere(func(*journal.Entry) bool { return true })
		}
		require.Zero(r, js.Bytes())
	})
}

func TestARepeatedEntryIsTheSameButForWhatIsOfEachRequest(t *testing.T) {
	j := journal.New(journal.Config{}).Open("s")
	e := sent("", 100)
	e.At = time.Unix(5, 0)
	template := j.Template(e)
	j.Add(e)
	j.Repeat(template, time.Unix(7, 0), "192.0.2.1")
	all := j.All()
	require.Len(t, all, 2)
	again, first := *all[0], *all[1]
	assert.Equal(t, uint64(2), again.Number)
	assert.Equal(t, "s", again.Session)
	assert.True(t, again.At.Equal(time.Unix(7, 0)))
	assert.Equal(t, journal.Timing{}, again.Timing)
	assert.Equal(t, "192.0.2.1", again.Request.ClientIP)
	assert.Equal(t, first.Request.Body, again.Request.Body)
	assert.Equal(t, first.Request.URL, again.Request.URL)
}
