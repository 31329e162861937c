package problem

import (
	"cmp"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"mockserver/internal/accept"
	"mockserver/internal/fake"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// documented writes the problem in the shape that the operation documents for its status, and tells whether there is one
// that it fits. A shape that has no place for the sentence is sent all the same: what is sent fits the document, and
// Mockserver-Violations says what is wrong.
func (p *Problem) documented(at Scene, a *Answer) bool {
	if at.Contract == nil {
		return false
	}
	r := at.Contract.Response(a.Status)
	if r == nil {
		return false
	}
	representations := p.representations(at, r)
	for _, m := range representations {
		v := p.shaped(at, m, a.Status)
		if v == nil {
			continue
		}
		body, err := sample.Write(m, v)
		if err != nil {
			continue
		}
		a.MediaType, a.Body = body.MediaType, body.Bytes
		a.Header = append(p.promised(at, r), a.Header...)
		if len(representations) > 1 {
			a.Header = append(a.Header, [2]string{"Vary", "Accept"})
		}
		return true
	}
	a.Header = append(p.promised(at, r), a.Header...) // the body is ours then, but the headers are still theirs
	return false
}

// promised are the headers that the response documents, but those which the refusal has itself.
func (p *Problem) promised(at Scene, r *spec.Response) [][2]string {
	made, err := at.Sample.Headers(r, sample.Wish{Dynamic: at.Dynamic})
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(made, func(one [2]string) bool {
		return strings.HasPrefix(http.CanonicalHeaderKey(one[0]), "Mockserver-") ||
			slices.ContainsFunc(p.Header, func(own [2]string) bool { return strings.EqualFold(own[0], one[0]) })
	})
}

// pictures are media types in which nothing can be said.
var pictures = lazyregexp.New(`(?i)^\s*(image|audio|video|font|model)/`)

// representations are the media types that the problem can be written as: what is accepted first, and JSON before others. Those
// in which an error has no form of its own, such as an object as text/plain, come last: then it is JSON.
func (p *Problem) representations(at Scene, r *spec.Response) []*spec.MediaType {
	list := slices.DeleteFunc(slices.Clone(r.Content), func(m *spec.MediaType) bool { return pictures.MatchString(m.Type) })
	rank := func(m *spec.MediaType) float64 {
		rank := 10 * accept.Quality(at.Accept, spec.Concrete(m.Type))
		switch {
		case !sample.Writable(m):
			rank -= 100
		case spec.IsJSON(spec.Concrete(m.Type)):
			rank++
		}
		return rank
	}
	slices.SortStableFunc(list, func(a, b *spec.MediaType) int { return cmp.Compare(rank(b), rank(a)) })
	return list
}

// shaped is the problem as a value of a media type, nil if none can be made: one that says what is wrong, if there is
// such a one.
func (p *Problem) shaped(at Scene, m *spec.MediaType, status int) any {
	whole := p.object(status)
	bare := value.ObjectOf(whole.Members()[:3]...)
	fits := func(v any) bool { return m.Schema == nil || m.Schema.Fits(v, schema.Answer) }
	textual := !spec.IsJSON(spec.Concrete(m.Type))
	if textual && fits(p.Message) {
		if spec.BareType(m.Type) == "text/html" { // the message repeats what came with the request
			return html.EscapeString(p.Message)
		}
		return p.Message
	}
	f := &filling{problem: p, status: status, generator: fake.Generator{Mode: schema.Answer,
		Clock: at.Sample.Clock.In(time.UTC), Dynamic: at.Dynamic, Failure: true, Limits: at.Sample.Bounds()}}
	key := at.Sample.Key.Sub("refusal")
	base := f.base(m, key)
	if base != nil {
		base = f.value(base, m.Schema, place{complaint: p.whole(), key: key, reference: reference(at, m)})
		if spec.BareType(m.Type) == MediaType { // which has these members anyway, and may have more (RFC 9457 §3.2)
			for _, own := range []*value.Object{whole, bare} {
				if joined := join(base, own); fits(joined) {
					return joined
				}
			}
		}
		if f.tells(base) {
			return base
		}
	}
	for _, own := range []any{whole, bare} {
		if !textual && !describes(base, m) && fits(own) {
			return own
		}
	}
	return base
}

// join adds to a documented error the members of our own that it lacks.
func join(documented any, own *value.Object) *value.Object {
	theirs, ok := documented.(*value.Object)
	if !ok {
		return own
	}
	joined := value.ObjectOf(theirs.Members()...)
	for _, m := range own.Members() {
		if _, given := joined.Get(m.Name); !given {
			joined.Set(m.Name, m.Value)
		}
	}
	return joined
}

// reference is what the member instance of a problem of RFC 9457 refers to (§3.1.5): what the request was for. It is "" of
// other errors.
func reference(at Scene, m *spec.MediaType) string {
	if spec.BareType(m.Type) != MediaType {
		return ""
	}
	if at.Names != nil {
		if path, ok := at.Names("path").(string); ok && strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") {
			return (&url.URL{Path: path}).EscapedPath()
		}
	}
	return blank
}

// blank is the URI that says nothing more (RFC 9457 §4.2.1).
const blank = "about:blank"

// describes tells whether a media type says how an error looks, though it has no place for the reason: an object with members
// that are declared, or that an example has.
func describes(base any, m *spec.MediaType) bool {
	o, ok := base.(*value.Object)
	return ok && o.Len() > 0 && (m.Schema != nil && len(m.Schema.Fields()) > 0 || len(examples(m)) > 0)
}

// base is the value that is filled: the first example that fits, unless generated values are wanted; else one that is
// generated. nil if there is none, or if it is null.
func (f *filling) base(m *spec.MediaType, key fake.Key) any {
	if !f.generator.Dynamic {
		for _, v := range examples(m) {
			if m.Schema == nil || m.Schema.Fits(v, schema.Answer) {
				return v
			}
		}
	}
	if m.Schema == nil {
		return nil
	}
	v, err := f.generator.Value(key, m.Schema)
	if err != nil {
		return nil
	}
	return v
}

func examples(m *spec.MediaType) []any {
	var all []any
	for _, e := range m.Examples {
		if e.Text == nil {
			all = append(all, e.Value)
		}
	}
	for s := range m.Schema.Chain {
		all = append(all, s.Examples...)
	}
	return all
}
