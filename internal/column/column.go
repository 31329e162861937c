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
	m := NewMaker(len(values))
	m.Add(values)
	return m.Column()
}

// NumberOf is the int64 that a value has in a Numbers column of its kind.
func NumberOf(v any) (kind Kind, n int64, ok bool) {
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

// Len is the number of rows.
func (c *Mixed) Len() int { return len(c.values) }

// At is the value of a row.
func (c *Mixed) At(row int) any { return c.values[row] }
