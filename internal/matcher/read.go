package matcher

import (
	"encoding/base64"
	"slices"
	"strconv"

	"mockserver/internal/given"
	"mockserver/internal/jsonpath"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// operator is a kind of pattern: the member that names it, the members that may stand beside it, and what reads them.
type operator struct {
	name      string
	modifiers []string
	read      func(r *reader, n, operand *tree.Node, at string) (rule, error)
}

var dateModifiers = []string{"actualFormat", "truncateExpected", "truncateActual", "applyTruncationLast", "expectedOffset", "expectedOffsetUnit"}

// operators is a function since some read patterns within patterns, and so need all.
func operators() []operator {
	return []operator{
		{"equalTo", []string{"caseInsensitive"}, (*reader).equalTo},
		{"contains", nil, text("contains", func(text string) rule { return unmapped{contains(text)} })},
		{"doesNotContain", nil, text("doesNotContain", func(text string) rule { return no{unmapped{contains(text)}} })},
		{"matches", nil, pattern("matches")},
		{"doesNotMatch", nil, negated(pattern("doesNotMatch"))},
		{"absent", nil, (*reader).absent},
		{"anything", nil, func(*reader, *tree.Node, *tree.Node, string) (rule, error) { return unmapped{anything{}}, nil }},
		{"equalToJson", []string{"ignoreArrayOrder", "ignoreExtraElements"}, (*reader).equalToJSON},
		{"matchesJsonPath", nil, (*reader).matchesPath},
		{"matchesJsonSchema", []string{"schemaVersion"}, (*reader).schema},
		{"before", dateModifiers, date("before")},
		{"after", dateModifiers, date("after")},
		{"equalToDateTime", dateModifiers, date("equalToDateTime")},
		{"and", nil, list("and", func(rs []rule) rule { return all(rs) })},
		{"or", nil, list("or", func(rs []rule) rule { return some(rs) })},
		{"not", nil, (*reader).not},
		{"hasExactly", nil, list("hasExactly", func(rs []rule) rule { return several{rs, true} })},
		{"includes", nil, list("includes", func(rs []rule) rule { return several{rs, false} })},
		{"binaryEqualTo", nil, (*reader).binary},
	}
}

// refused are the members of WireMock that are not supported, with the reason.
var refused = map[string]string{
	"equalToXml":                       "there is no comparison of XML; use contains or matches",
	"matchesXPath":                     "there is no XPath; use contains or matches",
	"xPathNamespaces":                  "there is no XPath",
	"enablePlaceholders":               "there is no comparison of XML",
	"placeholderOpeningDelimiterRegex": "there is no comparison of XML",
	"placeholderClosingDelimiterRegex": "there is no comparison of XML",
	"exemptedComparisons":              "there is no comparison of XML",
	"namespaceAwareness":               "there is no comparison of XML",
	"matchesPathTemplate":              "templates are for paths; use urlPathTemplate of the request",
	"jsonCompareMode":                  "WireMock 3 has ignoreArrayOrder and ignoreExtraElements instead",
	"equalToNumber":                    "use equalTo, or matchesJsonPath with a filter",
	"greaterThanNumber":                "use matchesJsonPath with a filter",
	"greaterThanEqualNumber":           "use matchesJsonPath with a filter",
	"lessThanNumber":                   "use matchesJsonPath with a filter",
	"lessThanEqualNumber":              "use matchesJsonPath with a filter",
	"customMatcher":                    "there are no extensions",
	"customMatchers":                   "there are no extensions",
	"matchesPath":                      "use matchesJsonPath",
}

// maxDepth is how deep patterns may stand within each other.
const maxDepth = 20

// reader reads one pattern with those within it.
type reader struct {
	config Config
	depth  int
	bytes  int
}

// Read reads a pattern. Errors are of type *given.Mistake.
func Read(n *tree.Node, at string, c Config) (*Pattern, error) {
	c.Limits = c.Limits.OrDefault()
	r := &reader{config: c}
	rule, judges, err := r.pattern(n, at)
	if err != nil {
		return nil, err
	}
	return &Pattern{rule: rule, judges: judges, config: c, bytes: r.bytes}, nil
}

func (r *reader) pattern(n *tree.Node, at string) (rule, string, error) {
	if r.depth++; r.depth > maxDepth {
		return nil, "", given.Wrong(at, "patterns stand at most %d deep within each other.", maxDepth)
	}
	defer func() { r.depth-- }()
	op, err := choose(n, at)
	if err != nil {
		return nil, "", err
	}
	operand := n.Get(op.name)
	r.bytes += 100 + 4*size(operand)
	read, err := op.read(r, n, operand, at)
	return read, op.name, err
}

// size is how long the texts of a node are, with its keys.
func size(n *tree.Node) int {
	sum := 16 + len(n.Text)
	for i, item := range n.Items {
		if n.Is(tree.Object) {
			sum += len(n.Keys[i])
		}
		sum += size(item)
	}
	return sum
}

// choose finds the one operator of a pattern, and what does not go with it.
func choose(n *tree.Node, at string) (operator, error) {
	var ops, names []string
	known := operators()
	for _, op := range known {
		ops = append(ops, op.name)
		names = append(append(names, op.name), op.modifiers...)
	}
	if err := given.Known(n, at, names, refused); err != nil {
		return operator{}, err
	}
	var chosen []operator
	for _, name := range n.Members() {
		if i := slices.Index(ops, name); i >= 0 {
			chosen = append(chosen, known[i])
		}
	}
	switch len(chosen) {
	case 0:
		return operator{}, given.Wrong(at, "this says nothing to compare with; expected %s.", violation.Join(ops, "or"))
	case 1:
		return chosen[0], onlyIts(n, at, chosen[0])
	}
	return operator{}, given.Wrong(tree.Join(at, chosen[1].name), `a pattern has one operator, and here is %s already; several are written {"and": [{…}, {…}]}.`, chosen[0].name)
}

// onlyIts finds members that go with another operator.
func onlyIts(n *tree.Node, at string, op operator) error {
	for _, name := range n.Members() {
		if name == op.name || slices.Contains(op.modifiers, name) || n.Get(name).Is(tree.Null) {
			continue
		}
		var with []string
		for _, other := range operators() {
			if slices.Contains(other.modifiers, name) {
				with = append(with, other.name)
			}
		}
		return given.Wrong(tree.Join(at, name), "%s goes with %s, not with %s.", name, violation.Join(with, "and"), op.name)
	}
	return nil
}

// modifier is a member beside the operator; null is none.
func modifier(n *tree.Node, name string) *tree.Node {
	if m := n.Get(name); !m.Is(tree.Null) {
		return m
	}
	return nil
}

// text makes the reader of an operator whose operand is a text.
func text(name string, make func(text string) rule) func(r *reader, n, operand *tree.Node, at string) (rule, error) {
	return func(_ *reader, _, operand *tree.Node, at string) (rule, error) {
		text, err := given.Text(operand, tree.Join(at, name))
		return make(text), err
	}
}

func (r *reader) equalTo(n, operand *tree.Node, at string) (rule, error) {
	text, err := given.Text(operand, tree.Join(at, "equalTo"))
	if err != nil {
		return nil, err
	}
	fold, err := given.Bool(modifier(n, "caseInsensitive"), tree.Join(at, "caseInsensitive"))
	return equalTo{text, fold}, err
}

// pattern makes the reader of an operator whose operand is a regular expression.
func pattern(name string) func(r *reader, n, operand *tree.Node, at string) (rule, error) {
	return func(r *reader, _, operand *tree.Node, at string) (rule, error) {
		place := tree.Join(at, name)
		text, err := given.Text(operand, place)
		if err != nil {
			return nil, err
		}
		compiled, err := NewRegexp(text, r.config.Limits)
		if err != nil {
			return nil, given.Wrong(place, "the regular expression %q cannot be used: %s.", value.Cut(text, 81), err)
		}
		r.bytes += compiled.Bytes()
		return unmapped{matches{compiled}}, nil
	}
}

func negated(read func(r *reader, n, operand *tree.Node, at string) (rule, error)) func(r *reader, n, operand *tree.Node, at string) (rule, error) {
	return func(r *reader, n, operand *tree.Node, at string) (rule, error) {
		inner, err := read(r, n, operand, at)
		return no{inner}, err
	}
}

// absent reads {"absent": true}, and "(absent)" as older clients write it.
func (r *reader) absent(_, operand *tree.Node, at string) (rule, error) {
	if !operand.True() && operand.Str() != "(absent)" {
		return nil, given.Wrong(tree.Join(at, "absent"), `expected true; what has to be there is {"not": {"absent": true}}.`)
	}
	return unmapped{absent{}}, nil
}

func (r *reader) binary(_, operand *tree.Node, at string) (rule, error) {
	place := tree.Join(at, "binaryEqualTo")
	text, err := given.Text(operand, place)
	if err != nil {
		return nil, err
	}
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, given.Wrong(place, "this is no base64 (RFC 4648, section 4).")
	}
	return unmapped{binary(bytes)}, nil
}

func (r *reader) not(_, operand *tree.Node, at string) (rule, error) {
	inner, _, err := r.within(operand, tree.Join(at, "not"))
	return no{inner}, err
}

// within reads a pattern in another one, which is for one value.
func (r *reader) within(n *tree.Node, at string) (rule, string, error) {
	inner, name, err := r.pattern(n, at)
	if err == nil && (name == "hasExactly" || name == "includes") {
		err = given.Wrong(tree.Join(at, name), "%s is for all values of a header or parameter, and does not stand within another pattern.", name)
	}
	return inner, name, err
}

// list makes the reader of an operator of several patterns.
func list(name string, make func([]rule) rule) func(r *reader, n, operand *tree.Node, at string) (rule, error) {
	return func(r *reader, _, operand *tree.Node, at string) (rule, error) {
		place := tree.Join(at, name)
		items, err := given.Elements(operand, place)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 {
			return nil, given.Wrong(place, "expected at least one pattern.")
		}
		rules := []rule{}
		for i, item := range items {
			inner, _, err := r.within(item, element(place, i))
			if err != nil {
				return nil, err
			}
			rules = append(rules, inner)
		}
		return make(rules), nil
	}
}

// matchesPath reads a path, alone or with a pattern for what it finds.
func (r *reader) matchesPath(_, operand *tree.Node, at string) (rule, error) {
	place := tree.Join(at, "matchesJsonPath")
	if operand.Is(tree.String) {
		path, err := r.path(operand, place)
		return matchesPath{path: path}, err
	}
	if !operand.Is(tree.Object) {
		return nil, given.Wrong(place, `expected a JSONPath, or {"expression": "$.a", "equalTo": "x"}.`)
	}
	path, err := r.path(operand.Get("expression"), tree.Join(place, "expression"))
	if err != nil {
		return nil, err
	}
	var keys []string
	var items []*tree.Node
	for i, key := range operand.Keys {
		if key != "expression" {
			keys, items = append(keys, key), append(items, operand.Items[i])
		}
	}
	if len(keys) == 0 {
		return matchesPath{path: path}, nil
	}
	inner, _, err := r.within(tree.NewObject(operand, keys, items), place)
	return matchesPath{path, inner}, err
}

func (r *reader) path(n *tree.Node, at string) (*jsonpath.Path, error) {
	if !n.Is(tree.String) {
		return nil, given.Wrong(at, "expected a JSONPath as a text.")
	}
	path, err := jsonpath.ParseWith(n.Str(), func(pattern, flags string) (jsonpath.Regexp, error) {
		compiled, err := newRegexp(pattern, flags, r.config.Limits)
		if err != nil {
			return nil, err
		}
		r.bytes += compiled.Bytes()
		return compiled, nil
	})
	if err != nil {
		return nil, given.Wrong(at, "%s.", err)
	}
	return path, nil
}

func element(pointer string, i int) string { return tree.Join(pointer, strconv.Itoa(i)) }
