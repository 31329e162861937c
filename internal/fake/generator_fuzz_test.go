package fake_test

import (
	"testing"

	"mockserver/internal/fake"
	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

func FuzzGenerator(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, uint64(1))
	}
	for _, c := range impossible {
		f.Add(c.schema, uint64(2))
	}
	limits := limit.Default()
	limits.GeneratedValues, limits.GeneratedBytes = 2000, 10_000
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		s, err := compile(text)
		if err != nil {
			return
		}
		scenario.Ends(t, func() {
			for _, mode := range []schema.Mode{schema.Answer, schema.ReadRequest} {
				g := fake.Generator{Mode: mode, Clock: clock, Limits: limits}
				v, err := g.Value(fake.Key(seed), s)
				if err != nil {
					continue
				}
				if !s.Fits(v, mode) {
					t.Fatalf("%s does not fit %s", value.AppendJSON(nil, v), text)
				}
				again, _ := g.Value(fake.Key(seed), s)
				if !value.Equal(v, again) {
					t.Fatalf("%s is now %s", value.AppendJSON(nil, v), value.AppendJSON(nil, again))
				}
			}
		})
	})
}
