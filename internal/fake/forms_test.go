package fake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// TestFormsOfTextsAndNumbers holds what can be satisfied, though not by the first thought.
func TestFormsOfTextsAndNumbers(t *testing.T) {
	for _, text := range []string{
		// formats alone
		`{"type":"string","format":"date-time"}`, `{"type":"string","format":"date"}`, `{"type":"string","format":"time"}`, `{"type":"string","format":"duration"}`,
		`{"type":"string","format":"email"}`, `{"type":"string","format":"hostname"}`, `{"type":"string","format":"ipv4"}`, `{"type":"string","format":"ipv6"}`,
		`{"type":"string","format":"uri"}`, `{"type":"string","format":"uri-reference"}`, `{"type":"string","format":"uuid"}`, `{"type":"string","format":"byte"}`,
		`{"type":"string","format":"regex"}`, `{"type":"string","format":"json-pointer"}`, `{"type":"string","format":"binary"}`, `{"type":"string","format":"password"}`,
		`{"type":"integer","format":"int32"}`, `{"type":"integer","format":"int64"}`, `{"type":"number","format":"float"}`, `{"type":"number","format":"double"}`,
		`{"type":"string","format":"int64"}`, `{"type":"number","format":"integer"}`, `{"type":"integer","format":"double"}`, `{"type":"string","format":"unheard-of"}`,
		`{"format":"email"}`, `{"format":"int32"}`, `{"type":["null","string"],"format":"date"}`, `{"type":"string","format":"uri-template"}`, `{"type":"string","format":"iri"}`,
		`{"type":"string","format":"idn-email"}`, `{"type":"string","format":"idn-hostname"}`, `{"type":"string","format":"relative-json-pointer"}`, `{"type":"string","format":"iri-reference"}`,
		// with lengths
		`{"type":"string","format":"email","maxLength":20}`, `{"type":"string","format":"email","maxLength":7}`, `{"type":"string","format":"email","minLength":60}`,
		`{"type":"string","format":"email","minLength":120,"maxLength":120}`, `{"type":"string","format":"uri","maxLength":12}`, `{"type":"string","format":"uri","minLength":200}`,
		`{"type":"string","format":"byte","maxLength":4}`, `{"type":"string","format":"byte","minLength":100}`, `{"type":"string","format":"hostname","maxLength":5}`,
		`{"type":"string","format":"hostname","minLength":100}`, `{"type":"string","format":"date-time","minLength":24}`, `{"type":"string","format":"password","minLength":30,"maxLength":32}`,
		`{"type":"string","format":"ipv6","maxLength":3}`, `{"type":"string","format":"regex","maxLength":1}`, `{"type":"string","format":"binary","minLength":5000}`,
		// with patterns
		`{"type":"string","format":"date-time","pattern":"\\.\\d{3}Z$"}`, `{"type":"string","format":"date-time","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$"}`,
		`{"type":"string","format":"email","pattern":"@example\\.org$"}`, `{"type":"string","format":"uri","pattern":"^https://"}`, `{"type":"string","format":"uuid","pattern":"^[0-9a-f-]{36}$"}`,
		`{"type":"string","format":"uri","pattern":"^urn:[a-z]{3}:\\d+$"}`,
		`{"type":"string","allOf":[{"pattern":"^[a-z]+$"},{"pattern":"^.{7}$"},{"pattern":"e"}]}`,
		`{"type":"string","allOf":[{"pattern":"^a"},{"pattern":"z$"}],"maxLength":5}`, `{"type":"string","allOf":[{"pattern":"^ab"},{"pattern":"-\\d{3}-"},{"pattern":"yz$"}],"minLength":30}`,
		`{"type":"string","pattern":"^[A-Z]{2}\\d+$","minLength":40,"maxLength":41}`, `{"type":"string","pattern":"^(ab|cde)*$","minLength":6,"maxLength":6}`,
		`{"type":"string","pattern":"[0-9]","minLength":20}`, `{"type":"string","pattern":"^\\S+@\\S+$"}`, `{"type":"string","pattern":"^\\p{L}{3}$"}`, `{"type":"string","pattern":"^[^a-z0-9]{4}$"}`,
		`{"type":"string","pattern":"^(?!admin)[a-z]{5}$"}`, `{"type":"string","pattern":"^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)(?=.*[^\\w\\s]).{8,64}$"}`, `{"type":"string","pattern":"^([a-z])\\1$"}`,
		`{"type":"string","pattern":"^.*$","minLength":1}`, `{"type":"string","pattern":"^$"}`, `{"type":"string","pattern":"^[\\u4e00-\\u9fa5]{2}$"}`,
		`{"type":"string","not":{"pattern":"^[a-z]"}}`, `{"type":"string","not":{"enum":["a","b"]}}`, `{"type":"string","maxLength":0}`, `{"type":"string","maxLength":1}`,
		// numbers
		`{"type":"number","multipleOf":0.1,"minimum":50.75,"maximum":54}`, `{"type":"number","multipleOf":1e-8}`, `{"type":"number","multipleOf":0.3,"minimum":0.1,"maximum":0.5}`, `{"type":"integer","minimum":123456789012345678901234567890}`,
		`{"type":"integer","multipleOf":100000000000000000000}`, `{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1e-12}`, `{"type":"number","minimum":1e300}`,
		`{"type":"integer","allOf":[{"multipleOf":6},{"multipleOf":4},{"multipleOf":2.5}],"minimum":1}`, `{"type":"integer","exclusiveMinimum":4,"exclusiveMaximum":6}`, `{"type":"number","maximum":-5.5}`,
		`{"type":"number","minimum":1e9999999}`, `{"type":"number","maximum":1e9999999}`, `{"type":"number","not":{"type":"integer"}}`, `{"type":"integer","not":{"minimum":5}}`,
		`{"type":"number","minimum":0.5,"maximum":0.5}`, `{"type":"integer","format":"int32","minimum":2147483647}`, `{"type":"integer","minimum":9223372036854775807}`,
		// arrays
		`{"type":"array","contains":{"const":5},"minContains":2,"maxContains":3,"minItems":6,"items":{"type":"integer"}}`, `{"type":"array","contains":{"type":"string"},"items":{"type":["string","integer"]},"maxContains":1,"minItems":3}`,
		`{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false,"minItems":2}`, `{"type":"array","prefixItems":[{"const":1}],"unevaluatedItems":{"type":"string"},"minItems":3}`,
		`{"type":"array","uniqueItems":true,"minItems":7,"items":{"type":"integer","minimum":1,"maximum":7}}`, `{"type":"array","uniqueItems":true,"minItems":300,"items":{"type":"string"}}`,
		`{"type":"array","uniqueItems":true,"minItems":2,"items":{"type":"boolean"}}`, `{"type":"array","uniqueItems":true,"minItems":4,"items":{"type":"object","required":["a"],"properties":{"a":{"enum":[1,2,3,4]}},"additionalProperties":false}}`,
		`{"type":"array","minItems":3,"maxItems":3,"items":{"oneOf":[{"type":"string"},{"type":"integer"}]}}`, `{"type":"array","minItems":10000,"items":{"type":"boolean"}}`,
		// objects
		`{"type":"object","patternProperties":{"^x-[a-z]+$":{"type":"integer"}},"additionalProperties":false,"minProperties":3}`, `{"type":"object","propertyNames":{"maxLength":2},"minProperties":3}`,
		`{"type":"object","properties":{"a":{},"b":{},"c":{}},"maxProperties":1,"required":["b"]}`, `{"type":"object","dependentRequired":{"a":["b"]},"properties":{"a":{}},"required":["a"]}`,
		`{"type":"object","dependentSchemas":{"a":{"required":["c"],"properties":{"c":{"type":"integer"}}}},"required":["a"]}`, `{"type":"object","properties":{"a":{"type":"string"}},"allOf":[{"properties":{"a":{"minLength":30}}}],"required":["a"],"unevaluatedProperties":false}`,
		`{"type":"object","anyOf":[{"required":["a"]},{"required":["b"]}],"not":{"required":["a","b"]}}`, `{"type":"object","required":["__proto__","constructor",""]}`,
		`{"oneOf":[{"properties":{"kind":{"const":"a"}},"required":["kind"]},{"properties":{"kind":{"const":"b"}},"required":["kind"]},{"properties":{"kind":{"const":"b"},"more":{"type":"string"}},"required":["kind","more"]}]}`,
		`{"$defs":{"base":{"type":"object","required":["id","at"],"properties":{"id":{"type":"integer"},"at":{"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"string","pattern":"^[a-z]{2}$"}}}}}},"oneOf":[{"$ref":"#/$defs/base"},{"allOf":[{"$ref":"#/$defs/base"},{"properties":{"more":{"type":"string"}}}]}]}`,
		`{"type":"object","oneOf":[{"required":["a"]},{"required":["b"]},{"required":["c"]}],"properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"}}}`,
		`{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]},"type":"object"}`, `{"allOf":[{"if":{"properties":{"t":{"const":1}}},"then":{"required":["x"]}},{"if":{"properties":{"t":{"const":2}}},"then":{"required":["y"]}}],"required":["t"],"properties":{"t":{"enum":[1,2]}}}`,
		`{"type":"object","properties":{"a":{"$ref":"#"}},"required":["b"]}`, `{"anyOf":[false,{"type":"string"}]}`, `{"not":{"type":["string","number","boolean","object","null"]}}`, `{}`, `true`, `{"type":"null"}`,
	} {
		t.Run(text, func(t *testing.T) {
			s := compiled(t, text)
			judge := second([]byte(text))
			for seed := range uint64(8) {
				for _, dynamic := range []bool{false, true} {
					v := made(t, fake.Generator{Mode: schema.Answer, Dynamic: dynamic}, seed, s)
					require.NoError(t, judged(t, judge, v), "%s", value.AppendJSON(nil, v))
				}
			}
		})
	}
}
