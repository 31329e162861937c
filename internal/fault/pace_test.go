package fault_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/fake"
	"mockserver/internal/fault"
	"mockserver/internal/limit"
)

// transfer is what a client sees of a body without a clock: when which piece came.
type transfer struct {
	now    time.Duration
	at     []time.Duration
	pieces []string
	buffer bytes.Buffer
}

func (tr *transfer) wait(_ context.Context, d time.Duration) error { tr.now += d; return nil }

func (tr *transfer) flush() {
	tr.at, tr.pieces = append(tr.at, tr.now), append(tr.pieces, tr.buffer.String())
	tr.buffer.Reset()
}

func sent(t require.TestingT, p fault.Pace, body string) *transfer {
	tr := &transfer{}
	require.NoError(t, p.Write(context.Background(), &tr.buffer, tr.flush, []byte(body), tr.wait))
	return tr
}

func millis(all ...int) []time.Duration {
	var times []time.Duration
	for _, ms := range all {
		times = append(times, time.Duration(ms)*time.Millisecond)
	}
	return times
}

func TestABodyComesAtItsPace(t *testing.T) {
	dribble := func(chunks, ms int) *fault.Dribble {
		return &fault.Dribble{Chunks: chunks, Total: time.Duration(ms) * time.Millisecond}
	}
	for _, c := range []struct {
		name   string
		pace   fault.Pace
		body   string
		at     []time.Duration
		pieces []string
	}{
		{"at once", fault.Pace{}, "abc", millis(0), []string{"abc"}},
		{"dribbled", fault.Pace{Dribble: dribble(5, 1000)}, "abcdefghij", millis(200, 400, 600, 800, 1000), []string{"ab", "cd", "ef", "gh", "ij"}},
		{"dribbled unevenly", fault.Pace{Dribble: dribble(3, 300)}, "abcd", millis(100, 200, 300), []string{"a", "b", "cd"}},
		{"in more chunks than bytes", fault.Pace{Dribble: dribble(5, 300)}, "abc", millis(100, 200, 300), []string{"a", "b", "c"}},
		{"dribbled, but empty", fault.Pace{Dribble: dribble(5, 1000)}, "", nil, nil},
		{"at ten bytes a second", fault.Pace{Bandwidth: 10}, "ab", millis(100, 200), []string{"a", "b"}},
		{"at forty bytes a second", fault.Pace{Bandwidth: 40}, "abcdefgh", millis(50, 100, 150, 200), []string{"ab", "cd", "ef", "gh"}},
		{"faster than a tick", fault.Pace{Bandwidth: 1000}, "abcdefgh", millis(8), []string{"abcdefgh"}},
		{"slow, but empty", fault.Pace{Bandwidth: 10}, "", nil, nil},
		{"dribbled and slow", fault.Pace{Dribble: dribble(2, 2000), Bandwidth: 10}, "abcd", millis(1100, 1200, 2300, 2400), []string{"a", "b", "c", "d"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := sent(t, c.pace, c.body)
			assert.Equal(t, c.at, tr.at)
			assert.Equal(t, c.pieces, tr.pieces)
		})
	}
}

func TestNothingIsHeldUpForLongerThanTheLimit(t *testing.T) {
	p := fault.Pace{Bandwidth: 1}
	tr := sent(t, p, string(make([]byte, 1_000_000)))
	assert.InDelta(t, 300, tr.now.Seconds(), 1e-3)
}

func TestAClientThatLeavesEndsTheTransfer(t *testing.T) {
	left := errors.New("left")
	tr := &transfer{}
	waits := 0
	err := fault.Pace{Dribble: &fault.Dribble{Chunks: 3, Total: time.Second}}.Write(context.Background(), &tr.buffer, tr.flush, []byte("abc"), func(context.Context, time.Duration) error {
		if waits++; waits == 2 {
			return left
		}
		return nil
	})
	assert.ErrorIs(t, err, left)
	assert.Equal(t, []string{"a"}, tr.pieces)
}

// Whatever the pace, the body arrives as it is, and not before its time.
func TestABodyArrivesWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringN(0, 400, 400).Draw(t, "body")
		p := fault.Pace{Bandwidth: rapid.IntRange(0, 5000).Draw(t, "bandwidth")}
		if rapid.Bool().Draw(t, "dribbled") {
			p.Dribble = &fault.Dribble{Chunks: rapid.IntRange(1, 500).Draw(t, "chunks"), Total: time.Duration(rapid.Int64Range(0, int64(time.Minute)).Draw(t, "total"))}
		}
		tr := sent(t, p, body)
		var all string
		for _, piece := range tr.pieces {
			all += piece
		}
		require.Equal(t, body, all)
		require.True(t, slices.IsSorted(tr.at))
		if body == "" {
			return
		}
		var least time.Duration
		if p.Dribble != nil {
			least = p.Dribble.Total
		}
		if p.Bandwidth > 0 {
			least += time.Duration(float64(len(body)) / float64(p.Bandwidth) * float64(time.Second))
		}
		require.InDelta(t, least.Seconds(), tr.now.Seconds(), 1e-6)
	})
}

func pace(t testing.TB, text string) fault.Pace {
	t.Helper()
	p, err := fault.ReadPace(node(t, text), "", limit.Set{})
	require.NoError(t, err)
	return p
}

func TestDelaysStayWithinTheirDistribution(t *testing.T) {
	for _, c := range []struct {
		name, json  string
		least, most int
	}{
		{"none", `{}`, 0, 0},
		{"fixed", `{"fixedDelayMilliseconds":70}`, 70, 70},
		{"a fixed distribution", `{"delayDistribution":{"type":"fixed","milliseconds":7}}`, 7, 7},
		{"uniform", `{"delayDistribution":{"type":"uniform","lower":10,"upper":20}}`, 10, 20},
		{"uniform beside fixed", `{"fixedDelayMilliseconds":70,"delayDistribution":{"type":"uniform","lower":10,"upper":20}}`, 80, 90},
		{"lognormal up to a greatest value", `{"delayDistribution":{"type":"lognormal","median":80,"sigma":2,"maxValue":90}}`, 0, 90},
		{"lognormal whose median is above the greatest value", `{"delayDistribution":{"type":"lognormal","median":8000,"sigma":0,"maxValue":90}}`, 90, 90},
		{"lognormal without spread", `{"delayDistribution":{"type":"lognormal","median":80,"sigma":0}}`, 80, 80},
		{"lognormal beyond all bounds", `{"delayDistribution":{"type":"lognormal","median":300000,"sigma":10}}`, 0, 300_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := pace(t, c.json)
			rapid.Check(t, func(t *rapid.T) {
				key, n := fake.Key(rapid.Uint64().Draw(t, "key")), rapid.Uint64().Draw(t, "n")
				late := p.Late(key, n)
				require.GreaterOrEqual(t, late, time.Duration(c.least)*time.Millisecond)
				require.LessOrEqual(t, late, time.Duration(c.most)*time.Millisecond)
				require.Zero(t, late%time.Millisecond)
				require.Equal(t, late, p.Late(key, n), "the same run waits as long")
			})
		})
	}
}

// Half of the delays of a lognormal distribution are below its median, and 84 % below the median times e^sigma.
func TestALognormalDistributionIsOne(t *testing.T) {
	p := pace(t, `{"delayDistribution":{"type":"lognormal","median":1000,"sigma":0.4}}`)
	const all = 20_000
	var below, belowSigma int
	for n := range uint64(all) {
		late := p.Late(11, n).Milliseconds()
		if late < 1000 {
			below++
		}
		if late < 1492 {
			belowSigma++
		}
	}
	assert.InDelta(t, 0.5, float64(below)/all, 0.02)
	assert.InDelta(t, 0.841, float64(belowSigma)/all, 0.02)
}

func TestAnOwnPaceReplacesTheGlobalOne(t *testing.T) {
	global := pace(t, `{"fixedDelayMilliseconds":100,"delayDistribution":{"type":"fixed","milliseconds":5}}`)
	for _, c := range []struct {
		name, own string
		want      time.Duration
	}{
		{"none of its own", `{}`, 105},
		{"a fixed delay", `{"fixedDelayMilliseconds":20}`, 25},
		{"a fixed delay of nothing", `{"fixedDelayMilliseconds":0}`, 5},
		{"a distribution", `{"delayDistribution":{"type":"fixed","milliseconds":1}}`, 101},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := fault.NewSet(fault.SetConfig{})
			assert.Zero(t, set.Late(fault.Pace{}))
			set.SetGlobal(global)
			assert.Equal(t, c.want*time.Millisecond, set.Late(pace(t, c.own)))
		})
	}
}
