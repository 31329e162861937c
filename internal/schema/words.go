package schema

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Bounds of what a description lists.
const (
	maxListed       = 20 // values, names, alternatives
	maxAlternatives = 200
	maxShownText    = 200 // characters
)

// Words describes what the schema takes, as words that fit behind "expected ": "an integer from 1 to 100".
func (s *Schema) Words() string {
	if known := s.words.Load(); known != nil {
		return *known
	}
	words := s.newWords()
	s.words.Store(&words)
	return words
}

func (s *Schema) newWords() string {
	s = s.telling()
	kinds := s.Kinds()
	switch {
	case s.Always != nil && !*s.Always:
		return "nothing here"
	case s.HasConst:
		return shown(s.Const)
	case len(s.Enum) == 1 && !s.Nullable:
		return shown(s.Enum[0])
	case s.Enum != nil && s.Nullable && !slices.Contains(s.Enum, nil):
		return "one of " + listed(append(slices.Clone(s.Enum), nil))
	case s.Enum != nil:
		return "one of " + listed(s.Enum)
	case s.isChoice():
		if text := alternatives([]*Schema{s}, "or"); text != "" {
			return text
		}
	case kinds == 0:
		kinds = s.bounds()
	}
	if kinds == 0 {
		return "a value that fits " + s.label()
	}
	var nouns []string
	for _, k := range kinds.Kinds() {
		nouns = append(nouns, s.noun(k))
	}
	return joined(nouns, "or")
}

// isChoice tells whether only alternatives say what s takes.
func (s *Schema) isChoice() bool {
	return s.Types == 0 && s.bounds() == 0 && len(s.AnyOf)+len(s.OneOf) > 0
}

// telling is the schema among those that apply together which says most about the value: the first with a type, a list of
// values, a bound, or with nothing but alternatives.
func (s *Schema) telling() *Schema {
	for sub := range s.each {
		if sub.isChoice() || sub.Types != 0 || sub.Enum != nil || sub.HasConst || sub.Always != nil || sub.bounds() != 0 {
			return sub
		}
	}
	return s.Target()
}

// bounds are the types that the keywords speak of, where type itself is missing.
func (s *Schema) bounds() TypeSet {
	var t TypeSet
	if s.Minimum != nil || s.Maximum != nil || s.ExclusiveMinimum != nil || s.ExclusiveMaximum != nil || s.MultipleOf != nil {
		t |= Types(Number)
	}
	if f := formats[s.Format]; f != nil && f.number != nil {
		t |= Types(Number)
	}
	if f := formats[s.Format]; f != nil && f.text != nil || s.Pattern != nil || s.MinLength > 0 || s.MaxLength != nil {
		t |= Types(String)
	}
	if s.MinItems > 0 || s.MaxItems != nil || s.UniqueItems || s.Items != nil || s.Contains != nil {
		t |= Types(Array)
	}
	if s.Properties != nil || s.Required != nil || s.MinProperties > 0 || s.MaxProperties != nil {
		t |= Types(Object)
	}
	return t
}

func (s *Schema) noun(k Kind) string {
	switch k {
	case Boolean:
		return "true or false"
	case Integer:
		return "an integer" + s.within("")
	case Number:
		return "a number" + s.within("")
	case String:
		return s.stringNoun("")
	case Array:
		return s.arrayNoun("")
	case Object:
		return "an object" + counted(s.MinProperties, s.MaxProperties, "property")
	}
	return "null"
}

// expected are the words for one keyword: of several that are broken, each says its own.
func (s *Schema) expected(keyword string) string {
	number := "a number"
	if s.Kinds() == Types(Integer) {
		number = "an integer"
	}
	switch keyword {
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return number + s.within(keyword)
	case "minLength", "maxLength", "pattern":
		return s.stringNoun(keyword)
	case "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains":
		return s.arrayNoun(keyword)
	case "minProperties", "maxProperties":
		return s.noun(Object)
	}
	return s.Words()
}

// within are the bounds of a number, those that go with a keyword, or all of them for "".
func (s *Schema) within(keyword string) string {
	var and []string
	if keyword != "multipleOf" {
		and = s.boundWords()
	}
	if s.MultipleOf != nil && (keyword == "" || keyword == "multipleOf") {
		and = append(and, "that is a multiple of "+value.Text(s.MultipleOf))
	}
	if and == nil {
		return ""
	}
	return " " + joined(and, "and")
}

func (s *Schema) boundWords() []string {
	var and []string
	low, high := s.Minimum, s.Maximum
	switch {
	case low != nil && high != nil:
		and = append(and, "from "+value.Text(low)+" to "+value.Text(high))
	case low != nil:
		and = append(and, "of at least "+value.Text(low))
	case high != nil:
		and = append(and, "of at most "+value.Text(high))
	}
	if s.ExclusiveMinimum != nil {
		and = append(and, "above "+value.Text(s.ExclusiveMinimum))
	}
	if s.ExclusiveMaximum != nil {
		and = append(and, "below "+value.Text(s.ExclusiveMaximum))
	}
	return and
}

func (s *Schema) stringNoun(keyword string) string {
	noun := "a string"
	if f := formats[s.Format]; f != nil && f.text != nil && keyword == "" {
		noun = f.noun
	}
	if keyword != "pattern" {
		noun += counted(s.MinLength, s.MaxLength, "character")
	}
	if s.Pattern != nil && (keyword == "" || keyword == "pattern") {
		noun += " that matches " + cut(s.Pattern.Text)
	}
	return noun
}

func (s *Schema) arrayNoun(keyword string) string {
	noun := "an array"
	switch keyword {
	case "uniqueItems":
		return "an array without repetitions"
	case "contains", "minContains", "maxContains":
		if keyword == "contains" {
			return noun + " that holds " + s.Contains.Words()
		}
		number := strings.TrimPrefix(counted(s.MinContains, s.MaxContains, "item"), " of")
		return noun + " that holds" + number + " of this kind: " + s.Contains.Words()
	case "":
		if s.UniqueItems {
			noun = "an array without repetitions"
		}
	}
	return noun + counted(s.MinItems, s.MaxItems, "item")
}

// counted is " of 1 to 3 items", "" without a bound.
func counted(low int64, high *int64, noun string) string {
	least := strconv.FormatInt(low, 10)
	switch {
	case high == nil && low == 0:
		return ""
	case high == nil:
		return " of at least " + least + " " + plural(noun, low)
	case low == 0:
		return " of at most " + strconv.FormatInt(*high, 10) + " " + plural(noun, *high)
	case low == *high:
		return " of " + least + " " + plural(noun, low)
	}
	return " of " + least + " to " + strconv.FormatInt(*high, 10) + " " + plural(noun, *high)
}

func plural(noun string, n int64) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "y"):
		return strings.TrimSuffix(noun, "y") + "ies"
	}
	return noun + "s"
}

// label is the schema's title, or the name of the component it is, or its place.
func (s *Schema) label() string {
	target := s.Target()
	switch {
	case s.Title != "":
		return cut(s.Title)
	case target.Title != "":
		return cut(target.Title)
	case s.Ref != nil && strings.Contains(target.Pointer, "/components/schemas/"), s.Ref != nil && strings.Contains(target.Pointer, "/definitions/"):
		return cut(target.name())
	case target.Pointer == "":
		return "the schema"
	}
	return target.Pointer
}

// quoted is "one of "a" or "b"".
func quoted(names []string) string {
	if len(names) == 0 {
		return "the name of a schema"
	}
	return joinedBy(len(names), func(i int) string { return shown(names[i]) }, "or")
}

func listed(values []any) string {
	list := make([]string, 0, maxListed)
	for _, v := range values {
		if len(list) == maxListed {
			return strings.Join(list, ", ") + " … (" + strconv.Itoa(len(values)) + " values)"
		}
		list = append(list, shown(v))
	}
	return strings.Join(list, ", ")
}

// joined is "a, b or c".
func joined(list []string, conjunction string) string {
	return joinedBy(len(list), func(i int) string { return list[i] }, conjunction)
}

// joinedBy is joined of n texts, of which it makes only those that it lists.
func joinedBy(n int, text func(i int) string, conjunction string) string {
	list := make([]string, min(n, maxListed))
	for i := range list {
		list[i] = text(i)
	}
	if n > maxListed {
		return strings.Join(list, ", ") + " … (" + strconv.Itoa(n) + " in all)"
	}
	return violation.Join(list, conjunction)
}

// shown is a value as JSON, cut.
func shown(v any) string { return cut(string(value.Beginning(v, maxShownText*utf8.UTFMax))) }

func cut(text string) string { return value.Cut(text, maxShownText) }
