package journal

import (
	"bytes"
	"encoding/json"
	"strings"
)

// json replaces the values of members that are secret. Of a text that is no JSON it replaces whatever could be one: also what
// stands behind a bare name, or all that is left where the value does not end as it should.
func (r *redaction) json(body []byte) []byte {
	text := bytes.TrimPrefix(body, []byte("\ufeff"))
	w := &jsonWriting{rewriting{from: body}, r, json.Valid(text)}
	for at := len(body) - len(text); at < len(body); {
		at = w.next(at)
	}
	return w.done()
}

// lines replaces the secrets of a sequence of JSON texts, one a line.
func (r *redaction) lines(body []byte) []byte {
	var out []byte
	for line := range bytes.SplitSeq(body, []byte("\n")) {
		out = append(append(out, r.json(line)...), '\n')
	}
	return out[:len(out)-1]
}

type jsonWriting struct {
	rewriting
	redaction *redaction
	valid     bool
}

// next reads what stands at a place and returns the place behind it.
func (w *jsonWriting) next(at int) int {
	switch c := w.from[at]; {
	case c == '"':
		end := closing(w.from, at)
		if after, ok := w.isKey(at, end); ok {
			return w.secret(after)
		}
		if w.valid {
			return end
		}
	case w.valid:
	case c == '\\':
		return min(at+2, len(w.from)) //nolint:mnd // what it escapes
	case c == '\'':
		if end := bytes.IndexByte(w.from[at+1:], c); end >= 0 {
			if after, ok := w.isKey(at, at+1+end+1); ok {
				return w.secret(after)
			}
		}
	case isWord(c):
		end := at
		for end < len(w.from) && isWord(w.from[end]) {
			end++
		}
		if after, ok := w.isKey(at, end); ok {
			return w.secret(after)
		}
		return end
	}
	return at + 1
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '-' || c >= 0x80
}

// isKey tells whether a text, in quotes or not, is the name of a secret, and where what follows its colon begins.
func (w *jsonWriting) isKey(start, end int) (after int, ok bool) {
	colon := w.space(end)
	if colon == len(w.from) || w.from[colon] != ':' {
		return 0, false
	}
	name := w.from[start:end]
	if name[0] == '"' && bytes.IndexByte(name, '\\') < 0 && end-start > 1 { // mostly; nothing is copied for it
		return colon + 1, w.redaction.known.fields.has(string(name[1 : len(name)-1]))
	}
	return colon + 1, w.redaction.known.fields.has(plain(name))
}

// space is the first place that is not white.
func (w *jsonWriting) space(at int) int {
	for at < len(w.from) && strings.IndexByte(" \t\r\n", w.from[at]) >= 0 {
		at++
	}
	return at
}

// closing is the place behind the quote that closes a string, or the end.
func closing(text []byte, at int) int {
	for at++; at < len(text); at++ {
		switch text[at] {
		case '"':
			return at + 1
		case '\\':
			at++
		}
	}
	return len(text)
}

// plain is what a string means, in quotes or not, closed or not.
func plain(text []byte) string {
	if len(text) > 0 && (text[0] == '"' || text[0] == '\'') {
		quote := text[0]
		if bytes.IndexByte(text, '\\') >= 0 && quote == '"' {
			var s string
			if json.Unmarshal(text, &s) == nil {
				return s
			}
		}
		text = text[1:]
		if len(text) > 0 && text[len(text)-1] == quote {
			text = text[:len(text)-1]
		}
	}
	return string(text)
}

// secret replaces a value, that of each element of an array, and returns the place behind it.
func (w *jsonWriting) secret(at int) int {
	depth := 0
	for {
		at = w.space(at)
		if at == len(w.from) {
			return at
		}
		switch w.from[at] {
		case '[':
			depth++
			at++
		case ']':
			depth--
			at++
		case ',', '}':
			if depth == 0 {
				return at
			}
			at++
		default:
			at = w.scalar(at)
		}
		if depth <= 0 {
			return at
		}
	}
}

// scalar replaces one value that is no array; an object is one secret.
func (w *jsonWriting) scalar(at int) int {
	end := w.end(at)
	text := w.from[at:end]
	if word := string(text); word == "null" || word == "true" || word == "false" {
		return end
	}
	secret := plain(text)
	if w.valid {
		w.replace(at, end, `"`+w.redaction.tag(secret)+`"`)
		return end
	}
	if (text[0] == '"' || text[0] == '\'' || text[0] == '{') && !w.ends(end) {
		end = len(w.from) // nobody can say where the secret does
		w.redaction.remember(secret)
		secret = string(w.from[at:])
	}
	w.redaction.remember(string(text))
	w.replace(at, end, `"`+w.redaction.tag(secret)+`"`)
	return end
}

// ends tells whether a value may end at a place: a line or the text ends there, or what is separated by commas goes on.
func (w *jsonWriting) ends(at int) bool {
	for ; at < len(w.from); at++ {
		switch w.from[at] {
		case ' ', '\t', '\r':
			continue
		}
		return strings.IndexByte(",]}\n", w.from[at]) >= 0
	}
	return true
}

// end is the place behind a value that is no array.
func (w *jsonWriting) end(at int) int {
	switch c := w.from[at]; c {
	case '"':
		return closing(w.from, at)
	case '\'':
		if end := bytes.IndexByte(w.from[at+1:], c); end >= 0 {
			return at + 1 + end + 1
		}
		return len(w.from)
	case '{':
		return w.balanced(at)
	}
	end := bytes.IndexAny(w.from[at:], ",]}\n")
	if end < 0 {
		end = len(w.from) - at
	}
	return at + len(bytes.TrimRight(w.from[at:at+end], " \t\r"))
}

// balanced is the place behind the brace that closes an object, or the end.
func (w *jsonWriting) balanced(at int) int {
	for depth := 0; at < len(w.from); {
		switch w.from[at] {
		case '"':
			at = closing(w.from, at)
			continue
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return at + 1
			}
		}
		at++
	}
	return at
}
