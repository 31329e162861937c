package tree

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mockserver/internal/lazyregexp"
)

// scalar converts a scalar by the core schema of YAML 1.2 (§10.3.2), which JSON's numbers are taken from.
func (r *yamlReader) scalar(made *Node, n *yaml.Node) *Error {
	made.Kind, made.Text = String, n.Value
	if n.Style&yaml.TaggedStyle != 0 {
		return r.tagged(made, n)
	}
	if n.Style == 0 || n.Style == yaml.FlowStyle {
		return r.plain(made, n)
	}
	return nil
}

// tagged converts a scalar whose kind is said by a tag. Tags that JSON has no kind for (!!binary, !!timestamp and all
// private ones) leave the text as it is.
func (r *yamlReader) tagged(made *Node, n *yaml.Node) *Error {
	wanted, ok := map[string]Kind{"!!null": Null, "!!bool": Bool, "!!int": Number, "!!float": Number}[n.ShortTag()]
	if !ok {
		return nil
	}
	if err := r.plain(made, n); err != nil {
		return err
	}
	if made.Kind != wanted && !made.Infinite() {
		return r.wrong(n, "%s is not what its tag %s says", shown(n.Value), n.ShortTag())
	}
	return nil
}

// plain converts a scalar without quotes.
func (r *yamlReader) plain(made *Node, n *yaml.Node) *Error {
	if made.plain(n.Value) {
		return nil
	}
	if r.limits.lenient {
		made.index = &index{infinite: true} // the text itself stays
		return nil
	}
	return r.wrong(n, "%s is not a number that JSON has; if it is text, put it in quotes", n.Value)
}

// plain makes a scalar of its text without quotes; false if that is a number that JSON does not have.
func (n *Node) plain(text string) bool {
	n.Kind, n.Text = String, text
	switch text {
	case "", "~", "null", "Null", "NULL":
		n.Kind, n.Text = Null, ""
		return true
	case "true", "True", "TRUE":
		n.Kind, n.Text = Bool, "true"
		return true
	case "false", "False", "FALSE":
		n.Kind, n.Text = Bool, "false"
		return true
	}
	if c := text[0]; !isDigit(c) && c != '-' && c != '+' && c != '.' {
		return true
	}
	if infinite.MatchString(text) {
		return false
	}
	if literal, ok := jsonNumber(text); ok {
		n.Kind, n.Text = Number, literal
	}
	return true
}

var (
	infinite = lazyregexp.New(`^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	radix    = lazyregexp.New(`^([-+]?)0(?:o([0-7_]+)|x([0-9a-fA-F_]+))$`)
	decimal  = lazyregexp.New(`^([-+]?)(?:0*([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))([eE][-+]?[0-9]+)?$`)
	grouped  = lazyregexp.New(`^[-+]?[0-9]+(?:_[0-9]+)+(?:\.[0-9]*)?$`)
)

// jsonNumber is the JSON literal of a YAML number: 0o17 is 15, 0x1F is 31, 1_000 is 1000, .5 is 0.5, +007 is 7.
// ok is false if the text is not a number; what is octal or hexadecimal and beyond 64 bits is a hash rather than a
// number and stays text, too.
func jsonNumber(text string) (literal string, ok bool) {
	if m := radix.FindStringSubmatch(text); m != nil {
		base, digits := 8, m[2]
		if m[3] != "" {
			base, digits = 16, m[3]
		}
		u, err := strconv.ParseUint(strings.ReplaceAll(digits, "_", ""), base, 64)
		return strings.TrimPrefix(m[1], "+") + strconv.FormatUint(u, 10), err == nil
	}
	if grouped.MatchString(text) {
		text = strings.ReplaceAll(text, "_", "")
	}
	m := decimal.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	sign, whole, fraction, exponent := strings.TrimPrefix(m[1], "+"), m[2], m[3]+m[4], m[5]
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction + exponent, true
}
