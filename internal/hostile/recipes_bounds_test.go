package hostile

import (
	"fmt"
	"strings"
)

// floods are the documents in which one thing is long or many, and repeated by all that is said or built of it.
var floods = map[string]func() []byte{
	"a-path-of-two-million-segments.yaml": func() []byte {
		return []byte(head + "  ? " + strings.Repeat("/a", 2_000_000) + "\n  : {get: {}}\n")
	},
	"paths-of-a-hundred-segments.yaml": func() []byte {
		return repeat(head, 12_000, func(i int) string { return "  /p" + fmt.Sprint(i) + strings.Repeat("/a", 99) + ": {get: {}}\n" })
	},
	"ten-thousand-paths-under-64-servers.yaml": func() []byte {
		return repeat(head, 10_000, func(i int) string { return fmt.Sprintf("  /p%d: {get: {}}\n", i) }, "servers: [", each(64, func(i int) string { return fmt.Sprintf("{url: /s%d}", i) }), "]\n")
	},
	"servers-of-long-paths.yaml": func() []byte {
		return repeat(head, 1000, func(i int) string { return fmt.Sprintf("  /p%d: {get: {}}\n", i) }, "servers: [", each(64, func(i int) string {
			return "{url: '" + strings.Repeat(fmt.Sprintf("/s%d", i), 5000) + "'}"
		}), "]\n")
	},
	"operations-with-servers-of-their-own.yaml": func() []byte {
		return repeat(head, 10_000, func(i int) string {
			return fmt.Sprintf("  /p%d: {get: {servers: [{url: '/s%d%s'}]}}\n", i, i, strings.Repeat("/a", 90))
		})
	},
	"a-server-whose-variables-multiply.yaml": func() []byte {
		return []byte(head + "servers: [{url: '/" + strings.Repeat("{a}", 300_000) + "', variables: {a: {default: '" + strings.Repeat("a", 1_000_000) + "'}}}]\n")
	},
	"a-hundred-methods-under-64-servers.yaml": func() []byte {
		return repeat("openapi: 3.2.0\n"+strings.TrimPrefix(head, "openapi: 3.1.0\n"), 1000, func(i int) string {
			return fmt.Sprintf("  /p%d: {additionalOperations: {%s}}\n", i, each(100, func(j int) string { return fmt.Sprintf("M%d: {}", j) }))
		}, "servers: [", each(64, func(i int) string { return fmt.Sprintf("{url: /s%d}", i) }), "]\n")
	},
	"long-keys-around-many-values.yaml": func() []byte {
		return repeat(head+bad+"components: {schemas: {Bad: {type: object, properties: {? "+strings.Repeat("k", 8000)+" : {properties: {", 100_000,
			func(i int) string { return fmt.Sprintf("p%d: {}, ", i) }, "x: {}}}}}}}\n")
	},
	"long-keys-around-as-many-values-as-may-be.yaml": func() []byte {
		return repeat(head+bad+"components: {schemas: {Bad: {type: object, properties: {? "+strings.Repeat("k", 8000)+" : {properties: {", 8_000,
			func(i int) string { return fmt.Sprintf("p%d: {}, ", i) }, "x: {}}}}}}}\n")
	},
	"long-names-of-operations.yaml": func() []byte {
		return repeat("openapi: 3.2.0\n"+strings.TrimPrefix(head, "openapi: 3.1.0\n"), 80, func(i int) string {
			return fmt.Sprintf("  ? /p%d%s\n  : {additionalOperations: {%s}}\n", i, strings.Repeat("a", 8000), each(100, func(j int) string { return fmt.Sprintf("M%d: {}", j) }))
		})
	},
	"templates-that-begin-alike.yaml": func() []byte {
		return repeat(head, 10_000, func(i int) string {
			return fmt.Sprintf("  '/bad{a}%sN%d{b}q{c}': {get: {responses: {'200': {description: a}}}}\n", strings.Repeat("-", 80), i)
		})
	},
	"a-hundred-costly-answers.yaml": func() []byte {
		return repeat(head, 100, func(i int) string {
			return fmt.Sprintf("  /p%d: {get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, minItems: 9000, items: {anyOf: [{type: integer, minimum: %d}, {type: string, minLength: 9}]}}}}}}}}\n", i, i)
		})
	},
}
