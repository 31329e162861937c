package matcher

import (
	"strings"

	"mockserver/internal/jsonpath"
	"mockserver/internal/value"
)

// matchesPath fits JSON in which a path finds something or, if there is a rule, something that fits it.
type matchesPath struct {
	path *jsonpath.Path
	rule rule
}

func (m matchesPath) mapped(f func(string) string) rule {
	if m.rule != nil {
		m.rule = m.rule.mapped(m.within(f))
	}
	return m
}

// within changes a text as f does where it stands in JSON under the name that the path ends with.
func (m matchesPath) within(f func(string) string) func(string) string {
	name := m.path.Name()
	if name == "" {
		return f
	}
	return func(text string) string {
		changed, err := value.ParseJSON([]byte(f(string(value.AppendJSON(nil, value.ObjectOf(value.Member{Name: name, Value: text}))))), value.Limits{})
		if o, ok := changed.(*value.Object); err == nil && ok {
			if now, ok := o.Get(name); ok {
				return value.Text(now)
			}
		}
		return text
	}
}

func (m matchesPath) judge(s *Subject, w *work) Result {
	if strings.HasPrefix(strings.TrimLeft(s.text, " \t\r\n"), "<") {
		return differs // XML is not worth trying
	}
	root, ok := s.value()
	if !ok {
		return differs
	}
	values, definite, err := m.path.Find(root, w.steps)
	switch {
	case err != nil:
		return exhausted
	case m.rule == nil:
		return result(isSomething(values, definite))
	}
	return m.judgeFound(values, definite, s, w)
}

// isSomething tells whether a result is more than null or empty.
func isSomething(values []any, definite bool) bool {
	if !definite || len(values) == 0 {
		return len(values) > 0
	}
	switch v := values[0].(type) {
	case nil:
		return false
	case []any:
		return len(v) > 0
	case *value.Object:
		return v.Len() > 0
	}
	return true
}

// judgeFound judges what was found: for equalToJson as it is, else the elements of a list each by itself. Nothing is judged as
// absent only if absence is what is asked for.
func (m matchesPath) judgeFound(values []any, definite bool, s *Subject, w *work) Result {
	switch {
	case isRule[equalToJSON](m.rule):
		return m.rule.judge(whole(values, definite, s), w)
	case isRule[absent](m.rule):
		return result(!isAnything(values, definite))
	}
	if definite && len(values) == 1 {
		switch v := values[0].(type) {
		case nil:
			values = nil
		case []any:
			values = v
		}
	}
	best := differs
	for _, v := range values {
		one, err := asText(v, s, w)
		if err != nil {
			return exhausted
		}
		if best = best.or(m.rule.judge(one, w)); best.Matched {
			break
		}
	}
	return best
}

// isRule tells whether a rule is of a kind.
func isRule[T judging](r rule) bool {
	if u, ok := r.(unmapped); ok {
		_, is := u.judging.(T)
		return is
	}
	_, is := r.(T)
	return is
}

// isAnything tells whether a result is there for absent: what is null or an empty list is not.
func isAnything(values []any, definite bool) bool {
	if !definite || len(values) == 0 {
		return len(values) > 0
	}
	items, isArray := values[0].([]any)
	return values[0] != nil && (!isArray || len(items) > 0)
}

// whole is a result as JSON: null if there is nothing.
func whole(values []any, definite bool, s *Subject) *Subject {
	var v any = values
	if definite {
		v = nil
		if len(values) == 1 {
			v = values[0]
		}
	} else if values == nil {
		v = []any{}
	}
	return &Subject{present: true, limits: s.limits, read: true, json: v, isJSON: true}
}

// asText is a value as a rule judges it: texts without quotes, null as absent.
func asText(v any, s *Subject, w *work) (*Subject, error) {
	one := &Subject{present: v != nil, limits: s.limits}
	switch v := v.(type) {
	case []any, *value.Object:
		one.read, one.json, one.isJSON = true, v, true
	}
	one.text = value.Text(v)
	return one, w.steps.Take(textSteps(one.text))
}
