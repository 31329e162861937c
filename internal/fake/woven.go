package fake

import (
	"slices"
	"strings"
)

// Bounds of what is tried for a text of a format that is to match a pattern too.
const (
	maxWoven   = 6000 // texts
	fewWritten = 8    // texts that match the pattern alone
	fewest     = 2    // of them, those that are put everywhere
)

// formatModels are texts of formats, beside those that formatMakers make, whose parts go with many others.
var formatModels = map[string][]string{
	"date":          {"2024-01-31", "2024-12-15"},
	"date-time":     {"2024-01-31T10:30:00Z", "2024-12-15T10:30:00.000Z"},
	"time":          {"10:30:00Z", "10:30:00.000Z"},
	"duration":      {"P1W", "P1Y1M1DT1H1M1S"},
	"uuid":          {"00000000-0000-4000-8000-000000000000"},
	"email":         {"a.b+c@mail.example.com", "a@b.co"},
	"uri":           {"https://example.com/a/b.c?d=e#f", "a:b"},
	"uri-reference": {"/a/b.c?d=e#f"},
	"hostname":      {"a-b.c.example.com"},
	"ipv6":          {"1:2:3:4:5:6:7:8"},
	"byte":          {"QUJDREVG", "QUI=", "QQ=="},
	"json-pointer":  {"/a/b/0"},
}

// woven looks for a text of a format that matches a pattern: what is written by the one takes the place of the head, the
// tail or a part of what is written by the other. A pattern that speaks of the whole text is written alone.
func (r *run) woven(w *want, at spot, s *Stream) (string, bool) {
	if len(w.patterns) == 0 || len(w.formats) == 0 {
		return "", false
	}
	own := *s
	text, ok := r.wovenBy(w, at, &own)
	*s = own
	return text, ok
}

func (r *run) wovenBy(w *want, at spot, s *Stream) (string, bool) {
	left := maxWoven
	for _, format := range w.formats {
		models := append(r.models(format, at, *s), formatModels[format]...)
		for _, model := range models {
			if r.takes(w, model) {
				return model, true
			}
		}
		for _, p := range w.patterns {
			if models == nil || strings.HasPrefix(p.Text, "^") && strings.HasSuffix(p.Text, "$") {
				continue
			}
			written := 0
			for text := range r.expanded(p, 0, w.maxLength, s) {
				if written++; written > fewWritten {
					break
				}
				for _, model := range models {
					for candidate := range weaves(text, model, written <= fewest) {
						if left--; left < 0 || r.exhausted != nil {
							return "", false
						}
						if r.takes(w, candidate) {
							return candidate, true
						}
					}
				}
			}
		}
	}
	return "", false
}

// models are texts of a format, in capitals and in small letters too.
func (r *run) models(format string, at spot, s Stream) []string {
	make, ok := formatMakers[format]
	if !ok {
		return nil
	}
	made := make(r, at, &s)
	models := slices.Clone(made[:min(len(made), fewest)])
	for _, change := range []func(string) string{strings.ToUpper, strings.ToLower} {
		if other := change(made[0]); other != made[0] {
			models = append(models, other)
		}
	}
	return models
}

// weaves yields a model with a text in the place of its head, its tail, as many characters within it; everywhere, if so
// asked. Models are of single bytes.
func weaves(text, model string, everywhere bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		n := len(model)
		for i := range n + 1 {
			if !yield(text+model[i:]) || !yield(model[:n-i]+text) {
				return
			}
		}
		for i := 1; i+len(text) < n; i++ {
			if !yield(model[:i] + text + model[i+len(text):]) {
				return
			}
		}
		for i := 1; everywhere && i < n; i++ {
			for j := i; j < n; j++ {
				if !yield(model[:i] + text + model[j:]) {
					return
				}
			}
		}
	}
}
