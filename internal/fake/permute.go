package fake

import "math/bits"

// rounds of the Feistel network; four make a permutation that looks random.
const rounds = 4

// Permute maps 0..width-1 onto itself, one to one: a draw without repetition that needs no memory. Numbers from
// width on wrap around. It is a Feistel network over the next even number of bits, walked until it is in range.
func (k Key) Permute(number, width uint64) uint64 {
	if width == 0 { // 2^64
		return number
	}
	number %= width
	half := (bits.Len64(width-1) + 1) / 2
	mask := uint64(1)<<half - 1
	for {
		left, right := number>>half, number&mask
		for round := range uint64(rounds) {
			left, right = right, left^(mix(uint64(k)+right*golden+round)&mask)
		}
		if number = left<<half | right; number < width {
			return number
		}
	}
}
