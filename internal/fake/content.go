package fake

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"mime/quotedprintable"
	"sort"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// encoding is a contentEncoding (RFC 4648, RFC 2045): how bytes are written, and how long that is.
type encoding struct {
	text   func(content []byte) string
	length func(n int) int
}

var encodings = map[string]encoding{
	"base64":           {base64.StdEncoding.EncodeToString, base64.StdEncoding.EncodedLen},
	"base64url":        {base64.URLEncoding.EncodeToString, base64.URLEncoding.EncodedLen},
	"base32":           {base32.StdEncoding.EncodeToString, base32.StdEncoding.EncodedLen},
	"base16":           {func(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }, hex.EncodedLen},
	"hex":              {hex.EncodeToString, hex.EncodedLen},
	"quoted-printable": {quotedPrintable, func(n int) int { return n }},
	"":                 {func(b []byte) string { return string(b) }, func(n int) int { return n }},
}

func quotedPrintable(content []byte) string {
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write(content) // a Buffer takes all
	_ = w.Close()
	return b.String()
}

// tinyContents are the smallest files of their media types, in base64.
var tinyContents = map[string]string{
	"image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"image/gif": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
}

// encoded makes a text as its contentEncoding says, of what its contentMediaType and contentSchema say. No judge asks
// for that, so where nothing of the kind fits the rest, any text will do.
func (r *run) encoded(w *want, at spot, s *Stream) (string, bool) {
	if w.content == nil {
		return "", false
	}
	e, known := encodings[strings.ToLower(w.content.ContentEncoding)]
	if !known || w.content.ContentEncoding == "" && !w.holdsJSON() {
		return "", false
	}
	own := *s
	made := r.contents(w, e, at, &own)
	*s = own
	for _, content := range made {
		if text := e.text(content); r.takes(w, text) {
			return text, true
		}
	}
	return "", false
}

// holdsJSON tells whether texts are JSON of which there is a schema.
func (w *want) holdsJSON() bool {
	return w.content.ContentSchema != nil && isJSON(w.content.ContentMediaType)
}

func isJSON(mediaType string) bool {
	plain, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	plain = strings.TrimSpace(plain)
	return plain == "application/json" || plain == "text/json" || strings.HasSuffix(plain, "+json")
}

// contents are what may be encoded, the best first. Most are of whole groups of three bytes, which base64 does not fill up.
func (r *run) contents(w *want, e encoding, at spot, s *Stream) [][]byte {
	var list [][]byte
	switch tiny, ok := tinyContents[strings.ToLower(w.content.ContentMediaType)]; {
	case ok:
		file, _ := base64.StdEncoding.DecodeString(tiny)
		list = append(list, file)
	case w.holdsJSON():
		inner := spot{key: at.key.Sub("content"), owner: at.key, kin: at.words, depth: at.depth + 1, required: true, examples: at.examples}
		for _, inner.thrifty = range []bool{false, true} {
			if v, err := r.value(inner, []*schema.Schema{w.content.ContentSchema}); err == nil {
				list = append(list, inThrees(value.AppendJSON(nil, v)))
			}
		}
	case isJSON(w.content.ContentMediaType):
		list = append(list, inThrees([]byte(`{"`+pick(s, nouns)+`":"`+pick(s, adjectives)+`"}`)), []byte("{}"))
	}
	for _, text := range []string{phrase(s), pick(s, nouns)} {
		list = append(list, inThrees([]byte(text)))
	}
	most := r.Limits.GeneratedBytes
	if w.minLength > 0 {
		list = append(list, words(sort.Search(most, func(n int) bool { return int64(e.length(n)) >= w.minLength }), s))
	}
	if w.maxLength >= 0 {
		list = append(list, words(sort.Search(most, func(n int) bool { return int64(e.length(n+1)) > w.maxLength }), s))
	}
	return append(list, nil)
}

// inThrees fills up with spaces.
func inThrees(content []byte) []byte {
	for len(content)%3 != 0 {
		content = append(content, ' ')
	}
	return content
}

// words are a text of n bytes.
func words(n int, s *Stream) []byte {
	return []byte(fitted(phrase(s), int64(n), int64(n), s))
}
