package value

import (
	"bytes"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
)

// AppendJSON appends the compact JSON of a value (RFC 8259). Times are RFC 3339 in UTC, with a fraction of a second only
// where there is one; dates are full-dates; numbers stand as they were written. It panics on what is not a value of this
// package, a float64 for example: numbers that went through floating point would differ between machines.
func AppendJSON(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case Number:
		return append(dst, v...)
	case string:
		return appendString(dst, v)
	case Time:
		dst = append(dst, '"')
		return append(appendTime(dst, v), '"')
	case Date:
		dst = append(dst, '"')
		return append(append(dst, v.String()...), '"')
	case []any:
		return appendArray(dst, v)
	case *Object:
		return appendObject(dst, v)
	}
	panic("value: AppendJSON of something that is not a value")
}

// JSON is the compact JSON of a value, in as many bytes as it takes. It is written where other texts were written before, so that
// an answer costs one allocation (BenchmarkMiss… in package server).
func JSON(v any) []byte {
	room := rooms.Get().(*[]byte)
	text := AppendJSON((*room)[:0], v)
	made := bytes.Clone(text)
	if cap(text) <= maxRoom {
		*room = text
	}
	rooms.Put(room)
	return made
}

var rooms = sync.Pool{New: func() any { return new([]byte) }}

// maxRoom is the largest text whose room is kept for the next one.
const maxRoom = 1 << 16

// Beginning is the compact JSON of a value if that has at most so many bytes, else at least as many bytes of its beginning: a
// message that repeats a value costs no more than what it shows of it.
func Beginning(v any, bytes int) []byte {
	const usual = 256
	return appendBeginning(make([]byte, 0, min(bytes, usual)), v, bytes)
}

func appendBeginning(dst []byte, v any, bytes int) []byte {
	switch v := v.(type) {
	case string:
		return appendString(dst, v[:min(len(v), bytes+1)])
	case []any:
		dst = append(dst, '[')
		for i, item := range v {
			if len(dst) > bytes {
				return dst
			}
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendBeginning(dst, item, bytes)
		}
		return append(dst, ']')
	case *Object:
		dst = append(dst, '{')
		for i, m := range v.Members() {
			if len(dst) > bytes {
				return dst
			}
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendBeginning(dst, m.Name, bytes), ':')
			dst = appendBeginning(dst, m.Value, bytes)
		}
		return append(dst, '}')
	}
	return AppendJSON(dst, v)
}

// Cut shortens a text to so many characters, the last of them an ellipsis if any is lost.
func Cut(text string, characters int) string {
	if len(text) <= characters {
		return text
	}
	kept, count := 0, 0 // what is kept ends before the last character that there is room for
	for i := range text {
		if count++; count == characters {
			kept = i
		}
		if count > characters {
			return text[:kept] + "…"
		}
	}
	return text
}

// Text is the plain text of a value: as JSON, but strings, times and dates without quotes, and nil as nothing.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case Number:
		return string(v)
	case Time:
		return string(appendTime(nil, v))
	case Date:
		return v.String()
	}
	return string(AppendJSON(nil, v))
}

func appendTime(dst []byte, t Time) []byte {
	return t.In(time.UTC).AppendFormat(dst, "2006-01-02T15:04:05.999999Z07:00")
}

func appendArray(dst []byte, items []any) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendJSON(dst, item)
	}
	return append(dst, ']')
}

func appendObject(dst []byte, o *Object) []byte {
	if text := o.keptJSON(); text != nil {
		return append(dst, text...)
	}
	dst = append(dst, '{')
	for i, m := range o.Members() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, m.Name)
		dst = append(dst, ':')
		dst = AppendJSON(dst, m.Value)
	}
	return append(dst, '}')
}

const hexDigits = "0123456789abcdef"

// appendString escapes what JSON demands and U+2028 and U+2029, which older JavaScript takes for the end of a line.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0 // of what is not yet copied
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == '"' || c == '\\' {
				dst = appendEscape(append(dst, s[start:i]...), c)
				start = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(append(dst, s[start:i]...), "\ufffd"...)
			start = i + size
		case r == '\u2028' || r == '\u2029':
			dst = append(append(dst, s[start:i]...), `\u202`...)
			dst = append(dst, hexDigits[r&0xf])
			start = i + size
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
}
