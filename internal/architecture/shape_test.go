package architecture

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The lengths above which something is two things.
const (
	maxFileLines     = 400
	maxFunctionLines = 60
)

// forbidden are the names that nothing below cmd/ may use, by import path: an answer depends on what was configured,
// never on the moment, the machine or the order of calls.
var forbidden = map[string][]string{
	"time": {"Now", "Since", "Until", "Local"},
	"os":   {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Getpid", "Hostname"},
}

// seeded are the only names of math/rand that do not draw from the global source.
var seeded = []string{"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}

// unwanted are words that name nothing.
var unwanted = regexp.MustCompile(`(?i)^(utils?|common|helpers?|managers?|services?|models?|datasets?|stores?)$`)

func TestNothingBelowCmdAsksTheMachine(t *testing.T) {
	for _, f := range sources(t) {
		if f.test || f.folder == "internal/scenario" || !strings.HasPrefix(f.folder, "internal/") {
			continue // what only tests import may ask as they do
		}
		f.selections(func(path, name string, line int) {
			global := strings.HasPrefix(path, "math/rand") && !slices.Contains(seeded, name)
			assert.False(t, global || slices.Contains(forbidden[path], name), "%s:%d uses %s.%s: take it as an argument", f.path, line, path, name)
			assert.NotEqual(t, "crypto/rand", path, "%s:%d draws from crypto/rand: everything follows from the seed", f.path, line)
		})
	}
}

// How long something takes differs from machine to machine and from hour to hour: a test that asserts it fails one day for
// nothing. Benchmarks measure; scenario.Ends catches what hangs.
func TestOnlyBenchmarksMeasureTime(t *testing.T) {
	for _, f := range sources(t) {
		if !f.test || strings.HasSuffix(f.path, "bench_test.go") {
			continue
		}
		f.selections(func(path, name string, line int) {
			assert.NotEqual(t, "time.Since", path+"."+name, "%s:%d measures time: move it to a file …bench_test.go", f.path, line)
		})
	}
}

func TestFilesAndFunctionsAreShort(t *testing.T) {
	for _, f := range sources(t) {
		assert.LessOrEqual(t, f.lines, maxFileLines, "%s is too long", f.path)
		if f.test {
			continue // a test function may hold a table
		}
		for _, d := range f.syntax.Decls {
			function, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			length := f.line(function.End()) - f.line(function.Pos()) + 1
			assert.LessOrEqual(t, length, maxFunctionLines, "%s:%d: %s is too long", f.path, f.line(function.Pos()), function.Name.Name)
		}
	}
}

func TestEachPackageOpensWithOneSentence(t *testing.T) {
	comments := map[string][]string{}
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		comments[f.folder] = append(comments[f.folder], f.syntax.Doc.Text())
		if doc := f.syntax.Doc.Text(); doc != "" && f.syntax.Name.Name != "main" {
			assert.True(t, strings.HasPrefix(doc, "Package "+f.syntax.Name.Name+" "), "%s: the comment begins %q", f.path, doc)
		}
	}
	for folder, all := range comments {
		all = slices.DeleteFunc(all, func(doc string) bool { return doc == "" })
		assert.Len(t, all, 1, "%s: one file of a package says what it is", folder)
	}
}

func TestNothingIsNamedByAWordThatSaysNothing(t *testing.T) {
	for _, f := range sources(t) {
		for _, part := range strings.FieldsFunc(f.path, func(r rune) bool { return strings.ContainsRune("/_.", r) }) {
			assert.NotRegexp(t, unwanted, part, f.path)
		}
	}
}

func TestNothingIsLeftToDo(t *testing.T) {
	marker := regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "XX" + "X"}, "|") + `)\b`)
	for _, f := range sources(t) {
		for _, group := range f.syntax.Comments {
			assert.NotRegexp(t, marker, group.Text(), fmt.Sprintf("%s:%d", f.path, f.line(group.Pos())))
		}
	}
}

func TestTheTreeIsSeen(t *testing.T) {
	files := sources(t)
	require.True(t, slices.ContainsFunc(files, func(f *source) bool { return f.path == "cmd/mockserver/main.go" }))
	require.True(t, slices.ContainsFunc(files, func(f *source) bool { return f.path == "internal/architecture/shape_test.go" && f.test }))
}
