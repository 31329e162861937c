package fault

import (
	"regexp"
	"slices"
	"strings"

	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Rule says which requests fail, and how. It is read only.
type Rule struct {
	ID        string // "" until a Set takes it, if it was not given
	Name      string // for people; "" if none is given
	Operation string // what it is for: the operationId; "" any
	Status    int    // of the answer that the contract makes instead; 0: none
	Break     Break  // "" none
	Pace      Pace
	RateLimit *RateLimit

	method  string         // "" any
	path    []string       // the segments; anySegment stands for any one; nil: any path
	pattern *regexp.Regexp // of the whole path; nil: any
	share   share
	skip    uint64 // requests at first that it lets pass
	first   uint64 // of the requests after those, how many it looks at; 0: all
	given   *value.Object
	bytes   int
}

// RateLimit is how many requests a caller may make in a time that begins with the first of them.
type RateLimit struct {
	Requests   int
	PerSeconds int
	By         string // the header that tells callers apart; "": all are one
}

// Bounds of what a rule says, beyond which it says nothing useful.
const (
	maxName     = 200     // characters of an id, of a name
	maxCount    = 1 << 53 // of requests: beyond, numbers of JSON are not exact
	maxSeconds  = 366 * 24 * 3600
	minStatus   = 200 // those below are no answers
	maxStatus   = 599
	ruleBytes   = 1 << 10 // that a rule takes beside its text
	patternCost = 100     // bytes for each instruction of a pattern
	maxPattern  = 10_000  // instructions of a pattern
)

var ruleMembers = append([]string{
	"id", "name", "operation", "method", "path", "urlPathPattern", "share", "first", "skip", "status", "fault", "rateLimit",
}, PaceMembers...)

var refusedMembers = map[string]string{
	"urlPath":         "a rule of faults says path",
	"url":             "a rule of faults does not see the query; say path",
	"urlPattern":      "a rule of faults does not see the query; say urlPathPattern",
	"urlPathTemplate": "a rule of faults says path, which may have {names} in it",
	"body":            "the document makes the body of the status; a stub answers with a body of its own",
	"probability":     "a rule of faults says share",
}

// Read reads a rule. The error is a *given.Mistake.
func Read(n *tree.Node, at string, l limit.Set) (*Rule, error) {
	l = l.OrDefault()
	if err := given.Known(n, at, ruleMembers, refusedMembers); err != nil {
		return nil, err
	}
	r := &Rule{given: shownObject(n)}
	r.bytes = ruleBytes + len(value.AppendJSON(nil, r.given))
	for _, read := range []func(*tree.Node, string, limit.Set) error{
		r.readNames, r.readPath, r.readPattern, r.readShare, r.readOutcome, r.readRateLimit,
	} {
		if err := read(n, at, l); err != nil {
			return nil, err
		}
	}
	return r, r.contradiction(n, at)
}

// shownObject is the object as it was given, without what is null.
func shownObject(n *tree.Node) *value.Object {
	o := value.NewObject(n.Len())
	for i, name := range n.Members() {
		if !n.Items[i].Is(tree.Null) {
			o.Set(name, n.Items[i].Value())
		}
	}
	return o
}

func (r *Rule) readNames(n *tree.Node, at string, _ limit.Set) error {
	for _, part := range []struct {
		name string
		to   *string
	}{{"id", &r.ID}, {"name", &r.Name}, {"operation", &r.Operation}, {"method", &r.method}} {
		pointer := tree.Join(at, part.name)
		text, err := given.Text(member(n, part.name), pointer)
		if err != nil {
			return err
		}
		if member(n, part.name) != nil && text == "" {
			return given.Wrong(pointer, "this is an empty text; leave it out where any will do.")
		}
		if part.name != "operation" && value.Cut(text, maxName) != text {
			return given.Wrong(pointer, "this is longer than %d characters.", maxName)
		}
		*part.to = text
	}
	if r.method = strings.ToUpper(r.method); r.method == "ANY" {
		r.method = ""
	}
	return nil
}

func (r *Rule) readPath(n *tree.Node, at string, _ limit.Set) error {
	pointer := tree.Join(at, "path")
	text, err := given.Text(member(n, "path"), pointer)
	if err != nil || member(n, "path") == nil {
		return err
	}
	if !strings.HasPrefix(text, "/") || strings.ContainsAny(text, "?#") {
		return given.Wrong(pointer, "this is %q; expected a path that begins with /, without a query.", value.Cut(text, maxName))
	}
	r.path = strings.Split(text, "/")
	for i, segment := range r.path {
		if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
			r.path[i] = anySegment
		} else if strings.ContainsAny(segment, "{}") {
			return given.Wrong(pointer, "a name in braces stands for a whole segment of the path; urlPathPattern says what %q cannot.", value.Cut(segment, maxName))
		}
	}
	return nil
}

// anySegment stands for a segment such as {id}; no segment of a path has a slash.
const anySegment = "/"

func (r *Rule) readOutcome(n *tree.Node, at string, l limit.Set) error {
	status, err := given.Int(member(n, "status"), tree.Join(at, "status"), minStatus, maxStatus)
	if err != nil {
		return err
	}
	r.Status = int(status)
	if r.Break, err = ReadBreak(member(n, "fault"), tree.Join(at, "fault")); err != nil {
		return err
	}
	r.Pace, err = ReadPace(n, at, l)
	return err
}

func (r *Rule) readRateLimit(n *tree.Node, at string, _ limit.Set) error {
	n, at = member(n, "rateLimit"), tree.Join(at, "rateLimit")
	if n == nil {
		return nil
	}
	if err := given.Known(n, at, []string{"requests", "perSeconds", "by"}, nil); err != nil {
		return err
	}
	limited := &RateLimit{}
	for _, part := range []struct {
		name string
		most int64
		to   *int
	}{{"requests", maxCount, &limited.Requests}, {"perSeconds", maxSeconds, &limited.PerSeconds}} {
		pointer := tree.Join(at, part.name)
		if err := needed(member(n, part.name), pointer, "a whole number"); err != nil {
			return err
		}
		i, err := given.Int(member(n, part.name), pointer, 1, part.most)
		if err != nil {
			return err
		}
		*part.to = int(i)
	}
	var err error
	limited.By, err = given.Text(member(n, "by"), tree.Join(at, "by"))
	r.RateLimit = limited
	return err
}

// contradiction is the mistake of members that cannot be meant together.
func (r *Rule) contradiction(n *tree.Node, at string) error {
	slow := slices.ContainsFunc(PaceMembers, func(name string) bool { return member(n, name) != nil })
	switch {
	case r.Status == 0 && r.Break == "" && r.RateLimit == nil && !slow:
		return given.Wrong(at, "this rule does nothing; expected status, fault, rateLimit, fixedDelayMilliseconds, delayDistribution, chunkedDribbleDelay or bandwidth.")
	case r.RateLimit != nil && r.Status != 0:
		return given.Wrong(tree.Join(at, "status"), "a rate limit answers with status 429; expected no other status beside it.")
	case r.RateLimit != nil && r.Break != "":
		return given.Wrong(tree.Join(at, "fault"), "a rate limit answers with status 429; expected no fault beside it.")
	case r.Status != 0 && r.Break != "" && r.Break != MalformedChunk:
		return given.Wrong(tree.Join(at, "status"), "%s sends no status; only %s does.", r.Break, MalformedChunk)
	}
	return nil
}

// JSON is the rule as it was given, with its id.
func (r *Rule) JSON() *value.Object {
	o := value.NewObject(r.given.Len() + 1)
	o.Set("id", r.ID)
	for _, m := range r.given.Members() {
		if m.Name != "id" {
			o.Set(m.Name, m.Value)
		}
	}
	return o
}

// called is the rule with an id.
func (r *Rule) called(id string) *Rule {
	named := *r
	named.ID = id
	return &named
}

// isFor tells whether a rule is about a request.
func (r *Rule) isFor(q Query) bool {
	return (r.Operation == "" || r.Operation == q.Operation) && (r.method == "" || r.method == q.Method) &&
		(r.path == nil || r.isOnPath(q.Path)) && (r.pattern == nil || r.pattern.MatchString(q.Path))
}

func (r *Rule) isOnPath(path string) bool {
	for i, segment := range r.path {
		part, rest, more := strings.Cut(path, "/")
		if segment != anySegment && segment != part || segment == anySegment && part == "" || more != (i < len(r.path)-1) {
			return false
		}
		path = rest
	}
	return true
}
