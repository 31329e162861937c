// Package given reads what a client gives the control API, member by member, and says which member is wrong.
package given

import (
	"fmt"
	"slices"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Mistake is a member that cannot be taken as it is.
type Mistake struct {
	Pointer string // JSON pointer to the member, "" for the whole (RFC 6901)
	Message string // a sentence that says what would be right
}

// Error is the pointer with the sentence.
func (m *Mistake) Error() string {
	if m.Pointer == "" {
		return m.Message
	}
	return m.Pointer + ": " + m.Message
}

// Wrong is a *Mistake at a pointer.
func Wrong(pointer, format string, args ...any) error {
	return &Mistake{pointer, fmt.Sprintf(format, args...)}
}

// Known checks that a node is an object and has no member but those that are named. The first other is the mistake; one
// that `refused` names is told with its reason.
func Known(n *tree.Node, at string, names []string, refused map[string]string) error {
	if !n.Is(tree.Object) {
		return wrongKind(n, at, "an object")
	}
	for _, name := range n.Members() {
		if slices.Contains(names, name) {
			continue
		}
		pointer := tree.Join(at, name)
		if reason := refused[name]; reason != "" {
			return Wrong(pointer, "%s is not supported: %s.", name, reason)
		}
		if near := violation.Closest(name, names); near != "" {
			return Wrong(pointer, "%q is no member here; did you mean %q?", value.Cut(name, shown), near)
		}
		return Wrong(pointer, "%q is no member here; there are %s.", value.Cut(name, shown), violation.Join(names, "and"))
	}
	return nil
}

// shown is how many characters of a wrong name or value a message repeats.
const shown = 81

// Text reads a string; nil gives "".
func Text(n *tree.Node, at string) (string, error) {
	if n == nil {
		return "", nil
	}
	if !n.Is(tree.String) {
		return "", wrongKind(n, at, "a text")
	}
	return n.Str(), nil
}

// Bool reads true or false; nil gives false.
func Bool(n *tree.Node, at string) (bool, error) {
	if n == nil {
		return false, nil
	}
	if !n.Is(tree.Bool) {
		return false, wrongKind(n, at, "true or false")
	}
	return n.True(), nil
}

// Int reads a whole number within bounds; nil gives 0.
func Int(n *tree.Node, at string, least, most int64) (int64, error) {
	if n == nil {
		return 0, nil
	}
	i, whole := n.Int()
	if !whole || i < least || i > most {
		return 0, wrongKind(n, at, fmt.Sprintf("a whole number from %d to %d", least, most))
	}
	return i, nil
}

// Number reads a number within bounds; nil gives 0.
func Number(n *tree.Node, at string, least, most float64) (float64, error) {
	if n == nil {
		return 0, nil
	}
	if r, ok := value.Rat(n.Value()); ok {
		if f, _ := r.Float64(); f >= least && f <= most {
			return f, nil
		}
	}
	return 0, wrongKind(n, at, fmt.Sprintf("a number from %g to %g", least, most))
}

// Word reads a text that is one of some; nil gives "".
func Word(n *tree.Node, at string, words ...string) (string, error) {
	if n == nil {
		return "", nil
	}
	text := n.Str()
	if !n.Is(tree.String) || !slices.Contains(words, text) {
		near := ""
		if closest := violation.Closest(text, words); closest != "" {
			near = fmt.Sprintf(" Did you mean %q?", closest)
		}
		return "", Wrong(at, "this is %s; expected %s.%s", shownNode(n), violation.Join(words, "or"), near)
	}
	return text, nil
}

// Elements reads an array; nil gives none.
func Elements(n *tree.Node, at string) ([]*tree.Node, error) {
	if n == nil {
		return nil, nil
	}
	if !n.Is(tree.Array) {
		return nil, wrongKind(n, at, "an array")
	}
	return n.Elements(), nil
}

func wrongKind(n *tree.Node, at, expected string) error {
	if n == nil {
		return Wrong(at, "this is missing; expected %s.", expected)
	}
	return Wrong(at, "this is %s; expected %s.", shownNode(n), expected)
}

// shownNode is a value as a message repeats it.
func shownNode(n *tree.Node) string {
	switch n.Kind {
	case tree.Object, tree.Array:
		return n.Kind.WithArticle()
	}
	return value.Cut(string(value.AppendJSON(nil, n.Value())), shown)
}
