package load

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// fetchLimit is how long a document named by its URL may take to come.
const fetchLimit = 30 * time.Second

// read gets no more than so many bytes of a document.
func (o Options) read(ctx context.Context, word string, most int64) ([]byte, error) {
	if word == Stdin {
		return await(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(o.Stdin, most)) })
	}
	if Remote(word) {
		data, err := fetch(ctx, word, most)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be fetched: %w", word, err)
		}
		return data, nil
	}
	data, err := o.readUpTo(ctx, word, most)
	if err != nil {
		return nil, usagef("%q cannot be read: %s", word, Reason(err))
	}
	return data, nil
}

// readFile reads no more of an overlay or a fixture than the parser would take.
func (o Options) readFile(ctx context.Context, name string) ([]byte, error) {
	return o.readUpTo(ctx, name, int64(tree.DefaultLimits.Bytes)+1)
}

// readUpTo reads a file that the user named. That may be a pipe, such as that of a shell's <(…): it is read until ctx
// ends, and not again.
func (o Options) readUpTo(ctx context.Context, name string, most int64) ([]byte, error) {
	data, err := readRegular(name, os.Stat, os.OpenFile, most)
	if !errors.Is(err, errIrregular) || o.Again {
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
		return Reason(wrapped.Err)
	}
	return Reason(err)
}

// opener opens a file as os.OpenFile does.
type opener func(name string, flag int, mode fs.FileMode) (*os.File, error)

// readRegular reads a file, but neither a folder nor a pipe or device, which might never end. What was opened is looked at
// again: the name may stand for a pipe by then, whose opening without syscall.O_NONBLOCK would wait for who writes it.
func readRegular(name string, stat func(string) (fs.FileInfo, error), open opener, most int64) ([]byte, error) {
	if err := regular(stat(name)); err != nil {
		return nil, err
	}
	file, err := open(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if err := regular(file.Stat()); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(file, most))
}

var errIrregular = errors.New("it is not a regular file")

func regular(info fs.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return errIrregular
	}
	return nil
}

// Fingerprint is the same for equal contents: of a file its bytes, of a folder the names of its fixtures.
func Fingerprint(file string) string {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return Reason(err)
	case info.IsDir():
		return strings.Join(FixturesIn(file), "\x00")
	case info.Mode()&fs.ModeType != 0:
		return info.Mode().String() // a pipe can be read but once
	}
	data, err := readRegular(file, os.Stat, os.OpenFile, int64(tree.DefaultLimits.Bytes)+1)
	if err != nil {
		return Reason(err)
	}
	sum := sha256.Sum256(data)
	return string(sum[:])
}

// Reason is what the system said, without the operation, the path or the address that the message names anyway:
// "permission denied", "no such host".
func Reason(err error) string {
	var file *fs.PathError
	var system *os.SyscallError
	var lookup *net.DNSError
	switch {
	case errors.As(err, &file):
		return file.Err.Error()
	case errors.As(err, &system):
		return system.Err.Error()
	case errors.As(err, &lookup):
		return lookup.Err
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
