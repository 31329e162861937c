package tree_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/tree"
)

// lines is the concatenation of n numbered lines.
func lines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// chain is a document whose first line has the anchor a0, and n more lines, each with an anchor and an alias of the line
// before: the format gets the numbers of the two.
func chain(first string, n int, format string) string {
	var b strings.Builder
	b.WriteString(first)
	for i := range n {
		fmt.Fprintf(&b, format, i+1, i)
	}
	return b.String()
}

// stairs are n objects, each indented below the other.
func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestHostileDocuments(t *testing.T) {
	const deep, many = "nested deeper than the limit of 500 levels, which --limit document-depth=N sets", "more values than the limit of 1000000, counting what aliases repeat, which --limit document-values=N sets"
	for _, c := range []struct{ name, text, want string }{
		{"an alias bomb", chain("a0: &a0 [x, x]\n", 40, "a%[1]d: &a%[1]d [*a%[2]d, *a%[2]d]\n"), many},
		{"a bomb of merge keys", chain("a0: &a0 {x: {y: 1}}\n", 40, "a%[1]d: &a%[1]d {k%[2]d: *a%[2]d, <<: *a%[2]d}\n"), many},
		{"280 kB of anchors", lines(28_000, "- &a%d x\n"), "more anchors than the limit of 1000, which --limit document-anchors=N sets"},
		{"anchors in one line", "a: [" + lines(28_000, "&a%d x,") + "]", "more anchors than the limit of 1000, which --limit document-anchors=N sets"},
		{"directives", lines(28_000, "%%TAG !a%d! x\n") + "--- a", "more directives (lines that begin with %) than the limit of 1000, which --limit document-anchors=N sets"},
		{"13 MB of [", strings.Repeat("[", 13<<20), deep},
		{"13 MB of {", strings.Repeat(`{"":`, 13<<18), deep},
		{"arrays 100,000 deep in JSON", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), deep},
		{"arrays 100,000 deep in YAML's flow style", "a: " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "not valid YAML: exceeded max depth of 10000"},
		{"arrays 5,000 deep in YAML's flow style", "a: " + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000), deep},
		{"arrays 100,000 deep in YAML's block style", strings.Repeat("- ", 100_000), "not valid YAML: exceeded max depth of 10000"},
		{"arrays 5,000 deep in YAML's block style", strings.Repeat("- ", 5_000), deep},
		{"objects 5,000 deep in YAML's block style", stairs(5_000), deep},
		{"aliases that nest deeper than what is written", chain("a0: &a0 [x]\n", 600, "a%[1]d: &a%[1]d [*a%[2]d]\n"), deep},
		{"more values than there may be in JSON", "[" + strings.Repeat("0,", 2_000_000) + "0]", many},
		{"more values than there may be in YAML", strings.Repeat("- a\n", 3_000_000), many},
		{"more values than there may be in YAML's flow style", "a: [" + strings.Repeat("a,", 3_000_000) + "]", many},
		{"a document that is too long", strings.Repeat(" ", 64<<20+1), "the document has 67108865 bytes; the limit is 67108864, which --limit document-bytes=N sets"},
		{"a key of a megabyte", `{"` + strings.Repeat("k", 1<<20) + `":1}`, "has 1048576 bytes; the limit is 8192, which --limit key-bytes=N sets"},
		{"a key of a megabyte in YAML", "? " + strings.Repeat("k", 1<<20) + "\n: 1", "has 1048576 bytes; the limit is 8192, which --limit key-bytes=N sets"},
		{"a key of kilobytes twice", `{"` + strings.Repeat("k", 8000) + `":1,"` + strings.Repeat("k", 8000) + `":1}`, "stands twice"},
		{"a hundred thousand values below a long key", `{"` + strings.Repeat("k", 8000) + `":[` + strings.Repeat("0,", 100_000) + "0]}", "the limit that --limit pointer-bytes=N sets"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tree.Parse("doc", []byte(c.text), tree.Limits{Pointers: 512 << 20}) // which deep aliases come to
			require.ErrorContains(t, err, c.want)
			require.Less(t, len(err.Error()), 500, "a message stays readable")
		})
	}
}

func TestLimitsAreExact(t *testing.T) {
	for _, c := range []struct {
		name, text string
		limits     tree.Limits
		want       string
	}{
		{"as deep as the limit in JSON", `[[{"a":1}]]`, tree.Limits{Depth: 3}, ""},
		{"one deeper in JSON", `[[{"a":[]}]]`, tree.Limits{Depth: 3}, "doc:1:8: nested deeper than the limit of 3 levels, which --limit document-depth=N sets"},
		{"as deep as the limit in YAML", "- - a: 1", tree.Limits{Depth: 3}, ""},
		{"one deeper in YAML", "- - a: []", tree.Limits{Depth: 3}, "doc:1:8: nested deeper than the limit of 3 levels, which --limit document-depth=N sets"},
		{"as deep as the limit by an alias", "a: &x [[1]]\nb: *x", tree.Limits{Depth: 3}, ""},
		{"one deeper by an alias", "a: &x [[1]]\nb: [*x]", tree.Limits{Depth: 3}, "doc:2:5: nested deeper than the limit of 3 levels, which --limit document-depth=N sets"},
		{"as many values as the limit in JSON", `[1,{"a":2}]`, tree.Limits{Nodes: 4}, ""},
		{"one more in JSON", `[1,{"a":2},3]`, tree.Limits{Nodes: 4}, "doc:1:12: more values than the limit of 4, counting what aliases repeat, which --limit document-values=N sets"},
		{"as many values as the limit in YAML", "- 1\n- a: 2", tree.Limits{Nodes: 4}, ""},
		{"one more in YAML", "- 1\n- a: 2\n- 3", tree.Limits{Nodes: 4}, "doc:3:3: more values than the limit of 4, counting what aliases repeat, which --limit document-values=N sets"},
		{"one more by an alias", "- &x [1]\n- *x", tree.Limits{Nodes: 4}, "doc:2:3: more values than the limit of 4, counting what aliases repeat, which --limit document-values=N sets"},
		{"as many anchors as the limit", "- &x 1\n- &y 2", tree.Limits{Anchors: 2}, ""},
		{"one anchor more", "- &x 1\n- &y 2\n- &z 3", tree.Limits{Anchors: 2}, "doc:3:3: more anchors than the limit of 2, which --limit document-anchors=N sets"},
		{"what only looks like an anchor", "- R&D\n- a &amp; b\n- ?a=1&b=2\n- x & y\n- &z 3", tree.Limits{Anchors: 1}, ""},
		{"as long a key as the limit in JSON", `{"abc":1}`, tree.Limits{Key: 3}, ""},
		{"a longer one in JSON", `{"a":{"abcd":1}}`, tree.Limits{Key: 3}, `doc:1:7: the key "abcd" has 4 bytes; the limit is 3, which --limit key-bytes=N sets`},
		{"as long a key as the limit in YAML", "abc: 1", tree.Limits{Key: 3}, ""},
		{"a longer one in YAML", "a:\n  abcd: 1", tree.Limits{Key: 3}, `doc:2:3: the key "abcd" has 4 bytes; the limit is 3, which --limit key-bytes=N sets`},
		{"as long pointers as the limit in JSON", `{"ab":{"c":1,"d":[2]}}`, tree.Limits{Pointers: 3 + 5 + 5 + 9}, ""},
		{"longer ones in JSON", `{"ab":{"c":1,"d":[2]}}`, tree.Limits{Pointers: 3 + 5 + 5 + 8}, "doc:1:19: keys so long, around so many values, that the JSON pointers of all values have more than 21 bytes together, the limit that --limit pointer-bytes=N sets"},
		{"as long pointers as the limit in YAML", "ab: {c: 1, d: [2]}", tree.Limits{Pointers: 3 + 5 + 5 + 9}, ""},
		{"longer ones in YAML", "ab: {c: 1, d: [2]}", tree.Limits{Pointers: 3 + 5 + 5 + 8}, "doc:1:16: keys so long, around so many values, that the JSON pointers of all values have more than 21 bytes together, the limit that --limit pointer-bytes=N sets"},
		{"as long pointers as the limit by aliases", "a: &x {c: 1}\nb: &y {dd: *x}\nc: *y", tree.Limits{Pointers: 2 + 4 + 2 + 5 + 7 + 2 + 5 + 7}, ""},
		{"longer ones by aliases", "a: &x {c: 1}\nb: &y {dd: *x}\nc: *y", tree.Limits{Pointers: 2 + 4 + 2 + 5 + 7 + 2 + 5 + 6}, "doc:3:4: keys so long, around so many values, that the JSON pointers of all values have more than 33 bytes together, the limit that --limit pointer-bytes=N sets"},
		{"as many bytes as the limit", "[1]", tree.Limits{Bytes: 3}, ""},
		{"one byte more", "[10]", tree.Limits{Bytes: 3}, "doc: the document has 4 bytes; the limit is 3, which --limit document-bytes=N sets"},
		{"a limit holds for flow style in a YAML file", "{a: [[]]}", tree.Limits{Depth: 2}, "doc:1:2: expected a key in double quotes, found 'a'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tree.Parse("doc", []byte(c.text), c.limits)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
		})
	}
}

// The files of one document are counted together: a thousand of them could each keep within the limits.
func TestLimitsOfAllFilesOfADocument(t *testing.T) {
	const first = `{"a": [1, 2]}`
	for _, c := range []struct {
		name, second string
		limits       tree.Limits
		want         string
	}{
		{"as many bytes as the limit", "[1]", tree.Limits{Bytes: 16}, ""},
		{"one byte more", "[10]", tree.Limits{Bytes: 16}, "second: the files of the document have more than 16 bytes together, the limit that --limit document-bytes=N sets"},
		{"as many values as the limit in JSON", "[1]", tree.Limits{Nodes: 6}, ""},
		{"one more in JSON", "[1, 2]", tree.Limits{Nodes: 6}, "second:1:5: more values than the limit of 6, counting the document's other files, which --limit document-values=N sets"},
		{"as many values as the limit in YAML", "a: 1", tree.Limits{Nodes: 6}, ""},
		{"one more in YAML", "a: 1\nb: 2", tree.Limits{Nodes: 6}, "second:2:4: more values than the limit of 6, counting the document's other files, which --limit document-values=N sets"},
		{"longer pointers than the limit", "abcdef: 1", tree.Limits{Pointers: 20}, "second:1:9: keys so long, around so many values, that the JSON pointers of all values have more than 20 bytes together, the limit that --limit pointer-bytes=N sets"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.limits.Shared = &tree.Taken{}
			_, err := tree.Parse("first", []byte(first), c.limits)
			require.NoError(t, err)
			_, err = tree.Parse("second", []byte(c.second), c.limits)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
		})
	}
}
