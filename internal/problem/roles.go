package problem

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// role is what a member of an error says, as its name has it.
type role uint8

const (
	none        role = iota
	sentence         // what is wrong
	title            // what is wrong, in a word or two where a sentence stands beside it
	cause            // the same, as programs read it
	number           // the status
	kind             // what sort of error it is
	failed           // true
	succeed          // false
	many             // one for each thing that is wrong
	subject          // what is wrong: the parameter, the property
	rule             // which rule is broken
	received         // what came instead
	occurrence       // a URI reference to where it went wrong
	problemType      // a URI reference that says what sort of error it is
)

// roles are by names in small letters and without what joins their words.
var roles = map[string]role{
	"message": sentence, "msg": sentence, "detail": sentence, "details": many, "description": sentence, "errordescription": sentence,
	"reason": cause, "errormessage": sentence, "errormsg": sentence, "faultstring": sentence, "developermessage": sentence,
	"usermessage": sentence, "messagetext": sentence, "summary": sentence, "explanation": sentence, "text": sentence,
	"title": title, "error": title, "err": title, "name": kind, "param": subject, "parameter": subject, "field": subject,
	"status": number, "code": number, "statuscode": number, "errorcode": number, "httpstatus": number, "httpstatuscode": number,
	"httpcode": number, "responsecode": number,
	"type": kind, "errortype": kind, "kind": kind, "category": kind,
	"iserror": failed, "haserror": failed, "haserrors": failed, "failed": failed,
	"ok": succeed, "success": succeed, "succeeded": succeed, "issuccess": succeed, "successful": succeed,
	"errors": many, "violations": many, "messages": many, "issues": many, "problems": many, "fielderrors": many, "invalidparams": many,
	"validationerrors": many, "reasons": many, "errordetails": many, "errormessages": many, "failures": many, "faults": many,
	"fault": many, "exception": many, "problem": many, "invalidfields": many,
}

// partRoles are those of one of several things that are wrong; what they do not have is as in roles.
var partRoles = map[string]role{
	"field": subject, "path": subject, "location": subject, "in": subject, "parameter": subject, "param": subject, "pointer": subject,
	"property": subject, "propertypath": subject, "attribute": subject, "name": subject, "key": subject, "where": subject, "target": subject,
	"fieldname": subject, "parametername": subject, "propertyname": subject, "loc": subject, "domain": subject, "resource": subject,
	"source": many, "rule": rule, "constraint": rule, "keyword": rule, "type": rule, "code": rule, "errorcode": rule,
	"value": received, "received": received, "rejectedvalue": received, "input": received, "actual": received,
}

func roleOf(name string, at place) role {
	plain := letters(name)
	switch {
	case at.reference != "" && name == "instance":
		return occurrence
	case at.reference != "" && name == "type":
		return problemType
	}
	if at.broken != nil {
		if r, known := partRoles[plain]; known {
			return r
		}
	}
	return roles[plain]
}

// letters are the letters and digits of a text, in small letters.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, text)
}

// edits are the changes that make an object say what is wrong, and those that make it say nothing else.
func (f *filling) edits(o *value.Object, s *schema.Schema, at place) (fills, drops []edit) {
	var required []string
	names := make([]string, 0, o.Len())
	for _, m := range o.Members() {
		names = append(names, m.Name)
	}
	if s == nil {
		required = names
	} else {
		required = s.RequiredNames()
		for _, p := range s.Fields() {
			if _, present := o.Get(p.Name); !present && roleOf(p.Name, at) != none {
				names = append(names, p.Name)
			}
		}
	}
	at.explained = slices.ContainsFunc(names, func(name string) bool { return roleOf(name, at) == sentence })
	for _, name := range names {
		v, present := o.Get(name)
		var of *schema.Schema
		if s != nil {
			of = s.Field(name)
		}
		candidates := f.candidates(name, v, of, at, present)
		switch {
		case len(candidates) > 0:
			fills = append(fills, edit{name, candidates})
		case present && s != nil && !slices.Contains(required, name):
			drops = append(drops, edit{name: name})
		}
	}
	return fills, drops
}

// candidates are what a member could be, the best first; none where it says nothing of the problem. v is what it is.
func (f *filling) candidates(name string, v any, of *schema.Schema, at place, present bool) []any {
	does := roleOf(name, at)
	if does == occurrence && !present || does == none && !isNested(v) || does == subject && !present && at.broken == nil {
		return nil
	}
	if (!present || v == nil) && of != nil {
		made, err := f.generator.Value(at.key.Sub(name), of)
		if err != nil {
			return nil
		}
		v = made
	}
	if isNested(v) {
		filled := f.nested(name, v, of, at, does)
		if does == subject || does == many && isEmpty(filled) || f.tells(filled) {
			return []any{filled}
		}
	}
	if does == none {
		return nil
	}
	var fitting []any
	for _, c := range f.scalars(does, v, of, at) {
		if of == nil && schema.KindOf(c) == schema.KindOf(v) || of != nil && f.fits(c, of) {
			fitting = append(fitting, c)
		}
	}
	return fitting
}

func isEmpty(v any) bool {
	list, isList := v.([]any)
	return isList && len(list) == 0
}

func isNested(v any) bool {
	switch v.(type) {
	case *value.Object, []any:
		return true
	}
	return false
}

// nested fills an object or a list; the way to what is wrong may be one.
func (f *filling) nested(name string, v any, of *schema.Schema, at place, does role) any {
	list, isList := v.([]any)
	switch {
	case isList && f.problem.vague() && aboutFields(name):
		return f.first([]any{[]any{}}, f.value(v, of, at.under(name)), of)
	case !isList || does != subject || at.broken == nil:
		return f.value(v, of, at.under(name))
	}
	var way []any
	for _, step := range strings.FieldsFunc(at.broken.Where, func(r rune) bool { return r == '/' || r == '.' }) {
		way = append(way, step)
	}
	return f.first([]any{way}, list, of)
}

// aboutFields tells whether a list is one of single fields or parameters that are wrong.
func aboutFields(name string) bool {
	plain := letters(name)
	return strings.Contains(plain, "field") || strings.Contains(plain, "param") || strings.Contains(plain, "validation")
}

// references are what instance could be: where the request went, else what is there already if that is a URI reference.
func references(where string, v any) []any {
	var all []any
	if where != blank {
		all = append(all, where)
	}
	if text, ok := v.(string); ok && !strings.ContainsAny(text, " \t\r\n<>\"{}|\\^`") {
		if _, err := url.Parse(text); err == nil && text != "" {
			all = append(all, text)
		}
	}
	return append(all, blank)
}

// statusesURL is where the statuses are described, for shapes that want a URL of the web.
const statusesURL = "https://www.rfc-editor.org/rfc/rfc9110#section-15"

// flags are what members say that are true or false.
var flags = map[role]bool{failed: true, title: true, many: true, succeed: false, number: false}

// scalars are what a member of a role could be, the best first.
func (f *filling) scalars(does role, v any, of *schema.Schema, at place) []any {
	if _, flag := v.(bool); flag {
		if said, known := flags[does]; known {
			return []any{said}
		}
	}
	switch does {
	case sentence, many:
		return f.sentences(at, of)
	case title, cause:
		return f.titles(does, of, at)
	case number:
		return append([]any{int64(f.status), strconv.Itoa(f.status)}, f.words(of)...)
	case occurrence:
		return references(at.reference, v)
	case problemType:
		return append(append(f.listed(of), blank, statusesURL), f.words(of)...)
	case kind:
		if of != nil && strings.HasPrefix(of.FormatOf(), "ur") { // uri, uri-reference, url
			return []any{blank, statusesURL}
		}
		return f.words(of)
	case subject:
		if at.broken == nil && f.problem.vague() {
			return []any{nil, ""}
		}
		if at.broken == nil {
			at.broken = &f.problem.Violations[0]
		}
		field := at.broken.Field()
		in, _, _ := strings.Cut(at.broken.Where, ".")
		in, _, _ = strings.Cut(in, "/")
		return []any{at.broken.Where, field, "/" + field, in}
	case rule:
		return append([]any{at.broken.Rule, int64(f.status)}, f.words(of)...)
	case received:
		return []any{at.broken.Received, value.Text(at.broken.Received)}
	}
	return nil
}

// titles are the sentence where no other member has it, else a word or two.
func (f *filling) titles(does role, of *schema.Schema, at place) []any {
	switch words := f.words(of); {
	case !at.explained:
		return append(f.sentences(at, of), words...)
	case does == cause && at.broken != nil:
		return append([]any{at.broken.Rule}, words...)
	case does == cause:
		return words
	default:
		return append([]any{Title(f.status)}, words...)
	}
}
