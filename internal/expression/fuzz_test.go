package expression_test

import (
	"os"
	"strings"
	"testing"

	"mockserver/internal/expression"
	"mockserver/internal/value"
)

// FuzzCompile compiles anything and runs what compiles: it neither panics nor makes anything that is no value.
func FuzzCompile(f *testing.F) {
	for _, file := range []string{"testdata/values.txt", "testdata/mistakes.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if source, _, ok := strings.Cut(line, arrow); ok && len(source) < 200 {
				f.Add(source)
			}
		}
	}
	s := scope(f)
	f.Fuzz(func(_ *testing.T, source string) {
		p, err := expression.Compile(source, s)
		if err != nil {
			return
		}
		p.Run(known)
		p.Run(func(string) any { return nil })
		value.AppendJSON(nil, p.Value(known))
	})
}
