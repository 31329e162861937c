package expression_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/expression"
	"mockserver/internal/scenario"
	"mockserver/internal/value"
)

// arrow stands between an expression and what is expected of it.
const arrow = " => "

// rewrite checks each line of a script with an arrow: evaluate says what stands behind it. With -update the file is
// made to say so.
func rewrite(t *testing.T, file string, evaluate func(source string) string) {
	lines := strings.Split(scenario.Read(t, file), "\n")
	for i, line := range lines {
		at := strings.LastIndex(line, arrow)
		if at < 0 || strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "# ==") && !strings.HasPrefix(line, "# =>") {
			continue
		}
		lines[i] = line[:at] + arrow + evaluate(line[:at])
	}
	scenario.Golden(t, file, strings.Join(lines, "\n"))
}

// place is a record as a population gives it: it is made anew each time it is asked for.
type place struct{ key any }

func (p *place) Get(name string) (any, bool) { return "Rome", name == "city" }

func (p *place) KeyValue() any { return p.key }

type keyless struct{}

func (keyless) Get(name string) (any, bool) { return "nowhere", name == "city" }

func object(members ...any) *value.Object {
	o := value.NewObject(0)
	for i := 0; i < len(members); i += 2 {
		o.Set(members[i].(string), members[i+1])
	}
	return o
}

func newYork(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	return zone
}

func scope(t testing.TB) expression.Scope {
	return expression.Scope{Zone: newYork(t), Seed: 1, Names: []string{
		"nothing", "word", "big", "list", "wide", "person", "things", "at", "place", "keyless"}}
}

// known are the values of the scope's names.
func known(name string) any {
	switch name {
	case "word":
		return "word"
	case "big":
		return int64(9223372036854775807)
	case "list":
		return []any{int64(10), int64(20), int64(30)}
	case "wide":
		return strings.Repeat("x", 1000)
	case "person":
		return object("name", "Ann")
	case "things":
		return []any{object("field", "a", "says", "x"), object("field", "b", "says", "y"), object("field", "a", "says", "z")}
	case "at": // 23:30 of 9 March in New York, hours before its clocks go forward
		return value.TimeOf(time.Date(2024, 3, 10, 4, 30, 0, 0, time.UTC))
	case "place":
		return &place{key: int64(7)}
	case "keyless":
		return keyless{}
	}
	return nil
}

func TestValues(t *testing.T) {
	rewrite(t, "testdata/values.txt", func(source string) string {
		p, err := expression.Compile(source, scope(t))
		require.NoError(t, err)
		return string(value.AppendJSON(nil, p.Value(known)))
	})
}

func TestMistakes(t *testing.T) {
	rewrite(t, "testdata/mistakes.txt", func(source string) string {
		_, err := expression.Compile(source, scope(t))
		require.Error(t, err, "%s", source)
		return err.Error()
	})
}
