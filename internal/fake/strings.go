package fake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mockserver/internal/schema"
)

// text makes a string: one that its format or name suggests, if that fits, else one that its patterns do, or both
// together.
func (r *run) text(w *want, at *spot, variant uint64) (any, *Unsatisfiable) {
	if w.minLength > int64(r.Limits.GeneratedBytes) {
		return nil, fail(w.roots[0], "its texts have at least %d characters, more than the %d that --limit generated-bytes=N sets", w.minLength, r.Limits.GeneratedBytes)
	}
	s := at.variation(variant).Sub("text").Cell(0) // of which a copy is given away where it would need memory of its own
	if text, ok := r.encoded(w, *at, s); ok {
		return text, nil
	}
	asserted := false
	for _, format := range w.formats {
		if make, ok := formatMakers[format]; ok {
			asserted = true
			first := firstFormats[format]
			if first != nil {
				ahead := *s
				if text := r.first(first, at, &ahead); r.takes(w, text) {
					return text, nil
				}
			}
			for i, text := range r.all(make, at, s) {
				if (i > 0 || first == nil) && r.takes(w, text) {
					return text, nil
				}
				if text = stretched(format, text, w.minLength); r.takes(w, text) {
					return text, nil
				}
			}
		}
	}
	if text, ok := r.woven(w, *at, s); ok {
		return text, nil
	}
	if !asserted || len(w.patterns) > 0 {
		if text, ok := r.named(w, at, s); ok {
			return text, nil
		}
	}
	if text, ok := r.patterned(w, s); ok {
		return text, nil
	}
	return nil, r.noText(w)
}

// patterned makes a text by one of the patterns, of a length that all of them can have; several are met by chance.
func (r *run) patterned(w *want, from *Stream) (string, bool) {
	r.drawn = *from
	s := &r.drawn
	least, most, rounds := w.minLength, w.maxLength, 1
	if len(w.patterns) > 1 {
		rounds = 10
		for _, p := range w.patterns {
			least, most = lengths(p, least, most)
		}
	}
	for range rounds {
		for _, p := range w.patterns {
			for text := range r.expanded(p, least, most, s) {
				if r.takes(w, text) {
					return text, true
				}
				if word := pick(s, nouns); r.takes(w, word+text) {
					return word + text, true
				} else if r.takes(w, text+word) {
					return text + word, true
				}
				if longer, ok := r.amongWords(w, text, *s); ok {
					return longer, true
				}
			}
		}
	}
	for range rounds - 1 {
		head, tail := r.joined(w.patterns, s)
		between := strings.Repeat("x", int(max(0, least-int64(utf8.RuneCountInString(head+tail)))))
		if text := head + between + tail; r.takes(w, text) {
			return text, true
		}
	}
	return "", false
}

// amongWords lengthens a text that is too short by words before or behind it.
func (r *run) amongWords(w *want, text string, s Stream) (string, bool) {
	if !short(text, w.minLength) {
		return "", false
	}
	head := fitted(pick(&s, nouns), w.minLength-int64(utf8.RuneCountInString(text))-1, -1, &s)
	for _, longer := range []string{fitted(text, w.minLength, w.maxLength, &s), head + " " + text} {
		if r.takes(w, longer) {
			return longer, true
		}
	}
	return "", false
}

// joined are texts of several patterns behind each other, those that begin with ^ at the head and those that end with $ at
// the tail.
func (r *run) joined(patterns []*schema.Pattern, s *Stream) (head, tail string) {
	var inner string
	for _, p := range patterns {
		for text := range r.expanded(p, 0, -1, s) {
			switch {
			case strings.HasPrefix(p.Text, "^"):
				head += text
			case strings.HasSuffix(p.Text, "$"):
				tail += text
			default:
				inner += text
			}
			break
		}
	}
	return head + inner, tail
}

// noText says why no text was found.
func (r *run) noText(w *want) *Unsatisfiable {
	root := w.roots[0]
	for _, p := range w.parts {
		if p.Pattern != nil {
			root = p.Schema
		}
	}
	switch {
	case len(w.patterns) > 0:
		return fail(root, "no text was found that matches %s and keeps the rest of the schema", w.patterns[0].Text)
	case len(w.formats) > 0:
		return fail(root, "no text was found that has the format %s and keeps the rest of the schema", w.formats[0])
	}
	return r.misfit(w.roots, nouns[0])
}

// write takes the room that a text needs, and ends the search once there is none left.
func (r *run) write(s *schema.Schema, bytes int) {
	if r.room -= bytes; r.room < 0 && r.exhausted == nil {
		r.exhausted = fail(s, "the texts that were tried are longer than %d bytes together, the limit that --limit generated-text=N sets", r.Limits.GeneratedText)
	}
}

// takes tells whether a text fits; what is quickly told comes first.
func (r *run) takes(w *want, text string) bool {
	r.write(w.roots[0], len(text))
	r.toil(text, w.patterns)
	if r.exhausted != nil {
		return false
	}
	n := int64(utf8.RuneCountInString(text))
	if n < w.minLength || w.maxLength >= 0 && n > w.maxLength || slices.ContainsFunc(w.patterns, func(p *schema.Pattern) bool { return !r.matches(p, text) }) {
		return false
	}
	if w.outline != nil && len(w.lists) == 0 && r.Mode == schema.Answer && w.outline.sure.has(schema.String) {
		r.steps--
		return w.hasFormats(text)
	}
	steps := r.steps
	fits := r.fits(w.roots, text)
	if fits && len(w.roots) == 1 {
		r.last = taken{text, w.roots[0], steps - r.steps}
	}
	return fits
}

// named finds a text by the name of its property.
func (r *run) named(w *want, at *spot, s *Stream) (string, bool) {
	ahead, tried := *s, false
	if bounded := len(w.patterns) > 0 || w.maxLength >= 0 || w.minLength > 0; bounded && r.draft(at.naming(), &ahead) {
		text, ok, done := r.drafted(w)
		switch {
		case ok:
			return text, true
		case done && (len(w.patterns) > 0 || w.excluded != nil || len(w.roots) > 1):
			*s = ahead
			return r.moreTexts(w, s)
		case done:
			*s = ahead
			return "", false
		}
	} else if text, ok := r.firstSuggestion(at, &ahead); ok {
		if tried = true; text != "" && r.takes(w, text) {
			return text, true
		}
	}
	candidates := r.suggestions(at, s)
	for i, text := range candidates {
		if text != "" && (i > 0 || !tried) && r.takes(w, text) {
			return text, true
		}
	}
	for _, text := range candidates {
		if other := fitted(text, w.minLength, w.maxLength, s); (other != text || text == "") && r.takes(w, other) {
			return other, true
		}
	}
	if len(w.patterns) > 0 || w.excluded != nil || len(w.roots) > 1 {
		return r.moreTexts(w, s)
	}
	return "", false
}

// fitted cuts a text at the end of a word if it can, or lengthens it by words.
func fitted(text string, least, most int64, s *Stream) string {
	if n := int64(utf8.RuneCountInString(text)); n < least {
		var b strings.Builder
		b.WriteString(text)
		for n < least {
			word := pick(s, nouns)
			b.WriteString(" " + word)
			n += int64(len(word)) + 1
		}
		text = b.String()
	}
	if most < 0 || int64(len(text)) <= most {
		return text
	}
	runes := []rune(text)
	if int64(len(runes)) <= most {
		return text
	}
	cut := string(runes[:most])
	if i := strings.LastIndexByte(cut, ' '); int64(utf8.RuneCountInString(cut[:max(0, i)])) >= max(1, least) {
		return cut[:i]
	}
	if strings.HasSuffix(cut, " ") {
		return strings.TrimRight(cut, " ") + strings.Repeat("s", len(cut)-len(strings.TrimRight(cut, " ")))
	}
	return cut
}

// stretched lengthens a text of a format so that it stays one.
func stretched(format, text string, least int64) string {
	lacking := int(least) - utf8.RuneCountInString(text)
	if lacking <= 0 {
		return text
	}
	switch format {
	case "email", "idn-email":
		local, domain, _ := strings.Cut(text, "@")
		const longestLocal = 64
		more := min(lacking, longestLocal-len(local))
		return local + strings.Repeat("x", more) + "@" + labels(lacking-more) + domain
	case "hostname", "idn-hostname":
		return labels(lacking) + text
	case "date-time":
		return strings.TrimSuffix(text, "Z") + "." + strings.Repeat("0", max(1, lacking-1)) + "Z"
	case "byte", "base64":
		return strings.Repeat("QUJD", (lacking+3)/4) + text
	case "uuid", "date", "ipv4", "ipv6", "time", "duration":
		return text
	}
	return text + strings.Repeat("x", lacking)
}

// labels are n characters in front of a host name.
func labels(n int) string {
	const longest = 60
	var b strings.Builder
	for n > 1 {
		take := min(n-1, longest)
		if n-1-take == 1 {
			take--
		}
		b.WriteString(strings.Repeat("x", take) + ".")
		n -= take + 1
	}
	if n == 1 {
		return "x" + b.String()
	}
	return b.String()
}

func pick[T any](s *Stream, list []T) T { return list[s.Below(uint64(len(list)))] }

// number is a text of n digits of which the first is not 0.
func number(s *Stream, n int) string {
	digits := drawnDigits(s, n)
	return string(digits[:n])
}

func title(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
