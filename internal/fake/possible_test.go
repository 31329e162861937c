package fake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// possible are schemas that something fits, which is hard to see, each with one of the values.
var possible = []struct{ why, schema, fits string }{
	{"more names of one pattern than are written the first time", `{"type":"object","patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"minProperties":2}`, `{"x-a":1,"x-b":2}`},
	{"many names of one pattern", `{"type":"object","patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"minProperties":40}`, ``},
	{"as many names of a pattern as there are", `{"type":"object","patternProperties":{"^x[0-9]$":{"type":"integer"}},"additionalProperties":false,"minProperties":10}`, ``},
	{"a pattern whose values are impossible beside another", `{"type":"object","patternProperties":{"^x[0-9]$":{"type":"string","pattern":"^\\w+-\\d{3}$","maxLength":4},"a$":{"type":"integer"}},"additionalProperties":false,"minProperties":2}`, `{"a":1,"aa":2}`},
	{"an optional property whose presence makes it impossible", `{"type":"object","required":["c"],"properties":{"a":{"type":"integer"},"d":{"type":"array"}},"dependentSchemas":{"a":{"required":["d"],"properties":{"d":{"type":"object"}}}}}`, `{"c":1}`},
	{"the same without a type", `{"required":["c"],"properties":{"a":{"type":"integer"},"d":{"type":"array"}},"dependentSchemas":{"a":{"required":["d"],"properties":{"d":{"type":"object"}}}}}`, `{"c":1}`},
	{"an optional property that requires one that may not be there", `{"properties":{"b":{"type":"string"},"e":false},"dependentRequired":{"b":["e"]}}`, `{}`},
	{"the same of an object", `{"type":"object","properties":{"b":{"type":"string"},"e":false},"dependentRequired":{"b":["e"]}}`, `{}`},
	{"an optional property that its own presence rules out", `{"type":"object","required":["c"],"properties":{"a":{"type":"integer"},"c":{"type":"integer"}},"dependentSchemas":{"a":false}}`, `{"c":1}`},
	{"a date of a year", `{"type":"string","format":"date","pattern":"^2030-"}`, `"2030-01-01"`},
	{"a date of any other day", `{"type":"string","format":"date","pattern":"-(30|31)$"}`, `"2030-01-31"`},
	{"an address of a block", `{"type":"string","format":"ipv4","pattern":"^10[.]"}`, `"10.0.0.1"`},
	{"a duration of weeks", `{"type":"string","format":"duration","pattern":"W$"}`, `"P1W"`},
	{"a time of an hour", `{"type":"string","format":"time","pattern":"^23"}`, `"23:00:00Z"`},
	{"a time in UTC", `{"type":"string","format":"date-time","pattern":"Z$"}`, `"2030-01-01T00:00:00Z"`},
	{"a time with a sign", `{"type":"string","format":"date-time","pattern":"[+]02:00$"}`, `"2030-01-01T00:00:00+02:00"`},
	{"a time of a year", `{"type":"string","format":"date-time","pattern":"^1999-12-31T"}`, `"1999-12-31T00:00:00Z"`},
	{"a uuid that begins so", `{"type":"string","format":"uuid","pattern":"^deadbeef-"}`, `"deadbeef-0000-4000-8000-000000000000"`},
	{"a uuid of a version", `{"type":"string","format":"uuid","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-7"}`, `"deadbeef-0000-7000-8000-000000000000"`},
	{"a uuid of capitals", `{"type":"string","format":"uuid","pattern":"^[0-9A-F-]+$"}`, `"DEADBEEF-0000-7000-8000-000000000000"`},
	{"an address at a host", `{"type":"string","format":"email","pattern":"@example\\.com$"}`, `"a@example.com"`},
	{"an address at another host", `{"type":"string","format":"email","pattern":"@corp\\.test$"}`, `"a@corp.test"`},
	{"an address of a robot", `{"type":"string","format":"email","pattern":"^noreply"}`, `"noreply@corp.test"`},
	{"a URI of a scheme", `{"type":"string","format":"uri","pattern":"^https://"}`, `"https://a.org"`},
	{"a URI of another scheme", `{"type":"string","format":"uri","pattern":"^s3://"}`, `"s3://a"`},
	{"a URI of a host", `{"type":"string","format":"uri","pattern":"^https://api\\.test/v1/"}`, `"https://api.test/v1/"`},
	{"a URI of an image", `{"type":"string","format":"uri","pattern":"\\.jpe?g$"}`, `"https://api.test/a.jpg"`},
	{"a host of a domain", `{"type":"string","format":"hostname","pattern":"\\.internal$"}`, `"a.internal"`},
	{"an address of six", `{"type":"string","format":"ipv6","pattern":"^fe80:"}`, `"fe80::1"`},
	{"bytes that end so", `{"type":"string","format":"byte","pattern":"==$"}`, `"YQ=="`},
	{"a pointer into something", `{"type":"string","format":"json-pointer","pattern":"^/paths/"}`, `"/paths/"`},
	{"a short text that must be long", `{"type":"string","pattern":"\\bfoo\\b","minLength":10}`, `"foo       "`},
	{"a text that ends so and must be long", `{"type":"string","pattern":"\\bfoo$","minLength":10}`, `"       foo"`},
	{"a text that begins so and must be long", `{"type":"string","pattern":"^foo\\b","minLength":10}`, `"foo       "`},
	{"what stands behind", `{"type":"string","pattern":"(?<=a)b"}`, `"ab"`},
	{"what does not stand behind", `{"type":"string","pattern":"(?<!a)b"}`, `"b"`},
	{"what stands before", `{"type":"string","pattern":"a(?=b)"}`, `"ab"`},
	{"what stands before and is no more", `{"type":"string","pattern":"^(?=foo)f"}`, `"foo"`},
	{"a group with a name again", `{"type":"string","pattern":"(?<year>\\d{4})-\\k<year>"}`, `"2030-2030"`},
	{"two groups with names again", `{"type":"string","pattern":"^(?<a>[a-z]{2})(?<b>\\d{2})-\\k<b>\\k<a>$"}`, `"ab12-12ab"`},
	{"a group with a number again", `{"type":"string","pattern":"^(['\"])[a-z]+\\1$"}`, `"'a'"`},
	{"a group within a group again", `{"type":"string","pattern":"^((a|b)c)\\2\\1$"}`, `"acaac"`},
	{"two that must be contained", `{"type":"array","maxItems":2,"allOf":[{"contains":{"const":1}},{"contains":{"const":2}}]}`, `[1,2]`},
	{"three that must be contained, one twice", `{"type":"array","maxItems":4,"allOf":[{"contains":{"const":1},"minContains":2},{"contains":{"const":2}},{"contains":{"const":3}}]}`, `[1,1,2,3]`},
	{"two that must be contained, of which one is the other", `{"type":"array","maxItems":1,"allOf":[{"contains":{"type":"integer"}},{"contains":{"minimum":2}}]}`, `[2]`},
	{"two that must be contained as objects", `{"type":"array","items":{"type":"object"},"allOf":[{"contains":{"required":["a"],"properties":{"a":{"const":1}}}},{"contains":{"required":["a"],"properties":{"a":{"const":2}}}}]}`, `[{"a":1},{"a":2}]`},
	{"one that must be contained behind a prefix", `{"type":"array","prefixItems":[{"type":"string"}],"contains":{"const":1}}`, `["",1]`},
	{"as many unlike integers as there are", `{"type":"array","uniqueItems":true,"minItems":30,"items":{"type":"integer","minimum":1,"maximum":30}}`, ``},
	{"as many unlike multiples as there are", `{"type":"array","uniqueItems":true,"minItems":20,"items":{"type":"number","multipleOf":0.5,"minimum":0.5,"maximum":10}}`, ``},
	{"as many unlike words as there are", `{"type":"array","uniqueItems":true,"minItems":12,"items":{"enum":["a","b","c","d","e","f","g","h","i","j","k","l"]}}`, ``},
	{"as many unlike words of two lists as there are", `{"type":"array","uniqueItems":true,"minItems":4,"items":{"anyOf":[{"enum":["a","b"]},{"enum":["c","d"]}]}}`, ``},
	{"as many unlike values as there are", `{"type":"array","uniqueItems":true,"minItems":3,"items":{"type":["boolean","null"]}}`, ``},
	{"as many unlike objects as there are", `{"type":"array","uniqueItems":true,"minItems":4,"items":{"type":"object","required":["a","b"],"properties":{"a":{"type":"boolean"},"b":{"type":"boolean"}}}}`, ``},
	{"as many unlike digits as there are", `{"type":"array","uniqueItems":true,"minItems":10,"items":{"type":"string","pattern":"^[0-9]$"}}`, ``},
	{"unlike values of which one is written in two ways", `{"type":"array","uniqueItems":true,"minItems":2,"items":{"enum":[1,1.0,2]}}`, `[1,2]`},
	{"unlike values of places that have few in common", `{"type":"array","uniqueItems":true,"minItems":3,"prefixItems":[{"enum":["a","b"]},{"enum":["a"]},{"enum":["a","b","c"]}]}`, `["b","a","c"]`},
	{"unlike values of places with few and of such with many", `{"type":"array","uniqueItems":true,"minItems":5,"prefixItems":[{"type":"integer","minimum":1},{"enum":[1,2]},{"enum":[1]}],"items":{"enum":[1,2,3,4]}}`, `[5,2,1,3,4]`},
	{"short names of a pattern", `{"type":"object","minProperties":1,"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"propertyNames":{"maxLength":4}}`, `{"x-a":1}`},
	{"many short names of a pattern", `{"type":"object","minProperties":12,"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"propertyNames":{"maxLength":4}}`, ``},
	{"names of a pattern of one length", `{"type":"object","minProperties":3,"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"propertyNames":{"minLength":20,"maxLength":20}}`, ``},
	{"names of a pattern that end in a letter", `{"type":"object","minProperties":1,"patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false,"propertyNames":{"pattern":"^.{1,3}$"}}`, `{"x":1}`},
	{"the one integer that is left", `{"allOf":[` + unlikeEach(300) + `{"type":"integer","minimum":0,"maximum":300}]}`, `300`},
	{"the one integer that no list has", `{"type":"integer","minimum":0,"maximum":4,"allOf":[{"not":{"enum":[0,1.0]}},{"not":{"enum":[2,4]}}]}`, `3`},
	{"many unlike integers", `{"type":"array","uniqueItems":true,"minItems":250,"items":{"type":"integer","minimum":1,"maximum":255}}`, ``},
}

// unlikeEach are schemas of which each rules out one of the integers from 0 on, with a comma behind it.
func unlikeEach(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"not":{"const":%d}},`, i)
	}
	return b.String()
}

func TestWhatFitsIsFoundForEverySeed(t *testing.T) {
	for _, c := range possible {
		t.Run(c.why, func(t *testing.T) {
			s := compiled(t, c.schema)
			if c.fits != "" {
				v, err := value.ParseJSON([]byte(c.fits), value.Limits{})
				require.NoError(t, err)
				require.True(t, s.Fits(v, schema.Answer), c.fits)
			}
			for seed := range uint64(200) {
				v, err := fake.Generator{Mode: schema.Answer, Clock: clock}.Value(fake.NewKey(seed), s)
				require.NoError(t, err, "seed %d", seed)
				require.True(t, s.Fits(v, schema.Answer), "seed %d: %s", seed, value.AppendJSON(nil, v))
			}
		})
	}
}
