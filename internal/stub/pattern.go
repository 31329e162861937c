package stub

import (
	"encoding/base64"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/matcher"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Pattern judges requests.
type Pattern struct {
	methods          []string // in capitals; none: any
	scheme           string   // "": any
	host, clientIP   *matcher.Pattern
	port             int       // 0: any
	url              *location // nil: any
	parameters       []named   // of the path's template
	headers, cookies []named
	query, form      []named
	body             []*matcher.Pattern
	limits           limit.Set
	bytes            int // about what the value patterns take in memory
}

// named is the pattern of what has a name.
type named struct {
	name    string
	pattern *matcher.Pattern
}

const anyMethod = "ANY"

var patternMembers = slices.Concat([]string{
	"method", "scheme", "host", "port", "clientIp", "pathParameters", "queryParameters", "formParameters", "headers", "cookies",
	"bodyPatterns", "basicAuthCredentials", "basicAuth",
}, locationMembers)

var refusedOfPattern = map[string]string{
	"multipartPatterns": "the parts of a multipart body are not told apart; expected bodyPatterns",
	"customMatcher":     "mockserver has no extensions",
}

// ReadPattern reads the pattern of a request, as "request" of a mapping and the bodies of count, find and remove have it.
// The error is a *given.Mistake.
func ReadPattern(n *tree.Node, at string, c Config) (*Pattern, error) {
	return readPattern(n, at, c)
}

// readPattern reads a pattern; nil fits each request.
func readPattern(n *tree.Node, at string, c Config) (*Pattern, error) {
	p := &Pattern{limits: c.Limits}
	if n == nil {
		return p, nil
	}
	if err := object(n, at, patternMembers, refusedOfPattern); err != nil {
		return nil, err
	}
	r := &reader{n: n, at: at, c: c}
	p.methods = r.methods()
	p.scheme = strings.ToLower(r.text("scheme"))
	p.host, p.clientIP = r.pattern("host"), r.pattern("clientIp")
	p.port = r.port()
	p.url = r.location()
	p.parameters = r.named("pathParameters")
	p.headers, p.cookies = r.named("headers"), r.named("cookies")
	p.query, p.form = r.named("queryParameters"), r.named("formParameters")
	p.body = r.patterns("bodyPatterns")
	for i := range p.headers {
		p.headers[i].name = textproto.CanonicalMIMEHeaderKey(p.headers[i].name)
	}
	for _, name := range []string{"basicAuthCredentials", "basicAuth"} {
		if basic := r.basic(name); basic != nil {
			p.headers = append(p.headers, named{"Authorization", basic})
		}
	}
	if len(p.parameters) > 0 && (p.url == nil || p.url.template == nil) {
		r.wrong(given.Wrong(tree.Join(at, "pathParameters"), "there is no path to take parameters from; expected urlPathTemplate beside it."))
	}
	for _, parameter := range p.parameters {
		if p.url != nil && p.url.template != nil && !slices.Contains(p.url.template.names, parameter.name) {
			r.wrong(given.Wrong(tree.Join(at, "pathParameters", parameter.name), "the template has no {%s}; it has %s.", value.Cut(parameter.name, 81), violation.Join(p.url.template.names, "and")))
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	p.bytes = r.bytes
	return p, nil
}

// reader reads the members of one pattern; the first mistake stays.
type reader struct {
	n   *tree.Node
	at  string
	c   Config
	err error

	bytes int // of what has been read
}

func (r *reader) wrong(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) text(name string) string {
	text, err := given.Text(member(r.n, name), tree.Join(r.at, name))
	r.wrong(err)
	return text
}

func (r *reader) methods() []string {
	method := strings.ToUpper(r.text("method"))
	switch {
	case method == "" || method == anyMethod:
		return nil
	case method == "GET_OR_HEAD":
		return []string{"GET", "HEAD"}
	case !isToken(method):
		r.wrong(given.Wrong(tree.Join(r.at, "method"), "this is %q; expected a method such as GET, or ANY.", value.Cut(method, 81)))
	}
	return []string{method}
}

func (r *reader) port() int {
	port, err := given.Int(member(r.n, "port"), tree.Join(r.at, "port"), 1, 65535)
	r.wrong(err)
	return int(port)
}

func (r *reader) pattern(name string) *matcher.Pattern {
	of := member(r.n, name)
	if of == nil {
		return nil
	}
	return r.value(of, tree.Join(r.at, name))
}

// value reads the pattern of one value.
func (r *reader) value(n *tree.Node, at string) *matcher.Pattern {
	p, err := matcher.Read(n, at, r.c.matcher())
	if err != nil {
		r.wrong(err)
		return nil
	}
	r.bytes += p.Bytes()
	return p
}

// named reads an object of patterns.
func (r *reader) named(name string) []named {
	of, at := member(r.n, name), tree.Join(r.at, name)
	if of == nil {
		return nil
	}
	if !of.Is(tree.Object) {
		r.wrong(given.Known(of, at, nil, nil))
		return nil
	}
	list := make([]named, of.Len())
	for i, key := range of.Keys {
		list[i] = named{key, r.value(of.Items[i], tree.Join(at, key))}
	}
	return list
}

func (r *reader) patterns(name string) []*matcher.Pattern {
	at := tree.Join(r.at, name)
	items, err := given.Elements(member(r.n, name), at)
	r.wrong(err)
	list := make([]*matcher.Pattern, len(items))
	for i, item := range items {
		list[i] = r.value(item, tree.Join(at, strconv.Itoa(i)))
	}
	return list
}

// basic reads credentials as the pattern of the header that carries them.
func (r *reader) basic(name string) *matcher.Pattern {
	of, at := member(r.n, name), tree.Join(r.at, name)
	if of == nil {
		return nil
	}
	if err := object(of, at, []string{"username", "password"}, nil); err != nil {
		r.wrong(err)
		return nil
	}
	var words [2]string
	for i, part := range []string{"username", "password"} {
		text, err := given.Text(member(of, part), tree.Join(at, part))
		r.wrong(err)
		words[i] = text
	}
	coded := base64.StdEncoding.EncodeToString([]byte(words[0] + ":" + words[1]))
	return r.operator(at, "equalTo", "Basic "+coded)
}

// operator is the pattern of one operator, whose mistakes are told at a place that the user has written.
func (r *reader) operator(at, operator, text string) *matcher.Pattern {
	n := tree.NewObject(r.n, []string{operator}, []*tree.Node{{Kind: tree.String, Text: text}})
	inner := &reader{c: r.c}
	p := inner.value(n, at)
	if mistake, ok := inner.err.(*given.Mistake); ok {
		r.wrong(given.Wrong(at, "%s", mistake.Message))
	}
	r.bytes += inner.bytes
	return p
}
