package stub

import (
	"slices"
	"strings"

	"mockserver/internal/matcher"
)

// Match tells whether a request fits, and how far it is from that: 0 for one that fits, 1 for one that has nothing in
// common. The distance is WireMock's, so that near misses come in its order.
func (p *Pattern) Match(r *Request) (matched bool, distance float64) {
	v := see(r)
	if p.matches(v) {
		return true, 0
	}
	return false, p.distance(v)
}

// matches judges what costs least first.
func (p *Pattern) matches(v *view) bool {
	r := v.request
	return p.hasMethod(r.Method) &&
		p.hasScheme(r) &&
		(p.port == 0 || p.port == r.Port) &&
		p.url.matches(v) &&
		v.fits(p.host, r.Host) && v.fits(p.clientIP, r.ClientIP) &&
		v.all(p.parameters, p.parametersOf(v)) &&
		v.all(p.headers, v.headerOf) && v.all(p.query, v.queryOf) && v.all(p.cookies, v.cookieOf) && v.all(p.form, v.formOf) &&
		p.bodyMatches(v)
}

func (p *Pattern) hasMethod(method string) bool {
	return len(p.methods) == 0 || slices.Contains(p.methods, strings.ToUpper(method))
}

func (p *Pattern) hasScheme(r *Request) bool { return p.scheme == "" || p.scheme == r.Scheme }

// parametersOf gives the values of the path's variables; the path is taken apart at the first.
func (p *Pattern) parametersOf(v *view) func(name string) []string {
	var values map[string][]string
	return func(name string) []string {
		if values == nil {
			values = p.url.template.values(v.path) // there is a template, else there are no parameters
		}
		return values[name]
	}
}

// settled tells whether a text fits, and notes where nobody can say.
func (v *view) settled(r matcher.Result) bool {
	v.undecided = v.undecided || r.Exhausted
	return r.Matched
}

func (v *view) fits(p *matcher.Pattern, text string) bool {
	return p == nil || v.settled(p.MatchText(text, text != ""))
}

func (v *view) all(list []named, of func(name string) []string) bool {
	for _, n := range list {
		if !v.settled(n.pattern.Match(of(n.name))) {
			return false
		}
	}
	return true
}

func (p *Pattern) bodyMatches(v *view) bool {
	for _, pattern := range p.body {
		if !v.settled(pattern.Judge(v.body(p.limits))) {
			return false
		}
	}
	return true
}

// The weights of the parts of a request; others count 1.
const (
	placeWeight = 10 // host, port, URL
	minorWeight = 3  // scheme, client, method
)

// distance is the mean of the distances of the parts by their weights. Only of a request to the right place the rest
// counts; it has seven parts, of which multipart bodies never differ.
func (p *Pattern) distance(v *view) float64 {
	r := v.request
	minor := unlike(p.hasScheme(r)) + unlike(p.hasMethod(r.Method)) + apart(p.clientIP, r.ClientIP)
	place := apart(p.host, r.Host) + unlike(p.port == 0 || p.port == r.Port) + p.url.distance(v)
	sum := float64(minorWeight*minor) + float64(placeWeight*place) // rounded each, or processors differ
	const weights = 3*minorWeight + 3*placeWeight
	if sum > 0 {
		return sum / weights
	}
	const others = 7
	sum = mean(p.parameters, p.parametersOf(v)) + mean(p.headers, v.headerOf) + mean(p.query, v.queryOf) +
		mean(p.form, v.formOf) + mean(p.cookies, v.cookieOf) + p.bodyDistance(v)
	return sum / (weights + others)
}

func unlike(same bool) float64 {
	if same {
		return 0
	}
	return 1
}

func apart(p *matcher.Pattern, text string) float64 {
	if p == nil {
		return 0
	}
	return p.MatchText(text, text != "").Distance
}

func mean(list []named, of func(name string) []string) float64 {
	if len(list) == 0 {
		return 0
	}
	sum := 0.0
	for _, n := range list {
		sum += n.pattern.Match(of(n.name)).Distance
	}
	return sum / float64(len(list))
}

func (p *Pattern) bodyDistance(v *view) float64 {
	if len(p.body) == 0 {
		return 0
	}
	sum := 0.0
	for _, pattern := range p.body {
		sum += pattern.Judge(v.body(p.limits)).Distance
	}
	return sum / float64(len(p.body))
}
