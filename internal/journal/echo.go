package journal

import (
	"bytes"
	"html"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// shortest is the length in bytes of a secret that is looked for wherever it may be repeated: shorter ones are words of any text.
const shortest = 8

// violations replaces what was received where that is secret, and remembers what a sentence said of it.
func (r *redaction) violations(list []violation.Violation) []violation.Violation {
	list = slices.Clone(list) // the answer may be made of them yet
	for i := range list {
		v := &list[i]
		before := *v
		switch received := v.Received.(type) {
		case nil, bool:
		case []any, *value.Object:
			if r.isSecretPlace(v.Where) {
				v.Received = r.received(v.Where, string(value.AppendJSON(nil, received)))
				break
			}
			// More than is kept of it, so that no name of a secret is cut off from its value.
			text := string(value.Beginning(received, 2*receivedCharacters*utf8.UTFMax))
			v.Received = value.Cut(string(r.json([]byte(text))), receivedCharacters)
		default:
			if r.isSecretPlace(v.Where) {
				was, is := value.Text(received), r.received(v.Where, value.Text(received))
				v.Received, v.Says = is, said(*v, was, is)
			}
		}
		if text, changed := v.Received.(string); changed && before.Received != any(text) {
			r.others = append(r.others,
				[2]string{before.Sentence(), v.Sentence()},
				[2]string{`"received":` + string(value.Beginning(before.Received, 2*receivedCharacters*utf8.UTFMax)), `"received":` + quoted(text)})
		}
	}
	return list
}

// isSecretPlace tells whether what is at a place of a violation is secret: "header.App-Key", "body/user/password".
func (r *redaction) isSecretPlace(where string) bool {
	in, name, found := strings.Cut(where, ".")
	if strings.HasPrefix(where, "body") || !found {
		return r.isSecretPointer(where)
	}
	first, rest, _ := strings.Cut(name, "/")
	switch in {
	case "cookie":
		return true
	case "path":
		return r.inPath
	case "query":
		return isSecret(r.known.query, first) || r.isSecretPointer(rest)
	case "header":
		first = textproto.CanonicalMIMEHeaderKey(first)
		return r.known.headers[first] || slices.Contains([]string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"}, first) || r.isSecretPointer(rest)
	}
	return r.isSecretPointer(where)
}

// isSecretPointer tells whether one of the names in a pointer is that of a secret.
func (r *redaction) isSecretPointer(pointer string) bool {
	for token := range strings.SplitSeq(pointer, "/") {
		if r.known.fields.has(tree.Unescape(token)) {
			return true
		}
	}
	return false
}

func (r *redaction) received(where, text string) string {
	if name, ok := strings.CutPrefix(where, "header."); ok {
		if redacted := r.line(name, text); redacted != text {
			return redacted
		}
	}
	return r.tag(text)
}

// said is the sentence of a violation without what was received, however short that is.
func said(v violation.Violation, was, is string) string {
	if was == "" {
		return v.Says
	}
	return strings.ReplaceAll(v.Says, was, is)
}

func quoted(text string) string { return string(value.AppendJSON(nil, text)) }

// forget replaces the secrets where the answer, what was broken and what was warned of repeat them: as they were meant, as
// they were written, and cut. Where there are more of them than are looked for, these are left out.
func (r *redaction) forget(e *Entry) {
	if len(r.others) == 0 && !slices.ContainsFunc(r.found, func(secret string) bool { return r.tooMany || !isPlain(secret) || e.repeats(beginningOf(secret)) }) {
		return // as nearly always, and without a tag for it: BenchmarkRedactAPlainRequest
	}
	a := &e.Answer
	e.Warnings = slices.Clone(e.Warnings)
	if r.tooMany || len(r.others) > 2*mostSought {
		e.Warnings, a.Cut, a.Body = nil, true, nil
	}
	sought := r.sought()
	a.Body = forgotten(a.Body, sought)
	forget := func(text *string) { *text = string(forgotten([]byte(*text), sought)) }
	for i := range a.Header {
		forget(&a.Header[i][1])
	}
	for i := range e.Warnings {
		forget(&e.Warnings[i])
	}
	for _, list := range [][]violation.Violation{e.Violations, e.StubViolations} {
		for i := range list {
			forget(&list[i].Subject)
			forget(&list[i].Expected)
			forget(&list[i].Suggestion)
			forget(&list[i].Says)
			if text, ok := list[i].Received.(string); ok {
				forget(&text)
				list[i].Received = text
			}
		}
	}
}

// isPlain tells whether a text is the same however it is written.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return true
}

// beginningOf is what all forms of a plain secret begin with, those too that are cut.
func beginningOf(secret string) string { return secret[:min(len(secret), shortestCut-len("…"))] }

// repeats tells whether a text stands in the answer, in what was broken or in what was warned of.
func (e *Entry) repeats(text string) bool {
	if bytes.Contains(e.Answer.Body, []byte(text)) {
		return true
	}
	in := func(one string) bool { return strings.Contains(one, text) }
	for i := range e.Answer.Header {
		if in(e.Answer.Header[i][1]) {
			return true
		}
	}
	for _, list := range [][]violation.Violation{e.Violations, e.StubViolations} {
		for i := range list {
			v := &list[i]
			if received, ok := v.Received.(string); ok && in(received) || in(v.Subject) || in(v.Expected) || in(v.Suggestion) || in(v.Says) {
				return true
			}
		}
	}
	return slices.ContainsFunc(e.Warnings, in)
}

// shortestCut is the least number of characters to which a violation cuts what was received.
const shortestCut = 80

// sought are the texts that are looked for and what they become, the longer ones first: one may be the beginning of another.
func (r *redaction) sought() [][2]string {
	var all [][2]string
	add := func(text, instead string) {
		if text != instead && text != "" && !strings.Contains(mark, text) {
			all = append(all, [2]string{text, instead})
		}
	}
	spelled := func(text, instead string) {
		inJSON, insteadJSON := quoted(text), quoted(instead)
		add(text, instead)
		add(inJSON[1:len(inJSON)-1], insteadJSON[1:len(insteadJSON)-1])
		add(html.EscapeString(text), html.EscapeString(instead))
	}
	for _, pair := range r.others {
		spelled(pair[0], pair[1])
	}
	for _, secret := range r.found {
		tag := r.Secrets.tag(secret)
		spelled(secret, tag)
		add(url.QueryEscape(secret), tag)
		add(url.PathEscape(secret), tag)
		for _, most := range []int{shortestCut, 1000, receivedCharacters} { // as violations cut them
			if short := value.Cut(secret, most); short != secret {
				spelled(strings.TrimSuffix(short, "…"), tag)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
	return all
}

func forgotten(text []byte, sought [][2]string) []byte {
	for _, pair := range sought {
		if bytes.Contains(text, []byte(pair[0])) {
			text = bytes.ReplaceAll(text, []byte(pair[0]), []byte(pair[1]))
		}
	}
	return text
}
