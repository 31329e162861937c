package schema_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Whatever compiles judges every value without a panic, and both ways of judging agree.
func FuzzCheck(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"],"additionalProperties":false}`, `{"a":{"b":1}}`},
		{`{"oneOf":[{"$ref":"#/$defs/a"},{"const":1.0}],"$defs":{"a":{"anyOf":[{"$ref":"#"},{"type":["string","null"]}]}}}`, `1`},
		{`{"allOf":[{"prefixItems":[{"format":"date-time"}]}],"unevaluatedItems":false,"uniqueItems":true}`, `["2025-07-01T12:00:00Z",2]`},
		{`{"discriminator":{"propertyName":"k"},"anyOf":[{"$ref":"#/$defs/x"}],"$defs":{"x":{"minProperties":2}}}`, `{"k":"x"}`},
		{`{"$ref":"#/definitions/p","definitions":{"p":{"discriminator":"k"},"q":{"allOf":[{"$ref":"#/definitions/p"}],"discriminator":"k","required":["z"]},"r":{"allOf":[{"$ref":"#/definitions/q"},{"$ref":"#/definitions/p"}]}}}`, `{"k":"r"}`},
		{`{"oneOf":[{"$ref":"#/$defs/x"},{}],"discriminator":{"propertyName":"k","defaultMapping":"#/$defs/x","mapping":{"y":"#/$defs/x"}},"$defs":{"x":{"minProperties":2}}}`, `{"k":1}`},
		{`{"nullable":true,"type":"integer","minimum":1e9999999,"exclusiveMinimum":true,"multipleOf":1e-400}`, `1e9999999`},
		{`{"$id":"http://a/b","$ref":"c#d","$defs":{"x":{"$id":"c","$anchor":"d","$dynamicRef":"#e"},"y":{"$dynamicAnchor":"e"}}}`, `{}`},
		{`{"type":["int",null],"required":true,"items":[{},7],"enum":{},"minLength":"3","pattern":"(?=(","properties":[],"allOf":{},"oneOf":[]}`, `[1,"x"]`},
		{`{"oneOf":[{"required":["a"],"properties":{"a":{"const":1}}},{"required":["b"]}],"x-nullable":true,"dependencies":{"a":["b"],"b":{}}}`, `{"a":2}`},
		{`{"pattern":"^(?=x)(x+x+)+y$","patternProperties":{"(?!a)b":false}}`, `{"b":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`},
		{`{"if":{"contains":{"pattern":"^\\u0041\\s$"}},"then":{"maxContains":0},"else":{"not":{}}}`, `["A "]`},
	} {
		f.Add(seed[0], seed[1])
	}
	limits := limit.Default()
	limits.PatternMicros = 1000 // what is slow must not hide what is wrong
	f.Fuzz(func(t *testing.T, text, instance string) {
		root, err := tree.Parse("schema.json", []byte(text), tree.DefaultLimits)
		if err != nil {
			return
		}
		v, err := value.ParseJSON([]byte(instance), value.Limits{})
		if err != nil {
			return
		}
		for _, d := range []schema.Dialect{schema.Draft202012, schema.OpenAPI30, schema.Swagger20} {
			compiler := schema.NewCompiler(schema.Config{Dialect: d, Resolve: local(root), Root: root, Limits: limits})
			s, err := compiler.Compile(root, "")
			for _, m := range compiler.Mistakes() {
				require.NotEmpty(t, m.Message)
			}
			if err != nil {
				var mistake *schema.Error
				require.ErrorAs(t, err, &mistake)
				continue
			}
			found := s.Check(v, "body", schema.ReadRequest)
			if !strings.Contains(text, "attern") { // a match that is cut off by time may end otherwise the next time
				require.Equal(t, s.Fits(v, schema.ReadRequest), len(found) == 0, "%v", found)
			}
			for _, one := range found {
				require.NotEmpty(t, one.Sentence())
				require.NotEmpty(t, one.Rule)
			}
			require.NotEmpty(t, s.Words())
			s.Fields()
			s.Kinds()
		}
	})
}

func FuzzPattern(f *testing.F) {
	for _, seed := range []string{`^\d+$`, `[\s\u00e9]`, `\u{1F600}`, `\cA`, `(?=x)`, `[`, `\`, `\u12`, `[^\S]`} {
		f.Add(seed, "a1 é")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p := schema.NewPattern(pattern)
		require.Equal(t, p.Enforced(), p.Reason() == "")
		if !p.Match(text) {
			require.True(t, p.Enforced())
		}
		if linear, ok := p.RE2(); ok {
			re, err := regexp.Compile(linear)
			require.NoError(t, err)
			require.True(t, !re.MatchString(text) || p.Match(text), "%s takes what %s does not", linear, pattern)
		}
	})
}
