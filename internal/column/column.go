// Package column holds typed, immutable columns of values: the leaf that populations are stored in and queries read.
package column

import (
	"sync"

	"mockserver/internal/value"
)

// Column is an immutable vector of values; any of them may be null (nil).
type Column interface {
	Len() int
	At(row int) any
	// Ranking is the order-preserving dictionary of the column, made at the first call and kept.
	Ranking() *Ranking
}

// Kind says what the int64s of a Numbers column stand for.
type Kind uint8

// The kinds of Numbers.
const (
	Int Kind = iota
	Bool
	Time
	Date
)

// Numbers are integers, booleans, instants or days, 8 bytes each.
type Numbers struct {
	kind   Kind
	values []int64
	nulls  Bits
	ranked
}

// Texts are strings, dictionary-encoded: 4 bytes a row and every distinct text once.
type Texts struct {
	codes []uint32 // 0 is null
	texts []string // by code; texts[0] is not used
	ranked
}

// Mixed are values of any kind: nested objects and arrays, or numbers that are not integers.
type Mixed struct {
	values []any
	ranked
}

type ranked struct {
	once    sync.Once
	ranking *Ranking
}

// Of stores values in the narrowest column that holds them all.
func Of(values []any) Column {
	if kind, ok := commonNumber(values); ok {
		return newNumbers(kind, values)
	}
	for _, v := range values {
		if _, ok := v.(string); v != nil && !ok {
			return &Mixed{values: values}
		}
	}
	return newTexts(values)
}

// commonNumber finds the kind that all values that are not null share; ok is false if there is none.
func commonNumber(values []any) (kind Kind, ok bool) {
	for _, v := range values {
		if v == nil {
			continue
		}
		k, _, isNumber := number(v)
		if !isNumber || ok && k != kind {
			return 0, false
		}
		kind, ok = k, true
	}
	return kind, ok
}

func number(v any) (Kind, int64, bool) {
	switch v := v.(type) {
	case int64:
		return Int, v, true
	case bool:
		if v {
			return Bool, 1, true
		}
		return Bool, 0, true
	case value.Time:
		return Time, int64(v), true
	case value.Date:
		return Date, int64(v), true
	}
	return 0, 0, false
}

func newNumbers(kind Kind, values []any) *Numbers {
	c := &Numbers{kind: kind, values: make([]int64, len(values))}
	for row, v := range values {
		if v == nil {
			if c.nulls == nil {
				c.nulls = NewBits(len(values))
			}
			c.nulls.Set(row)
			continue
		}
		_, c.values[row], _ = number(v)
	}
	return c
}

func newTexts(values []any) *Texts {
	c := &Texts{codes: make([]uint32, len(values)), texts: []string{""}}
	codes := map[string]uint32{}
	for row, v := range values {
		text, ok := v.(string)
		if !ok {
			continue
		}
		code, known := codes[text]
		if !known {
			code = uint32(len(c.texts))
			codes[text] = code
			c.texts = append(c.texts, text)
		}
		c.codes[row] = code
	}
	return c
}

// Len is the number of rows.
func (c *Numbers) Len() int { return len(c.values) }

// Len is the number of rows.
func (c *Texts) Len() int { return len(c.codes) }

// Len is the number of rows.
func (c *Mixed) Len() int { return len(c.values) }

// Kind says what the numbers stand for.
func (c *Numbers) Kind() Kind { return c.kind }

// At is the value of a row.
func (c *Numbers) At(row int) any {
	if c.nulls.Has(row) {
		return nil
	}
	return c.kind.value(c.values[row])
}

func (k Kind) value(n int64) any {
	switch k {
	case Bool:
		return n != 0
	case Time:
		return value.Time(n)
	case Date:
		return value.Date(n)
	}
	return n
}

// At is the value of a row.
func (c *Texts) At(row int) any {
	if c.codes[row] == 0 {
		return nil
	}
	return c.texts[c.codes[row]]
}

// At is the value of a row.
func (c *Mixed) At(row int) any { return c.values[row] }
