package tree

import "slices"

// ParseLibrary reads YAML by the library alone.
func ParseLibrary(file, text string, l Limits) (*Node, error) {
	return parseLibrary(file, text, l.orDefaults())
}

// ParseEveryday reads YAML without the library; nil where it leaves that to it.
func ParseEveryday(file, text string, l Limits) *Node {
	return parseEveryday(file, text, l.orDefaults())
}

// Refused tells whether a text is refused before either sees it.
func Refused(text string, l Limits) bool { return scanYAML(text, l.orDefaults()) != nil }

// Alike tells whether two values are the same, their places included.
func Alike(a, b *Node) bool {
	return a.Kind == b.Kind && a.Text == b.Text && a.Place() == b.Place() && slices.Equal(a.Keys, b.Keys) && slices.EqualFunc(a.Items, b.Items, Alike) &&
		(a.index == nil) == (b.index == nil) && (a.index == nil || len(a.index.at) == len(b.index.at) && a.index.infinite == b.index.infinite && a.index.repeats == nil && b.index.repeats == nil)
}
