package schema

import (
	"math"
	"strconv"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// The readers of a keyword's value return what was expected instead, or "".

func readText(n *tree.Node) (string, string) {
	if !n.Is(tree.String) {
		return "", "a string"
	}
	return n.Text, ""
}

func readBool(n *tree.Node) (bool, string) {
	if !n.Is(tree.Bool) {
		return false, "true or false"
	}
	return n.True(), ""
}

func readNumber(n *tree.Node) (any, string) {
	if !n.Is(tree.Number) {
		return nil, "a number"
	}
	return n.Value(), ""
}

func readDivisor(n *tree.Node) (any, string) {
	v, expected := readNumber(n)
	if expected != "" || value.Compare(v, int64(0)) <= 0 {
		return nil, "a number above 0"
	}
	return v, ""
}

// readExclusive reads the number of 2020-12; the boolean of OpenAPI 3.0 it leaves to raise.
func readExclusive(n *tree.Node) (any, string) {
	if n.Is(tree.Bool) {
		return n.True(), ""
	}
	return readNumber(n)
}

// readCount reads a number of characters, items or properties. One that no value could have is as good as the largest.
func readCount(n *tree.Node) (int64, string) {
	v, expected := readNumber(n)
	if expected != "" || !value.IsInteger(v) || value.Compare(v, int64(0)) < 0 {
		return 0, "an integer of at least 0"
	}
	if i, fits := value.Int(v); fits {
		return i, ""
	}
	return math.MaxInt64, ""
}

func readMost(n *tree.Node) (*int64, string) {
	i, expected := readCount(n)
	return &i, expected
}

// readRequired reads the names of required properties; a boolean is how JSON Schema draft 3 marked the property itself.
func readRequired(n *tree.Node) ([]string, string) {
	if n.Is(tree.Bool) {
		return nil, "an array of the names of required properties, beside properties"
	}
	return readNames(n)
}

func readNames(n *tree.Node) ([]string, string) {
	if !n.Is(tree.Array) {
		return nil, "an array of strings"
	}
	names := make([]string, len(n.Items))
	for i, item := range n.Items {
		if !item.Is(tree.String) {
			return nil, "an array of strings alone"
		}
		names[i] = item.Text
	}
	return names, ""
}

func index(i int) string { return strconv.Itoa(i) }
