package coverage

import (
	"net/http"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// What an item is, in the order of a report.
const (
	KindOperation    = "operation"
	KindSecurity     = "security"
	KindParameter    = "parameter"
	KindEnum         = "enum"
	KindBoolean      = "boolean"
	KindBound        = "bound"
	KindBody         = "body"
	KindRequestMedia = "requestMediaType"
	KindProperty     = "property"
	KindBranch       = "branch"
	KindStatus       = "status"
	KindAnswerMedia  = "answerMediaType"
)

var kinds = []string{
	KindOperation, KindSecurity, KindParameter, KindEnum, KindBoolean, KindBound, KindBody, KindRequestMedia, KindProperty, KindBranch,
	KindStatus, KindAnswerMedia,
}

// mostItems bounds what is told apart of one operation; the statuses and media types of its answers have room whatever its
// requests may hold.
const (
	mostItems   = 5000
	mostAnswers = 500 // of them, what only answers may be
)

// item is one thing that there is to meet.
type item struct {
	kind, where, what string
	key               string // the same for the same item of a document that was read again
}

// plan is what there is to meet of one operation, in the order of the document, and how that is told.
type plan struct {
	items     []item
	answers   int   // items from here on are met by answers
	broken    error // why the operation has no contract
	cut       bool  // there is more to meet than mostItems
	security  []alternative
	params    map[*spec.Parameter]presence
	body      *body
	responses []*response
	contract  *spec.Contract
}

// none is the index of an item that there is not.
const none = -1

// alternative is a requirement of security.
type alternative struct {
	schemes []spec.Scheme
	met     int
}

// presence is a parameter or property: whether it is there, and what it holds.
type presence struct {
	name        string
	given, left int
	of          *place
}

// body is that of requests.
type body struct {
	given, left int
	media       []*media
}

// media is a body in one media type.
type media struct {
	of  *spec.MediaType
	met int
	in  *place
}

type response struct {
	of      *spec.Response
	met     int
	content []*media
}

// planOf compiles the operation's contract, unless that was done, and finds all that there is to meet.
func planOf(o *spec.Operation) *plan {
	b := &builder{plan: &plan{params: map[*spec.Parameter]presence{}}, known: map[string]int{}, most: mostItems - mostAnswers}
	b.add(KindOperation, "", "called")
	contract, err := o.Contract()
	if err != nil {
		b.broken, b.answers = err, len(b.items)
		return b.plan
	}
	b.contract = contract
	b.alternatives(contract.Security)
	for _, p := range contract.Parameters {
		if !describedElsewhere(p) {
			b.parameter(p)
		}
	}
	b.requests(contract.Body)
	b.answers = len(b.items)
	b.mode, b.onlyBranches = schema.Answer, true
	b.most, b.full, b.places = mostItems, false, 0
	for _, r := range contract.Responses {
		b.response(r)
	}
	return b.plan
}

// describedElsewhere tells whether a parameter is one of the headers that the standard leaves to other parts of a document
// (OAS 3.0 §4.8.12): nobody judges them.
func describedElsewhere(p *spec.Parameter) bool {
	return p.In == "header" && slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(p.Name))
}

// builder makes a plan.
type builder struct {
	*plan
	known        map[string]int // items by their keys
	mode         schema.Mode
	places       int  // that were looked at
	most         int  // items that there may be so far
	full         bool // there are as many, or places
	onlyBranches bool // of answers, where clients choose nothing else
}

// add is the index of an item; none if there are too many.
func (b *builder) add(kind, where, what string) int { return b.addAs(kind, where, what, what) }

// addAs is add for what is shown cut; whole tells it from others.
func (b *builder) addAs(kind, where, what, whole string) int {
	key := kind + "\n" + where + "\n" + whole
	if i, known := b.known[key]; known {
		return i
	}
	if len(b.items) >= b.most {
		b.full, b.cut = true, true
		return none
	}
	b.known[key] = len(b.items)
	b.items = append(b.items, item{kind, where, what, key})
	return len(b.items) - 1
}

func (b *builder) alternatives(all []spec.Requirement) {
	for _, schemes := range all {
		var names []string
		for _, s := range schemes {
			names = append(names, s.Name)
		}
		what := "no credentials"
		if len(names) > 0 {
			what = violation.Join(names, "and")
		}
		b.security = append(b.security, alternative{schemes, b.add(KindSecurity, "security", what)})
	}
}

func (b *builder) parameter(p *spec.Parameter) {
	where, s := p.In+"."+p.Name, p.Schema
	if s == nil && p.Content != nil {
		s = p.Content.Schema
	}
	one := presence{name: p.Name, given: b.add(KindParameter, where, "given"), left: none}
	if !p.Required {
		one.left = b.add(KindParameter, where, "left out")
	}
	// A path without a text in the place of a parameter is another path, and an empty text that is allowed breaks no rule.
	one.of = b.place(s, where, setting{depth: parameterDepth, text: true, neverEmpty: p.In == "path" || p.AllowEmpty})
	b.params[p] = one
}

func (b *builder) requests(r *spec.RequestBody) {
	if r == nil || len(r.Content) == 0 {
		return
	}
	b.body = &body{given: b.add(KindBody, "body", "given"), left: none}
	if !r.Required {
		b.body.left = b.add(KindBody, "body", "left out")
	}
	for _, m := range r.Content {
		b.body.media = append(b.body.media, &media{of: m, met: b.add(KindRequestMedia, "body", m.Type)})
	}
	for _, m := range b.body.media {
		s := m.of.Schema
		if s == nil && m.of.Item != nil {
			m.in = elements(b.place(m.of.Item, "body/*", setting{depth: bodyDepth}))
			continue
		}
		m.in = b.place(s, "body", setting{depth: bodyDepth})
	}
}

func (b *builder) response(r *spec.Response) {
	one := &response{of: r, met: b.add(KindStatus, "answer", r.Status)}
	b.responses = append(b.responses, one)
	for _, m := range r.Content {
		where := "answer " + r.Status
		found := &media{of: m, met: b.add(KindAnswerMedia, where, m.Type)}
		one.content = append(one.content, found)
		if spec.IsJSON(m.Type) || spec.IsRange(m.Type) {
			found.in = b.place(m.Schema, where+" "+m.Type+" body", setting{depth: answerDepth})
		}
	}
}

// responseTo is what the contract has for a status; nil if it has nothing.
func (p *plan) responseTo(status int) *response {
	if p.contract == nil || status < 100 {
		return nil
	}
	documented := p.contract.Response(status)
	for _, r := range p.responses {
		if r.of == documented {
			return r
		}
	}
	return nil
}

// media is the description of an answer in a media type: the same one, else one that differs in its parameters alone, else a
// range that it is in.
func (r *response) media(written string) *media {
	bare := spec.BareType(written)
	kind, _, _ := strings.Cut(bare, "/")
	for _, fits := range []func(described string) bool{
		func(described string) bool { return strings.EqualFold(described, written) },
		func(described string) bool { return spec.BareType(spec.Concrete(described)) == bare },
		func(described string) bool {
			return spec.IsRange(described) && (strings.HasPrefix(described, "*/") || strings.HasPrefix(spec.BareType(described), kind+"/"))
		},
	} {
		for _, m := range r.content {
			if fits(m.of.Type) {
				return m
			}
		}
	}
	return nil
}
