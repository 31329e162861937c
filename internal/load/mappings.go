package load

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
)

// Mappings reads the stubs of files and folders, in WireMock's format: a mapping, or {"mappings": […]}. Of a folder, which may be
// WireMock's own, all files in it that end in .json count, in the order of their paths, but for those of folders called __files, which hold
// bodies. One that is not there is a *Usage.
func Mappings(named []string, c stub.Config) ([]*stub.Mapping, error) {
	var all []*stub.Mapping
	for _, name := range named {
		files, err := mappingFiles(name)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			n, err := parseFile(file, c.Limits)
			if err != nil {
				return nil, err
			}
			mappings, err := mappingsOf(n, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			all = append(all, mappings...)
		}
	}
	return all, nil
}

func mappingsOf(n *tree.Node, c stub.Config) ([]*stub.Mapping, error) {
	if n.Get("mappings") == nil {
		m, err := stub.Read(n, "", c)
		return []*stub.Mapping{m}, err
	}
	i, err := stub.ReadImport(n, "", c)
	if err != nil {
		return nil, err
	}
	return i.Mappings, nil
}

// mappingFiles are the file itself, or the files of a folder.
func mappingFiles(name string) ([]string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, usagef("%q cannot be read: %s", name, Reason(err))
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	var files []string
	err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == bodiesFolder:
			return fs.SkipDir
		case !entry.IsDir() && strings.EqualFold(filepath.Ext(path), ".json"):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, usagef("%q cannot be read: %s", name, Reason(err))
	}
	slices.Sort(files)
	return files, nil
}

// bodiesFolder is what WireMock calls the folder of bodies that mappings name.
const bodiesFolder = "__files"

// Faults reads fault rules: {"faults": […]} as JSON or YAML. A file that is not there is a *Usage, and so are more rules than a session
// may have.
func Faults(named []string, l limit.Set) ([]*fault.Rule, error) {
	var rules []*fault.Rule
	for _, file := range named {
		n, err := parseFile(file, l)
		if err != nil {
			return nil, err
		}
		if err := given.Known(n, "", []string{"faults"}, nil); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		elements, err := given.Elements(n.Get("faults"), "/faults")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for i, element := range elements {
			r, err := fault.Read(element, tree.Join("/faults", fmt.Sprint(i)), l)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			rules = append(rules, r)
		}
	}
	if most := l.OrDefault().Faults; len(rules) > most {
		return nil, usagef("there are %d fault rules; --limit faults=N allows %d", len(rules), most)
	}
	return rules, nil
}

// parseFile reads a file of JSON or YAML.
func parseFile(file string, l limit.Set) (*tree.Node, error) {
	limits := treeLimits(l)
	data, err := readRegular(file, os.Stat, os.OpenFile, int64(limits.Bytes)+1)
	if err != nil {
		return nil, usagef("%q cannot be read: %s", file, Reason(err))
	}
	n, err := tree.Parse(file, data, limits)
	if err != nil {
		return nil, excerpted(err, data)
	}
	return n, nil
}
