package tree_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// parse reads a document that must be fine.
func parse(t testing.TB, text string) *tree.Node {
	t.Helper()
	n, err := tree.Parse("doc", []byte(text), tree.Limits{})
	require.NoError(t, err)
	return n
}

// json is the value of a node as compact JSON.
func json(n *tree.Node) string { return string(value.AppendJSON(nil, n.Value())) }

func TestParseReadsValues(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"JSON keeps the order of keys", `{"b": 1, "a": [true, false, null], "c": {}}`, `{"b":1,"a":[true,false,null],"c":{}}`},
		{"JSON numbers keep their digits", `[0, -0, 1.10, 1e400, 123456789012345678901234567890, -2.5E-3]`, `[0,0,1.10,1e400,123456789012345678901234567890,-2.5E-3]`},
		{"JSON strings with every escape", `["\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00"]`, `["\"\\/\b\f\n\r\tAé😀"]`},
		{"JSON with a lone surrogate", `["\ud800", "\ud800A", "\udc00x"]`, "[\"\uFFFD\",\"\uFFFDA\",\"\uFFFDx\"]"},
		{"JSON behind a byte order mark", "\xEF\xBB\xBF {\"a\": 1}", `{"a":1}`},
		{"JSON in UTF-16 of either order", "\xFF\xFE[\x001\x00]\x00", `[1]`},
		{"YAML in UTF-16, as PowerShell writes it", "\xFE\xFF\x00a\x00:\x00 \x001", `{"a":1}`},
		{"an object of more keys than are scanned", `{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14,"o":15,"p":16,"q":17}`,
			`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14,"o":15,"p":16,"q":17}`},
		{"YAML keeps the order of keys", "b: 1\na: [x, y]\nc: {}", `{"b":1,"a":["x","y"],"c":{}}`},
		{"YAML nulls", "--- [null, Null, NULL, ~, '', {a: }]", `[null,null,null,null,"",{"a":null}]`},
		{"YAML booleans, not the ones of YAML 1.1", "--- [true, True, FALSE, yes, no, on, off, y]", `[true,true,false,"yes","no","on","off","y"]`},
		{"YAML numbers become JSON literals", "--- [0o17, 0x1F, -0x10, 1_000, 1_000.5, +12, .5, 1., 007, 00, 1e3, -1.50E+2, 1.10]", `[15,31,-16,1000,1000.5,12,0.5,1,7,0,1e3,-1.50E+2,1.10]`},
		{"YAML text that only looks like numbers", "--- [1.2.3, 12:30, 2024-01-01, 2024-01-01T10:00:00Z, '12', \"1\", 1__0, _1, 1e, -, +, ., 0b11, 0x, 0xg, 0o8, e5, -e5]",
			`["1.2.3","12:30","2024-01-01","2024-01-01T10:00:00Z","12","1","1__0","_1","1e","-","+",".","0b11","0x","0xg","0o8","e5","-e5"]`},
		{"a hash that looks like a hexadecimal number stays text", "0xb94b7a23ecc0c7f0bc6ca8bbbd2d8f97", `"0xb94b7a23ecc0c7f0bc6ca8bbbd2d8f97"`},
		{"the largest hexadecimal number of 64 bits", "0xFFFFFFFFFFFFFFFF", `18446744073709551615`},
		{"YAML keys that are not strings are their text", "200: a\ntrue: b\nnull: c\n1.0: d\n0x1F: e\n~: f", `{"200":"a","true":"b","null":"c","1.0":"d","0x1F":"e","~":"f"}`},
		{"YAML tags that JSON has kinds for", "--- [!!str 12, !!int '3', !!float 3, !!null '', !!bool 'true', !!binary aGk=, !mine x, !!str ]", `["12",3,3,null,true,"aGk=","x",""]`},
		{"YAML block text", "a: |\n  x\n   y\nb: >-\n  x\n  y\n", `{"a":"x\n y\n","b":"x y"}`},
		{"aliases repeat their anchor", "a: &x [1, 2]\nb: *x\n", `{"a":[1,2],"b":[1,2]}`},
		{"an alias of a string as key", "a: &x key\n*x : 1\n", `{"a":"key","key":1}`},
		{"a merge key brings what is not there, in its place", "base: &x {a: 1, b: 2}\nmore:\n  c: 3\n  <<: *x\n  b: 4\n", `{"base":{"a":1,"b":2},"more":{"c":3,"a":1,"b":4}}`},
		{"of several merged objects the first wins", "<<: [{a: 1}, {a: 2, b: 3}]", `{"a":1,"b":3}`},
		{"two merge keys", "<<: {a: 1}\n<<: {a: 2, b: 3}", `{"a":1,"b":3}`},
		{"a quoted << is a key like others", "'<<': {a: 1}", `{"<<":{"a":1}}`},
		{"YAML with comments, markers and directives", "# c\n%YAML 1.2\n---\na: 1 # d\n...\n", `{"a":1}`},
		{"a YAML document that is a string", "hello", `"hello"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, json(parse(t, c.text)))
		})
	}
}

func TestYAMLFlowStyleInAYAMLFile(t *testing.T) {
	const text = "{a: 1, b: [x,],}"
	n, err := tree.Parse("a.yaml", []byte(text), tree.Limits{})
	require.NoError(t, err)
	assert.Equal(t, `{"a":1,"b":["x"]}`, json(n))
	_, err = tree.Parse("a.json", []byte(text), tree.Limits{})
	require.EqualError(t, err, "a.json:1:2: expected a key in double quotes, found 'a'")
	_, err = tree.Parse("a.yaml", []byte("{\"a\": 1"), tree.Limits{})
	require.EqualError(t, err, "a.yaml:1:8: expected ',' or '}' after a member of the object, found the end of the document", "JSON's error is the clearer one")
}

func TestAliasesShareTheirTarget(t *testing.T) {
	n := parse(t, "a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n")
	assert.Same(t, n.Get("a"), n.Get("b"))
	assert.Same(t, n.Path("a", "k"), n.Path("c", "k"))
}

func TestEveryNodeKnowsItsPlace(t *testing.T) {
	for name, text := range map[string]string{
		"JSON": "{\n  \"é😀\": [1, \"é\", true],\r\n\t\"b\": {\"c\": null}\n}",
		"YAML": "é😀: [1, \"é\", true]\nb:\n  c: null\n",
	} {
		t.Run(name, func(t *testing.T) {
			n := parse(t, text)
			var places []string
			for _, pointer := range []string{"", "/é😀", "/é😀/0", "/é😀/1", "/é😀/2", "/b", "/b/c"} {
				places = append(places, n.At(pointer).Place())
			}
			want := map[string][]string{
				"JSON": {"doc:1:1", "doc:2:9", "doc:2:10", "doc:2:13", "doc:2:18", "doc:3:7", "doc:3:13"},
				"YAML": {"doc:1:1", "doc:1:5", "doc:1:6", "doc:1:9", "doc:1:14", "doc:3:3", "doc:3:6"},
			}
			assert.Equal(t, want[name], places)
		})
	}
}

func TestLargeObjectsAreIndexed(t *testing.T) {
	for name, text := range map[string]string{
		"JSON": `{"0":0,"1":1,"2":2,"3":3,"4":4,"5":5,"6":6,"7":7,"8":8,"9":9,"10":10,"11":11,"12":12,"13":13,"14":14,"15":15,"16":16,"17":17}`,
		"YAML": "0: 0\n1: 1\n2: 2\n3: 3\n4: 4\n5: 5\n6: 6\n7: 7\n8: 8\n9: 9\n10: 10\n11: 11\n12: 12\n13: 13\n14: 14\n15: 15\n16: 16\n17: 17\n",
	} {
		t.Run(name, func(t *testing.T) {
			n := parse(t, text)
			require.Equal(t, 18, n.Len())
			for i, key := range n.Keys {
				got, ok := n.Get(key).Int()
				assert.True(t, ok)
				assert.EqualValues(t, i, got)
			}
			assert.Nil(t, n.Get("18"))
		})
	}
}

func TestParseLenientKeepsTheLastOfAKey(t *testing.T) {
	many := `"b":1,"c":2,"d":3,"e":4,"f":5,"g":6,"h":7,"i":8,"j":9,"k":10,"l":11,"m":12,"n":13,"o":14,"p":15,"q":16`
	for _, c := range []struct {
		name, text, want string
		repeats          []string
	}{
		{"none", `{"a": 1, "b": 2}`, `{"a":1,"b":2}`, nil},
		{"JSON", `{"a": 1, "b": 2, "a": 3, "b": 4, "a": 5}`, `{"b":4,"a":5}`, []string{"a", "b"}},
		{"YAML", "a: 1\nb: 2\na: {a: 1}\n", `{"b":2,"a":{"a":1}}`, []string{"a"}},
		{"YAML, as number and as text", "200: 1\n'200': 2\n", `{"200":2}`, []string{"200"}},
		{"YAML with a merge", "a: 1\n<<: {a: 0, b: 0}\na: 2\n", `{"b":0,"a":2}`, []string{"a"}},
		{"a large object", `{"a":0,` + many + `,"a":17}`, `{` + many + `,"a":17}`, []string{"a"}},
		{"a large object that is small without them", `{"a":0` + strings.Repeat(`,"a":1`, 20) + `}`, `{"a":1}`, []string{"a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := tree.ParseLenient("doc", []byte(c.text), tree.Limits{})
			require.NoError(t, err)
			assert.Equal(t, c.want, json(n))
			assert.Equal(t, c.repeats, n.Repeats())
			for i, key := range n.Keys {
				assert.Same(t, n.Items[i], n.Get(key))
			}
		})
	}
}

func TestParseLenientTakesNumbersThatJSONDoesNotHaveForTexts(t *testing.T) {
	text := "a: [.inf, '.inf', -.INF, !!float .nan, .info]\n"
	n, err := tree.ParseLenient("doc", []byte(text), tree.Limits{})
	require.NoError(t, err)
	assert.Equal(t, `{"a":[".inf",".inf","-.INF",".nan",".info"]}`, json(n))
	var infinite []bool
	for _, item := range n.Get("a").Items {
		infinite = append(infinite, item.Infinite())
	}
	assert.Equal(t, []bool{true, false, true, true, false}, infinite)
}

func TestWhatIsDroppedIsKnownThroughEdits(t *testing.T) {
	n, err := tree.ParseLenient("doc", []byte("a: 1\nb: 2\na: 3\nb: 4\na: 5\n"), tree.Limits{})
	require.NoError(t, err)
	update := parse(t, "{\"c\": 0, \"a\": 6}")
	draft := tree.NewDraft()
	without, merged := draft.Own(n), draft.Merge(n, update)
	draft.Remove(without, "a")
	draft.Finish()
	for name, c := range map[string]struct {
		edited *tree.Node
		want   string
	}{
		"as it was parsed":    {n, "a1 b2 a3 "},
		"with another value":  {n.With("a", n), "a1 b2 a3 "},
		"with another member": {n.With("c", n), "a1 b2 a3 "},
		"without a member":    {without, "b2 "},
		"merged":              {merged, "a1 b2 a3 "},
	} {
		got := ""
		for _, d := range c.edited.Dropped() {
			got += d.Key + d.Node.Text + " "
		}
		assert.Equal(t, c.want, got, name)
	}
}
