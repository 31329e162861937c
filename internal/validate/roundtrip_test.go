package validate_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// A way to write the parameter color: the test's own words for RFC 6570, on which the standard rests.
type way struct {
	in, style string
	explode   bool
	text      func(v string) string
	list      func(items []string) string
	object    func(pairs [][2]string) string // nil: the style has none
}

func join(separator, between string) func([][2]string) string {
	return func(pairs [][2]string) string {
		var parts []string
		for _, p := range pairs {
			parts = append(parts, p[0]+between+p[1])
		}
		return strings.Join(parts, separator)
	}
}

func prefixed(prefix string, f func([][2]string) string) func([][2]string) string {
	return func(pairs [][2]string) string { return prefix + f(pairs) }
}

func joinList(prefix, separator string) func([]string) string {
	return func(items []string) string { return prefix + strings.Join(items, separator) }
}

func textAfter(prefix string) func(string) string { return func(v string) string { return prefix + v } }

var ways = []way{
	{"path", "simple", false, textAfter(""), joinList("", ","), join(",", ",")},
	{"path", "simple", true, textAfter(""), joinList("", ","), join(",", "=")},
	{"path", "label", false, textAfter("."), joinList(".", ","), prefixed(".", join(",", ","))},
	{"path", "label", true, textAfter("."), joinList(".", "."), prefixed(".", join(".", "="))},
	{"path", "matrix", false, textAfter(";color="), joinList(";color=", ","), prefixed(";color=", join(",", ","))},
	{"path", "matrix", true, textAfter(";color="), joinList(";color=", ";color="), prefixed(";", join(";", "="))},
	{"query", "form", false, textAfter("color="), joinList("color=", ","), prefixed("color=", join(",", ","))},
	{"query", "form", true, textAfter("color="), joinList("color=", "&color="), join("&", "=")},
	{"query", "spaceDelimited", false, textAfter("color="), joinList("color=", "%20"), prefixed("color=", join("%20", "%20"))},
	{"query", "pipeDelimited", false, textAfter("color="), joinList("color=", "|"), prefixed("color=", join("|", "|"))},
	{"query", "tabDelimited", false, textAfter("color="), joinList("color=", "%09"), nil},
	{"query", "deepObject", true, nil, joinList("color[]=", "&color[]="), func(pairs [][2]string) string {
		return prefixed("color[", join("&color[", "]="))(pairs)
	}},
	{"cookie", "form", false, textAfter("color="), joinList("color=", ","), prefixed("color=", join(",", ","))},
	{"cookie", "form", true, textAfter("color="), joinList("color=", "&color="), join("&", "=")},
}

// escape is percent-encoding of all but what is unreserved, and of the dot, which label needs for itself.
func escape(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(text), "+", "%20"), ".", "%2E")
}

// texts draws texts that no style separates by itself: the delimited ones have no way to tell an escaped delimiter.
func texts(w way) *rapid.Generator[string] {
	return rapid.StringN(1, 8, 32).Filter(func(s string) bool {
		return s != "" && (!strings.HasSuffix(w.style, "Delimited") || !strings.ContainsAny(s, " |\t"))
	})
}

func TestWhatIsWrittenInAnyStyleComesBack(t *testing.T) {
	contracts := map[string]*spec.Contract{}
	for _, w := range ways {
		for kind, schema := range map[string]string{
			"text": "{type: string}", "list": "{type: array, items: {type: string}}", "integers": "{type: array, items: {type: integer}}",
			"object": "{type: object, additionalProperties: {type: string}}",
		} {
			contracts[w.in+w.style+strconv.FormatBool(w.explode)+kind] = parameterContract(t, w.in, w.style, w.explode, schema)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(ways).Draw(t, "way")
		kind := rapid.SampledFrom([]string{"text", "list", "integers", "object"}).Draw(t, "kind")
		written, want := draw(t, w, kind)
		if written == "" {
			return
		}
		call := validate.Check(contracts[w.in+w.style+strconv.FormatBool(w.explode)+kind], requestOf(w.in, written), validate.Options{})
		require.Empty(t, call.Violations, "%s", written)
		got, _ := call.Param("color")
		assert.True(t, value.Equal(want, got), "%s is %s", written, value.AppendJSON(nil, got))
	})
}

// draw makes a value of a kind, and its text; "" where the style has none.
func draw(t *rapid.T, w way, kind string) (written string, want any) {
	switch kind {
	case "text":
		if w.text == nil {
			return "", nil
		}
		text := texts(w).Draw(t, "text")
		return w.text(escape(text)), text
	case "list":
		var items []string
		var list []any
		for _, text := range rapid.SliceOfN(texts(w), 1, 4).Draw(t, "items") {
			items, list = append(items, escape(text)), append(list, text)
		}
		return w.list(items), list
	case "integers":
		var items []string
		var list []any
		for _, n := range rapid.SliceOfN(rapid.Int64(), 1, 4).Draw(t, "integers") {
			items, list = append(items, strconv.FormatInt(n, 10)), append(list, n)
		}
		return w.list(items), list
	}
	if w.object == nil || w.in == "cookie" && w.explode {
		return "", nil // an exploded object of any names takes no cookies
	}
	o := value.NewObject(0)
	var pairs [][2]string
	for _, name := range rapid.SliceOfNDistinct(rapid.StringMatching("[a-z]{1,5}"), 1, 3, rapid.ID).Draw(t, "names") {
		text := texts(w).Draw(t, "value")
		o.Set(name, text)
		pairs = append(pairs, [2]string{name, escape(text)})
	}
	return w.object(pairs), o
}
