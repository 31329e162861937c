package infer

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// Each block of a file is a case: a sentence, a list of trees in YAML (fields, key, parameters, answer beside the rows,
// headers), and below -> what is inferred of it.
func TestParametersAndMetadataMeanWhatTheirNamesAndTypesSay(t *testing.T) {
	scenario.Files(t, "testdata/roles/*.txt", func(t *testing.T, text string) string {
		blocks := strings.Split(strings.TrimRight(text, "\n"), "\n\n")
		for i, block := range blocks {
			above, _, _ := strings.Cut(block+"\n", "\n->\n")
			blocks[i] = strings.TrimRight(above, "\n") + "\n->\n" + strings.TrimRight(inferred(t, above), "\n")
		}
		return strings.Join(blocks, "\n\n") + "\n"
	})
}

// A habit of facts.md is found by its name alone, whatever is beside it.
func TestEveryHabitThatWasCountedIsKnown(t *testing.T) {
	for _, habit := range []struct{ kind, names string }{
		{"number", "page p pageNumber page_no page[number] currentPage pageIndex page_num Page"},
		{"size", "page:integer+per_page page:integer+perPage page:integer+page_size page:integer+pageSize page:integer+page[size] page:integer+size page:integer+limit page:integer+count page:integer+max"},
		{"offset", "offset skip $skip start from startAt page[offset] startIndex"},
		{"limit", "limit count top $top max maxResults max_results num rows take n first results hitsPerPage items_per_page _limit page[limit] pageSize size"},
		{"cursor", "cursor page_token pageToken next_token nextToken NextToken next_page_token pagination_token continuation_token marker bookmark scroll_id next_cursor page[cursor] start_cursor"},
		{"after", "starting_after after page[after] since_id after_id exclusive_start_key"},
		{"before", "ending_before before page[before]"},
	} {
		for _, written := range strings.Fields(habit.names) {
			beside, name, both := strings.Cut(written, "+")
			if !both {
				beside, name = "", written
			}
			kind := "integer"
			if habit.kind == "cursor" {
				kind = "string"
			}
			parameters := "'" + name + "': {type: " + kind + "}"
			if beside = strings.TrimSuffix(beside, ":integer"); beside != "" {
				parameters = beside + ": {type: integer}, " + parameters
			}
			t.Run(name+" is "+habit.kind, func(t *testing.T) {
				l, params := trees(t, "parameters: {"+parameters+"}")
				lines, open, paging := l.collection.shapes[0].reader.roles(l, params, nil)
				require.NotEmpty(t, lines, "%v", open)
				assert.Equal(t, habit.kind, lines[len(lines)-1].Lines[0].Value.Str())
				assert.True(t, paging)
			})
		}
	}
}

func TestWordsOfNames(t *testing.T) {
	for name, words := range map[string]string{
		"pageSize": "page size", "page_size": "page size", "per-page": "per page", "page[number]": "page number", "filter[owner.name]": "filter owner name",
		"$top": "top", "created_at__gte": "created at gte", "HTMLText": "html text", "userIDs": "user ids", "IDs": "ids", "ID": "id", "X-Total-Count": "x total count",
		"": "", "[]": "", "ÄnderungsDatum": "änderungs datum", "utf8Name": "utf8 name", "sha256": "sha256", "@odata.count": "odata count",
	} {
		assert.Equal(t, words, strings.Join(wordsOf(name), " "), name)
	}
	assert.Empty(t, wordsOf(strings.Repeat("a_", 200)), "a name that is too long")
}

func TestRolesOfTheCorpusEnd(t *testing.T) {
	for _, file := range scenario.Corpus(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			root, err := tree.ParseLenient(file, []byte(scenario.Read(t, file)), tree.DefaultLimits)
			require.NoError(t, err)
			d, err := spec.New("x", root, spec.Config{})
			require.NoError(t, err)
			scenario.Ends(t, func() {
				for _, reading := range Document(d).Operations {
					places := map[string]bool{}
					for _, line := range reading.Lines {
						if line.Name != "parameters" {
							continue
						}
						for _, p := range line.Lines {
							assert.False(t, places[p.Name], "%s: %s stands twice", reading.Operation.ID, p.Name)
							places[p.Name] = true
						}
					}
				}
			})
		})
	}
}

// trees is a list of trees that a block describes.
func trees(t *testing.T, block string) (*list, []parameter) {
	t.Helper()
	said, err := tree.Parse("block.yaml", []byte(block), tree.DefaultLimits)
	require.NoError(t, err)
	var listed []string
	parameters := said.Get("parameters")
	for i, name := range parameters.Members() {
		in := "query"
		if at := parameters.Items[i].Get("in"); at != nil {
			in = at.Str()
		}
		listed = append(listed, fmt.Sprintf(`{"name": %q, "in": %q, "schema": %s, "description": %q}`, name, in, jsonOf(parameters.Items[i]), parameters.Items[i].Get("description").Str()))
	}
	fields, answer, headers := `{"id": {"type": "integer"}, "name": {"type": "string"}}`, "{}", "{}"
	for name, to := range map[string]*string{"fields": &fields, "answer": &answer, "headers": &headers} {
		if n := said.Get(name); n != nil {
			*to = jsonOf(n)
		}
	}
	root, err := tree.Parse("api.yaml", []byte(fmt.Sprintf(`{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/trees": {"get": {"operationId": "listTrees",
		"parameters": [%s], "responses": {"200": {"description": "ok"}}}}}, "row": {"type": "object", "properties": %s}, "answer": {"type": "object", "properties": %s}, "headers": %s}`,
		strings.Join(listed, ", "), fields, answer, headers)), tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New("api", root, spec.Config{})
	require.NoError(t, err)
	r := &reader{document: d, shapes: map[*tree.Node]*shape{}}
	c := &collection{name: "trees", key: "id", shapes: []*shape{r.shape(root.Get("row"), "/row")}}
	if key := said.Get("key"); key != nil {
		c.key = key.Str()
	}
	l := &list{operation: d.Operations[0], collection: c, body: r.shape(root.Get("answer"), "/answer"), rows: []string{"trees"}, headers: root.Get("headers")}
	return l, r.parametersOf(d.Operations[0])
}

// inferred is what is found in a block, a line each.
func inferred(t *testing.T, block string) string {
	t.Helper()
	l, params := trees(t, block)
	r := l.collection.shapes[0].reader
	var b strings.Builder
	lines, open, _ := r.roles(l, params, nil)
	write := func(lines []Line, before string) {
		for _, line := range lines {
			n := line.Value
			if n == nil {
				n = Node(line.Lines)
			}
			fmt.Fprintf(&b, "%s%s: %s # %s\n", before, line.Name, jsonOf(n), line.Reason)
		}
	}
	write(lines, "")
	for _, sentence := range open {
		b.WriteString(sentence + "\n")
	}
	for _, d := range l.collection.uses {
		b.WriteString("field " + d.field + ": " + jsonOf(List(d.values...)) + " # " + d.reason + "\n")
	}
	respond, headers := r.metadata(l, lines)
	write(respond, "answer ")
	write(headers, "header ")
	if b.Len() == 0 {
		return "nothing"
	}
	return b.String()
}

// jsonOf prints a node on one line.
func jsonOf(n *tree.Node) string {
	var parts []string
	switch n.Kind {
	case tree.Object:
		for i, key := range n.Keys {
			parts = append(parts, fmt.Sprintf("%q: %s", key, jsonOf(n.Items[i])))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case tree.Array:
		for _, item := range n.Items {
			parts = append(parts, jsonOf(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case tree.String:
		return fmt.Sprintf("%q", n.Text)
	case tree.Null:
		return "null"
	}
	return n.Text
}
