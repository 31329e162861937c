package jsonpath_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/jsonpath"
	"mockserver/internal/value"
)

// What would take more than it may ends with an error, whatever it is that multiplies.
func TestASearchEndsWithItsSteps(t *testing.T) {
	wide := parsed(t, `{"a":[`+strings.Repeat("1,", 50_000)+`1],"long":"`+strings.Repeat("x", 1<<20)+`"}`)
	deep := parsed(t, strings.Repeat(`{"a":[`, 45)+strings.Repeat("]}", 45))
	for _, c := range []struct {
		name, path string
		root       any
	}{
		{"each element with all others", `$.a[?(@ in $.a[?(@ == 2)])]`, wide},
		{"all with all", `$.a[?($.a == $.a)]`, wide},
		{"a long text for each element", `$.a[?($.long contains 'y')]`, wide},
		{"a long text against a pattern for each element", `$.a[?($.long =~ /x*y/)]`, wide},
		{"functions of all for each element", `$.a[?($.a.sum() == 1)]`, wide},
		{"distinct", `$..a[?(@ == 1)]..a`, wide},
		{"everything below everything", `$..*..*..*..*..*`, deep},
		{"names twice", `$` + strings.Repeat(`['a','b','a']`, 30), deep},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, err := jsonpath.Parse(c.path)
			require.NoError(t, err)
			_, _, err = path.Find(c.root, jsonpath.NewSteps(100_000))
			if err != nil {
				assert.ErrorIs(t, err, jsonpath.ErrSteps)
			}
		})
	}
	path, err := jsonpath.Parse(`$.a[?($.a == $.a)]`)
	require.NoError(t, err)
	_, _, err = path.Find(wide, jsonpath.NewSteps(100_000))
	assert.ErrorIs(t, err, jsonpath.ErrSteps)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`$`, `$.a`, `$['a','b'][0,-1][1:2]..*`, `$..[?(@.a == 'x' && @.b > 2 || !(@.c =~ /x/i))]`, `$.a.sum(1, $.b).first()`,
		`$[?(@.a in [1, {'b': "c"}])]`, `@.a`, `a.b`, `$[?($..a[?(@ size 2)] empty true)]`, `$[?(!@.a)]`, `$['\u00e9\'']`, `$..a.length()`,
	} {
		f.Add(seed, `{"a":[1,{"b":"c"}],"c":"x"}`)
	}
	f.Fuzz(func(t *testing.T, text, document string) {
		path, err := jsonpath.Parse(text)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		root, err := value.ParseJSON([]byte(document), value.Limits{})
		if err != nil {
			return
		}
		found, definite, err := path.Find(root, jsonpath.NewSteps(10_000))
		if err == nil && definite {
			assert.LessOrEqual(t, len(found), 1)
		}
		value.AppendJSON(nil, append([]any{}, found...))
	})
}
