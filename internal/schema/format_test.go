package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
)

// Every format that is asserted, with what fits, what does not, and how it is called in a refusal.
func TestFormats(t *testing.T) {
	for _, c := range []struct{ format, fits, breaks, expected string }{
		{"date-time", `["2025-07-01T12:00:00Z","2025-07-01t12:00:00.123456z","1990-12-31T23:59:60Z","2025-07-01T12:00:00+05:30"]`, `["2025-07-01","2025-07-01T12:00:00","2025-02-29T00:00:00Z","2025-07-01 12:00:00Z",""]`, "a date and time such as 2025-07-01T12:00:00Z"},
		{"date", `["2024-02-29"]`, `["2025-02-29","01.02.2025","2025-1-1","2025-07-01T00:00:00Z"]`, "a date such as 2025-07-01"},
		{"time", `["12:00:00Z","23:59:60Z","12:00:00.5-08:00"]`, `["12:00:00","12:00Z","25:00:00Z"]`, "a time with its offset such as 12:00:00Z"},
		{"duration", `["P1DT12H","P4W","PT0S"]`, `["P","PT","P1D1Y","1 day","P0.5Y"]`, "a duration such as P1DT12H"},
		{"email", `["ada@example.com","a.b+c@[127.0.0.1]","\"a b\"@x.org"]`, `["ada","ada@","@example.com","a..b@x.org","a@b@c",".a@x.org"]`, "an e-mail address"},
		{"hostname", `["example.com","a-b.c"]`, `["-a.com","a..b","a_b","ex ample",""]`, "a host name"},
		{"ipv4", `["127.0.0.1"]`, `["127.0.0","256.0.0.1","01.0.0.1","::1"]`, "an IPv4 address"},
		{"ipv6", `["::1","2001:db8::a","::ffff:1.2.3.4"]`, `["127.0.0.1","12345::","::1%eth0"]`, "an IPv6 address"},
		{"uri", `["https://example.com/a?b#c","urn:isbn:1"]`, `["/a","example.com","http://[::1","a b"]`, "a URI with its scheme"},
		{"uri-reference", `["/a","?b","#c","https://example.com","a/b:c"]`, `["\\\\a","1:b c","a b"]`, "a URI or a part of one"},
		{"uuid", `["123e4567-e89b-12d3-a456-426614174000","123E4567-E89B-12D3-A456-426614174000"]`, `["123e4567e89b12d3a456426614174000","123e4567-e89b-12d3-a456-42661417400g",""]`, "a UUID such as 123e4567-e89b-12d3-a456-426614174000"},
		{"byte", `["aGVsbG8=","","-_-_","aGVsbG8-"]`, `["aGVsbG8","not base64!","a===","aGVs\nbG8="]`, "text in base64"},
		{"regex", `["^a$","(?=a)","[^]"]`, `["(","[z-a]","a**"]`, "a regular expression"},
		{"json-pointer", `["","/a/0","/a~1b"]`, `["a","/a~2"]`, "a JSON pointer such as /a/0"},
		{"int32", `[2147483647,-2147483648,1.0,1e3]`, `[2147483648,-2147483649,1.5]`, "an integer from -2147483648 to 2147483647"},
		{"int64", `[9223372036854775807,-9223372036854775808]`, `[9223372036854775808,0.5,1e9999999]`, "an integer from -9223372036854775808 to 9223372036854775807"},
		{"float", `[1.5,-3.4e38,0]`, `[1e39,-1e39]`, "a number that fits into 32 bits"},
		{"double", `[1e308]`, `[1e309,-1e9999999]`, "a number that fits into 64 bits"},
		{"password", `["x",1]`, `[]`, ""},
		{"url", `["x"]`, `[]`, ""},
	} {
		t.Run(c.format, func(t *testing.T) {
			s := must(t, schema.Draft202012, `{"format":"`+c.format+`"}`)
			for _, v := range parse(t, c.fits).([]any) {
				require.Empty(t, s.Check(v, "body", schema.ReadRequest), "%v", v)
			}
			for _, v := range parse(t, c.breaks).([]any) {
				found := s.Check(v, "body", schema.ReadRequest)
				require.Len(t, found, 1, "%v", v)
				require.Equal(t, c.expected, found[0].Expected)
			}
			for _, other := range []any{nil, true, []any{}} {
				require.True(t, s.Fits(other, schema.ReadRequest), "a format says nothing of other types")
			}
		})
	}
}

// A pair of type and format that do not belong together is common, and means the type.
func TestMistypedFormatsAreHarmless(t *testing.T) {
	for text, v := range map[string]any{
		`{"type":"string","format":"int64"}`:      "any",
		`{"type":"string","format":"float"}`:      "any",
		`{"type":"integer","format":"date"}`:      int64(7),
		`{"type":"integer","format":"float"}`:     int64(7),
		`{"type":"boolean","format":"uuid"}`:      true,
		`{"type":"array","format":"int32"}`:       []any{},
		`{"type":"number","format":"date-time"}`:  int64(7),
		`{"type":"integer","format":"timestamp"}`: int64(7),
	} {
		require.True(t, must(t, schema.OpenAPI30, text).Fits(v, schema.ReadRequest), text)
	}
}
