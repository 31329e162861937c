package check_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/check"
	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// many writes a text for each number, separated by commas; %d is the number, %[2]d the next one. A text need not have both.
func many(n int, text string) string {
	var all []string
	for i := range n {
		all = append(all, strings.NewReplacer("%d", strconv.Itoa(i), "%[2]d", strconv.Itoa(i+1)).Replace(text))
	}
	return strings.Join(all, ",")
}

// answering is a document of one operation that answers with a schema.
func answering(s, components string) string {
	return `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"d",
		"content":{"application/json":{"schema":` + s + `}}}}}}},"components":{"schemas":{` + components + `}}}`
}

func TestHostileDocumentsEnd(t *testing.T) {
	first := `{"$ref":"#/components/schemas/s0"}`
	tests := []struct{ name, text string }{
		{"an allOf that doubles thirty times", answering(first, many(30, `"s%d":{"allOf":[{"$ref":"#/components/schemas/s%[2]d"},{"$ref":"#/components/schemas/s%[2]d"}]}`)+`,"s30":{"type":"string"}`)},
		{"an anyOf that doubles thirty times and fits nothing", answering(first, many(30, `"s%d":{"anyOf":[{"$ref":"#/components/schemas/s%[2]d"},{"$ref":"#/components/schemas/s%[2]d"}]}`)+`,"s30":false`)},
		{"properties that double thirty times", answering(first, many(30, `"s%d":{"properties":{"a":{"$ref":"#/components/schemas/s%[2]d"},"b":{"$ref":"#/components/schemas/s%[2]d"}},"required":["a","b"]}`)+`,"s30":{"type":"string"}`)},
		{"a schema that requires itself", answering(`{"$ref":"#/components/schemas/s"}`, `"s":{"type":"object","required":["s"],"properties":{"s":{"$ref":"#/components/schemas/s"}}}`)},
		{"a billion items", answering(`{"type":"array","minItems":1000000000,"items":{"type":"string"}}`, ``)},
		{"references in a chain of ten thousand", answering(first, many(10_000, `"s%d":{"items":{"$ref":"#/components/schemas/s%[2]d"}}`)+`,"s10000":{"type":"string"}`)},
		{"a thousand schemas that nothing fits", strings.Replace(answering(`true`, ``), `"/a":{`, many(1000, `"/b%d":{"get":{"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"array","minItems":9,"uniqueItems":true,"items":{"enum":[1,2,3,4,5,6,7,%d]}}}}}}}}`)+`,"/a":{`, 1)},
		{"twenty thousand unknown members", strings.Replace(answering(`true`, ``), `"openapi"`, many(20_000, `"openap%d":1`)+`,"openapi"`, 1)},
		{"a misspelt keyword in a schema that ten thousand operations use", strings.Replace(answering(`true`, many(5000, `"s%d":{"maxlength":1,"items":{"$ref":"#/components/schemas/s%[2]d"}}`)+`,"s5000":{}`),
			`"/a":{`, many(5000, `"/b%d":{"get":{"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/s0"}}}}}}}`)+`,"/a":{`, 1)},
		{"a path that stands twenty thousand times", strings.Replace(answering(`true`, ``), `"/a":{`, many(20_000, `"/b":{"parameters":[{"name":"p%d","in":"query"}],"get":{},"x-%d":1}`)+`,"/a":{`, 1)},
		{"twenty thousand links to nowhere", strings.Replace(answering(`true`, ``), `"description":"d",`, `"description":"d","links":{`+many(20_000, `"l%d":{"operationId":"nowhere%d","operationRef":"#/nowhere/%d"}`)+`},`, 1)},
		{"twenty thousand names that are none", answering(`true`, many(20_000, `"a b%d":{}`))},
		{"texts with control characters", strings.Replace(answering(`{"type":"string","example":{"\u001b[2J":"\u0000"}}`, ``), `"title":"t"`, `"title":"t","\u001b]0;x\u0007":1`, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root, err := tree.ParseLenient("hostile.json", []byte(tt.text), tree.DefaultLimits)
			require.NoError(t, err)
			scenario.Ends(t, func() {
				d, err := spec.New("hostile", root, spec.Config{})
				require.NoError(t, err)
				r := run(d)
				var text bytes.Buffer
				require.NoError(t, r.Text(&text))
				assert.NotRegexp(t, `[\x00-\x09\x0b-\x1f]`, text.String())
				t.Log(r.Operations, r.Lost, len(r.Findings), text.Len())
			})
		})
	}
}

func FuzzRun(f *testing.F) {
	for _, text := range []string{
		answering(`{"type":"string","example":1,"maxlength":2}`, `"a":{"$ref":"#/components/schemas/a"}`),
		`{"swagger":"2.0","info":{},"paths":{"/a":{"get":{"parameters":[{"in":"body"}],"responses":{"200":{"schema":{"type":"file"}}}}}},"securityDefinitions":{"a":1}}`,
		`{"openapi":"3.2.0","paths":{"/{a}":{"query":{"responses":{"2XX":{"content":{"application/jsonl":{"itemSchema":{"type":"null"},"examples":{"a":{"dataValue":1}}}}}}}}}}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, err := tree.Parse("fuzz.yaml", []byte(text), tree.Limits{Bytes: 10_000, Depth: 50, Nodes: 2000})
		if err != nil {
			return
		}
		d, _ := spec.New("fuzz", root, spec.Config{})
		if d == nil {
			return
		}
		r := run(d)
		require.Equal(t, r.Operations, r.Served+r.Lost)
		var out bytes.Buffer
		require.NoError(t, r.Text(&out))
		require.NoError(t, r.JSON(&out))
	})
}

// Each of many operations may take all the steps of one search; together they may not.
func TestAllThatIsTriedForADocumentHasALimit(t *testing.T) {
	text := strings.Replace(answering(`true`, ``), `"/a":{`, many(100, `"/b%d":{"get":{"operationId":"b%d","responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"array","minItems":50,"items":{"type":"integer"}},"example":[%d]}}}}}}`)+`,"/a":{`, 1)
	root, err := tree.Parse("hostile.json", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New("hostile", root, spec.Config{})
	require.NoError(t, err)
	limits := limit.Default()
	told := func() (notes, examples int) {
		for _, f := range check.Run(d, check.Config{Limits: limits}).Findings {
			switch f.Kind {
			case check.Note:
				notes++
				assert.Equal(t, "to look for values that fit the schemas, and to judge the examples, takes more than 1000 steps, the limit that --limit inspection-steps=N sets; what is left is not examined further", f.Message)
			case check.Example:
				examples++
			}
		}
		return notes, examples
	}
	notes, examples := told()
	assert.Zero(t, notes)
	assert.Equal(t, 100, examples)
	limits.InspectionSteps = 1000
	notes, examples = told()
	assert.Equal(t, 1, notes)
	assert.Less(t, examples, 100)
	assert.Positive(t, examples)
}
