// Package load reads what a server is made from and a user names: documents with the files that they lead to, overlays, fixtures; and those that are bundled.
package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

// Stdin is the word that stands for standard input among the documents.
const Stdin = "-"

// Options say how it is read. The same ones go to Documents, Overlays and Fixtures.
type Options struct {
	Limits      limit.Set         // of documents and of what their $refs lead to
	AllowRemote bool              // $refs may lead to other folders and to the network
	Stdin       io.Reader         // what the word - means; nil for nothing
	Verbs       []string          // what the first word could have meant instead of a document; nil if nothing
	Again       bool              // it has been read before, which a pipe cannot be again
	Reading     func(file string) // nil, or called before a file that a $ref leads to is read
	Log         *slog.Logger      // of what is odd, but no mistake; nil for none
}

// Usage is a mistake in what was named, not in what it holds: a file that is not there, an overlay of another document.
type Usage struct{ sentence string }

// Error is the sentence.
func (u *Usage) Error() string { return u.sentence }

func usagef(format string, parts ...any) error { return &Usage{fmt.Sprintf(format, parts...)} }

// Documents reads those that the words name: files, URLs (naming one is consent), Stdin; without words the bundled ones. One
// that cannot be read has a Failure, which is a *Usage if it is not there. The files that $refs lead to are read later, after
// ctx may have ended.
func Documents(ctx context.Context, words []string, o Options) ([]*Document, error) {
	if len(words) == 0 {
		return Bundled()
	}
	documents := make([]*Document, len(words))
	for i, word := range words {
		if slices.Contains(words[:i], word) {
			return nil, usagef("%q is given twice", word)
		}
		d := &Document{Address: filepath.ToSlash(word), files: newFiles(ctx, word, o)}
		documents[i] = d
		if d.Failure = o.exists(word, i == 0); d.Failure == nil {
			d.Failure = o.parse(ctx, d, word)
		}
	}
	return documents, christen(documents)
}

// parse reads one document.
func (o Options) parse(ctx context.Context, d *Document, word string) error {
	limits := d.files.treeLimits()
	data, err := o.read(ctx, word, int64(limits.Bytes)+1) // a byte more, so that the parser says that it is too much
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

func (u *unreadable) Unwrap() error { return u.cause }

// exists tells a mistyped verb or file apart from a document that is broken.
func (o Options) exists(word string, first bool) error {
	switch {
	case word == Stdin && o.Stdin == nil:
		return usagef("%q means standard input, of which there is none here; name the document's file", word)
	case word == Stdin || Remote(word):
		return nil
	}
	info, err := os.Stat(word)
	switch {
	case err == nil && info.IsDir():
		return usagef("%q is a folder; name the document in it", word)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return usagef("%q cannot be read: %s", word, Reason(err))
	case !first || o.Verbs == nil || strings.ContainsAny(word, "./\\"):
		return usagef("%q is not a file that exists%s", word, suggest(word, neighbours(word)))
	}
	return usagef("%q is neither a verb (%s) nor a file that exists%s", word, strings.Join(o.Verbs, ", "), suggest(word, slices.Concat(o.Verbs, neighbours(word))))
}

// christen gives each document the name of its file; the folder goes before it where two files are called alike.
func christen(documents []*Document) error {
	count := map[string]int{}
	for _, d := range documents {
		d.Name = stem(d.Address)
		count[d.Name]++
	}
	for i, d := range documents {
		if count[d.Name] > 1 {
			if folder := path.Base(path.Dir(d.Address)); folder != "." && folder != "/" {
				d.Name = folder + "/" + d.Name
			}
		}
		if other := Named(documents[:i], d.Name); other != nil {
			return usagef("%q and %q would both be called %s; rename one of them", other.Address, d.Address, d.Name)
		}
	}
	return nil
}

// stem is the file's base name without extension, of a URL that of its path.
func stem(address string) string {
	if address == Stdin {
		return "stdin"
	}
	if u, err := url.Parse(address); err == nil && Remote(address) {
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
	if word == Stdin {
		return "stdin"
	}
	return word
}

// Remote tells whether a word is the URL of a document.
func Remote(word string) bool {
	lower := strings.ToLower(word)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}
