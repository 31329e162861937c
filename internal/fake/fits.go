package fake

import (
	"slices"
	"unicode/utf8"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// fits tells whether a value fits all schemas, those of the document as well as those that were made to build values. It
// takes from the steps of the whole search; once they are used up, nothing fits.
func (r *run) fits(roots []*schema.Schema, v any) bool {
	for _, s := range roots {
		if s.Node != nil && !r.judged(s, v) || s.Node == nil && !r.holds(s, v) {
			return false
		}
	}
	return true
}

func (r *run) judged(s *schema.Schema, v any) bool {
	ok := s.FitsKnowing(v, r.Mode, &r.steps, &r.known)
	r.tire(s)
	return ok
}

// tire ends the search once its steps are used up.
func (r *run) tire(s *schema.Schema) {
	if r.steps <= 0 && r.exhausted == nil {
		r.exhausted = fail(s, "to look for a value of it takes more than %d steps, the limit that --limit generated-steps=N sets", r.Limits.GeneratedSteps)
	}
}

// toil takes the steps that it costs to make a text and to try it on patterns.
func (r *run) toil(text string, patterns []*schema.Pattern) {
	const perStep, searched = 64, 40 // bytes that are written, and gone through by a pattern, in the time of a step
	r.steps -= len(text) / perStep
	for _, p := range patterns {
		if r.steps -= 1 + len(text)/searched; !p.Linear() {
			r.steps -= perStep / 4
		}
	}
}

// matches tells whether a pattern is found in a text. A few searches that take too long use up all the steps that there are.
func (r *run) matches(p *schema.Pattern, text string) bool {
	const most = 8
	found, late := p.Search(text)
	if late {
		r.steps -= max(1, r.Limits.GeneratedSteps/most)
		r.tire(r.root)
	}
	return found
}

func (r *run) one(s *schema.Schema, v any) bool { return r.fits([]*schema.Schema{s}, v) }

// holds judges by a schema that negated made: by the keywords that it uses.
func (r *run) holds(s *schema.Schema, v any) bool {
	switch {
	case s.Always != nil:
		return *s.Always
	case s.Types != 0 && !kindsOf(s.Types).takes(v):
		return false
	case s.Not != nil && !isForm(s.Not) && r.one(s.Not, v):
		return false
	case s.Enum != nil && !slices.ContainsFunc(s.Enum, func(e any) bool { return value.Equal(e, v) }):
		return false
	case !r.fits(s.AllOf, v):
		return false
	}
	switch v := v.(type) {
	case string:
		n := int64(utf8.RuneCountInString(v))
		return n >= s.MinLength && (s.MaxLength == nil || n <= *s.MaxLength)
	case []any:
		return r.holdsArray(s, v)
	case *value.Object:
		return r.holdsObject(s, v)
	}
	return !value.IsNumber(v) || within(s, v)
}

func within(s *schema.Schema, v any) bool {
	return (s.Minimum == nil || value.Compare(v, s.Minimum) >= 0) && (s.Maximum == nil || value.Compare(v, s.Maximum) <= 0) &&
		(s.ExclusiveMinimum == nil || value.Compare(v, s.ExclusiveMinimum) > 0) && (s.ExclusiveMaximum == nil || value.Compare(v, s.ExclusiveMaximum) < 0)
}

func (r *run) holdsArray(s *schema.Schema, items []any) bool {
	if int64(len(items)) < s.MinItems || s.MaxItems != nil && int64(len(items)) > *s.MaxItems {
		return false
	}
	for i, item := range items {
		if i < len(s.PrefixItems) && !r.one(s.PrefixItems[i], item) || i >= len(s.PrefixItems) && s.Items != nil && !r.one(s.Items, item) {
			return false
		}
	}
	return true
}

func (r *run) holdsObject(s *schema.Schema, o *value.Object) bool {
	if int64(o.Len()) < s.MinProperties || s.MaxProperties != nil && int64(o.Len()) > *s.MaxProperties {
		return false
	}
	for _, name := range s.Required {
		if _, given := o.Get(name); !given {
			return false
		}
	}
	for _, p := range s.Properties {
		if v, given := o.Get(p.Name); given && !r.one(p.Schema, v) {
			return false
		}
	}
	return true
}

// takes tells whether a value is of one of the kinds.
func (k kinds) takes(v any) bool {
	kind := schema.KindOf(v)
	if kind == schema.Number && value.IsInteger(v) {
		return k.has(schema.Integer)
	}
	return k.has(kind)
}
