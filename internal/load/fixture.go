package load

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mockserver/fixtures"
	"mockserver/internal/tree"
)

// fixture is a population's description and the document that it is for.
type fixture struct {
	document string
	file     string
	root     *tree.Node
}

// Fixtures are those of the documents: the bundled ones of bundled documents, except where the user's, from the files and
// folders that are named, are for the same document.
func Fixtures(ctx context.Context, documents []*Document, named []string, o Options) ([]*tree.Node, error) {
	given, err := o.givenFixtures(ctx, documents, named)
	if err != nil {
		return nil, err
	}
	own, err := bundledFixtures(documents)
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(f fixture) bool {
		return slices.ContainsFunc(given, func(g fixture) bool { return g.document == f.document })
	})
	all := append(own, given...)
	roots := make([]*tree.Node, len(all))
	for i, f := range all {
		roots[i] = f.root
	}
	return roots, nil
}

// bundledFixtures are the files beside the specs: fixtures/teamup.yaml for specs/teamup.
func bundledFixtures(documents []*Document) ([]fixture, error) {
	var found []fixture
	for _, d := range documents {
		if !d.bundled() {
			continue
		}
		root, err := parseFrom(fixtures.FS, d.Name+".yaml")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, fixture{d.Name, d.Name + ".yaml", root})
	}
	return found, nil
}

func (o Options) givenFixtures(ctx context.Context, documents []*Document, words []string) ([]fixture, error) {
	var found []fixture
	for _, word := range words {
		files, err := fixtureFiles(word)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			f, err := o.readFixture(ctx, documents, file)
			if err != nil {
				return nil, err
			}
			if i := slices.IndexFunc(found, func(other fixture) bool { return other.document == f.document }); i >= 0 {
				return nil, usagef("--fixtures %q and %q are both for %s; a document has one fixture", found[i].file, file, f.document)
			}
			found = append(found, f)
		}
	}
	return found, nil
}

func (o Options) readFixture(ctx context.Context, documents []*Document, file string) (fixture, error) {
	data, err := o.readFile(ctx, file)
	if err != nil {
		return fixture{}, usagef("--fixtures %q cannot be read: %s", file, Reason(err))
	}
	root, err := parse(file, data)
	if err != nil {
		return fixture{}, err
	}
	name, err := addressee(documents, file, root)
	if err != nil {
		return fixture{}, err
	}
	return fixture{name, file, root}, nil
}

// fixtureFiles are the file itself, or those of a folder, sorted.
func fixtureFiles(word string) ([]string, error) {
	info, err := os.Stat(word)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("--fixtures %q is neither a file nor a folder that exists%s", word, suggest(word, neighbours(word)))
	}
	if err != nil {
		return nil, usagef("--fixtures %q cannot be read: %s", word, Reason(err))
	}
	if !info.IsDir() {
		return []string{word}, nil
	}
	inner, err := fixturesIn(word)
	if err != nil {
		return nil, usagef("--fixtures %q cannot be read: %s", word, Reason(err))
	}
	var files []string
	for _, name := range inner {
		files = append(files, filepath.Join(word, name))
	}
	if len(files) == 0 {
		return nil, usagef("--fixtures %q holds no fixture: no file in it ends in .yaml, .yml or .json", word)
	}
	return files, nil
}

// IsFixture tells whether a file of a folder is taken for a fixture, by its name.
func IsFixture(name string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name))
}

// FixturesIn are the names of the fixtures of a folder, sorted; none if it cannot be read.
func FixturesIn(folder string) []string {
	names, _ := fixturesIn(folder)
	return names
}

func fixturesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if IsFixture(entry.Name()) && !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// addressee is the name of the document that a fixture is for, said or, with a single one, understood.
func addressee(documents []*Document, file string, root *tree.Node) (string, error) {
	name := root.Get("for")
	served := Names(documents)
	switch {
	case !root.Is(tree.Object):
		return "", usagef("--fixtures %q is not a fixture: it holds no object with a member collections", file)
	case name == nil && len(documents) == 1:
		return served[0], nil
	case name == nil:
		return "", usagef("--fixtures %q does not say which document it is for; with several served (%s) it needs a member such as for: %s", file, strings.Join(served, ", "), served[0])
	case Named(documents, name.Str()) == nil:
		return "", usagef("--fixtures %q is for %q (%s), which is not served; served are %s%s", file, name.Text, name.Place(), strings.Join(served, ", "), suggest(name.Text, served))
	}
	return name.Str(), nil
}
