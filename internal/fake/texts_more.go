package fake

import (
	"strings"
	"unicode/utf8"
)

// moreTexts looks for a text among the forms that patterns often ask for. They are written into one buffer: hardly any passes the
// gates of the patterns (BenchmarkMissGenerated in package server).
func (r *run) moreTexts(w *want, s *Stream) (string, bool) {
	a, b := pick(s, nouns), pick(s, adjectives)
	r.drawn = *s
	for _, form := range moreForms {
		made := form(r.drafts.room[:0], a, b, &r.drawn)
		if !w.mayTake(made) {
			r.write(w.roots[0], len(made))
			continue
		}
		if text := string(made); r.takes(w, text) {
			return text, true
		}
	}
	*s = r.drawn
	return "", false
}

var moreForms = []func(to []byte, a, b string, s *Stream) []byte{
	func(to []byte, a, b string, _ *Stream) []byte { return append(append(append(to, b...), '-'), a...) },
	func(to []byte, a, _ string, _ *Stream) []byte { return append(to, a...) },
	func(to []byte, a, b string, _ *Stream) []byte { return append(append(append(to, b...), '_'), a...) },
	func(to []byte, a, _ string, _ *Stream) []byte { return capitals(append(to, a...)) },
	func(to []byte, a, _ string, _ *Stream) []byte { return appendTitle(to, a) },
	func(to []byte, a, b string, _ *Stream) []byte {
		return appendTitle(append(appendTitle(to, b), ' '), a)
	},
	func(to []byte, a, b string, _ *Stream) []byte { return append(append(append(to, b...), ' '), a...) },
	func(to []byte, a, b string, _ *Stream) []byte {
		return capitals(append(append(append(to, b...), '_'), a...))
	},
	func(to []byte, a, b string, _ *Stream) []byte {
		return append(append(append(append(to, '/'), b...), '/'), a...)
	},
	func(to []byte, _, _ string, s *Stream) []byte { return appendDigits(to, s, 4) },
	func(to []byte, _, _ string, s *Stream) []byte { return appendDigits(to, s, 6) },
	func(to []byte, _, _ string, s *Stream) []byte { return appendDigits(to, s, 10) },
}

func appendTitle(to []byte, word string) []byte {
	return append(append(to, word[0]-'a'+'A'), word[1:]...)
}

func appendDigits(to []byte, s *Stream, n int) []byte {
	digits := drawnDigits(s, n)
	return append(to, digits[:n]...)
}

// capitals makes ASCII letters capital in place.
func capitals(text []byte) []byte {
	for i, c := range text {
		if 'a' <= c && c <= 'z' {
			text[i] = c - 'a' + 'A'
		}
	}
	return text
}

// mayTake tells quickly that a text does not fit, by its length and how it begins.
func (w *want) mayTake(text []byte) bool {
	n := int64(utf8.RuneCount(text))
	if n < w.minLength || w.maxLength >= 0 && n > w.maxLength {
		return false
	}
	for _, p := range w.patterns {
		if scripts := scriptsOf(p); p.Linear() && len(scripts) == 1 && !scripts[0].gate.admits(text, n) {
			return false
		}
	}
	return true
}

// gate is what all texts that match a pattern have: a length, and a beginning.
type gate struct {
	least, most int64
	prefix      string
}

func (g *gate) admits(text []byte, runes int64) bool {
	return runes >= g.least && runes <= g.most && strings.HasPrefix(string(text[:min(len(text), len(g.prefix))]), g.prefix)
}
