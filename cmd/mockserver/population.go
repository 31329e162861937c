package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// fixture is a population's description and the document that it is for.
type fixture struct {
	document string
	file     string
	root     *tree.Node
}

// populations are the fixtures of the documents served: the bundled ones (base, nil for none), except where the
// user's files are for the same document.
func (p program) populations(ctx context.Context, documents []*document, base fs.FS, files []string) ([]*tree.Node, error) {
	given, err := p.givenFixtures(ctx, documents, files)
	if err != nil {
		return nil, err
	}
	all := given
	if base != nil {
		own, err := bundledFixtures(documents, base)
		if err != nil {
			return nil, err
		}
		own = slices.DeleteFunc(own, func(f fixture) bool {
			return slices.ContainsFunc(given, func(g fixture) bool { return g.document == f.document })
		})
		all = append(own, given...)
	}
	roots := make([]*tree.Node, len(all))
	for i, f := range all {
		roots[i] = f.root
	}
	return roots, nil
}

// bundledFixtures are the files beside the specs: fixtures/teamup.yaml for specs/teamup.
func bundledFixtures(documents []*document, files fs.FS) ([]fixture, error) {
	var found []fixture
	for _, d := range documents {
		root, err := parseFrom(files, d.name+".yaml")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, fixture{d.name, d.name + ".yaml", root})
	}
	return found, nil
}

func (p program) givenFixtures(ctx context.Context, documents []*document, words []string) ([]fixture, error) {
	var found []fixture
	for _, word := range words {
		files, err := fixtureFiles(word)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			f, err := p.readFixture(ctx, documents, file)
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

func (p program) readFixture(ctx context.Context, documents []*document, file string) (fixture, error) {
	data, err := p.readFile(ctx, file)
	if err != nil {
		return fixture{}, usagef("--fixtures %q cannot be read: %s", file, reason(err))
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
		return nil, usagef("--fixtures %q cannot be read: %s", word, reason(err))
	}
	if !info.IsDir() {
		return []string{word}, nil
	}
	entries, err := os.ReadDir(word)
	if err != nil {
		return nil, usagef("--fixtures %q cannot be read: %s", word, reason(err))
	}
	var files []string
	for _, entry := range entries {
		if slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(entry.Name())) && !entry.IsDir() {
			files = append(files, filepath.Join(word, entry.Name()))
		}
	}
	if len(files) == 0 {
		return nil, usagef("--fixtures %q holds no fixture: no file in it ends in .yaml, .yml or .json", word)
	}
	return files, nil
}

// addressee is the name of the document that a fixture is for, said or, with a single one, understood.
func addressee(documents []*document, file string, root *tree.Node) (string, error) {
	name := root.Get("for")
	served := names(documents)
	switch {
	case !root.Is(tree.Object):
		return "", usagef("--fixtures %q is not a fixture: it holds no object with a member collections", file)
	case name == nil && len(documents) == 1:
		return served[0], nil
	case name == nil:
		return "", usagef("--fixtures %q does not say which document it is for; with several served (%s) it needs a member such as for: %s", file, strings.Join(served, ", "), served[0])
	case named(documents, name.Str()) == nil:
		return "", usagef("--fixtures %q is for %q (%s), which is not served; served are %s%s", file, name.Text, name.Place(), strings.Join(served, ", "), suggest(name.Text, served))
	}
	return name.Str(), nil
}
