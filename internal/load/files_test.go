package load

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
)

// writeFiles puts files into a folder; their names have slashes.
func writeFiles(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
}

// folderOfFiles has api/openapi.yaml and what a $ref in it might lead to, in and outside of its folder.
func folderOfFiles(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	writeFiles(t, root, map[string]string{
		"api/openapi.yaml":    "openapi: 3.1.0",
		"api/parts/pet.yaml":  "pet: true",
		"api/parts/two words": "two: true",
		"api/broken.yaml":     "a: [1",
		"outside.yaml":        "outside: true",
		"api/..data.yaml":     "dots: true",
	})
	require.NoError(t, os.Symlink("parts/pet.yaml", filepath.Join(root, "api", "link.yaml")))
	require.NoError(t, os.Symlink("../outside.yaml", filepath.Join(root, "api", "leads-out.yaml")))
	require.NoError(t, os.Symlink(filepath.Join(root, "outside.yaml"), filepath.Join(root, "api", "leads-far.yaml")))
	require.NoError(t, os.Symlink("..", filepath.Join(root, "api", "up")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "api", "pipe.yaml"), 0o644))
	return root
}

func TestWhichFilesAReferenceMayLeadTo(t *testing.T) {
	t.Chdir(folderOfFiles(t))
	folder, err := os.Getwd()
	require.NoError(t, err)
	const outside = "it leads out of the document's folder, which only --allow-remote-refs allows"
	for name, c := range map[string]struct{ address, fails string }{
		"a file beside it":                   {"api/parts/pet.yaml", ""},
		"a file whose name has a space":      {"api/parts/two words", ""},
		"a name that begins with dots":       {"api/..data.yaml", ""},
		"an absolute path within the folder": {folder + "/api/parts/pet.yaml", ""},
		"a link within the folder":           {"api/link.yaml", ""},
		"a link that leads out":              {"api/leads-out.yaml", outside},
		"a link that leads out absolutely":   {"api/leads-far.yaml", outside},
		"through a folder that leads out":    {"api/up/outside.yaml", outside},
		"a file in the folder above":         {"outside.yaml", outside},
		"two folders above":                  {"../etc/passwd", outside},
		"an absolute path":                   {"/etc/passwd", outside},
		"a file URL":                         {"file:///etc/hostname", "file: is never read; a file is referred to by its path relative to the document"},
		"another scheme":                     {"gopher://x/y", "gopher: is never read; a file is referred to by its path relative to the document"},
		"the network":                        {"http://127.0.0.1:1/x", "it leads to the network, which only --allow-remote-refs allows"},
		"the network, in capital letters":    {"HTTPS://127.0.0.1:1/x", "it leads to the network, which only --allow-remote-refs allows"},
		"the network without a scheme":       {"//127.0.0.1:1/x", "it leads to the network, which only --allow-remote-refs allows"},
		"a folder":                           {"api/parts", "it is a folder"},
		"a pipe":                             {"api/pipe.yaml", "it is not a regular file"},
		"what is not there":                  {"api/parts/pett.yaml", "there is no file api/parts/pett.yaml; did you mean api/parts/pet.yaml?"},
		"what is no YAML":                    {"api/broken.yaml", "api/broken.yaml:1: not valid YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFiles(t.Context(), "api/openapi.yaml", Options{Limits: limit.Default()})
			root, err := f.open(c.address)
			if c.fails == "" {
				require.NoError(t, err)
				assert.Equal(t, c.address, root.File)
				return
			}
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), c.fails), err.Error())
		})
	}
}

func TestMoreMayBeReadWhereThatIsAllowed(t *testing.T) {
	t.Chdir(folderOfFiles(t))
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/pet.yaml" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte("pet: true"))
	}))
	defer host.Close()
	defer http.DefaultClient.CloseIdleConnections()
	f := newFiles(t.Context(), "api/openapi.yaml", Options{Limits: limit.Default(), AllowRemote: true})
	for _, address := range []string{"outside.yaml", "api/leads-out.yaml", "api/leads-far.yaml", host.URL + "/pet.yaml"} {
		_, err := f.open(address)
		assert.NoError(t, err, address)
	}
	_, err := f.open(host.URL + "/other")
	assert.EqualError(t, err, "it answers 404 Not Found")
	_, err = f.open("file:///etc/hostname")
	assert.Error(t, err, "never, whatever is allowed")
	assert.Equal(t, []string{"api/openapi.yaml", "outside.yaml", "api/leads-out.yaml", "api/leads-far.yaml"}, f.names())
}

func TestTheFilesOfADocumentAreLimited(t *testing.T) {
	t.Chdir(folderOfFiles(t))
	limits := limit.Default()
	limits.DocumentFiles, limits.DocumentBytes = 3, 9
	f := newFiles(t.Context(), "api/openapi.yaml", Options{Limits: limits})
	_, err := f.open("api/parts/pet.yaml")
	require.NoError(t, err)
	_, err = f.open("api/..data.yaml")
	assert.ErrorContains(t, err, "the files of the document have more than 9 bytes together")
	_, err = f.open("api/link.yaml")
	assert.EqualError(t, err, "the document is made of more than 3 files, the limit that --limit document-files=N sets")
}

func TestADocumentFromStandardInputHasNoFolder(t *testing.T) {
	t.Chdir(folderOfFiles(t))
	f := newFiles(t.Context(), Stdin, Options{Limits: limit.Default()})
	_, err := f.open("api/parts/pet.yaml")
	assert.ErrorContains(t, err, "standard input has no folder")
	assert.Empty(t, f.names())
	f = newFiles(t.Context(), Stdin, Options{Limits: limit.Default(), AllowRemote: true})
	_, err = f.open("api/parts/pet.yaml")
	assert.NoError(t, err)
}
