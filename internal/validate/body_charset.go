package validate

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"mockserver/internal/violation"
)

// charsets convert to UTF-8; ok is false for bytes that the charset does not have.
var charsets = map[string]func([]byte) (text []byte, ok bool){
	"":           fromUTF8,
	"utf-8":      fromUTF8,
	"utf8":       fromUTF8,
	"us-ascii":   fromASCII,
	"ascii":      fromASCII,
	"iso-8859-1": fromLatin1,
	"latin1":     fromLatin1,
}

// byteOrderMark is the mark that UTF-8 does not need, and that a reader may ignore (RFC 8259, section 8.1).
var byteOrderMark = []byte("\uFEFF")

func fromUTF8(text []byte) ([]byte, bool) {
	return bytes.TrimPrefix(text, byteOrderMark), utf8.Valid(text)
}

func fromASCII(text []byte) ([]byte, bool) {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return nil, false
		}
	}
	return text, true
}

func fromLatin1(text []byte) ([]byte, bool) { return []byte(latin1(text)), true }

// latin1 is a text with a character for each byte.
func latin1(bytes []byte) string {
	var b strings.Builder
	b.Grow(len(bytes))
	for _, c := range bytes {
		b.WriteRune(rune(c))
	}
	return b.String()
}

// decodeCharset makes the text UTF-8. The violation has the rule charset if the charset is not known, else encoding.
func (c *content) decodeCharset() *violation.Violation {
	if !readerOf(c.essence).texts || isXML(c.essence) && c.parameters["charset"] == "" { // XML may say it itself
		return nil
	}
	written := strings.ToLower(c.parameters["charset"])
	convert := charsets[written]
	if convert == nil {
		return &violation.Violation{
			Where: "header.Content-Type", Subject: "the charset of header.Content-Type", Rule: "charset", Limit: []any{"utf-8", "us-ascii", "iso-8859-1"}, Received: written,
			Expected: "utf-8, us-ascii or iso-8859-1", Document: c.media.Pointer,
		}
	}
	text, ok := convert(c.text)
	if !ok {
		if written == "" {
			written = "utf-8"
		}
		return &violation.Violation{
			Where: c.where, Rule: "encoding", Limit: written, Expected: "text in " + written, Document: c.media.Pointer,
			Says: c.where + " has bytes that are not " + written + ", the charset of its Content-Type.",
		}
	}
	c.text = text
	return nil
}
