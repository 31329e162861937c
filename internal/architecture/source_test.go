package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the top of the repository, from here.
const root = "../.."

// source is one Go file of the project.
type source struct {
	path, folder string // from the top, with slashes
	test         bool
	lines        int
	syntax       *ast.File
	files        *token.FileSet
}

// sources are all Go files of the project, in the order of their paths.
func sources(t *testing.T) []*source {
	t.Helper()
	var all []*source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != root && (base == "testdata" || strings.HasPrefix(base, ".")) {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") {
			return nil
		}
		f, err := read(name)
		all = append(all, f)
		return err
	})
	require.NoError(t, err)
	return all
}

func read(name string) (*source, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	relative, err := filepath.Rel(root, name)
	if err != nil {
		return nil, err
	}
	return parse(filepath.ToSlash(relative), text)
}

func parse(name string, text []byte) (*source, error) {
	f := &source{path: name, folder: path.Dir(name), files: token.NewFileSet(), lines: strings.Count(string(text), "\n")}
	f.test = strings.HasSuffix(name, "_test.go")
	var err error
	f.syntax, err = parser.ParseFile(f.files, name, text, parser.ParseComments)
	return f, err
}

func (f *source) line(at token.Pos) int { return f.files.Position(at).Line }

// selections calls see for each use of a name of an imported package.
func (f *source) selections(see func(path, name string, line int)) {
	imported := map[string]string{}
	for i, spec := range f.syntax.Imports {
		name := f.imports()[i]
		local := path.Base(strings.TrimSuffix(name, "/v2"))
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imported[local] = name
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		// An identifier that the file itself declares hides the package; the parser has resolved those.
		if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil && imported[x.Name] != "" {
			see(imported[x.Name], selector.Sel.Name, f.line(selector.Pos()))
		}
		return true
	})
}

func TestSelectionsSeeThroughNamesAndShadows(t *testing.T) {
	text := `package x
import ("time"; clock "time"; "math/rand/v2"; "os")
var a, b, c = time.Now(), clock.Since, rand.IntN(3)
func f(os struct{ Getenv string }) string { return os.Getenv }
var _ = os.Exit
`
	f, err := parse("x.go", []byte(text))
	require.NoError(t, err)
	var seen []string
	f.selections(func(path, name string, line int) { seen = append(seen, path+"."+name+":"+strconv.Itoa(line)) })
	require.Equal(t, []string{"time.Now:3", "time.Since:3", "math/rand/v2.IntN:3", "os.Exit:5"}, seen)
}
