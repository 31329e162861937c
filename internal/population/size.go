package population

import (
	"strings"

	"mockserver/internal/value"
)

// What a record and a value are reckoned to take beside their texts, in bytes.
const (
	recordSize = 256
	valueSize  = 64
)

// size is about what a record takes of memory.
func (r record) size() int {
	n := recordSize
	for _, v := range r.values { // a sum
		n += sizeOf(v)
	}
	return n
}

func sizeOf(v any) int {
	n := valueSize
	switch v := v.(type) {
	case string:
		n += len(v)
	case value.Number:
		n += len(v)
	case []any:
		for _, item := range v {
			n += sizeOf(item)
		}
	case *value.Object:
		for _, m := range v.Members() {
			n += len(m.Name) + sizeOf(m.Value)
		}
	}
	return n
}

// kept is a value as a record keeps it: its texts are no parts of longer ones, such as the body of a request.
func kept(v any) any {
	switch v := v.(type) {
	case string:
		return strings.Clone(v)
	case value.Number:
		return value.Number(strings.Clone(string(v)))
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = kept(item)
		}
		return items
	case *value.Object:
		o := value.NewObject(v.Len())
		for _, m := range v.Members() {
			o.Set(strings.Clone(m.Name), kept(m.Value))
		}
		return o
	}
	return v
}

// bytes is what the records of all changes take.
func (s *Snapshot) bytes() int {
	n := 0
	for _, c := range s.changes { // a sum
		n += c.bytes
	}
	return n
}
