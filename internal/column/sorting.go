package column

import (
	"cmp"
	"slices"
	"strings"
)

// piece is up to eight bytes of a text as one number. Texts all over the memory are compared by pieces that stand beside each
// other, which takes a fraction of the time: BenchmarkRankingOfTexts pays.
type piece struct {
	bytes  uint64
	length uint8
	code   uint32 // of the text
}

const pieceBytes = 8

func (c *Texts) piece(code uint32, depth int) piece {
	rest := c.text(code)[depth:]
	p := piece{code: code, length: uint8(min(pieceBytes, len(rest)))}
	for i := range pieceBytes {
		p.bytes <<= 8
		if i < len(rest) {
			p.bytes |= uint64(rest[i])
		}
	}
	return p
}

func (p piece) compare(other piece) int {
	if p.bytes != other.bytes {
		return cmp.Compare(p.bytes, other.bytes)
	}
	return cmp.Compare(p.length, other.length) // what is shorter was filled up with zeros
}

// sortedCodes are the codes in the order of their texts, without that of null.
func (c *Texts) sortedCodes() []uint32 {
	all := make([]piece, 0, len(c.ends)-1)
	for code := 1; code < len(c.ends); code++ {
		all = append(all, c.piece(uint32(code), 0))
	}
	c.sortFrom(all, 0)
	sorted := make([]uint32, len(all))
	for i, one := range all {
		sorted[i] = one.code
	}
	return sorted
}

// fewPieces are sorted by their whole texts.
const fewPieces = 8

// sortFrom sorts texts by their pieces at a depth, up to which they are the same, and those that go on by the next.
func (c *Texts) sortFrom(all []piece, depth int) {
	if len(all) < fewPieces {
		slices.SortFunc(all, func(a, b piece) int { return strings.Compare(c.text(a.code)[depth:], c.text(b.code)[depth:]) })
		return
	}
	slices.SortFunc(all, piece.compare)
	for first := 0; first < len(all); {
		last := first + 1
		for last < len(all) && all[last].compare(all[first]) == 0 {
			last++
		}
		if same := all[first:last]; len(same) > 1 && same[0].length == pieceBytes {
			for i := range same {
				same[i] = c.piece(same[i].code, depth+pieceBytes)
			}
			c.sortFrom(same, depth+pieceBytes)
		}
		first = last
	}
}
