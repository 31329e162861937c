package population_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/fixtures"
	"mockserver/internal/population"
	"mockserver/internal/scenario"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// clock is the default of --clock.
var clock = time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)

// TestWhatTheBundledFixturesGenerate fails when a value of a bundled population changes: tests of users hold them. The
// file names each field that changed; with -update it is rewritten, and the commit has to say so.
func TestWhatTheBundledFixturesGenerate(t *testing.T) {
	files, err := fs.Glob(fixtures.FS, "*.yaml")
	require.NoError(t, err)
	var b strings.Builder
	for _, file := range files {
		for _, records := range []int{0, 700} {
			p := bundled(t, file, records)
			for _, c := range p.Collections() {
				for _, f := range c.Fields() {
					fmt.Fprintf(&b, "%s --records %d: %s.%s %s\n", file, records, c.Name, f.Name, digest(t, p, c, f.Name))
				}
			}
		}
	}
	scenario.Golden(t, "testdata/bundled.golden", b.String())
}

func bundled(t require.TestingT, file string, records int) *population.Population {
	text, err := fs.ReadFile(fixtures.FS, file)
	require.NoError(t, err)
	root, err := tree.Parse(file, text, tree.Limits{})
	require.NoError(t, err)
	name := strings.TrimSuffix(file, ".yaml")
	p, err := population.New(root, population.Config{Name: name, Seed: 1, Clock: clock, Records: records})
	require.NoError(t, err)
	return p
}

// digest is a short hash of a column's JSON.
func digest(t require.TestingT, p *population.Population, c *population.Collection, path string) string {
	column, err := p.NewSession().Snapshot().View(c.Name).Column(0, path)
	require.NoError(t, err)
	h := sha256.New()
	for row := range column.Len() {
		h.Write(append(value.AppendJSON(nil, column.At(row)), '\n'))
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}
