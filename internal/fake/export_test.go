package fake

// Searched is a generator that uses nothing that is kept with schemas, and judges all that it makes.
func Searched(g Generator) Generator {
	g.searched = true
	return g
}
