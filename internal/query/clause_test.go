package query_test

import (
	"strings"

	"github.com/stretchr/testify/require"

	"mockserver/internal/query"
)

// condition reads a clause of a script.
func (s *script) condition(clause string) query.Condition {
	if either := strings.Split(clause, " or "); len(either) > 1 {
		var any query.AnyOf
		for _, one := range either {
			any = append(any, s.condition(one))
		}
		return any
	}
	if rest, ok := strings.CutPrefix(clause, "not "); ok {
		return query.Not{Condition: s.condition(rest)}
	}
	if clause == "nothing" {
		return query.AnyOf{}
	}
	for _, verb := range []string{"=", "in", "overlap", "contains", "contains~", "prefix", "prefix~", "during"} {
		if path, operand, ok := strings.Cut(clause+" ", " "+verb+" "); ok {
			return s.comparison(path, verb, strings.TrimSuffix(operand, " "))
		}
	}
	require.Fail(s.t, "not a clause", clause)
	return nil
}

func (s *script) comparison(path, verb, operand string) query.Condition {
	verb, fold := strings.CutSuffix(verb, "~")
	switch verb {
	case "=":
		return query.Equal{Path: path, Values: literals(operand)}
	case "in":
		return s.interval(path, operand)
	case "overlap":
		return query.Overlap{Path: path, Values: literals(operand)}
	case "during":
		from, to, ok := query.Timeframe(operand, s.clock)
		require.True(s.t, ok, operand)
		return query.During(path, from, to)
	}
	return query.Text{Paths: list(path), Text: operand, Prefix: verb == "prefix", Fold: fold}
}

func literals(text string) []any {
	var values []any
	for _, word := range list(text) {
		values = append(values, literal(word))
	}
	return values
}

// interval reads [low, high) and the like; what is left out is open to the end.
func (s *script) interval(path, text string) query.Condition {
	low, high, ok := strings.Cut(text[1:len(text)-1], ",")
	require.True(s.t, ok, text)
	r := query.Range{Path: path, LowOpen: text[0] == '(', HighOpen: text[len(text)-1] == ')'}
	if low = strings.TrimSpace(low); low != "" {
		r.Low = literal(low)
	}
	if high = strings.TrimSpace(high); high != "" {
		r.High = literal(high)
	}
	return r
}
