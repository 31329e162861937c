package infer

import "strings"

// step is a segment of a path: a literal, or one parameter.
type step struct {
	literal   string
	parameter string
	mixed     bool // it has parameters and other text, which is in literal
}

// route is a path template, read.
type route []step

// extensions stand behind the last segment of paths such as /things/{id}.json.
var extensions = []string{".json", ".xml", ".{format}", ".{ext}"}

// readRoute takes a template apart. A slash and an extension at its end mean nothing.
func readRoute(template string) route {
	for _, extension := range extensions {
		template = strings.TrimSuffix(template, extension)
	}
	var all route
	for text := range strings.SplitSeq(template, "/") {
		if text == "" {
			continue
		}
		inner, opened := strings.CutPrefix(text, "{")
		name, closed := strings.CutSuffix(inner, "}")
		switch {
		case !strings.Contains(text, "{"):
			all = append(all, step{literal: text})
		case opened && closed && name != "" && !strings.ContainsAny(name, "{}"):
			all = append(all, step{parameter: name})
		default:
			all = append(all, step{literal: text, mixed: true})
		}
	}
	return all
}

// path is the same for routes that differ in the names of their parameters alone.
func (rt route) path() string {
	var b strings.Builder
	for _, s := range rt {
		b.WriteByte('/')
		if s.parameter != "" {
			b.WriteString("{}")
		} else {
			b.WriteString(s.literal)
		}
	}
	return b.String()
}

// last is the last segment; of none, an empty one.
func (rt route) last() step {
	if len(rt) == 0 {
		return step{}
	}
	return rt[len(rt)-1]
}

// isItem tells whether the last segment is a parameter.
func (rt route) isItem() bool { return rt.last().parameter != "" }

// parameters tells whether the path has any.
func (rt route) parameters() bool {
	for _, s := range rt {
		if s.parameter != "" || s.mixed {
			return true
		}
	}
	return false
}

// noun is the last literal segment that names what the path is of, and its position; -1 if there is none.
func (rt route) noun() (string, int) {
	fallback, at := "", -1
	for i := len(rt) - 1; i >= 0; i-- {
		s := rt[i]
		if s.literal == "" || s.mixed {
			continue
		}
		name := s.literal
		if head, tail, dotted := cutLast(name, "."); dotted && verbs[plain(tail)] {
			name = head
		}
		if !isVerb(name) {
			return name, i
		}
		if at < 0 {
			fallback, at = name, i
		}
	}
	return fallback, at
}

// place is the route without parameters and verbs at its end: where its collection is.
func (rt route) place() route {
	for len(rt) > 0 && rt.isItem() {
		rt = rt[:len(rt)-1]
	}
	if len(rt) > 1 && isVerb(rt.last().literal) {
		if before := rt[:len(rt)-1]; !before.isItem() && !before.last().mixed {
			return before
		}
	}
	return rt
}

// isVerb tells whether a segment says what is done: search, list, findByStatus.
func isVerb(segment string) bool {
	lower := plain(segment)
	return verbs[lower] || len(lower) > 6 && (strings.HasPrefix(lower, "findby") || strings.HasPrefix(lower, "getby") || strings.HasPrefix(lower, "searchby"))
}

func cutLast(text, separator string) (before, after string, found bool) {
	if at := strings.LastIndex(text, separator); at > 0 {
		return text[:at], text[at+len(separator):], true
	}
	return text, "", false
}
