package journal

import (
	"net/url"
	"strings"
)

// isSecret tells whether a name is that of a secret: itself or one of the names in its brackets, as in user[password].
func isSecret(names nameSet, name string) bool {
	if names.has(name) {
		return true
	}
	if !strings.ContainsAny(name, "[.") {
		return false
	}
	for part := range strings.FieldsFuncSeq(name, func(c rune) bool { return c == '[' || c == ']' || c == '.' }) {
		if names.has(part) {
			return true
		}
	}
	return false
}

// pairs replaces the secrets of a query or a form.
func (r *redaction) pairs(names nameSet, text string) string {
	if hasNone(names, text) {
		return text
	}
	all := strings.Split(text, "&")
	for i, pair := range all {
		name, written, found := strings.Cut(pair, "=")
		if !found {
			continue
		}
		plain := unescaped(written)
		if isSecret(names, unescaped(name)) {
			all[i] = name + "=" + r.tag(plain)
			r.remember(written)
			r.others = append(r.others, [2]string{pair, all[i]})
			continue
		}
		all[i] = name + "=" + r.embedded(plain, written)
	}
	return strings.Join(all, "&")
}

// hasNone tells whether a query surely has no secrets: nothing in it is escaped, no value is JSON, and no name is that of a secret.
func hasNone(names nameSet, text string) bool {
	if strings.ContainsAny(text, `%+{["`) {
		return false
	}
	for pair := range strings.SplitSeq(text, "&") {
		if name, _, found := strings.Cut(pair, "="); found && isSecret(names, name) {
			return false
		}
	}
	return true
}

// embedded replaces the secrets of a value that is JSON.
func (r *redaction) embedded(plain, written string) string {
	trimmed := strings.TrimLeft(plain, " \t\r\n")
	if trimmed == "" || trimmed[0] != '{' && trimmed[0] != '[' {
		return written
	}
	if strings.Contains(written, `"`) {
		return string(r.json([]byte(written))) // it is not escaped as it should be
	}
	if changed := string(r.json([]byte(plain))); changed != plain {
		return url.QueryEscape(changed)
	}
	return written
}

// unescaped is a text of a query or a form as it is meant, or as it is written where that means nothing.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// url replaces the secrets of a URL, whole or relative: who the user is, and what its query and fragment call a secret.
func (r *redaction) url(text string) string {
	text, fragment, hasFragment := strings.Cut(text, "#")
	text, query, hasQuery := strings.Cut(text, "?")
	text = r.userinfo(text)
	if hasQuery {
		text += "?" + r.pairs(r.known.query, query)
	}
	if hasFragment { // where OAuth puts tokens (RFC 6749, section 4.2.2)
		text += "#" + r.pairs(r.known.query, fragment)
	}
	return text
}

func (r *redaction) userinfo(text string) string {
	start := strings.Index(text, "//")
	if start < 0 || start > 0 && text[start-1] != ':' {
		return text
	}
	start += 2
	end := len(text)
	if slash := strings.IndexByte(text[start:], '/'); slash >= 0 {
		end = start + slash
	}
	at := strings.LastIndexByte(text[start:end], '@')
	if at < 0 {
		return text
	}
	user := text[start : start+at]
	if _, password, ok := strings.Cut(user, ":"); ok {
		r.remember(password)
	}
	return text[:start] + r.tag(user) + text[start+at:]
}

// path replaces the secrets in the path of a request. The template stands at its end, behind base paths.
func (r *redaction) path(e *Entry, text string) string {
	template := r.known.paths[operation{e.Document, e.Operation}]
	if template == nil {
		return text
	}
	r.inPath = true
	path, query, hasQuery := strings.Cut(text, "?")
	if hasQuery {
		query = "?" + query
	}
	all := strings.Split(path, "/")
	for i := 1; i <= min(len(template), len(all)); i++ {
		if template[len(template)-i] == "" {
			continue
		}
		segment := &all[len(all)-i]
		plain, err := url.PathUnescape(*segment)
		if err != nil {
			plain = *segment
		}
		r.remember(*segment)
		*segment = r.tag(plain)
	}
	return strings.Join(all, "/") + query
}
