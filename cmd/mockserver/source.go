package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"mockserver/internal/settings"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// fetchLimit is how long a document named by its URL may take to come.
const fetchLimit = 30 * time.Second

// stdinWord stands for standard input among the documents.
const stdinWord = "-"

// load reads the documents that the command line names; one that cannot be read has a failure.
func (p program) load(ctx context.Context, c *settings.Command) ([]*document, error) {
	documents := make([]*document, len(c.Words))
	for i, word := range c.Words {
		if slices.Contains(c.Words[:i], word) {
			return nil, usagef("%q is given twice", word)
		}
		d := &document{address: filepath.ToSlash(word), files: newFiles(ctx, word, c.Settings)}
		d.files.told = p.reading
		documents[i] = d
		if d.failure = p.exists(word, i == 0 && !c.Named); d.failure == nil {
			d.failure = p.parse(ctx, d, word)
		}
	}
	return documents, christen(documents)
}

// parse reads one document.
func (p program) parse(ctx context.Context, d *document, word string) error {
	limits := d.files.treeLimits()
	data, err := p.read(ctx, word, int64(limits.Bytes)+1) // a byte more, so that the parser says that it is too much
	if err != nil {
		return err
	}
	if d.root, err = tree.ParseLenient(label(word), data, limits); err != nil {
		return &unreadable{err, data}
	}
	return nil
}

// unreadable is the error of a document that is no YAML or JSON, or beyond a limit.
type unreadable struct {
	cause error
	data  []byte
}

func (u *unreadable) Error() string { return excerpted(u.cause, u.data).Error() }

// causeOf is a failure without the excerpt of the document.
func causeOf(failure error) error {
	var u *unreadable
	if errors.As(failure, &u) {
		return u.cause
	}
	return failure
}

func (u *unreadable) Unwrap() error { return u.cause }

// exists tells a mistyped verb or file apart from a document that is broken.
func (p program) exists(word string, perhapsVerb bool) error {
	if word == stdinWord || remote(word) {
		return nil
	}
	info, err := os.Stat(word)
	switch {
	case err == nil && info.IsDir():
		return usagef("%q is a folder; name the document in it", word)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return usagef("%q cannot be read: %s", word, reason(err))
	case !perhapsVerb || strings.ContainsAny(word, "./\\"):
		return usagef("%q is not a file that exists%s", word, suggest(word, neighbours(word)))
	}
	verbs := settings.Verbs()
	return usagef("%q is neither a verb (%s) nor a file that exists%s", word, strings.Join(verbs, ", "), suggest(word, append(verbs, neighbours(word)...)))
}

// read gets no more than so many bytes of a document.
func (p program) read(ctx context.Context, word string, most int64) ([]byte, error) {
	if word == stdinWord {
		return await(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(p.stdin, most)) })
	}
	if remote(word) {
		data, err := fetch(ctx, word, most)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be fetched: %w", word, err)
		}
		return data, nil
	}
	data, err := p.readUpTo(ctx, word, most)
	if err != nil {
		return nil, usagef("%q cannot be read: %s", word, reason(err))
	}
	return data, nil
}

// readFile reads no more of an overlay or a fixture than the parser would take.
func (p program) readFile(ctx context.Context, name string) ([]byte, error) {
	return p.readUpTo(ctx, name, int64(tree.DefaultLimits.Bytes)+1)
}

// readUpTo reads a file that the command line names. That may be a pipe, such as that of a shell's <(…): it is read until ctx
// ends, and not again.
func (p program) readUpTo(ctx context.Context, name string, most int64) ([]byte, error) {
	data, err := readRegular(name, os.Stat, os.OpenFile, most)
	if !errors.Is(err, errIrregular) || p.again {
		return data, err
	}
	return await(ctx, func() ([]byte, error) {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		return io.ReadAll(io.LimitReader(file, most))
	})
}

// await reads what may never come until ctx ends: nothing can end the reading, nor the opening of a pipe.
func await(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	var data []byte
	done := make(chan error, 1)
	go func() {
		var err error
		data, err = read()
		done <- err
	}()
	select {
	case err := <-done:
		return data, err
	case <-ctx.Done():
		return nil, errors.New("it had not come to its end when the program was to end")
	}
}

// fetch gets a document from its URL: that the user named it, or allowed it with --allow-remote-refs, is the consent.
func fetch(ctx context.Context, address string, most int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, usagef("%q is not a URL", address)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, errors.New(fetchReason(err))
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New("it answers " + response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, most))
	if err != nil {
		return nil, errors.New(fetchReason(err))
	}
	return data, nil
}

func fetchReason(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there"
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("it took longer than %v", fetchLimit)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return cause(wrapped.Err)
	}
	return cause(err)
}

// christen gives each document the name of its file; the folder goes before it where two files are called alike.
func christen(documents []*document) error {
	count := map[string]int{}
	for _, d := range documents {
		d.name = stem(d.address)
		count[d.name]++
	}
	for i, d := range documents {
		if count[d.name] > 1 {
			if folder := path.Base(path.Dir(d.address)); folder != "." && folder != "/" {
				d.name = folder + "/" + d.name
			}
		}
		if other := named(documents[:i], d.name); other != nil {
			return usagef("%q and %q would both be called %s; rename one of them", other.address, d.address, d.name)
		}
	}
	return nil
}

// stem is the file's base name without extension, of a URL that of its path.
func stem(address string) string {
	if address == stdinWord {
		return "stdin"
	}
	if u, err := url.Parse(address); err == nil && remote(address) {
		address = u.Host + u.Path
	}
	base := path.Base(address)
	if name := strings.TrimSuffix(base, path.Ext(base)); name != "" {
		return name
	}
	return base
}

// label is what places in a document's messages begin with.
func label(word string) string {
	if word == stdinWord {
		return "stdin"
	}
	return word
}

func remote(word string) bool {
	lower := strings.ToLower(word)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// reason is what the system said, without the operation and the path that the message names anyway.
func reason(err error) string {
	var wrapped *fs.PathError
	if errors.As(err, &wrapped) {
		return wrapped.Err.Error()
	}
	return err.Error()
}

// neighbours are the files in the folder that a word points into, spelt as the word is.
func neighbours(word string) []string {
	folder, _ := filepath.Split(word)
	entries, err := os.ReadDir(filepath.Clean(folder + "."))
	if err != nil {
		return nil
	}
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() {
			files = append(files, folder+entry.Name())
		}
	}
	return files
}

func suggest(word string, candidates []string) string {
	closest := violation.Closest(word, candidates)
	if closest == "" {
		return ""
	}
	return "; did you mean " + closest + "?"
}
