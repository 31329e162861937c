package tree_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/tree"
)

func TestWhatIsRefused(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "doc: the document is empty"},
		{"only white space", " \n\t\n", "doc: the document is empty"},
		{"only comments", "# nothing\n", "doc: the document is empty"},
		{"a byte that isn't UTF-8", "a: 1\nb: caf\xE9", "doc:2:7: byte 0xE9 is not UTF-8; save the document as UTF-8"},
		{"JSON that ends early", `{"a": [1, 2`, "doc:1:12: expected ',' or ']' after an element of the array, found the end of the document"},
		{"JSON that ends after a colon", `{"a":`, "doc:1:6: a value is missing: the document ends here"},
		{"JSON with something behind it", "{}\n{}", "doc:2:1: the document ends before this; '{' is left over"},
		{"JSON with a comma at the end of an array", `[1, 2, ]`, "doc:1:8: expected an element of the array after the comma, found ']'"},
		{"JSON with a comma at the end of an object", "{\"a\": 1,\n}", "doc:2:1: expected a member of the object after the comma, found '}'"},
		{"JSON without a comma", "{\"a\": 1\n \"b\": 2}", `doc:2:2: expected ',' or '}' after a member of the object, found '"'`},
		{"JSON without a colon", `{"a" 1}`, `doc:1:6: expected : after the key "a", found '1'`},
		{"JSON without a key's quotes", `{a: 1}`, "doc:1:2: expected a key in double quotes, found 'a'"},
		{"JSON with single quotes", `['a']`, "doc:1:2: strings stand in double quotes in JSON, not single ones"},
		{"JSON with comments", "[\n// one\n1]", "doc:2:1: expected a value, found '/' (JSON has no comments)"},
		{"JSON with a word", `[nul]`, "doc:1:2: expected a value, found 'n'"},
		{"JSON with a number that has a leading zero", `[012]`, "doc:1:3: a number must not begin with a zero; if it is text, put it in double quotes"},
		{"JSON with a number that ends with its point", `[1.]`, "doc:1:4: expected a digit after the decimal point, found ']'"},
		{"JSON with an empty exponent", `[1e+]`, "doc:1:5: expected a digit in the exponent, found ']'"},
		{"JSON with a lone minus", `[-]`, "doc:1:3: expected a digit, found ']'"},
		{"JSON with a number that begins with a point", `[.5]`, "doc:1:2: expected a value, found '.'"},
		{"JSON with an open string", `["abc`, "doc:1:6: a string is not closed: the document ends here"},
		{"JSON with an open string behind an escape", `["é\n`, "doc:1:6: a string is not closed: the document ends here"},
		{"JSON with an escape cut off", `["\`, "doc:1:4: a string is not closed: the document ends here"},
		{"JSON with a line break in a string", "[\"a\nb\"]", `doc:1:4: a string is not closed on its line; a line break inside it is written \n`},
		{"JSON with a tab in a string", "[\"\\n\t\"]", `doc:1:5: a control character inside a string; it is written \u0009`},
		{"JSON with an unknown escape", `["é\x41"]`, `doc:1:4: \x is not an escape of JSON; those are \" \\ \/ \b \f \n \r \t and \uXXXX`},
		{"JSON with half an escape", `["\u12g4"]`, `doc:1:3: after \u four hexadecimal digits are expected`},
		{"JSON with a key twice", "{\"a\": 1,\n \"a\": 2}", `doc:2:2: the key "a" stands twice in this object`},
		{"JSON with a key twice in a large object", `{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14,"o":15,"p":16,"a":17}`, `doc:1:109: the key "a" stands twice in this object`},
		{"YAML with a key twice", "a: 1\nb: 2\na: 3", `doc:3:1: the key "a" stands twice in this object`},
		{"YAML with a key twice in a large object", "--- {a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,\n a}", `doc:2:2: the key "a" stands twice in this object`},
		{"YAML with a key twice, as number and as text", "200: 1\n'200': 3", `doc:2:1: the key "200" stands twice in this object`},
		{"YAML with a long key twice", strings.Repeat("k", 100) + ": 1\n" + strings.Repeat("k", 100) + ": 2", `doc:2:1: the key "` + strings.Repeat("k", 59) + `…" stands twice in this object`},
		{"YAML with a key that is an array", "---\n[a, b]: 1\nc: 2", "doc:2:1: a key must be a string, not an array or object; if it is one, put it in quotes"},
		{"YAML with a key that is an object", "? {a: b}\n: 2", "doc:1:3: a key must be a string, not an array or object; if it is one, put it in quotes"},
		{"YAML with a key that is an alias of an array", "a: &x [1]\n*x : 1\n", "doc:2:1: a key must be a string, not an array or object; if it is one, put it in quotes"},
		{"YAML with infinity", "a:\n  - .inf", "doc:2:5: .inf is not a number that JSON has; if it is text, put it in quotes"},
		{"YAML with not a number", "a: .NaN", "doc:1:4: .NaN is not a number that JSON has; if it is text, put it in quotes"},
		{"YAML with a tag that its text doesn't fit", "a: !!int x", `doc:1:4: "x" is not what its tag !!int says`},
		{"YAML with two documents", "a: 1\n---\nb: 2", "doc:3:1: a second document begins here; a file must hold only one"},
		{"YAML whose second document is broken", "a: 1\n---\nb: [", "doc:3: not valid YAML: did not find expected node content"},
		{"YAML with an alias of nothing", "a: 1\nb: *x", "doc:2:4: the alias \"*x\" has no anchor before it"},
		{"YAML with an alias in its own anchor", "a: &x\n  b: *x", "doc:2:6: the alias \"*x\" stands inside the value that it repeats"},
		{"YAML that merges text", "<<: a", "doc:1:5: the merge key << takes an object or an array of objects, not a string"},
		{"YAML that merges an array of numbers", "<<: [{}, 1]", "doc:1:5: the merge key << takes an object or an array of objects, not a number"},
		{"YAML with a control character", "a: \x07", "doc:1:4: the control character 0x07 is not allowed in YAML"},
		{"YAML with a tab as indentation", "a:\n\tb: 1", "doc:2: not valid YAML: found character that cannot start any token (most often: a tab in the indentation, or text that begins with @, ` or % and must be in quotes)"},
		{"YAML with a colon in text", "a: b: c", "doc:1: not valid YAML: mapping values are not allowed in this context (most often: the indentation, or text with a colon and a space that must be in quotes)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := tree.Parse("doc", []byte(c.text), tree.Limits{})
			require.EqualError(t, err, c.want)
			assert.Nil(t, n)
			var e *tree.Error
			require.ErrorAs(t, err, &e)
		})
	}
}

func TestErrorsWithoutAFile(t *testing.T) {
	_, err := tree.Parse("", []byte("[1"), tree.Limits{})
	require.EqualError(t, err, "1:3: expected ',' or ']' after an element of the array, found the end of the document")
	assert.Equal(t, "alone", (&tree.Error{Message: "alone"}).Error())
}

func TestExcerpts(t *testing.T) {
	long := strings.Repeat("é", 300)
	for _, c := range []struct {
		name, text   string
		line, column int
		want         string
	}{
		{"a caret stands under the place", "a: 1\nb: ]\n", 2, 4, "b: ]\n   ^"},
		{"tabs stay tabs", "a\n\t\"é\": x", 2, 7, "\t\"é\": x\n\t     ^"},
		{"a place behind the end of the line", "abc\n", 1, 4, "abc\n   ^"},
		{"a place far behind the end of the line", "abc\n", 1, 400, "abc\n    ^"},
		{"a line that ends as on Windows", "abc\r\nd", 1, 1, "abc\n^"},
		{"a line without a column", "a\nbc", 2, 0, "bc"},
		{"a line that isn't there", "a", 3, 1, ""},
		{"no place at all", "a", 0, 0, ""},
		{"a document that can't be shown", "\xFF", 1, 1, ""},
		{"a long line is cut around the place", long + "x" + long, 1, 301, strings.Repeat("é", 50) + "x" + strings.Repeat("é", 49) + "\n" + strings.Repeat(" ", 50) + "^"},
		{"the end of a long line", long, 1, 301, strings.Repeat("é", 50) + "\n" + strings.Repeat(" ", 50) + "^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := &tree.Error{Line: c.line, Column: c.column}
			assert.Equal(t, c.want, e.Excerpt([]byte(c.text)))
		})
	}
}
