package journal

import (
	"bytes"
	"encoding/json"
	"mime"
	"strings"
	"unicode/utf8"
)

// body replaces the secrets of a body by what it says to be, and by what it looks like. One whose text cannot be read is left out.
func (r *redaction) body(h Header, body []byte, cut *bool) []byte {
	if len(body) == 0 {
		return body
	}
	essence, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		essence, _, _ = strings.Cut(strings.ToLower(h.Get("Content-Type")), ";")
		essence = strings.TrimSpace(essence)
	}
	if essence == "application/x-www-form-urlencoded" && r.known.query.has("access_token") {
		body = []byte(r.pairs(bearer, string(body))) // RFC 6750, section 2.2
	}
	if len(r.known.fields) == 0 {
		return body
	}
	if coded(h) && !utf8.Valid(body) || wide(body) {
		*cut = true
		return nil
	}
	if r.known.absent(body) {
		return body
	}
	return r.typed(essence, parameters["boundary"], body)
}

// fewNames is up to how many names it is faster to look for each than to read a body.
const fewNames = 100

// absent tells whether a text surely has none of the names, however it is read: most bodies.
func (n *names) absent(body []byte) bool {
	if len(n.fields) > fewNames || bytes.ContainsAny(body, `\%+`) { // which may stand for a part of a name
		return false
	}
	lower := bytes.ToLower(body)
	for name := range n.fields {
		if bytes.Contains(lower, []byte(name)) {
			return false
		}
	}
	return true
}

var bearer = nameSet{"access_token": true}

// coded tells whether a body is compressed, unless whoever gives it has undone that: then it is a text.
func coded(h Header) bool {
	coding := strings.ToLower(strings.TrimSpace(strings.Join(h.Values("Content-Encoding"), ",")))
	return coding != "" && coding != "identity"
}

// wide tells whether a text may be in UTF-16 or UTF-32, in which no name would be found.
func wide(body []byte) bool {
	for _, order := range []string{"\xff\xfe", "\xfe\xff", "\x00\x00\xfe\xff"} {
		if bytes.HasPrefix(body, []byte(order)) {
			return true
		}
	}
	if len(body) < 4 || len(body)%2 != 0 {
		return false
	}
	even, odd := body[0] == 0 && body[2] == 0, body[1] == 0 && body[3] == 0
	return even != odd && bytes.Count(body, []byte{0}) >= len(body)/3
}

// mostNested is how many multipart bodies are taken apart within each other.
const mostNested = 5

// typed replaces the secrets of a body of a media type, "" where that is not known.
func (r *redaction) typed(essence, boundary string, body []byte) []byte {
	kind, _, _ := strings.Cut(essence, "/")
	switch kind {
	case "multipart":
		return r.multipart(boundary, body)
	case "image", "audio", "video", "font":
		return body
	}
	if strings.HasSuffix(essence, "ndjson") || strings.HasSuffix(essence, "jsonl") || strings.HasSuffix(essence, "json-seq") {
		return r.lines(body)
	}
	return r.any(body)
}

// any replaces whatever looks like the value of a secret: a client's body need not be what it says to be.
func (r *redaction) any(body []byte) []byte {
	text := bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(text) == 0:
		return body
	case (text[0] == '{' || text[0] == '[') && json.Valid(text):
		return r.json(body)
	case bytes.HasPrefix(text, []byte("--")) && bytes.Contains(text, []byte("\n")):
		return r.multipart("", body)
	case text[0] == '<':
		body = r.xml(body)
	default:
		if bytes.IndexByte(body, '=') >= 0 {
			body = []byte(r.pairs(r.known.fields, string(body)))
		}
		if bytes.IndexByte(body, '<') >= 0 {
			body = r.xml(body)
		}
	}
	if bytes.IndexByte(body, ':') >= 0 {
		body = r.json(body)
	}
	return body
}
