package fake

import "mockserver/internal/value"

// farthest is how far from 0 an integer lies that is reckoned with as one of 64 bits.
const farthest = 1 << 50

// isNear tells whether a bound is a whole number that is reckoned with so, or none.
func (b bound) isNear() bool {
	n, whole := b.at.(int64)
	return b.at == nil || whole && -farthest < n && n < farthest
}

// isNear tells whether all of a scope is reckoned with so.
func (s scope) isNear() bool {
	return s.places == 0 && -farthest < s.low && s.low < farthest && -farthest < s.high && s.high < farthest
}

// wholeBetween is multipleBetween for the step 1 and bounds that are near, which nearly all have: reckoning with numbers of any size
// took a seventh of the time of a generated answer (BenchmarkMissGenerated in package server).
func wholeBetween(low, high bound, wanted likely, s *Stream, variant uint64) (n int64, ok bool) {
	from, to := int64(-2*farthest), int64(2*farthest)
	if at, bounded := value.Int(low.at); bounded {
		if from = at; low.strict {
			from++
		}
	}
	if at, bounded := value.Int(high.at); bounded {
		if to = at; high.strict {
			to--
		}
	}
	if from > to {
		return 0, false
	}
	return drawnBetween(from, to, wanted.low, wanted.high, wanted.half, s, variant), true
}

// drawnBetween draws a number of steps from those of which there may be, near those that are believable.
func drawnBetween(from, to, near, far int64, side side, s *Stream, variant uint64) int64 {
	if far < near { // one step is wider than what is believable
		far = near + 9
	}
	width := far - near
	if near < from {
		near = from
		far = max(far, near+width)
	}
	if far > to {
		far = to
		near = min(near, far-width)
	}
	near = max(near, from)
	half := likely{scope{0, max(0, far-near), 0}, side}.halved()
	most := half.high - half.low
	return near + half.low + (s.Between(0, most)+int64(variant%maxVariants))%(most+1)
}
