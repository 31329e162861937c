package journal

import (
	"bytes"
	"html"
	"strings"
)

// xml replaces what is in elements and attributes that are secret, in comments too. Of an element that is not closed it
// replaces all that follows.
func (r *redaction) xml(body []byte) []byte {
	w := &xmlWriting{rewriting{from: body}, r}
	for at := 0; at < len(body); {
		next := bytes.IndexByte(body[at:], '<')
		if next < 0 {
			break
		}
		at = w.tag(at + next + 1)
	}
	return w.done()
}

type xmlWriting struct {
	rewriting
	redaction *redaction
}

// tag reads a tag, behind its <, and where it opens an element that is secret also what that holds.
func (w *xmlWriting) tag(at int) int {
	name, after := w.word(at)
	if name == "" {
		return at
	}
	end := w.attributes(after)
	if !w.redaction.known.fields.has(local(name)) || w.from[end-1] != '>' || bytes.HasSuffix(w.from[at:end], []byte("/>")) {
		return end
	}
	close := w.close(end, name)
	inner := bytes.TrimSpace(w.from[end:close])
	if len(inner) == 0 {
		return close
	}
	w.redaction.remember(string(inner))
	w.replace(end, close, w.redaction.tag(meant(inner)))
	return close
}

// meant is the text that an element holds.
func meant(inner []byte) string {
	if text, ok := bytes.CutPrefix(inner, []byte("<![CDATA[")); ok {
		text, _ = bytes.CutSuffix(text, []byte("]]>"))
		return string(text)
	}
	return html.UnescapeString(string(inner))
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

// word is a name, and the place behind it.
func (w *xmlWriting) word(at int) (name string, after int) {
	end := at
	for end < len(w.from) && strings.IndexByte(" \t\r\n=/<>\"'", w.from[end]) < 0 {
		end++
	}
	return string(w.from[at:end]), end
}

// attributes replaces those that are secret, and returns the place behind the > of their tag, or the < of the next.
func (w *xmlWriting) attributes(at int) int {
	for at < len(w.from) {
		switch c := w.from[at]; c {
		case '>':
			return at + 1
		case '<':
			return at
		case ' ', '\t', '\r', '\n', '/', '=', '"', '\'':
			at++
			continue
		}
		name, after := w.word(at)
		at = w.attribute(local(name), after)
	}
	return at
}

// attribute reads the value of an attribute, behind its name.
func (w *xmlWriting) attribute(name string, at int) int {
	rest := bytes.TrimLeft(w.from[at:], " \t\r\n")
	if len(rest) == 0 || rest[0] != '=' {
		return at
	}
	rest = bytes.TrimLeft(rest[1:], " \t\r\n")
	start := len(w.from) - len(rest)
	if len(rest) == 0 {
		return start
	}
	end := start
	if quote := string(rest[:1]); quote == `"` || quote == "'" {
		start++
		end = len(w.from)
		if !w.redaction.known.fields.has(name) {
			quote += "<" // which no value holds: the quote is not closed
		}
		if length := bytes.IndexAny(w.from[start:], quote); length >= 0 {
			end = start + length
		}
	} else {
		_, end = w.word(start)
	}
	if w.redaction.known.fields.has(name) && end > start {
		w.redaction.remember(string(w.from[start:end]))
		w.replace(start, end, w.redaction.tag(html.UnescapeString(string(w.from[start:end]))))
	}
	return end
}

// close is the place of the tag that closes an element, whose content begins at a place, or the end.
func (w *xmlWriting) close(at int, name string) int {
	for depth := 1; ; {
		next := bytes.IndexByte(w.from[at:], '<')
		if next < 0 {
			return len(w.from)
		}
		at += next + 1
		if bytes.HasPrefix(w.from[at:], []byte("![CDATA[")) {
			end := bytes.Index(w.from[at:], []byte("]]>"))
			if end < 0 {
				return len(w.from)
			}
			at += end
			continue
		}
		if at < len(w.from) && w.from[at] == '/' {
			if other, _ := w.word(at + 1); other == name {
				if depth--; depth == 0 {
					return at - 1
				}
			}
			continue
		}
		if other, after := w.word(at); other == name {
			if end := bytes.IndexAny(w.from[after:], "<>"); end < 0 || !bytes.HasSuffix(w.from[after:after+end], []byte("/")) {
				depth++
			}
		}
	}
}
