package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

// files reads the other files that a document's $refs lead to, and holds the policy of which those may be: files in the
// document's own folder; with --allow-remote-refs also those of other folders and of the network. An address such as
// file:///etc/hosts is never followed.
type files struct {
	ctx    context.Context
	word   string // what the user calls the document
	remote bool   // --allow-remote-refs
	limits limit.Set

	mutex sync.Mutex
	read  []string          // looked for on disk, in that order
	told  func(file string) // nil, or called before a file is read
	count int
	taken *tree.Taken      // by the document and its files that were read so far
	whole map[string]bool  // addresses of the other files that could be read and parsed
	bad   []unreadableFile // those that could not, in that order
}

// unreadableFile is another file of a document that is not there, or no YAML or JSON.
type unreadableFile struct {
	address string
	err     error
}

// newFiles prepares for the files of one document.
func newFiles(ctx context.Context, word string, o Options) *files {
	f := &files{ctx: context.WithoutCancel(ctx), word: word, whole: map[string]bool{}, taken: &tree.Taken{}, remote: o.AllowRemote, limits: o.Limits, told: o.Reading}
	if word != Stdin && !Remote(word) {
		f.read = []string{word}
	}
	return f
}

// names are the files on disk that the document was made from, and those that it lacks, in the order of reading.
func (f *files) names() []string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return append([]string(nil), f.read...)
}

// treeLimits are what the parser may take on.
func treeLimits(s limit.Set) tree.Limits {
	return tree.Limits{Bytes: s.DocumentBytes, Depth: s.DocumentDepth, Nodes: s.DocumentValues, Anchors: s.DocumentAnchors, Key: s.KeyBytes, Pointers: s.PointerBytes}
}

// treeLimits are what the parser may take on of all files together.
func (f *files) treeLimits() tree.Limits {
	limits := treeLimits(f.limits)
	limits.Shared = f.taken
	return limits
}

// open reads and parses the file at an address: a path as the document's own is written, or a URL.
func (f *files) open(address string) (*tree.Node, error) {
	f.mutex.Lock()
	if f.count++; f.count >= f.limits.DocumentFiles {
		f.mutex.Unlock()
		return nil, fmt.Errorf("the document is made of more than %d files, the limit that --limit document-files=N sets", f.limits.DocumentFiles)
	}
	f.mutex.Unlock()
	root, err := f.parsed(address)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if err != nil {
		f.bad = append(f.bad, unreadableFile{address, err})
		return nil, err
	}
	f.whole[address] = true
	return root, nil
}

func (f *files) parsed(address string) (*tree.Node, error) {
	data, err := f.bytes(address)
	if err != nil {
		return nil, err
	}
	return tree.ParseLenient(address, data, f.treeLimits())
}

// damagedSince is the error of the first file that was whole when the document was read before; nil if there is none.
func (f *files) damagedSince(before *files) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	before.mutex.Lock()
	defer before.mutex.Unlock()
	for _, one := range f.bad {
		if before.whole[one.address] {
			return one.err
		}
	}
	return nil
}

func (f *files) bytes(address string) ([]byte, error) {
	most := int64(max(0, f.limits.DocumentBytes-f.taken.Bytes())) + 1
	scheme, isURL := schemeOf(address)
	switch {
	case !isURL:
		return f.fromDisk(address, most)
	case scheme != "http" && scheme != "https":
		return nil, fmt.Errorf("%s: is never read; a file is referred to by its path relative to the document", scheme)
	case !f.remote:
		return nil, errors.New("it leads to the network, which only --allow-remote-refs allows")
	}
	return fetch(f.ctx, address, most)
}

// schemeOf tells whether an address is a URL, or says a host at least.
func schemeOf(address string) (scheme string, ok bool) {
	if strings.HasPrefix(address, "//") {
		return "https", true
	}
	u, err := url.Parse(address)
	if err != nil || len(u.Scheme) < 2 { // a single letter is a drive of Windows
		return "", false
	}
	return strings.ToLower(u.Scheme), true
}

// errOutside is why a file is not read.
var errOutside = errors.New("it leads out of the document's folder, which only --allow-remote-refs allows")

// fromDisk reads a file within the document's folder. os.Root sees to it that no symbolic link leads out of that.
func (f *files) fromDisk(address string, most int64) ([]byte, error) {
	name := filepath.FromSlash(address)
	if f.word == Stdin && !f.remote {
		return nil, errors.New("a document from standard input has no folder to look in; give it as a file, or --allow-remote-refs to look in the working folder")
	}
	folder := filepath.Dir(f.word)
	if f.word == Stdin {
		folder = "."
	}
	within, err := relative(folder, name)
	if err != nil || !filepath.IsLocal(within) {
		if !f.remote {
			return nil, errOutside
		}
		f.looksFor(name)
		return readRegular(name, os.Stat, os.OpenFile, most)
	}
	f.looksFor(name)
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, errors.New(Reason(err))
	}
	defer func() { _ = root.Close() }()
	data, err := readRegular(within, root.Stat, root.OpenFile, most)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return data, describe(err, name)
	}
	if _, other := os.Stat(name); other != nil || !escapes(err) {
		return nil, describe(err, name)
	}
	if !f.remote {
		return nil, errOutside
	}
	return readRegular(name, os.Stat, os.OpenFile, most)
}

// escapes tells whether os.Root refused a path because it leads out.
func escapes(err error) bool { return strings.Contains(err.Error(), "escapes") }

func describe(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s%s", filepath.ToSlash(name), suggest(name, neighbours(name)))
	}
	if err != nil {
		return errors.New(Reason(err))
	}
	return nil
}

// relative is a path from a folder, of whichever one may be absolute.
func relative(folder, name string) (string, error) {
	if filepath.IsAbs(folder) != filepath.IsAbs(name) {
		var err error
		if folder, err = filepath.Abs(folder); err != nil {
			return "", err
		}
		if name, err = filepath.Abs(name); err != nil {
			return "", err
		}
	}
	return filepath.Rel(folder, name)
}

func (f *files) looksFor(name string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.read = append(f.read, name)
	if f.told != nil {
		f.told(name)
	}
}
