package hostile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// head is a document with one healthy operation; what is behind it stands in paths.
const head = `openapi: 3.1.0
info: {title: hostile, version: '1'}
paths:
  /ok: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: object}, example: {ok: true}}}}}}}
`

// bad is an operation both of whose ways go through the schema Bad.
const bad = `  /bad:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Bad'}}}}}}
    post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Bad'}}}}, responses: {'200': {description: a}}}
`

// recipes make the documents that are too large to be files.
var recipes = map[string]func() []byte{
	"nested-brackets.json": func() []byte { return []byte(strings.Repeat("[", 1_000_000)) },
	"nested-objects.json":  func() []byte { return []byte(strings.Repeat(`{"a":`, 1_000_000)) },
	"nested-and-closed.json": func() []byte {
		return []byte(`{"openapi":"3.0.0","paths":{},"x":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}")
	},
	"nested-in-flow.yaml":   func() []byte { return []byte(head + "x: " + strings.Repeat("[", 200_000) + "\n") },
	"nested-flow-maps.yaml": func() []byte { return []byte(head + "x: " + strings.Repeat("{a: ", 100_000) + "\n") },
	"nested-in-blocks.yaml": nestedBlocks,
	"nested-in-lists.yaml":  func() []byte { return []byte(head + "x:\n" + strings.Repeat("- ", 100_000) + "a\n") },
	"nested-quotes.yaml":    func() []byte { return []byte(head + "x: \"" + strings.Repeat(`\"`, 2_000_000) + "\"\n") },
	"a-flood-of-anchors.yaml": func() []byte {
		return repeat(head+"x:\n", 100_000, func(i int) string { return fmt.Sprintf("- &a%d 1\n", i) })
	},
	"a-flood-of-aliases.yaml": func() []byte {
		return repeat(head+"x-a: &a [1, 2, 3]\nx:\n", 100_000, func(int) string { return "- *a\n" })
	},
	"a-flood-of-tags.yaml": func() []byte {
		return append(repeat("", 50_000, func(i int) string { return fmt.Sprintf("%%TAG !e%d! tag:example.com,2000:\n", i) }), "---\n"+head...)
	},
	"a-flood-of-comments.yaml":  func() []byte { return repeat(head, 500_000, func(int) string { return "# a\n" }) },
	"a-flood-of-documents.yaml": func() []byte { return repeat(head, 200_000, func(int) string { return "---\n" }) },
	"a-flood-of-values.json": func() []byte {
		return []byte(`{"openapi":"3.0.0","paths":{},"x":[` + strings.Repeat("1,", 3_000_000) + "1]}")
	},
	"a-number-of-a-million-digits.json": func() []byte {
		return []byte(`{"openapi":"3.0.0","paths":{"/ok":{"get":{"responses":{"200":{"description":"a"}}}},"/bad":{"get":{"responses":{"200":{"description":"a","content":{"application/json":{"schema":{"minimum":` +
			strings.Repeat("9", 1_000_000) + `,"type":"integer"}}}}}}}}}`)
	},
	"a-key-of-ten-megabytes.yaml":      func() []byte { return []byte(head + "  /bad" + strings.Repeat("a", 10<<20) + ": {}\n") },
	"an-example-of-ten-megabytes.yaml": tenMegabytes,
	"a-file-beyond-the-limit.yaml":     func() []byte { return []byte(head + "# " + strings.Repeat("a", 65<<20)) },
	"a-chain-of-references.yaml": func() []byte {
		return schemas(100_000, func(i int) string { return fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", i+1) })
	},
	"a-chain-of-properties.yaml": func() []byte {
		return schemas(50_000, func(i int) string {
			return fmt.Sprintf("{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/S%d'}}}", i+1)
		})
	},
	"a-chain-of-all-of.yaml": func() []byte {
		return schemas(50_000, func(i int) string { return fmt.Sprintf("{allOf: [{$ref: '#/components/schemas/S%d'}]}", i+1) })
	},
	"a-circle-of-a-hundred-thousand.yaml": func() []byte {
		return schemas(100_000, func(i int) string { return fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", (i+1)%100_000) })
	},
	"a-schema-of-a-hundred-thousand-values.yaml": func() []byte {
		return repeat(head+bad+"components: {schemas: {Bad: {type: string, enum: [", 100_000, func(i int) string { return fmt.Sprintf("v%d, ", i) }, "x]}}}\n")
	},
	"a-schema-of-a-hundred-thousand-properties.yaml": func() []byte {
		return repeat(head+bad+"components: {schemas: {Bad: {type: object, properties: {", 100_000, func(i int) string { return fmt.Sprintf("p%d: {type: integer}, ", i) }, "x: {}}}}}\n")
	},
	"a-schema-of-ten-thousand-branches.yaml": func() []byte {
		return repeat(head+bad+"components: {schemas: {Bad: {oneOf: [", 10_000, func(i int) string { return fmt.Sprintf("{type: object, required: [p%d]}, ", i) }, "{type: string}]}}}\n")
	},
	"a-schema-of-ten-thousand-patterns.yaml": func() []byte {
		return repeat(head+bad+"components: {schemas: {Bad: {type: object, patternProperties: {", 10_000, func(i int) string { return fmt.Sprintf("'^(a|b){%d}c%d$': {}, ", i%500, i) }, "x: {}}}}}\n")
	},
	"a-hundred-thousand-paths.yaml": func() []byte {
		return repeat(head, 100_000, func(i int) string { return fmt.Sprintf("  /p%d: {get: {}}\n", i) })
	},
	"ten-thousand-paths-with-parameters.yaml": func() []byte {
		return repeat(head, 10_000, func(i int) string { return fmt.Sprintf("  /{a%d}/{b}/p%d: {get: {responses: {}}}\n", i, i) })
	},
	"a-hundred-thousand-parameters.yaml": func() []byte {
		return repeat(head+"  /bad: {get: {parameters: [", 100_000, func(i int) string { return fmt.Sprintf("{name: p%d, in: query}, ", i) }, "], responses: {'200': {description: a}}}}\n")
	},
	"a-hundred-thousand-statuses.yaml": func() []byte {
		return repeat(head+"  /bad: {get: {responses: {", 100_000, func(i int) string { return fmt.Sprintf("'%d': {description: a}, ", i) }, "}}}\n")
	},
	"a-hundred-thousand-servers.yaml": func() []byte {
		return repeat(head+"servers: [", 100_000, func(i int) string { return fmt.Sprintf("{url: /s%d}, ", i) }, "{url: /}]\n")
	},
	"ten-thousand-security-schemes.yaml": func() []byte {
		return repeat(head+"  /bad: {get: {security: [", 10_000, func(i int) string { return fmt.Sprintf("{s%d: []}, ", i) }, "], responses: {'200': {description: a}}}}\n")
	},
	"schemas-within-schemas.yaml": func() []byte {
		return []byte(head + bad + "components: {schemas: {Bad: " + strings.Repeat("{not: ", 400) + "{type: string}" + strings.Repeat("}", 400) + "}}\n")
	},
	"arrays-within-arrays.yaml": func() []byte {
		return []byte(head + bad + "components: {schemas: {Bad: " + strings.Repeat("{type: array, minItems: 1, items: ", 400) + "{type: string}" + strings.Repeat("}", 400) + "}}\n")
	},
}

// repeat writes a part n times between a beginning and an end.
func repeat(before string, n int, part func(int) string, after ...string) []byte {
	var b strings.Builder
	b.WriteString(before)
	for i := range n {
		b.WriteString(part(i))
	}
	for _, text := range after {
		b.WriteString(text)
	}
	return []byte(b.String())
}

// schemas is a document of n schemas that lead from Bad to the last one.
func schemas(n int, schema func(int) string) []byte {
	text := repeat(head+bad+"components:\n  schemas:\n    Bad: {$ref: '#/components/schemas/S0'}\n", n, func(i int) string { return fmt.Sprintf("    S%d: %s\n", i, schema(i)) })
	return append(text, fmt.Sprintf("    S%d: {type: string}\n", n)...)
}

func nestedBlocks() []byte {
	return repeat(head+"x:\n", 3000, func(i int) string { return strings.Repeat(" ", i+1) + "a:\n" })
}

func tenMegabytes() []byte {
	return []byte(head + "  /bad: {get: {responses: {'200': {description: a, content: {application/json: {schema: {type: string}, example: '" + strings.Repeat("a", 10<<20) + "'}}}}}}\n")
}

// linkOut is a document beside a symbolic link that leads out of its folder.
func linkOut(t testing.TB, dir string) string {
	t.Helper()
	own := filepath.Join(dir, "own")
	require.NoError(t, os.MkdirAll(own, 0o755))
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(own, "link.yaml")))
	require.NoError(t, os.Symlink("/etc", filepath.Join(own, "folder")))
	require.NoError(t, os.Symlink("loop.yaml", filepath.Join(own, "loop.yaml")))
	file := filepath.Join(own, "a-link-out.yaml")
	text := head + `  /bad: {get: {responses: {'200': {description: a, content: {text/plain: {schema: {$ref: link.yaml}}}}}}}
  /up: {get: {responses: {'200': {description: a, content: {text/plain: {schema: {$ref: 'folder/passwd'}}}}}}}
  /file: {get: {responses: {'200': {description: a, content: {text/plain: {schema: {$ref: 'loop.yaml'}}}}}}}
`
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}
