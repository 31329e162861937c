package validate

import (
	"slices"

	"mockserver/internal/schema"
)

// choice is one of the schemas that a value may follow or not, behind those of which it is one itself: a oneOf may stand
// within a oneOf. The zero value is none.
type choice [maxNestedTypings]*schema.Schema

func (c choice) depth() int {
	for i, one := range c {
		if one == nil {
			return i
		}
	}
	return len(c)
}

// innermost is the schema that is chosen in the end.
func (c choice) innermost() *schema.Schema { return c[c.depth()-1] }

// inwards yields the schema that is chosen in the end, then those around it.
func (c choice) inwards(yield func(*schema.Schema) bool) {
	for i := c.depth() - 1; i >= 0 && yield(c[i]); i-- {
	}
}

// field is the schema of a property that the choice declares; nil if it does not.
func (c choice) field(name string) *schema.Schema {
	for one := range c.inwards {
		if field := one.Field(name); field != nil {
			return field
		}
	}
	return nil
}

// maxChoiceParts bounds how many schemas that apply together are looked at for choices within choices.
const maxChoiceParts = 5 * maxParts

// choicesOf are the choices that a schema leaves open: its own first, then those that each of them leaves open.
func choicesOf(s *schema.Schema) []choice {
	own, looked := alternativesOf(s)
	if len(own) == 0 {
		return nil
	}
	all := make([]choice, len(own))
	for i, one := range own {
		all[i] = choice{one}
	}
	for i := 0; i < len(all) && len(all) < maxParts && looked < maxChoiceParts; i++ {
		around := all[i]
		depth := around.depth()
		if depth == len(around) {
			continue
		}
		inner, parts := alternativesOf(around.innermost())
		looked += parts
		for _, one := range inner {
			if one != s && !slices.Contains(around[:depth], one) {
				around[depth] = one
				all = append(all, around)
			}
		}
	}
	return all[:min(len(all), maxParts)]
}

// alternativesOf are the schemas that a value may follow or not: the alternatives of anyOf and oneOf, then and else, what
// depends on a property, what a discriminator of Swagger 2.0 names.
func alternativesOf(s *schema.Schema) (all []*schema.Schema, parts int) {
	if s == nil || alone(s) && s.Then == nil && s.Else == nil && s.DependentSchemas == nil && s.Discriminator == nil {
		return nil, 1
	}
	together := partsOf(s)
	for _, part := range together {
		for _, subs := range [][]*schema.Schema{part.AnyOf, part.OneOf} {
			if alternatives := besideNull(subs); len(alternatives) > 1 {
				all = append(all, alternatives...)
			}
		}
		for _, sub := range []*schema.Schema{part.Then, part.Else} {
			if sub != nil {
				all = append(all, sub)
			}
		}
		for _, d := range part.DependentSchemas {
			all = append(all, d.Schema)
		}
		all = append(all, part.Enforced()...)
	}
	return all[:min(len(all), maxParts)], len(together)
}
