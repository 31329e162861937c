package fake

import (
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
	n := newNaming(name)
	if len(name) <= longestName && named.Add(1) <= mostNamed {
		namings.Store(name, n)
	}
	return n
}

func newNaming(name string) *naming {
	words := wordsOf(name)
	return &naming{words: words, singular: singular(words), rare: isRare(words, false), relation: relationOf(words)}
}

// isRare tells whether most things do not have what is called so.
func (n *naming) isRare(failure bool) bool { return n.rare && (!failure || isRare(n.words, true)) }
