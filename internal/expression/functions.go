package expression

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mockserver/internal/value"
)

// span is a length of time: what duration gives, to be added to an instant. It never leaves an expression.
type span time.Duration

// function is one that expressions may call.
type function struct {
	least, most int    // the number of arguments
	takes       string // what, in words
	nulls       bool   // called with null too; without it a null argument gives null
	call        func(s Scope, args []any) any
}

// The limits of functions: the arguments of one that takes any number, and what one makes.
const (
	many     = 64
	maxText  = 1 << 24 // bytes
	maxItems = 1 << 20
)

var functions = map[string]function{
	"lower":      {1, 1, "a text", false, text1(strings.ToLower)},
	"upper":      {1, 1, "a text", false, text1(strings.ToUpper)},
	"trim":       {1, 1, "a text", false, text1(strings.TrimSpace)},
	"slug":       {1, 1, "a text", false, text1(slug)},
	"trimPrefix": {2, 2, "a text and a prefix", false, text2(strings.TrimPrefix)},
	"trimSuffix": {2, 2, "a text and a suffix", false, text2(strings.TrimSuffix)},
	"replace":    {3, 3, "a text, what to replace and its replacement", false, replace},
	"split":      {2, 2, "a text and a separator", false, split},
	"join":       {2, 2, "a list and a separator", false, join},
	"pad":        {2, 2, "an integer and a number of digits", false, pad},
	"len":        {1, 1, "a text, a list or an object", false, length},
	"string":     {1, 1, "a value", false, str},
	"int":        {1, 1, "a text or an integer", false, integer},
	"div":        {2, 2, "two integers", false, div},
	"decimal":    {2, 2, "an integer and a number of decimal places", false, decimal},
	"min":        {1, many, "values", false, least},
	"max":        {1, many, "values", false, greatest},
	"duration":   {1, 1, "a text such as '720h'", false, duration},
	"epoch":      {1, 1, "an instant", false, epoch},
	"date":       {1, 1, "an instant or a text YYYY-MM-DD", false, date},
	"year":       {1, 1, "an instant or a day", false, part(func(t time.Time) int { return t.Year() })},
	"month":      {1, 1, "an instant or a day", false, part(func(t time.Time) int { return int(t.Month()) })},
	"day":        {1, 1, "an instant or a day", false, part(time.Time.Day)},
	"hour":       {1, 1, "an instant", false, hour},
	"years":      {2, 2, "two days", false, years},
	"untilDay":   {2, 2, "a birthday and a day", false, untilDay},
	"digest":     {2, many, "a length and texts", true, digest},
	"compact":    {1, 1, "an object", false, compact},
	"collect":    {3, 3, "a list of objects, the member that names and the member that is listed", false, collect},
	"first":      {1, 1, "a list", false, func(_ Scope, a []any) any { return memberOf(a[0], int64(0)) }},
	"last":       {1, 1, "a list", false, func(_ Scope, a []any) any { return memberOf(a[0], int64(-1)) }},
}

// glances are the functions that look at an argument, but not into it.
var glances = []string{"len", "first", "last"}

// handers are the functions that give an argument, or what is in it, or that read members; others take a record for its key.
var handers = []string{"first", "last", "compact", "collect"}

func functionNames() []string {
	return slices.Concat(slices.Sorted(maps.Keys(functions)), predicateNames)
}

func text1(f func(string) string) func(Scope, []any) any {
	return func(_ Scope, a []any) any {
		if s, ok := a[0].(string); ok {
			return f(s)
		}
		return nil
	}
}

func text2(f func(string, string) string) func(Scope, []any) any {
	return func(_ Scope, a []any) any {
		s, okS := a[0].(string)
		t, okT := a[1].(string)
		if !okS || !okT {
			return nil
		}
		return f(s, t)
	}
}

func replace(_ Scope, a []any) any {
	s, okS := a[0].(string)
	old, okO := a[1].(string)
	by, okB := a[2].(string)
	if !okS || !okO || !okB || old == "" || len(s)+strings.Count(s, old)*len(by) > maxText {
		return nil
	}
	return strings.ReplaceAll(s, old, by)
}

func split(_ Scope, a []any) any {
	s, okS := a[0].(string)
	separator, okP := a[1].(string)
	if !okS || !okP || strings.Count(s, separator) >= maxItems {
		return nil
	}
	parts := []any{}
	for _, p := range strings.Split(s, separator) {
		parts = append(parts, p)
	}
	return parts
}

func join(_ Scope, a []any) any {
	list, okL := a[0].([]any)
	separator, okS := a[1].(string)
	if !okL || !okS || len(list)*len(separator) > maxText {
		return nil
	}
	parts := make([]string, len(list))
	for i, item := range list {
		parts[i] = text(item)
	}
	return strings.Join(parts, separator)
}

// slug keeps what may stand in an e-mail address or user name: small ASCII letters and digits.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		default:
			if i := strings.IndexRune(accented, r); i >= 0 {
				b.WriteByte(plain[utf8.RuneCountInString(accented[:i])])
			}
		}
	}
	return b.String()
}

const (
	accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšž"
	plain    = "aaaaaaceeeeiiiinoooooouuuuyysz"
)

func str(_ Scope, a []any) any {
	if _, isSpan := a[0].(span); isSpan {
		return nil
	}
	return text(a[0])
}

func length(_ Scope, a []any) any {
	switch v := a[0].(type) {
	case string:
		return int64(utf8.RuneCountInString(v))
	case []any:
		return int64(len(v))
	case *value.Object:
		return int64(v.Len())
	}
	return nil
}

// compact is the object without the members that are null.
func compact(_ Scope, a []any) any {
	o, ok := a[0].(*value.Object)
	if !ok {
		return a[0]
	}
	nulls := 0
	for _, m := range o.Members() {
		if m.Value == nil {
			nulls++
		}
	}
	if nulls == 0 {
		return o
	}
	kept := value.NewObject(o.Len() - nulls)
	for _, m := range o.Members() {
		if m.Value != nil {
			kept.Set(m.Name, m.Value)
		}
	}
	return kept
}

// collect groups: collect(violations, 'field', 'message') has a member for each field, the list of its messages.
func collect(_ Scope, a []any) any {
	list, ok := a[0].([]any)
	if !ok {
		return nil
	}
	groups := value.NewObject(len(list))
	for _, item := range list {
		name := text(memberOf(item, a[1]))
		listed, _ := groups.Get(name)
		members, _ := listed.([]any)
		groups.Set(name, append(members, memberOf(item, a[2])))
	}
	return groups
}
