package matcher

import (
	"strings"

	"mockserver/internal/given"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// dates are the operators of times by what they ask of the order of the actual and the expected one.
var dates = map[string]func(order int) bool{
	"before":          func(order int) bool { return order < 0 },
	"after":           func(order int) bool { return order > 0 },
	"equalToDateTime": func(order int) bool { return order == 0 },
}

// date makes the reader of an operator of times.
func date(name string) func(r *reader, n, operand *tree.Node, at string) (rule, error) {
	return func(r *reader, n, operand *tree.Node, at string) (rule, error) {
		d := fitsDate{compares: dates[name]}
		if err := d.readExpected(n, operand, at, name); err != nil {
			return nil, err
		}
		if err := d.readTruncations(n, at); err != nil {
			return nil, err
		}
		place := tree.Join(at, "actualFormat")
		text, err := given.Text(modifier(n, "actualFormat"), place)
		if err != nil || text == "" {
			return unmapped{d}, err
		}
		if d.format, err = newFormat(text); err != nil {
			return nil, given.Wrong(place, "the format %q is not supported: %s. Supported are unix, epoch, and the letters y M d E H h a m s S Z X x z of Java.", value.Cut(text, 81), err)
		}
		return unmapped{d}, nil
	}
}

func (d *fitsDate) readExpected(n, operand *tree.Node, at, name string) error {
	place := tree.Join(at, name)
	text, err := given.Text(operand, place)
	if err != nil {
		return err
	}
	if d.offset, d.now = readShift(text); d.now {
		return d.readOffset(n, at)
	}
	var ok bool
	if d.expected, ok = readInstant(text); !ok {
		return given.Wrong(place, `%q is no time; expected one like 2025-07-01T12:00:00Z or 2025-07-01, or "now", or "now +3 days".`, value.Cut(text, 81))
	}
	for _, name := range []string{"expectedOffset", "expectedOffsetUnit", "truncateExpected", "applyTruncationLast"} {
		if modifier(n, name) != nil {
			return given.Wrong(tree.Join(at, name), `%s goes with "now"; here a time is expected that is fixed.`, name)
		}
	}
	return nil
}

// readOffset reads the long form of "now +3 days".
func (d *fitsDate) readOffset(n *tree.Node, at string) error {
	amount, unit := modifier(n, "expectedOffset"), modifier(n, "expectedOffsetUnit")
	if amount == nil && unit == nil {
		return nil
	}
	place := tree.Join(at, "expectedOffsetUnit")
	if amount == nil || unit == nil {
		return given.Wrong(at, "expectedOffset and expectedOffsetUnit go together.")
	}
	i, err := given.Int(amount, tree.Join(at, "expectedOffset"), -999_999_999, 999_999_999)
	if err != nil {
		return err
	}
	word, err := lowerWord(unit, place, units)
	d.offset = shift{int(i), word}
	return err
}

func (d *fitsDate) readTruncations(n *tree.Node, at string) error {
	expected, err := lowerWord(modifier(n, "truncateExpected"), tree.Join(at, "truncateExpected"), truncations)
	if err != nil {
		return err
	}
	actual, err := lowerWord(modifier(n, "truncateActual"), tree.Join(at, "truncateActual"), truncations)
	if err != nil {
		return err
	}
	d.truncate, d.truncateActual = truncation(expected), truncation(actual)
	d.truncateLast, err = given.Bool(modifier(n, "applyTruncationLast"), tree.Join(at, "applyTruncationLast"))
	return err
}

// lowerWord reads one of some words, however it is written: "First day of month" and FIRST_DAY_OF_MONTH.
func lowerWord(n *tree.Node, at string, words []string) (string, error) {
	if n == nil {
		return "", nil
	}
	text, err := given.Text(n, at)
	if err != nil {
		return "", err
	}
	text = strings.ToLower(strings.ReplaceAll(text, "_", " "))
	return given.Word(&tree.Node{Kind: tree.String, Text: text}, at, words...)
}
