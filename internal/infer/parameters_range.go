package infer

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// bound is what a word at the end or the beginning of a name says: how values compare.
type bound struct {
	op     string
	stated bool // it names the operator: its stem need not be of a kind that people give ranges of
}

// boundsAtEnd are the last words of a name, of more than one first; boundsAtStart the first.
var (
	boundsAtEnd = []struct {
		words string
		bound
	}{
		{"greater than or equal", bound{"gte", true}}, {"less than or equal", bound{"lte", true}},
		{"greater than", bound{"gt", true}}, {"less than", bound{"lt", true}}, {"at least", bound{"gte", true}}, {"at most", bound{"lte", true}},
		{"starts with", bound{"prefix", true}}, {"begins with", bound{"prefix", true}},
		{"gte", bound{"gte", true}}, {"ge", bound{"gte", true}}, {"lte", bound{"lte", true}}, {"le", bound{"lte", true}},
		{"gt", bound{"gt", true}}, {"lt", bound{"lt", true}}, {"ne", bound{"ne", true}}, {"neq", bound{"ne", true}}, {"not", bound{"ne", true}},
		{"eq", bound{"eq", true}}, {"in", bound{"in", true}}, {"exact", bound{"eq", true}},
		{"contains", bound{"contains", true}}, {"icontains", bound{"contains", true}}, {"like", bound{"contains", true}},
		{"ilike", bound{"contains", true}}, {"substring", bound{"contains", true}},
		{"startswith", bound{"prefix", true}}, {"istartswith", bound{"prefix", true}}, {"prefix", bound{"prefix", true}},
		{"start date", bound{"gte", false}}, {"start time", bound{"gte", false}}, {"begin time", bound{"gte", false}}, {"begin date", bound{"gte", false}},
		{"end date", bound{"lte", false}}, {"end time", bound{"lte", false}}, {"from date", bound{"gte", false}}, {"to date", bound{"lte", false}},
		{"after", bound{"gt", false}}, {"before", bound{"lt", false}}, {"since", bound{"gte", false}}, {"until", bound{"lte", false}},
		{"from", bound{"gte", false}}, {"to", bound{"lte", false}}, {"start", bound{"gte", false}}, {"end", bound{"lte", false}},
		{"begin", bound{"gte", false}}, {"min", bound{"gte", false}}, {"max", bound{"lte", false}},
		{"minimum", bound{"gte", false}}, {"maximum", bound{"lte", false}},
	}
	boundsAtStart = map[string]bound{
		"min": {"gte", false}, "max": {"lte", false}, "minimum": {"gte", false}, "maximum": {"lte", false},
		"from": {"gte", false}, "to": {"lte", false}, "since": {"gte", false}, "until": {"lte", false},
		"after": {"gt", false}, "before": {"lt", false}, "start": {"gte", false}, "end": {"lte", false}, "begin": {"gte", false},
		"gte": {"gte", true}, "lte": {"lte", true}, "gt": {"gt", true}, "lt": {"lt", true},
	}
)

// boundName is one way to understand a name: a bound, and the words of the field.
type boundName struct {
	bound
	stem []string
}

// boundNames are the ways to understand a name as a bound. Twilio writes DateCreated> before the = of the query.
func boundNames(name string) []boundName {
	var all []boundName
	if rest, ok := strings.CutSuffix(name, ">"); ok {
		all = append(all, boundName{bound{"gte", true}, wordsOf(rest)})
	}
	if rest, ok := strings.CutSuffix(name, "<"); ok {
		all = append(all, boundName{bound{"lte", true}, wordsOf(rest)})
	}
	for _, words := range unprefixed(name) {
		joined := strings.Join(words, " ")
		for _, end := range boundsAtEnd {
			if stem, ok := strings.CutSuffix(joined, end.words); ok && (stem == "" || strings.HasSuffix(stem, " ")) {
				all = append(all, boundName{end.bound, strings.Fields(stem)})
			}
		}
		if len(words) == 0 {
			continue
		}
		if b, ok := boundsAtStart[words[0]]; ok {
			all = append(all, boundName{b, words[1:]})
		}
	}
	return all
}

// span gives a parameter that is a bound of a field its role. Those that name the operator are looked at first.
func (a *assignment) span(i int, stated bool) bool {
	p := &a.params[i]
	for _, read := range boundNames(p.name) {
		if read.stated != stated {
			continue
		}
		if len(read.stem) == 0 && stated {
			continue
		}
		for _, f := range a.bounded(read.stem) {
			if a.compareBy(i, f, read.bound) {
				return true
			}
		}
		if timeStem(read.stem) == "" && !sizes[flat(p.name)] && a.compareBy(i, a.mainTime(p), read.bound) {
			return true
		}
	}
	return false
}

// sizes are bounds without a name that nobody gives of a time.
var sizes = setOf("min max minimum maximum")

// bounded are the fields that the stem of a bound may mean.
func (a *assignment) bounded(stem []string) []*found {
	if len(stem) == 0 {
		return nil
	}
	var all []*found
	if f := a.fields.flat(strings.Join(stem, "")); f != nil {
		all = append(all, f)
	}
	if said := timeStem(stem); said != "" {
		for _, at := range a.fields.byTime[said] {
			if f := a.fields.at(at); f.shape.isTime() || f.shape.isNumber() {
				all = append(all, f)
			}
		}
	}
	if all = append(all, a.fields.near(stem)...); len(all) > 0 {
		return all
	}
	if f := a.fields.measured(stem); f != nil {
		return []*found{f}
	}
	return nil
}

// compareBy gives a parameter the role to compare with a field, if their types agree and are in an order.
func (a *assignment) compareBy(i int, f *found, b bound) bool {
	p := &a.params[i]
	if f == nil {
		return false
	}
	ps, many := scalar(p.shape)
	fs, array := scalar(f.shape)
	switch b.op {
	case "eq", "in":
		return a.filterBy(i, f)
	case "contains", "prefix":
		if array || many || !p.isText() || !fs.kinds.has(stringKind) || fs.isTime() {
			return false
		}
	case "ne":
		if array || many || !comparableTo(ps, fs) || !shareWord(ps, fs) {
			return false
		}
	default:
		if array || many || !ordered(p, ps, fs, b.stated) {
			return false
		}
	}
	a.give(i, "the field "+f.path+saying(b.op), Line{Name: "filter", Value: Text(f.path)}, Line{Name: "op", Value: Text(b.op)})
	return true
}

// ordered tells whether a parameter can be a bound of a field: of numbers, or times; of texts only if it says so itself.
func ordered(p *parameter, ps, fs *shape, stated bool) bool {
	switch {
	case fs.isTime():
		return timeText(p) && !fs.kinds.has(integerKind|numberKind|booleanKind)
	case fs.isNumber():
		return (ps.isNumber() || ps.isDigits()) && !fs.kinds.has(stringKind)
	}
	if fs.kinds.has(stringKind) && fs.isDigits() && len(fs.enum) == 0 { // an amount that is written as a text
		return ps.isNumber() || ps.isDigits()
	}
	return stated && p.isText() && !timeFormats[ps.format] && comparableTo(ps, fs) && len(fs.enum) == 0
}

// timeText tells whether a parameter takes a date or a time as a text.
func timeText(p *parameter) bool {
	return p.isText() && (p.shape.isTime() || p.shape.format == "" && len(p.shape.enum) == 0)
}

// saysTime tells whether a text without a format is meant to be a date or a time.
func saysTime(p *parameter) bool {
	if p.shape.isTime() {
		return true
	}
	return timeText(p) && (mentions(p.description, "date", "dates", "time", "datetime", "timestamp", "iso 8601", "rfc 3339", "yyyy mm dd") ||
		mentions(p.name, "date", "time", "timestamp") || slices.ContainsFunc(p.texts(), func(n *tree.Node) bool { return startsWithDate(n.Str()) }))
}

func startsWithDate(text string) bool {
	return len(text) >= 10 && onlyDigits.MatchString(text[:4]) && text[4] == '-' && onlyDigits.MatchString(text[5:7]) && text[7] == '-'
}

// mainTimes are the names of a record's time that say no more.
var mainTimes = setOf("date time timestamp datetime")

// mainTime is the time of a record that a bound without a name means: when it was created, else its date, else the first
// that it has. It is a text or an integer as the parameter is.
func (a *assignment) mainTime(p *parameter) *found {
	right := func(s *shape) bool { return s.isTime() && saysTime(p) }
	if p.shape.isNumber() {
		right = func(s *shape) bool { return s.kinds&^nullKind == integerKind }
	}
	for _, stem := range []string{"created", ""} {
		for _, i := range a.fields.byTime[stem] {
			if f := a.fields.at(i); right(f.shape) && (stem != "" || mainTimes[flat(f.path)]) {
				return f
			}
		}
	}
	if p.shape.isNumber() {
		return nil
	}
	for _, format := range []string{"date-time", "date"} {
		for i, one := range a.fields.all {
			if f := a.fields.at(i); isPath.MatchString(one.name) && f.shape.format == format && right(f.shape) {
				return f
			}
		}
	}
	return nil
}
