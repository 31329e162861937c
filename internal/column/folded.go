package column

import (
	"math/bits"
	"sort"
	"strings"
)

// foldedTexts are the distinct texts of a column in small letters, behind each other. To search them is to go through one
// string, eight bytes at a time, instead of folding a million texts for each search: BenchmarkSearchOfAMillion of package
// query pays, and measures of the whole.
type foldedTexts struct {
	all    string
	ends   []int     // by code
	posted *postings // nil of a large column
}

// fold makes the small letters at the first search. Texts that have no others are not copied.
func (c *Texts) fold() *foldedTexts {
	c.folding.Do(func() {
		f := &foldedTexts{all: c.all, ends: c.ends, posted: newPostings(&c.codes, len(c.ends))}
		if isASCII(c.all) { // each letter stays where it is
			f.all = strings.ToLower(c.all)
		} else {
			f.all, f.ends = c.foldedEach()
		}
		c.folded = f
	})
	return c.folded
}

func (c *Texts) foldedEach() (all string, ends []int) {
	var text strings.Builder
	ends = make([]int, len(c.ends))
	for code := 1; code < len(c.ends); code++ {
		text.WriteString(strings.ToLower(c.text(uint32(code))))
		ends[code] = text.Len()
	}
	return text.String(), ends
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// WhereContains is the set of rows whose text in small letters has another in it; nil if there is none.
func (c *Texts) WhereContains(small string) Bits {
	f := c.fold()
	if small == "" {
		codes := AllBits(len(f.ends))
		codes.Clear(0)
		return c.codes.among(codes)
	}
	var codes, rows Bits // nil as long as nothing is found; rows where there are postings
	for code := 1; code < len(f.ends); {
		at := index(f.all[f.ends[code-1]:], small)
		if at < 0 {
			break
		}
		at += f.ends[code-1]
		code = f.codeAt(at, code)
		switch {
		case at+len(small) > f.ends[code]:
		case f.posted != nil:
			rows = f.posted.add(rows, code, c.Len())
		case codes == nil:
			codes = NewBits(len(f.ends))
			fallthrough
		default:
			codes.Set(code)
		}
		code++ // what is found across two texts is looked for again in the second: it begins there, or is not in it
	}
	if codes == nil {
		return rows
	}
	return c.codes.among(codes)
}

// codeAt is the code of the text that has the byte at a place, which is that of a code or one not far behind it.
func (f *foldedTexts) codeAt(at, code int) int {
	step := 1
	for code+step < len(f.ends) && f.ends[code+step-1] <= at {
		code, step = code+step, 2*step
	}
	return code + sort.Search(min(step, len(f.ends)-code)-1, func(i int) bool { return f.ends[code+i] > at })
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// index is strings.Index of three bytes or more. That of the library stops at each first byte, and letters of names are
// everywhere; this one stops where the first three stand, of eight places at once.
func index(text, wanted string) int {
	if len(wanted) < 3 {
		return strings.Index(text, wanted)
	}
	first, second, third := lowBits*uint64(wanted[0]), lowBits*uint64(wanted[1]), lowBits*uint64(wanted[2])
	at := 0
	for ; at+10 <= len(text); at += 8 {
		differs := load(text[at:at+8]) ^ first | load(text[at+1:at+9]) ^ second | load(text[at+2:at+10]) ^ third
		for all := (differs - lowBits) &^ differs & highBits; all != 0; all &= all - 1 {
			if place := at + bits.TrailingZeros64(all)/8; strings.HasPrefix(text[place:], wanted) {
				return place
			}
		}
	}
	if rest := strings.Index(text[at:], wanted); rest >= 0 {
		return at + rest
	}
	return -1
}

// load is eight bytes as one number, which the compiler makes one instruction of.
func load(text string) uint64 {
	_ = text[7]
	return uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
}
