package mocktest

import (
	"regexp"
	"strings"

	"mockserver/internal/spec"
)

// placeOf is where an operation is served, as WireMock writes it: under each of its base paths and at its bare path, but for the paths
// that are another operation's. Parameters can only be taken from a template, which has one base path, the first.
func (r *running) placeOf(o *spec.Operation, parameters bool) map[string]any {
	if parameters {
		return map[string]any{"method": o.Method, "urlPathTemplate": strings.TrimSuffix(o.BasePaths()[0], "/") + pathOf(o)}
	}
	return map[string]any{"method": o.Method, "urlPathPattern": r.othersOf(o) + formOf(o)}
}

// othersOf is the beginning of an expression that leaves out the operations whose paths say more, such as /things/newest beside
// /things/{id}.
func (r *running) othersOf(o *spec.Operation) string {
	path := pathOf(o)
	own := regexp.MustCompile("^" + segments(path) + "$") // of texts that are quoted
	var forms []string
	for _, d := range r.documents {
		for _, other := range d.Operations {
			theirs := pathOf(other)
			if other.Method != o.Method || !own.MatchString(theirs) || regexp.MustCompile("^"+segments(theirs)+"$").MatchString(path) {
				continue
			}
			forms = append(forms, formOf(other)+"$")
		}
	}
	if forms == nil {
		return ""
	}
	return "(?!" + strings.Join(forms, "|") + ")"
}

// pathOf is the path of an operation without what a document may put behind it to tell operations apart.
func pathOf(o *spec.Operation) string {
	path, _, _ := strings.Cut(o.Template, "?")
	path, _, _ = strings.Cut(path, "#")
	return path
}

// formOf is the expression of all paths of an operation.
func formOf(o *spec.Operation) string {
	var bases strings.Builder
	for _, base := range o.BasePaths() {
		bases.WriteString(regexp.QuoteMeta(strings.TrimSuffix(base, "/")) + "|")
	}
	return "(?:" + bases.String() + ")" + segments(pathOf(o))
}

// segments is the expression of a path below its base path.
func segments(path string) string {
	var form strings.Builder
	last := 0
	for _, at := range variable.FindAllStringIndex(path, -1) {
		form.WriteString(regexp.QuoteMeta(path[last:at[0]]) + "[^/]+")
		last = at[1]
	}
	return form.String() + regexp.QuoteMeta(path[last:])
}

var variable = regexp.MustCompile(`\{[^{}]*\}`)
