// Package fake makes seeded values: a value is a function of its cell, never of what was made before it.
package fake

import "math/bits"

// Key names where a value stands: a seed and a path (population, collection, field …).
type Key uint64

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// NewKey derives a key from the seed and the names on the way to the place (FNV-1a, then mixed).
func NewKey(seed uint64, path ...string) Key {
	h := uint64(fnvOffset)
	for _, name := range path {
		h = hashed(h, name)
	}
	return Key(mix(h ^ mix(seed)))
}

// hashed goes on with a hash by one name.
func hashed(h uint64, name string) uint64 {
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * fnvPrime
	}
	return (h ^ 0xff) * fnvPrime // the end of a name, which UTF-8 has no such byte in: "a","bc" differs from "ab","c"
}

// Sub is the key of a part of the place.
func (k Key) Sub(name string) Key { return k.at(step(hashed(fnvOffset, name))) }

// step is a name on the way to a place, hashed once for all places that have a part of that name.
type step uint64

func stepOf(name string) step { return step(hashed(fnvOffset, name)) }

// at is Sub of the name of a step.
func (k Key) at(s step) Key { return Key(mix(uint64(s) ^ mix(uint64(k)))) }

// drawing is the stream of a part of the place, which needs no memory of its own.
func (k Key) drawing(name string) Stream { return Stream{state: mix(uint64(k.Sub(name)))} }

// Cell is the stream of one record's cell.
func (k Key) Cell(record int) *Stream {
	return &Stream{state: mix(uint64(k) + uint64(record)*golden)}
}

// Stream is an endless sequence of random bits (SplitMix64). It is a rand.Source of math/rand/v2.
type Stream struct{ state uint64 }

const golden = 0x9e3779b97f4a7c15

// Uint64 is the next 64 bits.
func (s *Stream) Uint64() uint64 {
	s.state += golden
	return mix(s.state)
}

// mix is the finalizer of SplitMix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below is a number from 0 to n-1, each as likely as the other (Lemire's method); n is at least 1.
func (s *Stream) Below(n uint64) uint64 {
	for {
		high, low := bits.Mul64(s.Uint64(), n)
		if low >= n || low >= -n%n {
			return high
		}
	}
}

// Between is a number from low to high, both included.
func (s *Stream) Between(low, high int64) int64 {
	width := uint64(high-low) + 1
	if width == 0 { // the whole range of int64
		return int64(s.Uint64())
	}
	return low + int64(s.Below(width))
}
