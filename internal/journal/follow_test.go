package journal_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/journal"
	"mockserver/internal/limit"
	"mockserver/internal/scenario"
)

func TestWhoFollowsGetsEachEntry(t *testing.T) {
	scenario.Ends(t, func() {
		j := journal.New(journal.Config{}).Open("")
		j.Add(sent("before", 1))
		entries, stop, err := j.Follow()
		require.NoError(t, err)
		for i := range 100 {
			j.Add(sent(fmt.Sprint(i), 1))
		}
		for i := range 100 {
			assert.Equal(t, fmt.Sprint(i), (<-entries).ID)
		}
		stop()
		stop()
		j.Add(sent("after", 1))
		_, open := <-entries
		assert.False(t, open)
	})
}

func TestWhoIsSlowIsToldHowManyWereMissed(t *testing.T) {
	scenario.Ends(t, func() {
		s := limit.Default()
		s.JournalBytes, s.JournalStreams = 100_000, 1
		j := journal.New(journal.Config{Limits: s}).Open("")
		entries, stop, err := j.Follow()
		require.NoError(t, err)
		defer stop()
		const added = 500
		for i := range added {
			j.Add(sent(fmt.Sprint(i), 10_000))
		}
		got, missed := 0, 0
		for got+missed < added {
			e := <-entries
			if e.Missed > 0 {
				missed += int(e.Missed)
				assert.Empty(t, e.ID)
				continue
			}
			assert.Equal(t, fmt.Sprint(got+missed), e.ID, "a gap stands where the entries would")
			got++
		}
		assert.Positive(t, missed)
		assert.Positive(t, got)
	})
}

func TestOnlySoManyFollow(t *testing.T) {
	scenario.Ends(t, func() {
		s := limit.Default()
		s.JournalStreams = 2
		js := journal.New(journal.Config{Limits: s})
		j, other := js.Open(""), js.Open("other")
		_, stop, err := j.Follow()
		require.NoError(t, err)
		entries, _, err := other.Follow()
		require.NoError(t, err)
		_, _, err = j.Follow()
		assert.EqualError(t, err, "2 clients follow the journal already, the limit that --limit journal-streams=N sets; try again when one of them has ended")
		var full *journal.Full
		assert.ErrorAs(t, err, &full)

		other.Close()
		_, open := <-entries
		assert.False(t, open, "a journal that is closed ends those who follow")
		entries, stopClosed, err := other.Follow()
		require.NoError(t, err)
		_, open = <-entries
		assert.False(t, open)
		stopClosed()
		_, stopThird, err := j.Follow()
		require.NoError(t, err)
		stop()
		stopThird()
	})
}
