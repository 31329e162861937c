package fake

import (
	"slices"
	"sync"
	"sync/atomic"
)

// naming is what the words of a name say. It is found once for all values of that name: to split it and to look its words up is
// done several times for each property (BenchmarkMissGenerated in package server).
type naming struct {
	words    []string
	singular []string
	rare     bool // see isRare, of what does not tell what went wrong
	relation relation
	first    firstText // see firstSuggestion
	other    bool      // the name says nothing of texts
	drafter  func(d *drafts, s *Stream)
	numbers  numbering
	of       atomic.Pointer[naming] // of one of many, once somebody asked
}

// one is the name of one of many.
func (n *naming) one() *naming {
	if n.of.Load() == nil {
		n.of.Store(newNaming(n.singular))
	}
	return n.of.Load()
}

// namings are those of the names that came by, up to so many of usual length; they are not to be changed.
var (
	namings sync.Map // string → *naming
	named   atomic.Int64
)

const (
	mostNamed   = 20_000
	longestName = 100 // bytes
)

func namingOf(name string) *naming {
	if known, ok := namings.Load(name); ok {
		return known.(*naming)
	}
	n := newNaming(wordsOf(name))
	if len(name) <= longestName && named.Add(1) <= mostNamed {
		namings.Store(name, n)
	}
	return n
}

func newNaming(words []string) *naming {
	n := &naming{words: words, singular: singular(words), rare: isRare(words, false), relation: relationOf(words), numbers: numberingOf(words)}
	if _, known := suffixed(textMakers, words); known {
		n.first, _ = suffixed(firstByName, words)
		n.drafter, _ = suffixed(drafterByName, words)
	} else {
		n.other = isOther(words)
	}
	return n
}

// isOther tells whether texts of a name that is in no table are any words: see suggestions.
func isOther(words []string) bool {
	return !isInstant(spot{words: words}) && !slices.Contains(words, "time") &&
		(len(words) < 2 || !slices.Contains([]string{"is", "has", "can"}, words[0]))
}

// naming is that of the words of a place.
func (at *spot) naming() *naming {
	switch {
	case at.called != nil:
	case len(at.words) == 0:
		at.called = namingOf("")
	default:
		at.called = newNaming(at.words)
	}
	return at.called
}

// isRare tells whether most things do not have what is called so.
func (n *naming) isRare(failure bool) bool { return n.rare && (!failure || isRare(n.words, true)) }
