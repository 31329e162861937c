package schema

import (
	"strings"

	"mockserver/internal/value"
)

// Kind is a type of JSON Schema.
type Kind uint8

// The types of JSON Schema.
const (
	Null Kind = iota
	Boolean
	Integer
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"null", "boolean", "integer", "number", "string", "array", "object"}

// String is the type's name in a schema.
func (k Kind) String() string { return kindNames[k] }

// TypeSet is a set of types; the empty one stands for any. Integer is in it only where the schema says so: a set with
// Number alone admits integers, but does not have Integer.
type TypeSet uint8

// Types makes a set.
func Types(kinds ...Kind) TypeSet {
	var t TypeSet
	for _, k := range kinds {
		t |= 1 << k
	}
	return t
}

// Has tells whether the type is in the set.
func (t TypeSet) Has(k Kind) bool { return t&(1<<k) != 0 }

// Kinds lists the types, null last.
func (t TypeSet) Kinds() []Kind {
	var kinds []Kind
	for k := Boolean; k <= Object; k++ {
		if t.Has(k) {
			kinds = append(kinds, k)
		}
	}
	if t.Has(Null) {
		kinds = append(kinds, Null)
	}
	return kinds
}

// String is "integer or null", "any type" for the empty set.
func (t TypeSet) String() string {
	if t == 0 {
		return "any type"
	}
	var names []string
	for _, k := range t.Kinds() {
		names = append(names, k.String())
	}
	return strings.Join(names, " or ")
}

// accepts tells whether a value is of one of the types; 1.0 is an integer.
func (t TypeSet) accepts(v any) bool {
	if t == 0 {
		return true
	}
	k := KindOf(v)
	switch {
	case t.Has(k), k == Integer && t.Has(Number):
		return true
	}
	return k == Number && t.Has(Integer) && value.IsInteger(v)
}

// both is the set of the types that two sets have in common; any type is in an empty set.
func (t TypeSet) both(u TypeSet) TypeSet {
	switch {
	case t == 0:
		return u
	case u == 0:
		return t
	}
	common := t & u
	if t.Has(Number) && u.Has(Integer) || t.Has(Integer) && u.Has(Number) {
		common |= Types(Integer)
	}
	return common
}

// KindOf is the type of a value. A number that is written as an int64 is an Integer, any other a Number; times and dates
// are strings.
func KindOf(v any) Kind {
	switch v.(type) {
	case nil:
		return Null
	case bool:
		return Boolean
	case int64:
		return Integer
	case value.Number:
		return Number
	case []any:
		return Array
	case *value.Object:
		return Object
	}
	return String
}
