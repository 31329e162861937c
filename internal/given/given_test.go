package given_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/given"
	"mockserver/internal/tree"
)

func TestWhatIsWrongWithAMember(t *testing.T) {
	text := func(n *tree.Node, at string) error { _, err := given.Text(n, at); return err }
	for _, c := range []struct {
		name, json string
		read       func(n *tree.Node, at string) error
		want       string
	}{
		{"a text", `"a"`, text, ""},
		{"a number that should be a text", `1`, text, `/x: this is 1; expected a text.`},
		{"an array that should be a text", `[1]`, text, `/x: this is an array; expected a text.`},
		{"a switch", `"yes"`, func(n *tree.Node, at string) error { _, err := given.Bool(n, at); return err }, `/x: this is "yes"; expected true or false.`},
		{"a whole number beyond its bounds", `99`, func(n *tree.Node, at string) error { _, err := given.Int(n, at, 100, 599); return err },
			`/x: this is 99; expected a whole number from 100 to 599.`},
		{"a fraction that should be whole", `200.5`, func(n *tree.Node, at string) error { _, err := given.Int(n, at, 100, 599); return err },
			`/x: this is 200.5; expected a whole number from 100 to 599.`},
		{"a number beyond its bounds", `2`, func(n *tree.Node, at string) error { _, err := given.Number(n, at, 0, 1); return err },
			`/x: this is 2; expected a number from 0 to 1.`},
		{"a word that is misspelt", `"unifrom"`, func(n *tree.Node, at string) error {
			_, err := given.Word(n, at, "uniform", "lognormal")
			return err
		}, `/x: this is "unifrom"; expected uniform or lognormal. Did you mean "uniform"?`},
		{"an object that should be an array", `{}`, func(n *tree.Node, at string) error { _, err := given.Elements(n, at); return err },
			`/x: this is an object; expected an array.`},
		{"a member that nobody knows", `{"a":1,"zzzzz":2}`, func(n *tree.Node, at string) error { return given.Known(n, at, []string{"a", "b"}, nil) },
			`/x/zzzzz: "zzzzz" is no member here; there are a and b.`},
		{"a misspelt member", `{"prioritiy":1}`, func(n *tree.Node, at string) error { return given.Known(n, at, []string{"priority", "name"}, nil) },
			`/x/prioritiy: "prioritiy" is no member here; did you mean "priority"?`},
		{"a member that is refused", `{"proxyBaseUrl":1}`, func(n *tree.Node, at string) error {
			return given.Known(n, at, []string{"status"}, map[string]string{"proxyBaseUrl": "mockserver calls nobody"})
		}, `/x/proxyBaseUrl: proxyBaseUrl is not supported: mockserver calls nobody.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			node, err := tree.Parse("", []byte(`{"x":`+c.json+`}`), tree.Limits{})
			require.NoError(t, err)
			err = c.read(node.Get("x"), "/x")
			if c.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, c.want)
		})
	}
}

func TestWhatIsAbsentIsZero(t *testing.T) {
	text, err := given.Text(nil, "/x")
	require.NoError(t, err)
	assert.Empty(t, text)
	assert.EqualError(t, given.Known(nil, "/x", nil, nil), "/x: this is missing; expected an object.")
}
