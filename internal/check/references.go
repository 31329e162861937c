package check

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// homes are the lists of components by the kind of what they hold.
var homes = map[string]string{
	"Schema": "schemas", "Response": "responses", "Parameter": "parameters", "Example": "examples", "RequestBody": "requestBodies", "Header": "headers",
	"SecurityScheme": "securitySchemes", "Link": "links", "Callback": "callbacks", "PathItem": "pathItems", "MediaType": "mediaTypes",
}

// homes20 are those of Swagger 2.0, where they are members of the document.
var homes20 = map[string]string{"Schema": "definitions", "Response": "responses", "Parameter": "parameters", "SecurityScheme": "securityDefinitions"}

func componentList(name string) bool {
	for _, list := range homes { // the order does not show
		if list == name {
			return true
		}
	}
	return false
}

// leads looks whether a $ref leads to a component of another kind than what may stand there.
func (l *linter) leads(n *tree.Node, at, kind string) {
	ref := n.Get("$ref")
	_, fragment, _ := strings.Cut(ref.Text, "#")
	tokens := strings.Split(strings.TrimPrefix(fragment, "/"), "/")
	list := ""
	switch {
	case len(tokens) == 3 && tokens[0] == "components" && componentList(tokens[1]):
		list = tokens[1]
	case len(tokens) == 2 && slices.Contains([]string{"definitions", "parameters", "responses", "securityDefinitions"}, tokens[0]):
		list = tokens[0]
	default:
		return
	}
	home := l.homes[kind]
	if list == home || home == "" || list == "definitions" && kind == "Schema" {
		return
	}
	if _, _, err := l.document.Resolve(n, at); err == nil { // what leads nowhere is told of already
		l.report(ref, tree.Join(at, "$ref"), fmt.Sprintf("the $ref %s leads to one of the %s; what stands here would be one of the %s", shown(ref.Text), list, home), "")
	}
}

// link is a Link Object and its place.
type link struct {
	node    *tree.Node
	pointer string
}

// leadOn looks whether links lead to operations, when all operations have been seen.
func (l *linter) leadOn() {
	var known []string
	for _, o := range l.document.Operations[:min(len(l.document.Operations), maxNamed)] {
		known = append(known, o.ID)
	}
	strayed := 0
	for _, one := range l.links {
		if id := one.node.Get("operationId"); id.Is(tree.String) && !l.ids[id.Text] {
			hint := ""
			if strayed++; strayed <= maxSuggested {
				hint = near(id.Text, known, "")
			}
			l.report(id, tree.Join(one.pointer, "operationId"), "the link leads to the operation "+shown(id.Text)+", which the document does not have", hint)
		}
		ref := one.node.Get("operationRef")
		if ref.Is(tree.String) && strings.HasPrefix(ref.Text, "#") {
			if _, _, err := l.document.Resolve(tree.NewObject(ref, []string{"$ref"}, []*tree.Node{ref}), one.pointer); err != nil {
				l.report(ref, tree.Join(one.pointer, "operationRef"), "the operationRef "+shown(ref.Text)+" points to nothing", "")
			}
		}
	}
}

// Bounds of the search for what a misspelt link was to name. Only suggestions depend on them.
const (
	maxNamed     = 1000
	maxSuggested = 50
)
