package tree

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const empty = "the document is empty"

// Parse reads a document: as JSON (RFC 8259) if it begins with { or [, else as YAML 1.2 (core schema, with merge keys).
//
// Both keep the order of keys and the place of every node, and refuse a key that occurs twice in an object. Numbers keep
// their digits, as JSON literals. In YAML an alias shares the nodes of its anchor, a timestamp is a string, and a key
// that is not a string (200, true, null) is the text that was written. A file called .yaml or .yml that begins with {
// but isn't JSON is read as YAML's flow style.
//
// The file names the document in places and messages. Errors are *Error.
func Parse(file string, data []byte, l Limits) (*Node, error) {
	l = l.orDefaults()
	if size := l.before.bytes + len(data); size > l.Bytes {
		return nil, &Error{File: file, Message: tooLarge(size, l), limit: true}
	}
	l.Shared.add(amount{bytes: len(data)})
	text, err := decode(data)
	if err != nil {
		err.File = file
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, &Error{File: file, Message: empty}
	}
	if !looksLikeJSON(text) {
		return parseYAML(file, text, l)
	}
	root, err := parseJSON(file, text, l)
	if err == nil {
		return root, nil
	}
	if !err.limit && (strings.HasSuffix(file, ".yaml") || strings.HasSuffix(file, ".yml")) {
		if root, other := parseYAML(file, text, l); other == nil {
			return root, nil
		}
	}
	return nil, err
}

// ParseLenient is Parse, but where a key stands twice in an object the last one counts, and a number that JSON does not have
// is a text; Node.Repeats and Node.Infinite tell of it.
func ParseLenient(file string, data []byte, l Limits) (*Node, error) {
	l.lenient = true
	return Parse(file, data, l)
}

func looksLikeJSON(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text != "" && (text[0] == '{' || text[0] == '[')
}

// decode turns the bytes of a document into text: without a byte order mark, from UTF-16 if the mark says so (as
// Windows PowerShell writes it), and certainly UTF-8.
func decode(data []byte) (string, *Error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return decodeUTF16(data[2:], binary.BigEndian), nil
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return decodeUTF16(data[2:], binary.LittleEndian), nil
	}
	if !utf8.Valid(data) {
		return "", notUTF8(data)
	}
	return string(data), nil
}

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

func notUTF8(data []byte) *Error {
	e := &Error{Line: 1, Column: 1}
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			e.Message = fmt.Sprintf("byte 0x%02X is not UTF-8; save the document as UTF-8", data[0])
			break
		}
		e.Column++
		if r == '\n' {
			e.Line, e.Column = e.Line+1, 1
		}
		data = data[size:]
	}
	return e
}
