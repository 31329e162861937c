package mocktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Matcher judges one text of a request: of its query, a header, its body.
type Matcher struct {
	operator string
	members  map[string]any // as WireMock writes it
	wrong    error
}

// Operator is any of WireMock's operators with its operand, for which there is no function here: Operator("before", "now").
func Operator(name string, operand any) Matcher {
	return Matcher{operator: name, members: map[string]any{name: operand}}
}

// EqualTo matches the very text.
func EqualTo(text string) Matcher { return Operator("equalTo", text) }

// EqualToIgnoringCase matches the text in large or small letters.
func EqualToIgnoringCase(text string) Matcher {
	return EqualTo(text).with("caseInsensitive", true)
}

// Containing matches what has the text in it.
func Containing(text string) Matcher { return Operator("contains", text) }

// Matching matches what a regular expression, of Java's kind, fits as a whole.
func Matching(expression string) Matcher { return Operator("matches", expression) }

// Absent matches what is not there.
func Absent() Matcher { return Operator("absent", true) }

// EqualToJSON matches JSON of the same value: v is JSON text, as string or []byte, or any value that encoding/json writes.
func EqualToJSON(v any) Matcher {
	text, err := jsonText(v)
	m := Operator("equalToJson", string(text))
	m.wrong = err
	return m
}

// JSONPath matches JSON in which the path finds something; with a matcher, something that it matches.
func JSONPath(path string, found ...Matcher) Matcher {
	if len(found) == 0 {
		return Operator("matchesJsonPath", path)
	}
	operand := map[string]any{"expression": path}
	both := allOf(found)
	maps.Copy(operand, both.members)
	m := Operator("matchesJsonPath", operand)
	m.wrong = both.wrong
	return m
}

// Not matches what a matcher does not.
func Not(m Matcher) Matcher {
	not := Operator("not", m.members)
	not.wrong = m.wrong
	return not
}

// IgnoringArrayOrder is EqualToJSON for arrays in any order.
func (m Matcher) IgnoringArrayOrder() Matcher { return m.with("ignoreArrayOrder", true) }

// IgnoringExtraElements is EqualToJSON for what may have more members and elements.
func (m Matcher) IgnoringExtraElements() Matcher { return m.with("ignoreExtraElements", true) }

// with is a copy with a member more.
func (m Matcher) with(name string, v any) Matcher {
	if m.members = maps.Clone(m.members); m.members == nil {
		m.members = map[string]any{} // of a Matcher that nobody made, which the mock refuses
	}
	m.members[name] = v
	return m
}

// allOf is one matcher of several.
func allOf(list []Matcher) Matcher {
	if len(list) == 1 {
		return list[0]
	}
	members := make([]map[string]any, len(list))
	all := Matcher{operator: "and"}
	for i, m := range list {
		members[i] = m.members
		if m.wrong != nil {
			all.wrong = m.wrong
		}
	}
	all.members = map[string]any{"and": members}
	return all
}

// String is the operator with its operand, and what else it says.
func (m Matcher) String() string {
	if m.operator == "absent" {
		return m.operator
	}
	text := m.operator + " " + compact(m.members[m.operator])
	for _, name := range slices.Sorted(maps.Keys(m.members)) {
		if name != m.operator {
			text += " " + name
		}
	}
	return text
}

// compact is a value as JSON, without escapes that a reader does not need.
func compact(v any) string {
	text, err := jsonText(v)
	if s, is := v.(string); is {
		text, err = json.Marshal(s)
	}
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// jsonText is a value as JSON; texts are JSON already.
func jsonText(v any) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return []byte(v), nil
	case []byte:
		return v, nil
	case json.RawMessage:
		return v, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("the value cannot be written as JSON: %w", err)
	}
	return text, nil
}
