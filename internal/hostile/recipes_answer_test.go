package hostile

import (
	"fmt"
	"strings"
)

// answers are the documents whose schemas are costly to find a value for: the schema Bad, and what it refers to.
var answers = map[string]func() []byte{
	"texts-of-ten-gigabytes.yaml":       one("{type: array, minItems: 10000, items: {type: string, minLength: 1000000}}"),
	"unique-texts-of-two-letters.yaml":  one("{type: array, minItems: 10000, uniqueItems: true, items: {type: string, pattern: '^[a-z]{1,2}$'}}"),
	"unique-objects-of-few-values.yaml": one("{type: array, minItems: 9999, uniqueItems: true, items: {type: object, required: [a, b], properties: {a: {type: integer, minimum: 1, maximum: 100}, b: {enum: [x, y, z]}}}}"),
	"repeats-within-repeats.yaml":       one("{type: string, pattern: '^((a{0,100}){0,100}){0,100}$'}"),
	"repeats-of-nothing.yaml":           one("{type: string, pattern: '^((((a?){100}){100}){9}b)$', minLength: 80000}"),
	"patterns-that-look-around.yaml":    one("{type: string, pattern: '^(?=(a+)+$)(?=.*(b|bb)+c)(?!(.*){1,50}x)[a-z]{5,500}$', minLength: 400}"),
	"patterns-that-all-apply.yaml": one("{allOf: [" + each(200, func(i int) string {
		return fmt.Sprintf("{type: string, pattern: '^.{0,900}x%d.{0,900}$'}", i)
	}) + "]}"),
	"dependents-in-a-row.yaml": one("{type: object, required: [p0], dependentRequired: {" + each(30_000, func(i int) string {
		return fmt.Sprintf("p%d: [p%d]", 29_999-i, 30_000-i)
	}) + "}}"),
	"dependent-schemas-in-a-row.yaml": one("{type: object, required: [p0], dependentSchemas: {" + each(9000, func(i int) string {
		return fmt.Sprintf("p%d: {required: [p%d]}", 8999-i, 9000-i)
	}) + "}}"),
	"many-properties-of-which-few-may-be.yaml": one("{type: object, maxProperties: 3, properties: {" + each(50_000, func(i int) string {
		return fmt.Sprintf("p%d: {type: integer}", i)
	}) + "}}"),
	"names-that-few-texts-have.yaml": one("{type: object, minProperties: 9999, propertyNames: {pattern: '^(?!.*[aeiou])[a-z]{3}$'}}"),
	"names-that-patterns-give.yaml": one("{type: object, minProperties: 5000, additionalProperties: false, patternProperties: {'^a(b|c)*$': " +
		"{type: object, minProperties: 3, patternProperties: {'^[xy]{1,2}$': {type: array, minItems: 3, items: {enum: [1, 2, 3]}}}}}}"),
	"not-within-not.yaml": one(strings.Repeat("{not: {anyOf: [{type: string}, ", 60) + "{type: integer}" + strings.Repeat("]}}", 60)),
	"if-within-else.yaml": one(strings.Repeat("{if: {required: [a]}, then: {required: [b]}, else: ", 120) + "{type: object}" + strings.Repeat("}", 120)),
	"all-of-many-one-of.yaml": one("{allOf: [" + each(40, func(i int) string {
		return "{oneOf: [" + each(40, func(j int) string {
			return fmt.Sprintf("{type: object, required: [p%d_%d], properties: {p%d_%d: {type: integer, minimum: %d}}}", i, j, i, j, j)
		}) + "]}"
	}) + "]}"),
	"one-of-many-multiples.yaml": one("{allOf: [" + each(20, func(i int) string {
		return "{oneOf: [" + each(20, func(j int) string { return fmt.Sprintf("{type: integer, multipleOf: %d}", i*j+2) }) + "]}"
	}) + "]}"),
	"multiples-of-many.yaml":            one("{allOf: [" + each(1000, func(i int) string { return fmt.Sprintf("{type: integer, multipleOf: %d}", 1_000_003+2*i) }) + "]}"),
	"multiples-of-next-to-nothing.yaml": one("{type: number, multipleOf: 1e-300, minimum: 1e300, maximum: 1.0000000000000001e300}"),
	"unevaluated-of-many.yaml": one("{unevaluatedProperties: false, minProperties: 2900, allOf: [" + each(3000, func(i int) string {
		return fmt.Sprintf("{properties: {p%d: {type: integer}}}", i)
	}) + "]}"),
	"contains-within-contains.yaml": one("{type: array, minContains: 20, maxContains: 25, uniqueItems: true, contains: " +
		"{type: array, minContains: 20, contains: {type: array, contains: {const: 1}, minContains: 20}}}"),
	"a-discriminator-of-thousands.yaml": followed(one("{discriminator: {propertyName: k}, oneOf: ["+each(2000, func(i int) string {
		return fmt.Sprintf("{$ref: '#/components/schemas/K%d'}", i)
	})+"]}"), each(2000, func(i int) string {
		return fmt.Sprintf("\n    K%d: {type: object, required: [k, v], properties: {k: {type: string}, v: {oneOf: [{$ref: '#/components/schemas/Bad'}, {type: string}]}}}", i)
	})),
	"a-dynamic-fan-out.yaml": one("{$dynamicAnchor: n, type: object, required: [l, r], unevaluatedProperties: false, properties: " +
		"{l: {oneOf: [{$dynamicRef: '#n'}, {type: 'null'}]}, r: {anyOf: [{$dynamicRef: '#n'}, {type: array, items: {$dynamicRef: '#n'}}]}}}"),
	"examples-that-never-fit.yaml": one("{type: array, minItems: 50, items: {type: object, required: [a], properties: {a: {type: integer, minimum: 5}}, examples: [" +
		each(5000, func(i int) string { return fmt.Sprintf("{a: %d, b: [1, 2, 3, 4, 5, 6, 7, 8]}", -i) }) + "]}}"),
	"prefix-items-of-thousands.yaml": one("{type: array, items: false, prefixItems: [" + each(20_000, func(i int) string {
		return fmt.Sprintf("{type: object, properties: {x%d: {type: string, format: email}}}", i)
	}) + "]}"),
	"formats-of-great-length.yaml": one("{type: object, required: [" + each(300, func(i int) string { return fmt.Sprintf("a%d", i) }) + "], properties: {" +
		each(300, func(i int) string {
			return fmt.Sprintf("a%d: {type: string, format: %s, minLength: 900000, maxLength: 1000000}", i, []string{"email", "uri", "hostname", "idn-email", "byte", "uri-reference"}[i%6])
		}) + "}}"),
}

// one is a document whose schema Bad is given.
func one(schema string) func() []byte {
	return func() []byte {
		return []byte(head + bad + "components:\n  schemas:\n    Bad: " + schema + "\n")
	}
}

// followed is a document with more schemas behind those that it has.
func followed(document func() []byte, more string) func() []byte {
	return func() []byte { return append(document(), strings.TrimPrefix(more, "\n")+"\n"...) }
}

// each joins n parts by commas, or by nothing where they are lines.
func each(n int, part func(int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = part(i)
	}
	if strings.HasPrefix(parts[0], "\n") {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, ", ")
}
