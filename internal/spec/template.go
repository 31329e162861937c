package spec

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// segment is one part of a path template between slashes: texts around and between parameters, len(texts) being
// the number of parameters plus one. A literal segment has one text.
type segment struct {
	texts  []string
	fixed  string // texts together
	weight int    // the number of literal bytes; of two segments with parameters, the heavier is tried first
}

func newSegment(texts []string) segment {
	fixed := strings.Join(texts, "")
	return segment{texts, fixed, len(fixed)}
}

func (s *segment) literal() bool { return len(s.texts) == 1 }

func (s *segment) parameters() int { return len(s.texts) - 1 }

// shape is the same for segments that match the same texts, whatever their parameters are called.
func (s *segment) shape() string { return strings.Join(s.texts, "\x00") }

// parseTemplate splits a path template into segments and the names of its parameters. Braces that do not pair are
// literal; ok is false then, and where a name is empty or stands twice.
func parseTemplate(template string) (segments []segment, names []string, ok bool) {
	ok = true
	for part := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		var texts []string
		for {
			before, rest, opened := strings.Cut(part, "{")
			name, after, closed := strings.Cut(rest, "}")
			if !opened || !closed {
				ok = ok && !opened && !strings.Contains(part, "}")
				texts = append(texts, unescape(part))
				break
			}
			ok = ok && name != "" && !strings.ContainsAny(before+name, "{}") && !slices.Contains(names, name)
			texts, names, part = append(texts, unescape(before)), append(names, name), after
		}
		segments = append(segments, newSegment(texts))
	}
	return segments, names, ok
}

// unescape undoes percent-encoding in a literal of a template; one that is not well-formed stays as it is.
func unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// match tells whether the segment matches a decoded text, and puts the values of its parameters, none of them
// empty, into values, which has room for them. Each takes as little as it can, but for extensions; the last text is anchored at the end.
func (s *segment) match(text string, values []string) bool {
	last := len(s.texts) - 1
	rest, ok := strings.CutPrefix(text, s.texts[0])
	if !ok {
		return false
	}
	if rest, ok = strings.CutSuffix(rest, s.texts[last]); !ok {
		return false
	}
	for i := 1; i < last; i++ {
		if rest == "" {
			return false
		}
		at := boundary(rest, s.texts[i], i == last-1)
		if at == 0 {
			return false
		}
		values[i-1], rest = rest[:at], rest[at+len(s.texts[i]):]
	}
	values[last-1] = rest
	return rest != ""
}

// boundary is where a text stands behind the value of a parameter, 0 if nowhere. An extension begins at the last dot: in
// {name}.{format}, and in {name}{extension}, which has no text between.
func boundary(rest, text string, final bool) int {
	if final && (text == "" || text == ".") {
		if dot := strings.LastIndexByte(rest[:len(rest)-1], '.'); dot > 0 {
			return dot
		}
	}
	_, first := utf8.DecodeRuneInString(rest)
	if at := strings.Index(rest[first:], text); at >= 0 {
		return first + at
	}
	return 0
}

// cut finds the values that match found where they stand in the escaped text.
func (s *segment) cut(escaped string, values, raw []string) {
	for i, v := range values {
		escaped = skip(escaped, len(s.texts[i]))
		rest := skip(escaped, len(v))
		raw[i] = escaped[:len(escaped)-len(rest)]
		escaped = rest
	}
}

// skip leaves out as much of a well-formed escaped text as stands for n bytes.
func skip(escaped string, n int) string {
	at := 0
	for ; n > 0; n-- {
		if escaped[at] == '%' {
			at += 2
		}
		at++
	}
	return escaped[at:]
}

// withoutEmptySegments leaves out empty segments; where there are none, the segments are the same.
func withoutEmptySegments(segments []segment) []segment {
	empty := func(s segment) bool { return s.literal() && s.weight == 0 }
	if !slices.ContainsFunc(segments, empty) {
		return segments
	}
	return slices.DeleteFunc(slices.Clone(segments), empty)
}
