package validate

import (
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// claim marks what the parameters of a contract know of the query, before any of them is read: what is left is
// unknown, or belongs to an object that takes any name.
func (k *checker) claim(c *spec.Contract) {
	for _, p := range c.Parameters {
		if p.In != "query" {
			continue
		}
		k.given(p.In, p.Name)
		switch {
		case !spreads(p):
		case p.Style == "deepObject":
			k.query.claimPrefix(p.Name + "[")
		default:
			for _, field := range p.Schema.Fields() {
				k.query.all(field.Name)
			}
		}
	}
}

// spreads tells whether a parameter is written under other names than its own.
func spreads(p *spec.Parameter) bool {
	if p.In != "query" || p.Content != nil {
		return false
	}
	r := reading{parameter: p}
	return p.Style == "deepObject" || p.Style == "form" && p.Explode && r.shape() == object
}

func (q *query) claimPrefix(prefix string) {
	for i := range q.pairs {
		if strings.HasPrefix(q.pairs[i].name, prefix) {
			q.pairs[i].taken = true
		}
	}
}

// takesAnyName tells whether an object has properties beyond those that are declared.
func takesAnyName(s *schema.Schema) bool {
	if extra := s.AdditionalProperties; extra != nil {
		return extra.Always == nil || *extra.Always
	}
	return len(s.Fields()) == 0
}

// unknown looks at the query parameters that nothing describes.
func (k *checker) unknown(c *spec.Contract) {
	for i := range k.query.pairs {
		p := &k.query.pairs[i]
		if !p.taken && !p.sound {
			k.call.Violations = append(k.call.Violations, violation.Violation{
				Where: "query." + p.name, Rule: "encoding", Received: p.name,
				Expected: "a name in UTF-8 with every % followed by two hexadecimal digits",
			})
			p.taken = true
		}
	}
	for _, name := range k.query.strangers() {
		suggestion := violation.Closest(name, knownNames(c))
		switch k.options.UnknownParameters {
		case Warn:
			k.call.Warnings = append(k.call.Warnings, warning(name, suggestion))
		case Reject:
			k.call.Violations = append(k.call.Violations, violation.Violation{
				Where: "query." + name, Rule: "unknown", Suggestion: suggestion,
			})
		}
	}
}

func knownNames(c *spec.Contract) []string {
	var names []string
	for _, p := range c.Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
		}
	}
	return names
}

func warning(name, suggestion string) string {
	text := `unknown query parameter "` + name + `"`
	if suggestion != "" {
		text += `: did you mean "` + suggestion + `"?`
	}
	return text
}
