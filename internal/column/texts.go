package column

import (
	"slices"
	"strings"
	"sync"
)

// Texts are strings with a dictionary: each distinct text once, all behind each other in one string, so that a million of
// them are one thing for the collector of garbage to look at. Where hardly any text occurs twice, each row has its own.
type Texts struct {
	codes    Codes // 0 is null
	all      string
	ends     []int // by code, in all: of its text; that of null is 0
	distinct bool  // no text has two codes
	ranked

	folding sync.Once
	folded  *foldedTexts
}

// dictionary makes Texts.
type dictionary struct {
	texts Texts
	all   strings.Builder
	codes []uint32
	known map[string]uint32 // nil: each row has its own text from now on
}

// From mostlyDistinct distinct texts on, of which hardly any has occurred twice, nobody looks for the others: to do so would
// take longer than all that it saves. BenchmarkTextColumn pays.
const (
	mostlyDistinct = 1 << 16
	hardlyTwice    = mostlyDistinct + mostlyDistinct/8
)

func newDictionary(rows int) *dictionary {
	d := &dictionary{codes: make([]uint32, 0, rows), known: map[string]uint32{}}
	d.texts.ends, d.texts.distinct = []int{0}, true
	return d
}

func (d *dictionary) addNull() { d.codes = append(d.codes, 0) }

func (d *dictionary) add(text string) {
	code, found := d.known[text]
	if !found {
		code = uint32(len(d.texts.ends))
		d.all.WriteString(text)
		d.texts.ends = append(d.texts.ends, d.all.Len())
		switch {
		case d.known == nil:
		case code == mostlyDistinct && len(d.codes) < hardlyTwice:
			d.known, d.texts.distinct = nil, false
		default:
			d.known[text] = code
		}
	}
	d.codes = append(d.codes, code)
}

func (d *dictionary) column() *Texts {
	c := &Texts{all: d.all.String(), ends: slices.Clip(d.texts.ends), distinct: d.texts.distinct}
	c.codes = packed(d.codes, uint32(len(c.ends)-1))
	return c
}

// Len is the number of rows.
func (c *Texts) Len() int { return c.codes.Len() }

// At is the value of a row.
func (c *Texts) At(row int) any {
	code := c.codes.At(row)
	if code == 0 {
		return nil
	}
	return c.text(code)
}

func (c *Texts) text(code uint32) string { return c.all[c.ends[code-1]:c.ends[code]] }

// WhereText is the set of rows whose text matches; each distinct text is looked at once.
func (c *Texts) WhereText(match func(text string) bool) Bits {
	codes := NewBits(len(c.ends))
	for code := 1; code < len(c.ends); code++ {
		if match(c.text(uint32(code))) {
			codes.Set(code)
		}
	}
	return c.codes.among(codes)
}

// Among is the set of rows that have one of the texts.
func (c *Texts) Among(wanted []string) Bits {
	if len(wanted) == 1 {
		return c.WhereText(func(text string) bool { return text == wanted[0] })
	}
	known := make(map[string]bool, len(wanted))
	for _, text := range wanted {
		known[text] = true
	}
	return c.WhereText(func(text string) bool { return known[text] })
}
