// Package fault makes answers late, slow, broken or limited on purpose, the same way in each run.
package fault

import (
	"context"
	"io"
	"time"

	"mockserver/internal/fake"
	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

// Wait lets a time pass, or returns early with the error of the context.
type Wait func(ctx context.Context, d time.Duration) error

// Sleep lets the time of the machine pass.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Pace says how late an answer begins and how slowly its body comes.
type Pace struct {
	Fixed     time.Duration
	Delay     Distribution
	Dribble   *Dribble
	Bandwidth int // bytes a second; 0: as fast as it goes

	own  bool          // Fixed was given, if only as 0, and so replaces the global one
	most time.Duration // that an answer waits, and that its body takes; 0: the default of the limit delay-seconds
}

// Dribble spreads a body over a time.
type Dribble struct {
	Chunks int
	Total  time.Duration
}

// PaceMembers are the members that ReadPace reads, for who checks which ones there are.
var PaceMembers = []string{"fixedDelayMilliseconds", "delayDistribution", "chunkedDribbleDelay", "bandwidth"}

// Bounds of what nobody needs to ask for: a terabyte a second; and chunks that cost more than they can be told apart.
const (
	maxBandwidth = 1 << 40
	maxChunks    = 100_000
)

// ReadPace reads those of an object's members that say a pace; it leaves the others alone.
func ReadPace(n *tree.Node, at string, l limit.Set) (Pace, error) {
	return readPace(n, at, "fixedDelayMilliseconds", l)
}

func readPace(n *tree.Node, at, fixed string, l limit.Set) (Pace, error) {
	p := Pace{most: longest(l), own: member(n, fixed) != nil}
	var err error
	if p.Fixed, err = readMillis(member(n, fixed), tree.Join(at, fixed), p.most); err != nil {
		return Pace{}, err
	}
	if p.Delay, err = readDistribution(member(n, "delayDistribution"), tree.Join(at, "delayDistribution"), p.most); err != nil {
		return Pace{}, err
	}
	if p.Dribble, err = readDribble(member(n, "chunkedDribbleDelay"), tree.Join(at, "chunkedDribbleDelay"), p.most); err != nil {
		return Pace{}, err
	}
	bandwidth, err := given.Int(member(n, "bandwidth"), tree.Join(at, "bandwidth"), 1, maxBandwidth)
	if err != nil {
		return Pace{}, err
	}
	p.Bandwidth = int(bandwidth)
	return p, nil
}

// longest is how long an answer may be held back.
func longest(l limit.Set) time.Duration {
	return time.Duration(l.OrDefault().DelaySeconds) * time.Second
}

// member is the value of a member. WireMock's clients write null for what they do not say.
func member(n *tree.Node, name string) *tree.Node {
	if of := n.Get(name); !of.Is(tree.Null) {
		return of
	}
	return nil
}

// readMillis reads a time in milliseconds; nil gives 0.
func readMillis(n *tree.Node, at string, most time.Duration) (time.Duration, error) {
	if i, whole := n.Int(); whole && i > most.Milliseconds() {
		return 0, given.Wrong(at, "this is %d ms; an answer is held back for at most %d ms, the limit that --limit delay-seconds=N sets.", i, most.Milliseconds())
	}
	i, err := given.Int(n, at, 0, most.Milliseconds())
	return time.Duration(i) * time.Millisecond, err
}

// needed is the mistake of a member that has to be there, and is not.
func needed(n *tree.Node, at, expected string) error {
	if n == nil {
		return given.Wrong(at, "this is missing; expected %s.", expected)
	}
	return nil
}

func readDribble(n *tree.Node, at string, most time.Duration) (*Dribble, error) {
	if n == nil {
		return nil, nil
	}
	if err := given.Known(n, at, []string{"numberOfChunks", "totalDuration"}, nil); err != nil {
		return nil, err
	}
	chunks, total := tree.Join(at, "numberOfChunks"), tree.Join(at, "totalDuration")
	if err := needed(member(n, "numberOfChunks"), chunks, "a whole number of chunks"); err != nil {
		return nil, err
	}
	if err := needed(member(n, "totalDuration"), total, "a whole number of milliseconds"); err != nil {
		return nil, err
	}
	count, err := given.Int(member(n, "numberOfChunks"), chunks, 1, maxChunks)
	if err != nil {
		return nil, err
	}
	d, err := readMillis(member(n, "totalDuration"), total, most)
	if err != nil {
		return nil, err
	}
	return &Dribble{int(count), d}, nil
}

// Or is the pace of an answer that may say its own and else has the global one: as WireMock has it, its own fixed delay
// replaces the fixed one, its own distribution the distribution.
func (p Pace) Or(global Pace) Pace {
	if !p.own && p.Fixed == 0 {
		p.Fixed = global.Fixed
	}
	if p.Delay.Type == "" {
		p.Delay = global.Delay
	}
	return p
}

// With is two paces of one body: the first dribble, the least bandwidth. Delays are not added here, since each follows
// from the count of its own rule.
func (p Pace) With(other Pace) Pace {
	if p.Dribble == nil {
		p.Dribble = other.Dribble
	}
	if p.Bandwidth == 0 || other.Bandwidth > 0 && other.Bandwidth < p.Bandwidth {
		p.Bandwidth = other.Bandwidth
	}
	if p.most == 0 {
		p.most = other.most
	}
	return p
}

// delays tells whether an answer comes later or slower than it could.
func (p Pace) delays() bool { return p.Fixed > 0 || p.Delay.Type != "" || p.Slow() }

// Late is how long the n-th answer waits before it begins: as long in each run.
func (p Pace) Late(key fake.Key, n uint64) time.Duration {
	return min(p.Fixed+p.Delay.draw(key, n), p.bound())
}

// Takes is about how long a body of so many bytes takes to be sent.
func (p Pace) Takes(bytes int) time.Duration {
	if !p.Slow() || bytes == 0 {
		return 0
	}
	var takes time.Duration
	if p.Bandwidth > 0 {
		takes = time.Duration(float64(bytes) / float64(p.Bandwidth) * float64(time.Second)).Round(time.Millisecond)
	}
	takes = min(takes, p.bound())
	if p.Dribble != nil {
		takes += p.Dribble.Total
	}
	return takes
}

// Slow tells whether the body is to be written by Write.
func (p Pace) Slow() bool { return p.Dribble != nil || p.Bandwidth > 0 }

func (p Pace) bound() time.Duration {
	if p.most > 0 {
		return p.most
	}
	return longest(limit.Set{})
}

// tick is the time between two pieces of a body that comes with a bandwidth.
const tick = 50 * time.Millisecond

// Write writes a body in pieces that follow each other at the pace, the first after its share of the time (as WireMock
// does). A body that the bandwidth would hold up for longer than delay-seconds comes as fast as it must to end by then.
func (p Pace) Write(ctx context.Context, w io.Writer, flush func(), body []byte, wait Wait) error {
	out := pieces{ctx, w, flush, wait}
	if p.Dribble == nil {
		return p.limited(out, body, len(body))
	}
	return out.each(body, p.Dribble.Chunks, p.Dribble.Total, func(chunk []byte) error { return p.limited(out, chunk, len(body)) })
}

// limited writes a part of a body with the bandwidth.
func (p Pace) limited(out pieces, part []byte, whole int) error {
	if p.Bandwidth <= 0 {
		return out.write(part)
	}
	takes := func(bytes int) time.Duration {
		return time.Duration(float64(bytes) / float64(p.Bandwidth) * float64(time.Second))
	}
	total := takes(len(part))
	if takes(whole) > p.bound() {
		total = time.Duration(float64(p.bound()) * (float64(len(part)) / float64(whole)))
	}
	return out.each(part, int(total/tick), total, out.write)
}

// pieces writes a body piece by piece.
type pieces struct {
	ctx   context.Context
	w     io.Writer
	flush func()
	wait  Wait
}

// each cuts what is written into so many pieces and writes each after its share of the time.
func (o pieces) each(body []byte, count int, total time.Duration, write func([]byte) error) error {
	count = max(1, min(count, len(body)))
	share := func(of int64, i int) int64 { return of/int64(count)*int64(i) + of%int64(count)*int64(i)/int64(count) }
	for i := range count {
		if d := share(int64(total), i+1) - share(int64(total), i); d > 0 && len(body) > 0 {
			if err := o.wait(o.ctx, time.Duration(d)); err != nil {
				return err
			}
		}
		if err := write(body[share(int64(len(body)), i):share(int64(len(body)), i+1)]); err != nil {
			return err
		}
	}
	return nil
}

func (o pieces) write(piece []byte) error {
	if len(piece) == 0 {
		return nil
	}
	if _, err := o.w.Write(piece); err != nil {
		return err
	}
	o.flush()
	return nil
}
