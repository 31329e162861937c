package census

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

var (
	problems = flag.String("problems", "", "a file to which each list that does not do what it should is written, with the reason")
	only     = flag.String("only", "", "count the documents alone whose names hold this")
	address  = flag.String("url", "", "count at a server that runs already; wants -document")
	single   = flag.String("document", "", "count this document alone, instead of the corpus")
)

// mostLists bounds the lists of a document that are looked at: a sample, evenly spread.
const mostLists = 60

// counts are what came of one document.
type counts struct {
	lists, paging, paged, filters, filtered, sorters, sorted, population int
	reasons                                                              map[string]int
	lines                                                                []string
}

// sum adds the counts of another document.
func (c *counts) sum(o *counts) {
	for _, pair := range [][2]*int{{&c.lists, &o.lists}, {&c.paging, &o.paging}, {&c.paged, &o.paged}, {&c.filters, &o.filters}, {&c.filtered, &o.filtered},
		{&c.sorters, &o.sorters}, {&c.sorted, &o.sorted}, {&c.population, &o.population}} {
		*pair[0] += *pair[1]
	}
	for reason, n := range o.reasons {
		c.reasons[reason] += n
	}
}

// judged counts what was judged: it adds to one of two counts, or to both, and notes the reason.
func (c *counts) judged(l *list, of, truly *int, what, why string) {
	*of++
	if why == "" {
		*truly++
		return
	}
	c.reasons[why]++
	c.lines = append(c.lines, fmt.Sprintf("%s GET %s %s: %s", l.document.name, l.path, what, why))
}

// The lists of the corpus, by count. What they do is written to README.md.
func TestListsOfTheCorpus(t *testing.T) {
	files := scenario.Corpus(t)
	if *single != "" {
		files = []string{*single}
	}
	var guard sync.Mutex
	results := map[string]*counts{}
	t.Run("documents", func(t *testing.T) {
		for _, file := range files {
			if !strings.Contains(file, *only) {
				continue
			}
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				if info, err := os.Stat(file); err != nil || info.Size() > 1<<19 && (testing.Short() || scenario.RaceDetector) {
					t.Skip("a large document takes long")
				}
				c := census(t, file)
				guard.Lock()
				defer guard.Unlock()
				results[filepath.Base(file)] = c
			})
		}
	})
	text := table(results)
	if *problems != "" {
		var lines []string
		for _, name := range slices.Sorted(maps.Keys(results)) {
			lines = append(lines, results[name].lines...)
		}
		require.NoError(t, os.WriteFile(*problems, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	}
	if *only != "" || *single != "" || testing.Short() || scenario.RaceDetector {
		t.Log("\n" + text)
		return
	}
	const above, below = "<!-- table -->\n", "<!-- end of table -->\n"
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	before, rest, _ := strings.Cut(string(readme), above)
	_, after, found := strings.Cut(rest, below)
	require.True(t, found, "README.md has the lines %q and %q", above, below)
	scenario.Golden(t, "README.md", before+above+text+below+after)
}

// census counts one document, at a server of its own or at the one that is named.
func census(t *testing.T, file string) *counts {
	t.Helper()
	d := open(t, file)
	m := &mock{url: strings.TrimSuffix(*address, "/")}
	if len(d.lists) > 0 && *address == "" {
		m = start(t, file, "--records", strconv.Itoa(made))
	}
	return count(t, d, m)
}

// count judges the lists of a document, or an evenly spread sample of them.
func count(t *testing.T, d *document, m *mock) *counts {
	t.Helper()
	c := &counts{reasons: map[string]int{}}
	n := len(d.lists)
	for i, l := range d.lists {
		if n <= mostLists || i == 0 || i*mostLists/n != (i-1)*mostLists/n {
			c.lists++
			c.look(t, m, l)
		}
	}
	return c
}

// look judges one list.
func (c *counts) look(t *testing.T, m *mock, l *list) {
	t.Helper()
	calls := l.calls(t, m)
	var rows []record
	var first *answer
	best, size := calls[0], 0
	for _, each := range calls {
		a, asked := each.whole(t, m)
		if got := l.shown(a); first == nil || len(got) > len(rows) {
			first, rows, best, size = a, got, each, asked
		}
	}
	if first.header.Get("Mockserver-Source") == "population" {
		c.population++
	} else {
		said := first.header.Get("Mockserver-Source")
		if first.status >= 300 {
			said = strconv.Itoa(first.status)
		}
		c.lines = append(c.lines, fmt.Sprintf("%s GET %s source: %s", l.document.name, l.path, said))
	}
	if place, size := l.paging(); place != nil || size != nil {
		c.judged(l, &c.paging, &c.paged, "page", best.pages(t, m, first, len(rows)))
	}
	complete := size == 0 && !l.cut() || len(rows) < size
	for _, p := range l.parameters {
		if field := l.field(p); field != "" {
			c.judged(l, &c.filters, &c.filtered, p.name, best.filter(t, m, p, field, rows, complete))
		}
	}
	if p := l.sorter(); p != nil {
		c.judged(l, &c.sorters, &c.sorted, p.name, best.sort(t, m, rows))
	}
}

// cut tells whether a list comes in pages of a size that cannot be asked for.
func (l *list) cut() bool { place, _ := l.paging(); return place != nil }

func table(results map[string]*counts) string {
	var b strings.Builder
	b.WriteString("| document | lists | with paging parameter | page truly | filter parameters | filter truly | sort parameters | sort truly | with collection | reasons for the rest |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|\n")
	all := &counts{reasons: map[string]int{}}
	for _, name := range slices.Sorted(maps.Keys(results)) {
		all.sum(results[name])
		b.WriteString(results[name].row(name))
	}
	b.WriteString(all.row("**all**"))
	return b.String()
}

func (c *counts) row(name string) string {
	reasons := slices.SortedFunc(maps.Keys(c.reasons), func(a, b string) int { return cmp.Or(c.reasons[b]-c.reasons[a], cmp.Compare(a, b)) })
	for i, reason := range reasons {
		reasons[i] = fmt.Sprintf("%d %s", c.reasons[reason], reason)
	}
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %s |\n", name, c.lists, c.paging, c.paged, c.filters, c.filtered, c.sorters, c.sorted, c.population, strings.Join(reasons, "; "))
}
