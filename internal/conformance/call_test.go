package conformance

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// call is a request before it is written.
type call struct {
	operation *spec.Operation
	method    string
	base      string            // of the path
	path      map[string]string // escaped, by name
	query     []pair
	header    []pair
	cookies   []pair
	given     []given // the parameters that are in it
	media     *spec.MediaType
	mediaType string // Content-Type; "" without a body
	value     any    // of the body, as package value has it
	body      []byte
}

// given is a parameter with its value.
type given struct {
	parameter *spec.Parameter
	value     any
}

// with is a copy that can be changed.
func (c *call) with(change func(*call)) *call {
	other := *c
	other.path = map[string]string{}
	for name, text := range c.path {
		other.path[name] = text
	}
	other.query, other.header, other.cookies = slices.Clone(c.query), slices.Clone(c.header), slices.Clone(c.cookies)
	change(&other)
	return &other
}

// without takes a parameter out.
func (c *call) without(p *spec.Parameter) *call {
	return c.with(func(c *call) { c.drop(p) })
}

func (c *call) drop(p *spec.Parameter) {
	for _, list := range []*[]pair{&c.query, &c.header, &c.cookies} {
		*list = slices.DeleteFunc(*list, func(x pair) bool {
			return strings.EqualFold(x.name, escaped(p.Name)) || strings.EqualFold(x.name, p.Name) || strings.HasPrefix(x.name, escaped(p.Name)+"%5B")
		})
	}
}

// target is the path and query.
func (c *call) target() string {
	path := c.base + c.operation.Template
	for name, text := range c.path {
		path = strings.ReplaceAll(path, "{"+name+"}", text)
	}
	path = spaceless(path)
	for i, p := range c.query {
		path += map[bool]string{true: "?", false: "&"}[i == 0] + p.name + "=" + p.text
	}
	return path
}

// spaceless escapes what a template may hold but a request line may not.
func spaceless(path string) string {
	return strings.NewReplacer(" ", "%20", "#", "%23", "?", "%3F", "{", "%7B", "}", "%7D").Replace(path)
}

// pinned is the query that the path of an operation says, as in /responses?beta=true, but what is a parameter too.
func pinned(o *spec.Operation, c *spec.Contract) []pair {
	var pairs []pair
	_, written, _ := strings.Cut(o.Pointer, "?")
	written, _, _ = strings.Cut(written, "/")
	for part := range strings.SplitSeq(written, "&") {
		name, text, ok := strings.Cut(part, "=")
		is := func(p *spec.Parameter) bool { return p.Name == name }
		if ok && !strings.Contains(text, "{") && !slices.ContainsFunc(c.Parameters, is) {
			pairs = append(pairs, pair{name, text})
		}
	}
	return pairs
}

// elsewhere tells whether another operation that matches the same requests has answered.
func elsewhere(o *spec.Operation, w *httptest.ResponseRecorder) bool {
	by := w.Header().Get("Mockserver-Operation")
	return by != "" && by != o.ID
}

func (c *call) request() *http.Request {
	r := httptest.NewRequest(c.method, "http://localhost"+c.target(), bytes.NewReader(c.body))
	for _, h := range c.header {
		r.Header.Add(h.name, h.text)
	}
	var cookies []string
	for _, k := range c.cookies {
		cookies = append(cookies, k.name+"="+k.text)
	}
	if len(cookies) > 0 {
		r.Header.Set("Cookie", strings.Join(cookies, "; "))
	}
	if c.mediaType != "" {
		r.Header.Set("Content-Type", c.mediaType)
	}
	return r
}

// String is how the call would be repeated by hand.
func (c *call) String() string {
	text := c.method + " " + c.target()
	for _, h := range c.header {
		text += " | " + h.name + ": " + h.text
	}
	if c.mediaType != "" {
		text += " | " + c.mediaType + " | " + shortened(string(c.body), 600)
	}
	return text
}

func shortened(text string, most int) string {
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}

// author writes valid requests for one operation.
type author struct {
	judge *judge
	seed  int
	key   fake.Key
	made  string // what could not be made, "" if nothing
}

func newAuthor(j *judge, o *spec.Operation, seed int) *author {
	return &author{judge: j, seed: seed, key: fake.NewKey(uint64(seed), j.document.name, o.Method, o.Template)}
}

// tries bounds the values that are made until one can be written in its style.
const tries = 40

// full and bare are the seeds that write all optional parameters, and none.
const (
	bare = 1
	full = 2
)

// write makes a valid call; nil if there is none that could be made, and then made says why.
func (a *author) write(o *spec.Operation, c *spec.Contract) *call {
	k := &call{operation: o, method: o.Method, base: a.base(o), path: map[string]string{}}
	for _, name := range o.PathParameters() {
		k.path[name] = "1"
	}
	k.query = pinned(o, c)
	for _, p := range c.Parameters {
		if !a.parameter(k, p) {
			return nil
		}
	}
	a.credentials(k, c.Security)
	if c.Body != nil && len(c.Body.Content) > 0 && (c.Body.Required || a.seed != bare) && !a.bodyOf(k, c.Body) {
		return nil
	}
	return k
}

// base is the document's base path; the bare path with every other seed, and where path item or operation have servers of
// their own.
func (a *author) base(o *spec.Operation) string {
	raw, _, item := a.judge.document.operation(o)
	if a.seed%2 == 1 || raw["servers"] != nil || item["servers"] != nil {
		return ""
	}
	return strings.TrimSuffix(o.Document.BasePaths[0], "/")
}

// parameter puts a value of a parameter into a call; an optional one that cannot be written is left out.
func (a *author) parameter(k *call, p *spec.Parameter) bool {
	key := a.key.Sub(p.In + "." + p.Name)
	wanted := a.seed == full || a.seed != bare && key.Cell(a.seed).Below(2) == 0
	if p.In != "path" && !p.Required && !wanted || p.In == "header" && reserved(p.Name) {
		return true
	}
	s := p.Schema
	if p.Content != nil {
		s = p.Content.Schema
	}
	for try := range tries {
		v, err := a.value(key.Sub(strconv.Itoa(try)), s, try)
		if err != nil {
			a.made = p.In + "." + p.Name + ": " + err.Error()
			break
		}
		before := k.with(func(*call) {})
		if k.put(p, v) {
			k.given = append(k.given, given{p, v})
			return true
		}
		k.query, k.header, k.cookies = before.query, before.header, before.cookies
		a.made = p.In + "." + p.Name + " has no value that can be written in its style"
	}
	if p.Required || p.In == "path" {
		return false
	}
	a.made = ""
	return true
}

// reserved are the headers that the standard describes elsewhere.
func reserved(name string) bool {
	return slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(name))
}

// value makes a value, the first from the examples of the schema, and has the judge look at it: what does not fit would be no valid request.
func (a *author) value(key fake.Key, s *schema.Schema, try int) (any, error) {
	if s == nil {
		return "a", nil
	}
	v, err := fake.Generator{Mode: schema.ReadRequest, Clock: clock, Limits: limit.Default(), Dynamic: try > 0}.Value(key, s)
	if err != nil {
		return nil, err
	}
	plain, err := decode(value.AppendJSON(nil, v))
	if err != nil {
		return nil, err
	}
	if e, refused := a.judge.refuses(request, s.Pointer, plain); refused {
		return nil, misfit{s.Pointer, e}
	}
	return v, nil
}

// misfit is a generated value that the judge refuses.
type misfit struct {
	pointer string
	cause   error
}

func (m misfit) Error() string {
	return "the value made for " + m.pointer + " does not fit: " + m.cause.Error()
}

// credentials puts in what one of the alternatives asks for.
func (a *author) credentials(k *call, alternatives []spec.Requirement) {
	if len(alternatives) == 0 {
		return
	}
	for _, s := range alternatives[a.seed%len(alternatives)] {
		switch {
		case s.In == "query":
			k.query = append(k.query, pair{escaped(s.Field), "key"})
		case s.In == "cookie":
			k.cookies = append(k.cookies, pair{s.Field, "key"})
		case s.In == "header" && s.HTTPScheme == "":
			k.header = append(k.header, pair{s.Field, "key"})
		case s.In == "header" && strings.EqualFold(s.HTTPScheme, "Basic"):
			k.header = append(k.header, pair{"Authorization", "Basic dXNlcjpwYXNz"})
		case s.In == "header":
			k.header = append(k.header, pair{"Authorization", s.HTTPScheme + " token"})
		}
	}
}
