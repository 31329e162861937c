package validate

import (
	"cmp"
	"encoding/json"
	"mime"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// mediaRange is a media type or a range of them, as a request or a document writes it.
type mediaRange struct {
	essence    string // in small letters, without parameters; "" if it is malformed
	parameters map[string]string
}

func mediaRangeOf(text string) mediaRange {
	essence, parameters, err := mime.ParseMediaType(text)
	if err != nil && essence == "" || !strings.Contains(essence, "/") {
		return mediaRange{}
	}
	return mediaRange{essence, parameters}
}

// closeness says how narrowly a described range takes what a request is in; 0: not at all.
func (described mediaRange) closeness(written mediaRange) int {
	kind, subtype, _ := strings.Cut(written.essence, "/")
	_, suffix, suffixed := strings.Cut(subtype, "+")
	switch {
	case written.essence == "" || described.essence == "":
		return 0
	case described.essence == "*/*":
		return 1
	case described.essence == kind+"/*":
		return 2
	case suffixed && described.essence == kind+"/*+"+suffix:
		return 3
	case described.essence != written.essence:
		return 0
	}
	const exact = 1000
	common := 0
	for name, v := range described.parameters {
		given, ok := written.parameters[name]
		switch {
		case name == "charset" || !ok: // charsets are converted
		case !strings.EqualFold(given, v):
			return 0
		}
		if ok && strings.EqualFold(given, v) {
			common++
		}
	}
	return exact + 2*common - min(1, len(described.parameters)-common)
}

// mediaTypeFor finds the described media type of a text: the exact one, with the most parameters in common, else the
// narrowest range; nil if there is none.
func mediaTypeFor(described []*spec.MediaType, written string) *spec.MediaType {
	var best *spec.MediaType
	nearest, want := 0, mediaRangeOf(written)
	for _, m := range described {
		if c := mediaRangeOf(m.Type).closeness(want); c > nearest {
			best, nearest = m, c
		}
	}
	return best
}

// mediaType finds the described media type of the body. One that does not say what it is, is taken for the first.
func (k *checker) mediaType(b *spec.RequestBody) (*spec.MediaType, mediaRange) {
	lines := k.request.Header.Values("Content-Type")
	if len(lines) == 0 || len(lines) == 1 && lines[0] == "" {
		first := mediaRangeOf(b.Content[0].Type)
		if strings.Contains(first.essence, "*") && json.Valid(k.request.Body) {
			first.essence = "application/json"
		}
		k.warn("the request has no Content-Type; its body is read as " + cmp.Or(first.essence, b.Content[0].Type))
		return b.Content[0], first
	}
	for _, line := range lines[1:] {
		if !strings.EqualFold(line, lines[0]) {
			k.call.UnsupportedMediaType = unsupported(b, strings.Join(lines, ", "))
			return nil, mediaRange{}
		}
	}
	media := mediaTypeFor(b.Content, lines[0])
	if media == nil {
		k.call.UnsupportedMediaType = unsupported(b, lines[0])
	}
	return media, mediaRangeOf(lines[0])
}

func unsupported(b *spec.RequestBody, written string) *violation.Violation {
	types := mediaTypes(b)
	limit := make([]any, len(types))
	for i, t := range types {
		limit[i] = t
	}
	v := &violation.Violation{
		Where: "header.Content-Type", Rule: "contentType", Limit: limit, Received: written, Expected: violation.Join(types, "or"), Document: b.Types,
	}
	if len(types) > 1 { // of a single one there is nothing to guess
		v.Suggestion = closestType(mediaRangeOf(written).essence, types)
	}
	return v
}

// closestType is what was likely meant: a type is another one where its subtype is, however long what stands before that is.
func closestType(essence string, types []string) string {
	closest := violation.Closest(essence, types)
	_, subtype, _ := strings.Cut(essence, "/")
	_, other, _ := strings.Cut(closest, "/")
	if violation.Closest(subtype, []string{other}) == "" {
		return ""
	}
	return closest
}

func mediaTypes(b *spec.RequestBody) []string {
	var types []string
	for _, m := range b.Content {
		types = append(types, m.Type)
	}
	return types
}

// takes tells whether a list of ranges with commas, as an encoding object has it, takes a media type.
func takes(list string, written mediaRange) bool {
	for part := range strings.SplitSeq(list, ",") {
		if mediaRangeOf(strings.TrimSpace(part)).closeness(written) > 0 {
			return true
		}
	}
	return false
}

// alternatives is a list of media types as a sentence has it: "a/b or c/d".
func alternatives(list string) string {
	parts := strings.Split(list, ",")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return violation.Join(parts, "or")
}
