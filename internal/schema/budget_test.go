package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
)

func TestABoundThatIsMetIsAViolationWithItsName(t *testing.T) {
	cases := []struct{ name, schema, value, says string }{
		{"steps", circle(30), `1`, "query.a could not be judged completely: its schema takes more than 4000020 steps."},
		{"depth", fan(30000, `NEXT`, `{"type":"integer"}`), `1`, "query.a could not be judged completely: its schema is deeper than 20000 levels."},
		{"violations", `{"additionalProperties":{"type":"string"}}`, hundredThousandMembers(), "query.a could not be judged completely: it breaks more than 1000 rules."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := must(t, schema.Draft202012, c.schema)
			found := s.Check(parse(t, c.value), "query.a", schema.ReadRequest)
			require.NotEmpty(t, found)
			last := found[len(found)-1]
			require.Equal(t, "limits", last.Rule)
			require.Equal(t, c.says, last.Sentence())
			require.False(t, s.Fits(parse(t, c.value), schema.ReadRequest))
		})
	}
}
