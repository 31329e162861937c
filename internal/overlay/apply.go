package overlay

import (
	"fmt"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Apply makes the changes in their order, each on the result of the one before, and returns the changed document; root
// itself stays as it was and shares what is unchanged. A target that is not in the document is an error (*tree.Error,
// at the target's place) that names the closest key, although the standard would pass over it: a mistyped target must
// not go unnoticed. So is an update that does not fit what it would change.
func (o *Overlay) Apply(root *tree.Node) (*tree.Node, error) {
	draft := tree.NewDraft()
	for _, action := range o.Actions {
		changed, err := action.apply(draft, root, 0)
		if err != nil {
			return nil, err
		}
		root = changed
	}
	draft.Finish()
	return root, nil
}

// apply makes the change below n, which the first steps of the target lead to, and returns what takes the place of n.
func (a *Action) apply(draft *tree.Draft, n *tree.Node, done int) (*tree.Node, error) {
	if done == len(a.steps) {
		return a.update(draft, n)
	}
	name := a.steps[done].name
	child := draft.Get(n, name)
	if child == nil {
		return nil, a.missing(n, done)
	}
	if a.Remove && done == len(a.steps)-1 {
		n = draft.Own(n)
		draft.Remove(n, name)
		return n, nil
	}
	changed, err := a.apply(draft, child, done+1)
	if err != nil {
		return nil, err
	}
	n = draft.Own(n)
	draft.Set(n, name, changed)
	return n, nil
}

// update merges the update into the target.
func (a *Action) update(draft *tree.Draft, target *tree.Node) (*tree.Node, error) {
	fits := true
	switch target.Kind {
	case tree.Array:
		if !a.Update.Is(tree.Array) {
			return draft.Append(target, a.Update), nil
		}
	case tree.Object:
		fits = a.Update.Is(tree.Object)
	default:
		fits = !a.Update.Is(tree.Object) && !a.Update.Is(tree.Array)
	}
	if !fits {
		return nil, wrong(a.Update, "the update must fit its target %s (%s), which is %s, not %s", cut(a.Target), target.Place(), target.Kind.WithArticle(), a.Update.Kind.WithArticle())
	}
	return draft.Merge(target, a.Update), nil
}

// missing says that n lacks the next step of the target.
func (a *Action) missing(n *tree.Node, done int) error {
	reached := "$"
	if done > 0 {
		reached = a.Target[:a.steps[done-1].end]
	}
	if !n.Is(tree.Object) {
		return wrong(a.at, "the target %s: %s is %s, which has no names (%s)", cut(a.Target), cut(reached), n.Kind.WithArticle(), n.Place())
	}
	message := fmt.Sprintf("the target %s: there is no %q in %s (%s)", cut(a.Target), cut(a.steps[done].name), cut(reached), n.Place())
	if near := violation.Closest(a.steps[done].name, n.Keys); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return wrong(a.at, "%s", message)
}

func wrong(at *tree.Node, format string, args ...any) error {
	e := &tree.Error{Message: fmt.Sprintf(format, args...)}
	if at != nil {
		e.File, e.Line, e.Column = at.File, at.Line, at.Column
	}
	return e
}

// cut is as much of a target as a message repeats.
func cut(target string) string {
	const characters = 200
	return value.Cut(target, characters)
}

// shownLength is how much of a wrong value a message repeats.
const shownLength = 40

// shown is a value as a message repeats it.
func shown(n *tree.Node) string {
	switch {
	case n.Is(tree.String) && len(n.Text) <= shownLength:
		return fmt.Sprintf("%q", n.Text)
	case n.Is(tree.Number) && len(n.Text) <= shownLength, n.Is(tree.Bool):
		return n.Text
	}
	return n.Kind.WithArticle()
}
