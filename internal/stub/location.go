package stub

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"mockserver/internal/given"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/matcher"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// location judges the URL of a request.
type location struct {
	whole    bool   // with the query; else the path alone
	literal  bool   // it is text, to the letter
	text     string // as the user has written it
	begins   string // of an expression: what each text begins with that it takes
	template *template
	pattern  *matcher.Pattern // judges and measures a literal or expression; only measures what is no path of the template
}

// locationMembers are the names that a URL may have in a pattern; only one of them is there.
var locationMembers = []string{"url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate"}

func (r *reader) location() *location {
	var l *location
	by := ""
	for _, name := range locationMembers {
		of, at := member(r.n, name), tree.Join(r.at, name)
		if of == nil {
			continue
		}
		if by != "" {
			r.wrong(given.Wrong(at, "there is %s already; expected one of the two.", by))
			return nil
		}
		by = name
		text := r.text(name)
		if path := name == "url" || name == "urlPath" || name == "urlPathTemplate"; path && !strings.HasPrefix(text, "/") {
			r.wrong(given.Wrong(at, "this is %q; expected a path that begins with /.", value.Cut(text, 81)))
		}
		l = &location{text: text, whole: name == "url" || name == "urlPattern"}
		switch name {
		case "url", "urlPath":
			l.literal, l.pattern = true, r.operator(at, "equalTo", text)
		case "urlPattern", "urlPathPattern":
			l.begins, l.pattern = beginning(text), r.operator(at, "matches", text)
		default:
			l.template = r.template(at, text)
			if l.template != nil {
				l.pattern = r.operator(at, "equalTo", l.template.bare)
			}
		}
	}
	return l
}

// path is the path that a request must have to the letter; not found: more than one will do.
func (l *location) path() (path string, found bool) {
	if l == nil || !l.literal {
		return "", false
	}
	if l.whole {
		path, _, _ = strings.Cut(l.text, "?")
		return path, true
	}
	return l.text, true
}

func (l *location) judged(v *view) string {
	if l.whole {
		return v.request.URL
	}
	return v.path
}

func (l *location) matches(v *view) bool {
	switch {
	case l == nil:
		return true
	case l.literal:
		return l.text == l.judged(v)
	case l.template != nil:
		return l.template.matches(v.path)
	}
	text := l.judged(v)
	return strings.HasPrefix(text, l.begins) && v.settled(l.pattern.MatchText(text, true))
}

// beginning is what each text begins with that an expression of Java takes: ten thousand of them are tried for one request,
// and this is by far cheaper.
func beginning(expression string) string {
	end := strings.IndexAny(expression, `\^$.|?*+()[]{}`)
	switch {
	case end < 0:
		return expression
	case strings.Contains(expression, "|"):
		return ""
	}
	before := expression[:end]
	if strings.IndexByte("?*{", expression[end]) >= 0 { // the last character may be missing
		_, size := utf8.DecodeLastRuneInString(before)
		before = before[:len(before)-size]
	}
	return before
}

func (l *location) distance(v *view) float64 {
	if l.matches(v) {
		return 0
	}
	return l.pattern.MatchText(l.judged(v), true).Distance
}

// template is a path with variables, {name}, and wildcards, **, which are called by their number.
type template struct {
	prefix string // the text before the first of them
	bare   string // the text without them
	names  []string
	form   *regexp.Regexp
}

var variableForm = lazyregexp.New(`\{([^}]+)\}|\*\*`)

// written are the characters of a variable's name that say how it is printed.
var written = strings.NewReplacer(".", "", ";", "", "*", "")

func (r *reader) template(at, text string) *template {
	l := r.c.Limits.OrDefault()
	if len(text) > l.PathBytes {
		r.wrong(tooLong(at, "path", len(text), "path-bytes", l.PathBytes))
		return nil
	}
	t := &template{}
	form, last, wildcards := strings.Builder{}, 0, 0
	form.WriteString(`(?s)^`)
	static := func(part string) {
		form.WriteString(regexp.QuoteMeta(part))
		t.bare += part
	}
	places := variableForm.FindAllStringSubmatchIndex(text, -1)
	if len(places) > l.PathParameters {
		r.wrong(given.Wrong(at, "there are %d variables; expected at most %d, the limit that --limit path-parameters=N sets.", len(places), l.PathParameters))
		return nil
	}
	for i, place := range places {
		static(text[last:place[0]])
		last = place[1]
		if i == 0 {
			t.prefix = t.bare
		}
		if place[2] < 0 {
			form.WriteString(`(.*?)`)
			t.names = append(t.names, strconv.Itoa(wildcards))
			wildcards++
			continue
		}
		form.WriteString(`([^/]+)`)
		t.names = append(t.names, written.Replace(text[place[2]:place[3]]))
	}
	static(text[last:])
	if len(places) == 0 {
		t.prefix = t.bare
	}
	form.WriteString(`$`)
	compiled, err := regexp.Compile(form.String())
	if err != nil {
		r.wrong(given.Wrong(at, "this is too long for a template: %s.", err))
		return nil
	}
	t.form = compiled
	return t
}

func tooLong(at, what string, bytes int, name string, most int) error {
	return given.Wrong(at, "this %s has %d bytes; expected at most %d, the limit that --limit %s=N sets.", what, bytes, most, name)
}

func (t *template) matches(path string) bool {
	return strings.HasPrefix(path, t.prefix) && t.form.MatchString(path)
}

// values are the values of the variables in a path, nil if it is not of the template. Of two variables of one name the
// last counts.
func (t *template) values(path string) map[string][]string {
	found := t.form.FindStringSubmatch(path)
	if found == nil {
		return nil
	}
	values := make(map[string][]string, len(t.names))
	for i, name := range t.names {
		values[name] = []string{unescaped(found[i+1], false)}
	}
	return values
}
