package architecture

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// arrows says for each package of internal/ which others it may import; server may import all but those that sit
// beside it. Arrows point one way: what a package may import stands above it.
var arrows = map[string]string{
	"lazyregexp":   "", // all may import it
	"value":        "",
	"tree":         "value",
	"violation":    "tree value",
	"limit":        "violation",
	"schema":       "limit tree value violation",
	"overlay":      "tree value violation",
	"infer":        "spec tree value violation",
	"explain":      "infer spec tree value violation",
	"spec":         "limit tree schema value violation",
	"validate":     "limit spec schema tree value violation",
	"column":       "value",
	"accept":       "",
	"fake":         "limit schema tree value violation",
	"sample":       "fake limit spec schema tree value violation",
	"check":        "fake limit sample spec schema tree validate value violation",
	"expression":   "value violation",
	"population":   "column expression fake limit schema tree value violation",
	"query":        "column expression population value violation",
	"binding":      "fake spec validate schema tree expression population query value violation",
	"problem":      "accept binding fake limit sample spec validate violation value tree expression schema",
	"respond":      "accept binding fake limit population problem query sample schema spec tree validate value violation expression",
	"server":       "coverage fault journal session stub infer limit sample binding column expression fake overlay population problem query respond schema spec tree validate value violation",
	"given":        "tree value violation",
	"jsonpath":     "value",
	"matcher":      "given jsonpath limit schema tree value violation",
	"fault":        "fake given limit tree value violation",
	"stub":         "fake fault given limit matcher tree value violation",
	"journal":      "limit spec tree value violation",
	"coverage":     "limit schema spec tree validate value violation",
	"session":      "fault journal limit stub violation",
	"load":         "fault given stub limit overlay spec tree violation specs fixtures",
	"admin":        "accept coverage fault given journal limit matcher problem session spec stub tree violation value",
	"settings":     "limit violation value",
	"acceptance":   "",
	"architecture": "",
	"census":       "",
	"conformance":  "",
	"hostile":      "",
	"speed":        "",
	"scenario":     "", // tests alone import it
}

// modules says which packages may lean on which module of others, so that one can be replaced in one place.
var modules = map[string]string{
	"github.com/brianvoe/gofakeit/v7": "internal/fake",
	"github.com/dunglas/httpsfv":      "internal/violation internal/problem internal/respond internal/server",
	"github.com/dlclark/regexp2":      "internal/matcher internal/schema internal/fake",
	"github.com/expr-lang/expr":       "internal/expression",
	"github.com/fsnotify/fsnotify":    "cmd/mockserver",
	"github.com/gorilla/mux":          "internal/admin internal/server cmd/mockserver",
	"github.com/spf13/pflag":          "internal/settings",
	"github.com/stretchr/testify":     "internal/scenario",
	"golang.org/x/sync":               "internal/server",
	"go.yaml.in/yaml/v3":              "internal/tree",
}

const module = "mockserver/"

func TestImportsPointOneWay(t *testing.T) {
	for _, f := range sources(t) {
		name, inner := strings.CutPrefix(f.folder, "internal/")
		if f.test || !inner {
			continue
		}
		allowed, known := arrows[name]
		if !assert.True(t, known, "%s is not in the table of arrows", name) {
			continue
		}
		for _, path := range f.imports() {
			if other, ours := strings.CutPrefix(path, module); ours {
				other = strings.TrimPrefix(other, "internal/")
				assert.Contains(t, append(strings.Fields(allowed), "lazyregexp"), other, "%s imports %s, which the table of arrows does not allow", f.path, other)
			}
		}
	}
}

func TestTheArrowsHaveNoCircle(t *testing.T) {
	left := maps.Clone(arrows)
	for len(left) > 0 {
		before := len(left)
		maps.DeleteFunc(left, func(_, allowed string) bool {
			return !slices.ContainsFunc(strings.Fields(allowed), func(name string) bool { _, waits := left[name]; return waits })
		})
		if !assert.Less(t, len(left), before, "these wait for each other: %v", slices.Sorted(maps.Keys(left))) {
			return
		}
	}
}

func TestModulesOfOthersStayWhereTheyBelong(t *testing.T) {
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		for _, path := range f.imports() {
			if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
				continue
			}
			assert.True(t, allowsModule(path, f.folder), "%s imports %s, which the table of modules does not allow in %s", f.path, path, f.folder)
		}
	}
}

func allowsModule(path, folder string) bool {
	for name, folders := range modules {
		if path == name || strings.HasPrefix(path, name+"/") {
			return slices.Contains(strings.Fields(folders), folder)
		}
	}
	return false
}

// imports are the paths that a file imports.
func (f *source) imports() []string {
	paths := make([]string, len(f.syntax.Imports))
	for i, spec := range f.syntax.Imports {
		paths[i], _ = strconv.Unquote(spec.Path.Value) // it parsed, so it is a string literal
	}
	return paths
}
