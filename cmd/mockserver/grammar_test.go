package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/overlay"
	"mockserver/internal/scenario"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

const grammarFile = "../../specs/README.md"

// TestEveryExampleOfTheGrammarIsTrue runs the page for those who write overlays and fixtures. Each heading begins with the
// files at its top; its YAML blocks are laid over them, and its calls are made of the server that this gives.
func TestEveryExampleOfTheGrammarIsTrue(t *testing.T) {
	file, err := filepath.Abs(grammarFile)
	require.NoError(t, err)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	files := filesOf(string(text))
	require.Len(t, files, 3)
	var got strings.Builder
	for _, s := range sectionsOf(string(text)) {
		t.Run(s.heading, func(t *testing.T) {
			folder(t, files)
			e := &example{t: t, reader: &reader{t: t, usual: parkArguments}}
			got.WriteString(pageBlock.ReplaceAllStringFunc(s.text, e.block))
		})
	}
	scenario.Golden(t, file, got.String())
}

var (
	pageBlock   = regexp.MustCompile("(?s)```(?:yaml|console)\n.*?\n```\n")
	headingLine = regexp.MustCompile("(?s:```\\w+\n.*?\n```\n)|(?m:^#{1,3} [^\n]*\n)")
	xMockLine   = regexp.MustCompile(`^# x-mock of (?:the document|([A-Z]+) (/\S*))\n`)
)

// section is a heading with what stands below it.
type section struct{ heading, text string }

func sectionsOf(page string) []section {
	var all []section
	begin, heading := 0, ""
	for _, at := range headingLine.FindAllStringIndex(page, -1) {
		line := page[at[0]:at[1]]
		if strings.HasPrefix(line, "```") {
			continue
		}
		if at[0] > 0 {
			all = append(all, section{heading, page[begin:at[0]]})
		}
		begin, heading = at[0], strings.Trim(line, "# \n")
	}
	return append(all, section{heading, page[begin:]})
}

// parkArguments serve the files of the page.
var parkArguments = []string{"park.yaml", "--overlay", "park.overlay.yaml", "--fixtures", "park.fixture.yaml"}

// example runs the blocks of a section.
type example struct {
	t      *testing.T
	reader *reader
	count  int // of the overlays that it wrote
}

// block takes in a YAML block, or repeats a console block with what its commands print now.
func (e *example) block(text string) string {
	body, isYAML := strings.CutPrefix(text, "```yaml\n")
	if !isYAML {
		return e.reader.block(text)
	}
	e.reader.ports = nil // the next call is of another server
	body = strings.TrimSuffix(body, "```\n")
	where := xMockLine.FindStringSubmatch(body)
	switch {
	case where != nil:
		target := "$"
		if where[1] != "" {
			target = fmt.Sprintf("$.paths['%s'].%s", where[2], strings.ToLower(where[1]))
		}
		e.count++
		name := fmt.Sprintf("block-%d.overlay.yaml", e.count)
		e.write(name, action(target, "x-mock:\n"+body))
		e.reader.usual = append(slices.Clone(e.reader.usual), "--overlay", name)
	case strings.HasPrefix(body, "# fixture\n"):
		e.merge("park.fixture.yaml", body)
	default:
		_, isFile := filesOf(text)[strings.TrimPrefix(strings.SplitN(body, "\n", 2)[0], "# ")]
		assert.True(e.t, isFile, "a block does not say where it stands: %s", body)
	}
	return text
}

// action is an overlay of one action.
func action(target, update string) string {
	return fmt.Sprintf("overlay: 1.0.0\ninfo: {title: a block, version: '1'}\nactions:\n  - target: %s\n    update:\n%s",
		target, indented(update, "      "))
}

func indented(text, by string) string {
	first, rest, _ := strings.Cut(text, "\n")
	return by + first + "\n" + by + "  " + strings.ReplaceAll(strings.TrimSuffix(rest, "\n"), "\n", "\n"+by+"  ") + "\n"
}

func (e *example) write(name, text string) {
	require.NoError(e.t, os.WriteFile(name, []byte(text), 0o600))
}

// merge lays a text over a file as an overlay would.
func (e *example) merge(name, text string) {
	data, err := os.ReadFile(name)
	require.NoError(e.t, err)
	root, err := tree.Parse(name, data, tree.Limits{})
	require.NoError(e.t, err)
	update, err := tree.Parse("block", []byte(text), tree.Limits{})
	require.NoError(e.t, err)
	layer, err := overlay.Parse(e.node(action("$", "{}\n")))
	require.NoError(e.t, err)
	layer.Actions[0].Update = update
	root, err = layer.Apply(root)
	require.NoError(e.t, err)
	e.write(name, string(value.AppendJSON(nil, root.Value())))
}

func (e *example) node(text string) *tree.Node {
	n, err := tree.Parse("block", []byte(text), tree.Limits{})
	require.NoError(e.t, err)
	return n
}

// TestTheGrammarHasEveryWord looks for the words of the parsers' tables in the page.
func TestTheGrammarHasEveryWord(t *testing.T) {
	page, err := os.ReadFile(grammarFile)
	require.NoError(t, err)
	for _, table := range []struct{ file, pattern string }{
		{"binding/roles.go", `(?s)roleReaders = .*?\n}\n`},
		{"binding/roles.go", `(?m)^\s*operators\s+= .*$`},
		{"binding/roles.go", `(?m)^\s*pageRoles\s+= .*$`},
		{"binding/reader.go", `(?m)^\s*\w+Names\s+= .*$`},
		{"binding/reader.go", `(?m)r\.known\(n, "the description of.*$`},
		{"binding/errors.go", `(?s)ErrorKinds = .*?}`},
		{"population/makers.go", `(?m)^\s*(?:maker|modifier)Names\s+= .*$`},
		{"population/fixture.go", `(?m)b\.object\(n, "(?:a fixture|the collection ).*$`},
		{"expression/functions.go", `(?m)^\t"\w+": +\{\d`},
		{"expression/predicates.go", `(?m)^var predicateNames = .*$`},
	} {
		source, err := os.ReadFile("../../internal/" + table.file)
		require.NoError(t, err)
		found := regexp.MustCompile(table.pattern).FindAllString(string(source), -1)
		require.NotEmpty(t, found, "%s has nothing like %s", table.file, table.pattern)
		for _, quoted := range regexp.MustCompile(`"([\w-]+)"`).FindAllStringSubmatch(strings.Join(found, "\n"), -1) {
			assert.Regexp(t, "[`{( ]"+quoted[1]+"[`:(},. ]", string(page), "the page does not have %s, of %s", quoted[1], table.file)
		}
	}
}
