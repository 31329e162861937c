package overlay_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/overlay"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// action is an overlay of one action on a target, made without YAML's own escapes.
func action(target string) *tree.Node {
	text := func(s string) *tree.Node { return &tree.Node{Kind: tree.String, Text: s} }
	object := func(members ...any) *tree.Node {
		var keys []string
		var items []*tree.Node
		for i := 0; i < len(members); i += 2 {
			keys, items = append(keys, members[i].(string)), append(items, members[i+1].(*tree.Node))
		}
		return tree.NewObject(nil, keys, items)
	}
	return object("overlay", text("1.0.0"), "info", object("title", text("T"), "version", text("1")),
		"actions", &tree.Node{Kind: tree.Array, Items: []*tree.Node{object("target", text(target), "update", object("new", text("x")))}})
}

// nested is a document of one object in another, by these names.
func nested(names ...string) *tree.Node {
	n := tree.NewObject(nil, nil, nil)
	for i := len(names) - 1; i >= 0; i-- {
		n = tree.NewObject(nil, names[i:i+1:i+1], []*tree.Node{n})
	}
	return n
}

func TestTargets(t *testing.T) {
	for _, c := range []struct {
		target string
		names  []string
	}{
		{"$", nil},
		{"$.info", []string{"info"}},
		{"$.a._b.C1", []string{"a", "_b", "C1"}},
		{"$.größe", []string{"größe"}},
		{"$['a']", []string{"a"}},
		{`$["a"].b['c']`, []string{"a", "b", "c"}},
		{"$ .a\t[ 'b' ]\n.c", []string{"a", "b", "c"}},
		{"$['/a/b'].get", []string{"/a/b", "get"}},
		{`$['it\'s "x"']`, []string{`it's "x"`}},
		{`$["it's \"x\""]`, []string{`it's "x"`}},
		{`$['\b\f\n\r\t\/\\\u0041\u00e9\uD83D\ude00']`, []string{"\b\f\n\r\t/\\Aé😀"}},
		{"$['']", []string{""}},
		{"$['*']['..']['0'][']']", []string{"*", "..", "0", "]"}},
	} {
		t.Run(c.target, func(t *testing.T) {
			o, err := overlay.Parse(action(c.target))
			require.NoError(t, err)
			changed, err := o.Apply(nested(c.names...))
			require.NoError(t, err)
			assert.Equal(t, "x", changed.At(tree.Join("", append(c.names, "new")...)).Str())
		})
	}
}

func TestTargetsThatAreNotSupported(t *testing.T) {
	const supported = `; a target is $ followed by .name, ['name'] or ["name"], any number of times`
	for target, want := range map[string]string{
		"":                 "it must begin with $, the document" + supported,
		"paths":            "it must begin with $, the document" + supported,
		" $":               "it must begin with $, the document" + supported,
		"$ ":               "white space at its end is not allowed",
		"$.a ":             "white space at its end is not allowed",
		"$a":               "expected . or [ at character 2, found 'a'" + supported,
		"$.":               "a name is missing at its end",
		"$..get":           "the descendant segment .. (at character 2) is not supported" + supported,
		"$.paths..get":     "the descendant segment .. (at character 8) is not supported" + supported,
		"$.*":              "the wildcard * (at character 2) is not supported" + supported,
		"$.ä[*]":           "the wildcard * (at character 5) is not supported" + supported,
		"$.a[0]":           "the index [0] (at character 5) is not supported" + supported,
		"$.a[-1]":          "the index [-1] (at character 5) is not supported" + supported,
		"$.a[1:2]":         "the slice [1:2] (at character 5) is not supported" + supported,
		"$.a[:]":           "the slice [:] (at character 5) is not supported" + supported,
		"$.a[?@.b == 'c']": "the filter ?… (at character 5) is not supported" + supported,
		"$['a','b']":       "a list of several selectors (at character 6) is not supported" + supported,
		"$[a]":             "expected a name in quotes at character 3, found 'a'" + supported,
		"$['a' b]":         "expected ] at character 7, found 'b'",
		"$['a'":            "a bracket is not closed",
		"$[":               "a bracket is not closed",
		"$['a":             "a quote is not closed",
		`$['a\`:            "a quote is not closed",
		`$['a\x']`:         `the escape at character 5 is none of JSONPath's: \' \\ \/ \b \f \n \r \t \uXXXX`,
		`$['a\"']`:         `the escape at character 5 is none of JSONPath's: \' \\ \/ \b \f \n \r \t \uXXXX`,
		`$['\u12']`:        `the escape at character 4 is not \u and four hexadecimal digits of a character`,
		`$['\ud800']`:      `the escape at character 4 is not \u and four hexadecimal digits of a character`,
		`$['\ud800\u']`:    `the escape at character 4 is not \u and four hexadecimal digits of a character`,
		`$['\u+123']`:      `the escape at character 4 is not \u and four hexadecimal digits of a character`,
		"$['\n']":          `a control character at character 4; in a name it is written \u000a`,
		"$.x-mock":         "a name with '-' (at character 4) stands in brackets and quotes: ['x-mock']",
		"$.x-mock.a":       "a name with '-' (at character 4) stands in brackets and quotes: ['x-mock']",
		"$.paths./a/b":     "a name with '/' (at character 9) stands in brackets and quotes: ['/a/b']",
		"$.1st":            "a name with '1' (at character 3) stands in brackets and quotes: ['1st']",
		"$.responses.200":  "a name with '2' (at character 13) stands in brackets and quotes: ['200']",
		"$.it's":           "a name with \"'\" (at character 5) stands in brackets and quotes: ['it\\'s']",
		"$. a":             "a name is missing at character 3",
		"$.a.[b]":          "a name is missing at character 5",
	} {
		t.Run(target, func(t *testing.T) {
			_, err := overlay.Parse(action(target))
			require.EqualError(t, err, "the target "+target+": "+want)
		})
	}
}

// inQuotes writes a name as a target in single quotes.
func inQuotes(name string) string {
	return "['" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`).Replace(name) + "']"
}

func TestEveryNameCanBeATarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("a/{}'\"\\.*[]$\n é😀0"))), 1, 4).Draw(t, "names")
		target := "$"
		for _, name := range names {
			target += inQuotes(name)
		}
		o, err := overlay.Parse(action(target))
		require.NoError(t, err)
		changed, err := o.Apply(nested(names...))
		require.NoError(t, err)
		require.NotNil(t, changed.Path(append(names, "new")...))
	})
}

// FuzzTarget checks that a target is either refused in one sentence or names what a document may have or lack.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"$", "$.info", "$.paths['/a/b'].get", `$["a\u0041"]`, "$..*", "$[0]", "$[?@.a]", "$ .a [ 'b' ]", `$['\ud83d\ude00']`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		o, err := overlay.Parse(action(target))
		if err != nil {
			const repeated = 200 // characters of it
			require.True(t, strings.HasPrefix(err.Error(), "the target "+value.Cut(target, repeated)+": "), err)
			return
		}
		if _, err := o.Apply(nested()); err != nil {
			require.ErrorContains(t, err, "there is no ")
		}
	})
}
