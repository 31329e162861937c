package expression_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/expression"
	"mockserver/internal/value"
)

// nest repeats before and after around core until the longest expression that is read is full.
func nest(before, core, after string) string {
	n := (expression.MaxLength - len(core)) / (len(before) + len(after))
	return strings.Repeat(before, n) + core + strings.Repeat(after, n)
}

// Each of these would run for ages, or out of memory, if its work were not counted.
func TestHostileExpressionsEnd(t *testing.T) {
	cases := []struct{ name, source string }{
		{"parentheses", nest("(", "1", ")")},
		{"minus", nest("-", "1", "")},
		{"not", nest("!", "true", "")},
		{"lists", nest("[", "1", "]")},
		{"objects", nest("{a:", "1", "}")},
		{"members", nest("", "place", ".a")},
		{"calls", nest("lower(", "'a'", ")")},
		{"choices", nest("true?1:", "2", "")},
		{"choices that repeat what they ask", nest("(", "false", "?:1)")},
		{"choices that repeat what they take", nest("(", "true", "?:1)")},
		{"comparisons that share their middle", nest("(1<", "2", "<3)")},
		{"comparisons of numbers that share their middle", nest("(0<=0+", "1", "<=9?1:1)")},
		{"sums", nest("1+", "1", "")},
		{"lets", nest("let a=1;", "a", "")},
		{"lets in lets", nest("(let a=", "1", ";a)")},
		{"texts that double", "let a=wide;" + strings.Repeat("let a=a+a;", 200) + "len(a)"},
		{"a text that squares", "let a='" + strings.Repeat("x", 1000) + "';" + strings.Repeat("let a=replace(a,'x',a);", 20) + "len(a)"},
		{"lists that double", "let a=list;" + strings.Repeat("let a=a+a;", 200) + "len(a)"},
		{"lists that hold themselves twice", "let a=list;" + strings.Repeat("let a=[a,a];", 200) + "string(a)"},
		{"lists that hold themselves, compared", "let a=list;let b=list;" + strings.Repeat("let a=[a,a];let b=[b,b];", 150) + "a==b"},
		{"objects that hold themselves twice", "let a={};" + strings.Repeat("let a={a:a,b:a};", 200) + "string(a)"},
		{"long texts for each element", "let a=replace('xxxxxxxxxxxxxxxxxxxx','x','" + strings.Repeat("y", 300) + "');let l=split(a,'');map(l,len(upper(a)))"},
		{"a list mapped to itself", "let l=split('" + strings.Repeat("y", 3000) + "','');let m=map(l,l);let n=map(m,m);len(n)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := scope(t)
			s.Names = append(s.Names, "a")
			p, err := expression.Compile(c.source, s)
			if err == nil { // the parser refuses some
				value.AppendJSON(nil, p.Value(known))
			}
		})
	}
}

func TestAnExpressionThatIsTooLong(t *testing.T) {
	_, err := expression.Compile(strings.Repeat(" ", expression.MaxLength)+"1", expression.Scope{})
	require.EqualError(t, err, "an expression of 4097 bytes: at most 4096 are read")
}

func TestOneProgramRunsConcurrently(t *testing.T) {
	p, err := expression.Compile("let x = word; map(list, {let y = # * 2; x + string(y + #index)})", scope(t))
	require.NoError(t, err)
	var group sync.WaitGroup
	for i := range int64(8) {
		group.Go(func() {
			names := func(name string) any {
				if name == "list" {
					return []any{i, i + 1}
				}
				return value.Text(i)
			}
			for range 200 {
				got := p.Value(names)
				s := value.Text(i)
				if !value.Equal(got, []any{s + value.Text(2*i), s + value.Text(2*i+3)}) {
					t.Errorf("%d: %s", i, value.AppendJSON(nil, got))
					return
				}
			}
		})
	}
	group.Wait()
}

func TestRunKeepsRecords(t *testing.T) {
	p, err := expression.Compile("[place, {p: place}]", scope(t))
	require.NoError(t, err)
	kept := p.Run(known).([]any)
	require.IsType(t, &place{}, kept[0])
	require.Equal(t, `[7,{"p":7}]`, string(value.AppendJSON(nil, p.Value(known))))
}

func TestHolds(t *testing.T) {
	for source, want := range map[string]bool{"true": true, "false": false, "nil": false, "1": false, "'true'": false, "1 == 1": true} {
		p, err := expression.Compile(source, expression.Scope{})
		require.NoError(t, err)
		require.Equal(t, want, p.Holds(known), source)
	}
}

func TestTheZoneIsUTCWhereNoneIsSaid(t *testing.T) {
	p, err := expression.Compile("hour(at)", expression.Scope{Names: []string{"at"}})
	require.NoError(t, err)
	require.Equal(t, int64(4), p.Run(known))
}
