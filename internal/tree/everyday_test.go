package tree_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/tree"
)

// everyday are documents that are read without the library, and that it reads the same.
var everyday = map[string]string{
	"nothing but a key":                    "a:",
	"a marker at the beginning":            "---\na: 1\n",
	"comments everywhere":                  "# a\na: # b\n  # c\n  - 1 # d\n# e\n  - 2\n\n# f\nb: x # y\n",
	"nulls":                                "a:\nb: ~\nc: null\nd:\n  -\n  - x\n  -\ne:",
	"a sequence flush with its key":        "a:\n- b\n- c: 1\n  d: 2\ne:\n- f",
	"sequences in sequences":               "- - a\n  - b\n-\n  - c\n- - - d\n",
	"numbers and words":                    "a: [1, -0, 1e3, .5, 0x1F, 0o17, 1_000, +7, 007, 1.2.3, 2024-01-01, yes, True, FALSE, Null, -a, --- , 1.]\n",
	"keys that are no texts":               "200: a\ntrue: b\n~: c\n1.5: d\n'200x': e\n\"q\": f\n",
	"plain scalars of several lines":       "a: b\n  c\n\n\n  d e\n   - f\n  [g\nh: x\n - y\n",
	"quotes of several lines":              "a: 'b\n  c  \n\n d''e '\nf: \"  g \\\"h\\n\n i\\\\\"\n'k': ''\n",
	"literals":                             "a: |\n  b\n   c\n\n  d\nb: |-\n  x\n\nc: |+\n  y\n\n\nd: | # e\n\n\n    z\ty\n     \t\n  \ne: |\n - x\n",
	"folded texts":                         "a: >\n  b\n  c\n\n  d\n   e\n  f\n\n\n   g\n\n  h\nb: >-\n  x\n   \n  y\n\nc: >+\n  z\n\n# d\n",
	"flow collections":                     "a: {b: [c, 'd', \"e\",], f: {}, 'g': [], \"h\": x y, i: http://j:k/l#m}\nb: [\n  a, # b\n  {c: d\n  }\n]\n",
	"a flow collection alone":              "# x\n[a, {b: c}]\n",
	"colons and hashes that begin nothing": "a:b: c#d\ne: f:g ::h\ni: j#k l:m\n",
	"characters of several bytes":          "ä: ö\nß: [é, 'ü', ñ]\n“: {ñ: ñ}\nx: ñ ñ:ñ",
	"indentation of every depth":           "a:\n b:\n     c:\n      - d:\n           e: f\n        g: h\n i: j\n",
	"the last line without a break":        "a: b\nc: [d]",
	"keys with blanks and quotes":          "a b: c\nd \"e\": f\n/g/{h}: i\nx-y: z\n$ref: '#/a'\n",
	"escapes":                              "a: \"\\x41\\u00e9\\U0001F1FA \\n\"\n",
	"escaped line breaks":                  "a: \"b  \\\n   c\\\n\n\n  \\ d\"\n",
	"anchors and aliases":                  "a: &a 1\nb: &b\n  - c\n  - &d {e: *a}\nf: *b\ng: &g # h\n- i\n- &i\n  j: k\n- *d # l\nm: [&m n, *m,*m]\no: {p: &p [], q: *p}\nr: *i\ns: &t [&t 1]\nu: *t\n",
	"merge keys":                           "a: &a {b: 1, c: 2}\nd: &d {c: 3, e: 4}\nf:\n  <<: *a\n  b: 5\ng:\n  c: 6\n  <<: [*d, *a]\n  h: 7\ni:\n  <<: {j: 8}\n",
	"a last line that folds":               "a: >-\n  b\n  c",
	"block scalars without text":           "a: |\nb: >+ # c\n\n    \n\nd: |-\n\ne:\n- |\n- >-\n\n- |+\n   \nf: |",
	"block scalars that say how deep":      "a: |2\n   b\n  c\nd:\n  - >1-\n     e\n    f\n  - |-3\n\n      g\n",
	"many keys":                            strings.Join(strings.Fields("a: b: c: d: e: f: g: h: i: j: k: l: m: n: o: p: q: r:"), "\n"),
}

// leftOver are documents that are up to the library.
var leftOver = []string{
	"a: &x *x\n", "a: *x\n", "a: &x\nb: c\n", "- &x a: b\n", "a: &x [1, *x]\n", "a: &x &y z\n", "<<: 1\n", "\"<<\": {a: b}\n", "a: &x [*x]\n", "a: &x 1\nb: &x [*x]\n", "*x : y\n", "a: !!str 1\n", "? a\n: b\n", "a: 1\n---\nb: 2\n", "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n", "a:\t1\n", "a: 1\r\nb: 2\r\n", "a: b: c\n", "a: 1\na: 2\n",
	"a: .inf\n", "a: |0\n   b\n", "a: |2-1\n   b\n", "a: \"\\ud83d\"\n", "a: \"\\x4\"\n", "a: \"\\e\"\n", "a : b\n", "a\n", "", "# a\n", "a: [b: c]\n", "a: {b}\n", "a: [b\n", "a: 'b\n", "a:\n  - b\n c: d\n",
	"a:\n  b: c\n d: e\n", "- a\nb: c\n", "a: b\n  c: d\n", "a: [b, , c]\n", "a: 'b' c\n", "a: - b\n", "a: @b\n", "a: \u2028b\n", "a: \u0085b\n", "a: 1\n--- x\n", "a: 'b\n--- c'\n", "- a: b\n   c: d\n",
	"a: |\n   \n  b\n", "a: |\n \tb\n", "[a, b]: c\n", "{a: b}: c\n", "a: \"b\"#c\n", "a: |#b\n c\n", "a: b\n\tc\n", "a: [b?c]\n", "'a\n b': c\n",
}

func TestEverydayYAMLIsWhatTheLibraryReads(t *testing.T) {
	for name, text := range everyday {
		t.Run(name, func(t *testing.T) {
			got := tree.ParseEveryday("doc.yaml", text, tree.Limits{})
			require.NotNil(t, got, "it is left to the library")
			want, err := tree.ParseLibrary("doc.yaml", text, tree.Limits{})
			require.NoError(t, err)
			require.True(t, tree.Alike(want, got))
		})
	}
}

func TestWhatIsNotEverydayIsLeftToTheLibrary(t *testing.T) {
	for _, text := range leftOver {
		assert.Nil(t, tree.ParseEveryday("doc.yaml", text, tree.Limits{}), "%q", text)
	}
}

func TestRealDocumentsAreEveryday(t *testing.T) {
	files := scenario.Corpus(t)
	more, err := filepath.Glob("../../specs/*/*.yaml")
	require.NoError(t, err)
	fixtures, err := filepath.Glob("../../fixtures/*.yaml")
	require.NoError(t, err)
	var left []string
	for _, file := range append(append(files, more...), fixtures...) {
		text := string(read(t, file))
		if filepath.Ext(file) == ".json" {
			continue
		}
		got := tree.ParseEveryday("doc.yaml", text, tree.Limits{})
		if got == nil {
			left = append(left, filepath.Base(file))
			continue
		}
		want, err := tree.ParseLibrary("doc.yaml", text, tree.Limits{})
		require.NoError(t, err)
		require.True(t, tree.Alike(want, got), file)
	}
	assert.Empty(t, left, "these are left to the library")
}

func TestALimitIsToldByTheLibrary(t *testing.T) {
	for text, limits := range map[string]tree.Limits{
		"a: [1, 2, 3]\n":   {Nodes: 4},
		"a: {b: {c: d}}\n": {Depth: 2},
		"abcdefg: 1\n":     {Key: 6},
		"abcde: {f: 1}\n":  {Pointers: 10},
	} {
		assert.Nil(t, tree.ParseEveryday("doc.yaml", text, limits), text)
		_, err := tree.Parse("doc.yaml", []byte(text), limits)
		assert.ErrorContains(t, err, "limit", text)
	}
	shared := &tree.Taken{}
	_, err := tree.Parse("doc.yaml", []byte("a: [1, 2]\n"), tree.Limits{Shared: shared})
	require.NoError(t, err)
	assert.Equal(t, 10, shared.Bytes())
}

// FuzzEveryday holds what is read without the library to what the library reads.
func FuzzEveryday(f *testing.F) {
	for _, text := range everyday {
		f.Add(text)
	}
	for _, text := range leftOver {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		limits := tree.Limits{Nodes: 1000, Depth: 50, Anchors: 100}
		if !utf8.ValidString(text) {
			return // Parse has refused it
		}
		got := tree.ParseEveryday("doc.yaml", text, limits)
		if got == nil || tree.Refused(text, limits) {
			return
		}
		want, err := tree.ParseLibrary("doc.yaml", text, limits)
		require.NoError(t, err, "%q", text)
		require.True(t, tree.Alike(want, got), "%q", text)
	})
}
