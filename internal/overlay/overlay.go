// Package overlay reads OpenAPI Overlays (version 1.0, and 1.1 as far as its actions are the same) and applies them to documents.
package overlay

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// Overlay is a list of changes to a document.
type Overlay struct {
	Title   string // of its info
	Version string // of its info
	Extends string // a URI reference of the document that it is for, "" if it does not say
	Actions []*Action
}

// Action is one change: the value that Target names is updated or removed.
type Action struct {
	Target string // as it was written
	Place  string // of the target, "file:line:column"
	Remove bool
	Update *tree.Node // nil if Remove

	at    *tree.Node // the target's node
	steps []step
}

var supportedVersion = lazyregexp.New(`^1\.[01]\.\d+$`)

// Parse reads an overlay. What is missing, unknown or of the wrong kind is an error (*tree.Error) at its place, and so
// is a target that is not supported. Members that begin with x- are ignored.
func Parse(n *tree.Node) (*Overlay, error) {
	if n == nil {
		return nil, wrong(n, "an overlay must be an object")
	}
	if !n.Is(tree.Object) {
		return nil, wrong(n, "an overlay must be an object, not %s", shown(n))
	}
	version := n.Get("overlay")
	if version == nil {
		return nil, wrong(n, `not an overlay: the member "overlay", its version ("1.0.0"), is missing`)
	}
	if !supportedVersion.MatchString(version.Str()) {
		return nil, wrong(version, "the overlay version %s is not supported; it must be a string such as \"1.0.0\" (1.0 and 1.1 are supported)", shown(version))
	}
	if err := known(n, "an overlay", "overlay", "info", "extends", "actions"); err != nil {
		return nil, err
	}
	o := &Overlay{}
	if err := o.describe(n); err != nil {
		return nil, err
	}
	actions, err := member(n, "an overlay", "actions", tree.Array)
	if err != nil {
		return nil, err
	}
	if actions.Len() == 0 {
		return nil, wrong(actions, `"actions" is empty; an overlay has at least one action`)
	}
	for _, item := range actions.Items {
		action, err := parseAction(item)
		if err != nil {
			return nil, err
		}
		o.Actions = append(o.Actions, action)
	}
	return o, nil
}

// describe reads what an overlay says about itself.
func (o *Overlay) describe(n *tree.Node) error {
	info, err := member(n, "an overlay", "info", tree.Object)
	if err != nil {
		return err
	}
	if err := known(info, `"info"`, "title", "version", "description"); err != nil {
		return err
	}
	title, err := member(info, `"info"`, "title", tree.String)
	if err != nil {
		return err
	}
	version, err := member(info, `"info"`, "version", tree.String)
	if err != nil {
		return err
	}
	o.Title, o.Version = title.Text, version.Text
	if extends := n.Get("extends"); extends != nil {
		if !extends.Is(tree.String) {
			return wrong(extends, `"extends" must be a string, not %s`, shown(extends))
		}
		o.Extends = extends.Text
	}
	return nil
}

func parseAction(n *tree.Node) (*Action, error) {
	if !n.Is(tree.Object) {
		return nil, wrong(n, "an action must be an object, not %s", shown(n))
	}
	if n.Get("copy") != nil {
		return nil, wrong(n.Get("copy"), `"copy" (of Overlay 1.1) is not supported; an action has "update" or "remove: true"`)
	}
	if err := known(n, "an action", "target", "description", "update", "remove"); err != nil {
		return nil, err
	}
	target, err := member(n, "an action", "target", tree.String)
	if err != nil {
		return nil, err
	}
	steps, problem := parseTarget(target.Text)
	if problem != "" {
		return nil, wrong(target, "the target %s: %s", cut(target.Text), problem)
	}
	a := &Action{Target: target.Text, Place: target.Place(), at: target, steps: steps}
	if remove := n.Get("remove"); remove != nil && !remove.Is(tree.Bool) {
		return nil, wrong(remove, `"remove" must be true or false, not %s`, shown(remove))
	}
	a.Remove, a.Update = n.Get("remove").True(), n.Get("update")
	switch {
	case a.Remove && len(steps) == 0:
		return nil, wrong(target, "the target $ is the whole document, which cannot be removed")
	case a.Remove:
		a.Update = nil // Overlay 1.0 §4.4.3: it has no impact beside remove
	case a.Update == nil:
		return nil, wrong(n, `the action on %s has neither "update" nor "remove: true"`, cut(target.Text))
	}
	return a, nil
}

// member is a required member of an object.
func member(n *tree.Node, of, name string, kind tree.Kind) (*tree.Node, error) {
	child := n.Get(name)
	if child == nil {
		return nil, wrong(n, "%s must have the member %q", of, name)
	}
	if !child.Is(kind) {
		return nil, wrong(child, "%q must be %s, not %s", name, kind.WithArticle(), shown(child))
	}
	return child, nil
}

// known refuses members that are neither named nor extensions.
func known(n *tree.Node, of string, names ...string) error {
	for i, key := range n.Keys {
		if strings.HasPrefix(key, "x-") || slices.Contains(names, key) {
			continue
		}
		message := fmt.Sprintf("%s has no member %q", of, cut(key))
		if near := violation.Closest(key, names); near != "" {
			message += fmt.Sprintf("; did you mean %q?", near)
		} else {
			message += "; it has " + strings.Join(names, ", ") + " and extensions (x-…)"
		}
		return wrong(n.Items[i], "%s", message)
	}
	return nil
}
