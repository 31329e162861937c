package server_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"mockserver/fixtures"
	"mockserver/internal/overlay"
	"mockserver/internal/server"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/specs"
)

// clock is the default of --clock.
var clock = time.Date(2025, time.July, 1, 12, 0, 0, 0, time.UTC)

// defaults are the settings of a server that is told nothing.
func defaults() server.Config {
	return server.Config{Seed: 1, Clock: clock, UnknownParameters: validate.Warn, MaxBody: 10 << 20}
}

func parse(t testing.TB, file, text string) *tree.Node {
	t.Helper()
	root, err := tree.Parse(file, []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return root
}

func embedded(t testing.TB, files fs.FS, name string) *tree.Node {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	require.NoError(t, err)
	return parse(t, name, string(data))
}

func overlaid(t testing.TB, root, layer *tree.Node) *tree.Node {
	t.Helper()
	read, err := overlay.Parse(layer)
	require.NoError(t, err)
	root, err = read.Apply(root)
	require.NoError(t, err)
	return root
}

// bundledRoot is the effective document of a bundled API, with some of its variants.
func bundledRoot(t testing.TB, name string, variants ...string) *tree.Node {
	t.Helper()
	root := overlaid(t, embedded(t, specs.FS, name+"/openapi.yaml"), embedded(t, specs.FS, name+"/overlay.yaml"))
	for _, variant := range variants {
		if strings.HasPrefix(variant, name+"/") {
			root = overlaid(t, root, embedded(t, specs.FS, variant+".overlay.yaml"))
		}
	}
	return root
}

func document(t testing.TB, name string, root *tree.Node) *spec.Document {
	t.Helper()
	d, err := spec.New(name, root, spec.Config{})
	require.NoError(t, err)
	require.Empty(t, d.Findings)
	return d
}

// bundled adds both bundled APIs to a configuration.
func bundled(t testing.TB, c server.Config, variants ...string) server.Config {
	t.Helper()
	for _, name := range []string{"finicity", "teamup"} {
		c.Documents = append(c.Documents, document(t, name, bundledRoot(t, name, variants...)))
		c.Fixtures = append(c.Fixtures, embedded(t, fixtures.FS, name+".yaml"))
	}
	return c
}

func open(t testing.TB, c server.Config) *server.Server {
	t.Helper()
	s, err := server.New(c)
	require.NoError(t, err)
	return s
}
