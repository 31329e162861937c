package value_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/value"
)

func TestAppendJSON(t *testing.T) {
	object := value.ObjectOf(value.Member{Name: "b", Value: int64(1)}, value.Member{Name: "a", Value: []any{}})
	cases := []struct {
		name       string
		value      any
		json, text string
	}{
		{"null", nil, `null`, ``},
		{"a boolean", true, `true`, `true`},
		{"an integer", int64(-7), `-7`, `-7`},
		{"a number as it was written", value.Number("1.50e+3"), `1.50e+3`, `1.50e+3`},
		{"a string", "a/b<&>é😀", `"a/b<&>é😀"`, "a/b<&>é😀"},
		{"what a string must escape", "\"\\\b\f\n\r\t\x00\x1f\x7f", `"\"\\\b\f\n\r\t\u0000\u001f` + "\x7f\"", "\"\\\b\f\n\r\t\x00\x1f\x7f"},
		{"the line ends of JavaScript", "a\u2028b\u2029", `"a\u2028b\u2029"`, "a\u2028b\u2029"},
		{"bytes that are not UTF-8", "a\xffb\xc3", "\"a\ufffdb\ufffd\"", "a\xffb\xc3"},
		{"an instant", value.TimeOf(time.Date(2025, 7, 1, 14, 0, 0, 0, time.FixedZone("", 7200))), `"2025-07-01T12:00:00Z"`, `2025-07-01T12:00:00Z`},
		{"an instant with a fraction", value.Time(-1_500_000), `"1969-12-31T23:59:58.5Z"`, `1969-12-31T23:59:58.5Z`},
		{"a day", value.Date(0), `"1970-01-01"`, `1970-01-01`},
		{"an array", []any{nil, "x", []any{}}, `[null,"x",[]]`, `[null,"x",[]]`},
		{"an object in its order", object, `{"b":1,"a":[]}`, `{"b":1,"a":[]}`},
		{"no object", (*value.Object)(nil), `{}`, `{}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, "before "+c.json, string(value.AppendJSON([]byte("before "), c.value)))
			require.Equal(t, c.text, value.Text(c.value))
			require.True(t, json.Valid(value.AppendJSON(nil, c.value)))
		})
	}
	require.Panics(t, func() { value.AppendJSON(nil, 1.5) })
}

func TestParseJSON(t *testing.T) {
	v, err := value.ParseJSON([]byte(" {\"b\" : [1, -0, 1.0, 1e2, 9223372036854775807, 9223372036854775808], \"a\":\"\\u00e9\\ud83d\\ude00\\/\\n\"}\n"), value.Limits{})
	require.NoError(t, err)
	require.Equal(t, value.ObjectOf(
		value.Member{Name: "b", Value: []any{int64(1), int64(0), value.Number("1.0"), value.Number("1e2"), int64(9223372036854775807), value.Number("9223372036854775808")}},
		value.Member{Name: "a", Value: "é😀/\n"},
	), v)
}

func TestParseJSONRefuses(t *testing.T) {
	cases := []struct{ name, json, says string }{
		{"nothing", ``, "line 1, column 1: expected a JSON value, found the end"},
		{"a byte order mark", "\ufeff1", "line 1, column 1: expected a JSON value, found a byte order mark"},
		{"what follows", `{} x`, "line 1, column 4: the JSON ends here, but 'x' follows"},
		{"a second value", "1\n2", "line 2, column 1: the JSON ends here, but '2' follows"},
		{"a name given twice", "{\"a\":1,\n \"é\":2, \"a\":3}", `line 2, column 9: the name "a" occurs twice in one object`},
		{"a name given twice, escaped", `{"a":1,"\u0061":2}`, `line 1, column 8: the name "a" occurs twice in one object`},
		{"a name without quotes", `{a:1}`, `line 1, column 2: expected a name in double quotes, found 'a'`},
		{"a comma at the end", `[1,]`, `line 1, column 4: expected a JSON value, found ']'`},
		{"a comma at the end of an object", `{"a":1,}`, `line 1, column 8: expected a name in double quotes, found '}'`},
		{"no comma", `[1 2]`, `line 1, column 4: expected ',' or ']', found '2'`},
		{"no colon", `{"a" 1}`, `line 1, column 6: expected ':', found '1'`},
		{"an array left open", `[1`, `line 1, column 3: expected ',' or ']', found the end`},
		{"a string left open", `["a`, `line 1, column 2: a string is not closed`},
		{"a line end in a string", "\"a\nb\"", `line 1, column 3: the control character U+000A in a string must be escaped`},
		{"an unknown escape", `"\x"`, `line 1, column 2: after a backslash comes one of " \ / b f n r t u`},
		{"a backslash at the end", `"\`, `line 1, column 2: after a backslash comes one of " \ / b f n r t u`},
		{"too few digits", `"\u12"`, `line 1, column 2: after \u come four hexadecimal digits`},
		{"half of a pair", `"\ud83dx"`, `line 1, column 2: \ud83d is half of a surrogate pair, and no character`},
		{"the second half alone", `"\ude00"`, `line 1, column 2: \ude00 is half of a surrogate pair, and no character`},
		{"bytes that are not UTF-8", "\"a\xff\"", `line 1, column 3: the byte 0xff in a string is not UTF-8`},
		{"such bytes outside of a string", "\xff", `line 1, column 1: expected a JSON value, found the byte 0xff, which is not UTF-8,`},
		{"a leading zero", `01`, `line 1, column 1: a number does not begin with 0 unless it is 0 or a fraction`},
		{"a plus", `+1`, `line 1, column 1: expected a JSON value, found '+'`},
		{"a point without digits", `1.`, `line 1, column 3: expected a digit after the decimal point, found the end`},
		{"an exponent without digits", `1e+`, `line 1, column 4: expected a digit of the exponent, found the end`},
		{"a minus alone", `-`, `line 1, column 2: expected a digit, found the end`},
		{"a word of JavaScript", `NaN`, `line 1, column 1: expected a JSON value, found 'N'`},
		{"a word with more behind it", `nullx`, `line 1, column 5: the JSON ends here, but 'x' follows`},
		{"a number of two thousand digits", strings.Repeat("1", 2000), `line 1, column 1: a number is longer than 1000 characters, the limit that --limit number-digits=N sets`},
		{"a hundred and one arrays", strings.Repeat("[", 101), `line 1, column 101: arrays and objects are nested deeper than 100, the limit that --limit body-depth=N sets`},
		{"thirteen million brackets", strings.Repeat("[", 13_000_000), `line 1, column 101: arrays and objects are nested deeper than 100, the limit that --limit body-depth=N sets`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := value.ParseJSON([]byte(c.json), value.Limits{})
			require.EqualError(t, err, c.says)
			var place *value.SyntaxError
			require.ErrorAs(t, err, &place)
			require.LessOrEqual(t, place.Offset, len(c.json))
		})
	}
}

func TestLimitsOfParseJSON(t *testing.T) {
	_, err := value.ParseJSON([]byte(`[[1]]`), value.Limits{Depth: 2})
	require.NoError(t, err)
	_, err = value.ParseJSON([]byte(`[[1]]`), value.Limits{Depth: 1})
	require.Error(t, err)
	_, err = value.ParseJSON([]byte(`[123]`), value.Limits{Digits: 2})
	require.Error(t, err)
}

// values draws any value that JSON can express.
func values(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kinds := 6
		if depth == 0 {
			kinds = 4
		}
		switch rapid.IntRange(0, kinds).Draw(t, "kind") {
		case 0:
			return nil
		case 1:
			return rapid.Bool().Draw(t, "bool")
		case 2:
			return rapid.Int64().Draw(t, "integer")
		case 3:
			return value.ParseNumber(rapid.StringMatching(`-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number"))
		case 5:
			return rapid.SliceOfN(values(depth-1), 0, 4).Draw(t, "array")
		case 6:
			o := value.NewObject(0)
			for _, name := range rapid.SliceOfN(rapid.StringMatching(`[a-d]?`), 0, 4).Draw(t, "names") {
				o.Set(name, values(depth-1).Draw(t, "member"))
			}
			return o
		}
		return rapid.String().Draw(t, "string")
	})
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(4).Draw(t, "value")
		text := value.AppendJSON(nil, v)
		again, err := value.ParseJSON(text, value.Limits{})
		if err != nil || !value.Equal(v, again) || string(value.AppendJSON(nil, again)) != string(text) {
			t.Fatalf("%s: %v", text, err)
		}
	})
}

// ParseJSON takes exactly what encoding/json takes, but for what it says it refuses, and reads the same from it.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0.5e+3,"\u00e9\ud83d\ude00",null,true]}`, `[1,]`, "\"\xff\"", `{"a":1,"a":2}`, `"\ud800"`, ` 1e9999999 `, `01`, "\ufeff1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := value.ParseJSON(data, value.Limits{})
		if err != nil {
			deliberate := false
			for _, reason := range []string{"twice", "UTF-8", "surrogate", "deeper", "longer than"} {
				deliberate = deliberate || strings.Contains(err.Error(), reason)
			}
			require.True(t, deliberate || !json.Valid(data), "%v: %q", err, data)
			return
		}
		var theirs any
		decoder := json.NewDecoder(strings.NewReader(string(data)))
		decoder.UseNumber()
		require.NoError(t, decoder.Decode(&theirs), "%q", data)
		require.True(t, json.Valid(data), "%q", data)
		ours, err := value.ParseJSON(value.AppendJSON(nil, v), value.Limits{})
		require.NoError(t, err)
		require.True(t, value.Equal(v, ours))
		compareWith(t, theirs, v)
	})
}

func compareWith(t *testing.T, theirs, ours any) {
	switch theirs := theirs.(type) {
	case json.Number:
		require.True(t, value.Equal(value.ParseNumber(theirs.String()), ours))
	case []any:
		require.Len(t, ours, len(theirs))
		for i, item := range theirs {
			compareWith(t, item, ours.([]any)[i])
		}
	case map[string]any:
		require.Equal(t, len(theirs), ours.(*value.Object).Len())
		for _, m := range ours.(*value.Object).Members() {
			compareWith(t, theirs[m.Name], m.Value)
		}
	default:
		require.Equal(t, theirs, ours)
	}
}
