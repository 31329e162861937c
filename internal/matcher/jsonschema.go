package matcher

import (
	"strings"

	"mockserver/internal/given"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// matchesSchema fits JSON that keeps a JSON Schema. What is no JSON is judged as a text.
type matchesSchema struct{ *schema.Schema }

func (m matchesSchema) judge(s *Subject, w *work) Result {
	if !s.present {
		return differs
	}
	v, ok := s.value()
	if !ok {
		v = s.text
	}
	r := m.fits(v, w)
	if !r.Matched && ok && isPlain(v) { // 1 may be meant as a text
		r = m.fits(s.text, w)
	}
	return r
}

func (m matchesSchema) fits(v any, w *work) Result {
	left := w.steps.Left()
	steps := left
	fits := m.FitsWithin(v, schema.Answer, &steps)
	if steps <= 0 {
		return exhausted
	}
	return found(fits, w.steps.Take(left-steps))
}

func isPlain(v any) bool {
	switch v.(type) {
	case string, []any, *value.Object:
		return false
	}
	return true
}

// dialects are the words of schemaVersion; all are read as 2020-12 but for the bounds of draft 4.
var dialects = map[string]schema.Dialect{
	"": schema.Draft202012, "V4": schema.OpenAPI30, "V6": schema.Draft202012, "V7": schema.Draft202012,
	"V201909": schema.Draft202012, "V202012": schema.Draft202012,
}

// schema reads the operand of matchesJsonSchema, as JSON or as a text that has it.
func (r *reader) schema(n, operand *tree.Node, at string) (rule, error) {
	version, err := given.Word(modifier(n, "schemaVersion"), tree.Join(at, "schemaVersion"), "V4", "V6", "V7", "V201909", "V202012")
	if err != nil {
		return nil, err
	}
	place := tree.Join(at, "matchesJsonSchema")
	limits := r.config.Limits
	if operand.Is(tree.String) {
		text := operand.Str()
		if operand, err = tree.Parse("", []byte(text), tree.Limits{Depth: limits.BodyDepth}); err != nil {
			return nil, given.Wrong(place, "the text is no JSON Schema: %s.", strings.TrimSuffix(err.Error(), "."))
		}
	}
	if !operand.Is(tree.Object) && !operand.Is(tree.Bool) {
		return nil, given.Wrong(place, "expected a JSON Schema, as JSON or as a text that has it.")
	}
	compiler := schema.NewCompiler(schema.Config{Dialect: dialects[version], Root: operand, Limits: limits})
	compiled, err := compiler.Compile(operand, "")
	mistakes := compiler.Mistakes()
	if err == nil && len(mistakes) > 0 {
		err = mistakes[0]
	}
	if wrong, ok := err.(*schema.Error); ok {
		return nil, given.Wrong(place, "the schema cannot be enforced as it is written, at %q: %s.", wrong.Pointer, strings.TrimSuffix(wrong.Message, "."))
	}
	if err != nil {
		return nil, given.Wrong(place, "the schema cannot be used.")
	}
	return unmapped{matchesSchema{compiled}}, nil
}
