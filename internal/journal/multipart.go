package journal

import (
	"bytes"
	"strings"

	"mockserver/internal/lazyregexp"
)

var (
	partName = lazyregexp.New(`(?i)[;\s]name\*?\s*=\s*(?:"([^"]*)"|([^;\s]*))`)
	partType = lazyregexp.New(`(?im)^content-type:\s*([^;\s]*)`)
)

// multipart replaces the parts that are secret, and what is secret in the others. Where the boundary is not known, the first
// line is it.
func (r *redaction) multipart(boundary string, body []byte) []byte {
	delimiter := []byte("--" + boundary)
	if boundary == "" || !bytes.Contains(body, delimiter) {
		delimiter, _, _ = bytes.Cut(bytes.TrimLeft(body, "\r\n"), []byte("\n"))
		delimiter = bytes.TrimRight(delimiter, " \t\r")
	}
	if len(delimiter) <= len("--") || r.nested == mostNested {
		return r.json(body)
	}
	r.nested++
	defer func() { r.nested-- }()
	w := &rewriting{from: body}
	for start := 0; start < len(body); {
		end := len(body)
		if next := bytes.Index(body[start:], delimiter); next >= 0 {
			end = start + next
		}
		r.part(w, start, end)
		start = end + len(delimiter)
	}
	return w.done()
}

// part replaces the secrets of one part.
func (r *redaction) part(w *rewriting, start, end int) {
	header, content, found := bytes.Cut(w.from[start:end], []byte("\r\n\r\n"))
	if !found {
		if header, content, found = bytes.Cut(w.from[start:end], []byte("\n\n")); !found {
			return
		}
	}
	body := bytes.TrimSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte("\r"))
	at := end - len(content)
	if name := partName.FindSubmatch(header); name != nil && isSecret(r.known.fields, string(name[1])+string(name[2])) {
		if len(body) > 0 {
			w.replace(at, at+len(body), r.tag(string(body)))
		}
		return
	}
	essence := ""
	if kind := partType.FindSubmatch(header); kind != nil {
		essence = strings.ToLower(string(kind[1]))
	}
	if strings.HasPrefix(essence, "multipart/") {
		essence = ""
	}
	if changed := r.typed(essence, "", body); !bytes.Equal(changed, body) {
		w.replace(at, at+len(body), string(changed))
	}
}
