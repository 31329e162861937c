package conformance

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/server"
	"mockserver/internal/spec"
)

// counts are what came of one document.
type counts struct {
	Operations int // of the document
	Calls      int // requests sent
	Invalid    int // answers that break the document
	Refused    int // valid requests that were refused
	Accepted   int // spoiled requests that were not refused, or for another reason
	Unknown    int // records and cursors asked for that are not there
	Unserved   int // answered 501
	Unmade     int // operations for which no valid request could be made with one of the seeds
}

// problem is one thing that went wrong.
type problem struct {
	kind      string // invalid refused accepted unserved unmade
	document  string
	operation string // "GET /things/{id}"
	text      string
}

func (p problem) String() string {
	return fmt.Sprintf("%s %s %s: %s", p.kind, p.document, p.operation, p.text)
}

// run is the run over one document.
type run struct {
	document *document
	judge    *judge
	mock     http.Handler
	seeds    int
	counts   counts
	problems []problem
}

// clock is what the mock and the requests take for now.
var clock = time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)

func newRun(t *testing.T, d *document, seeds int) *run {
	s, err := server.New(server.Config{Documents: []*spec.Document{d.spec}, Seed: 1, UnknownParameters: "warn",
		Clock: clock})
	require.NoError(t, err)
	return &run{document: d, judge: newJudge(d), mock: s.Handler(), seeds: seeds}
}

func (r *run) note(kind string, o *spec.Operation, format string, parts ...any) {
	r.problems = append(r.problems, problem{kind, r.document.name, o.Method + " " + o.Template, fmt.Sprintf(format, parts...)})
	counter := map[string]*int{"invalid": &r.counts.Invalid, "refused": &r.counts.Refused, "accepted": &r.counts.Accepted,
		"unserved": &r.counts.Unserved, "unmade": &r.counts.Unmade}
	*counter[kind]++
}

// all sends everything to every operation.
func (r *run) all() {
	for _, o := range r.document.spec.Operations {
		r.counts.Operations++
		c, err := o.Contract()
		if err != nil {
			r.note("unserved", o, "%v", err)
			continue
		}
		var whole *call
		for seed := 1; seed <= r.seeds; seed++ {
			a := newAuthor(r.judge, o, seed)
			k := a.write(o, c)
			if k == nil || a.made != "" {
				r.note("unmade", o, "seed %d: %s", seed, a.made)
			}
			if k == nil {
				continue
			}
			k = r.withoutCursors(k)
			r.valid(k, "seed="+strconv.Itoa(seed), 0)
			if seed == full {
				whole = k
			}
		}
		if whole != nil {
			r.valid(whole, "dynamic=true", 0)
			r.codes(whole, c)
			r.spoil(whole, c)
		}
	}
}

var cursorRule = regexp.MustCompile(`"query\.([^"]*)";rule=cursor`)

// withoutCursors leaves out the cursors of a call, which are made up: they are refused.
func (r *run) withoutCursors(k *call) *call {
	for range k.query {
		w := httptest.NewRecorder()
		r.mock.ServeHTTP(w, k.request())
		found := cursorRule.FindStringSubmatch(w.Header().Get("Mockserver-Violations"))
		if found == nil {
			break
		}
		k = k.with(func(k *call) {
			k.query = slices.DeleteFunc(k.query, func(p pair) bool { return p.name == found[1] })
			k.given = slices.DeleteFunc(k.given, func(g given) bool { return g.parameter.In == "query" && g.parameter.Name == found[1] })
		})
	}
	return k
}

// send asks the mock.
func (r *run) send(k *call) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.mock.ServeHTTP(w, k.request())
	r.counts.Calls++
	return w
}

// valid sends a valid call: the answer fits the document and has the status asked for; 0 stands for a success.
func (r *run) valid(k *call, prefer string, status int) {
	w := r.send(k.with(func(k *call) { k.header = append(k.header, pair{"Prefer", prefer}) }))
	if elsewhere(k.operation, w) {
		return
	}
	said := func() string {
		return fmt.Sprintf("[%s] %s -> %d %s", prefer, k, w.Code, shortened(w.Body.String(), 1500))
	}
	switch {
	case w.Code == http.StatusNotImplemented && status != http.StatusNotImplemented:
		r.note("unserved", k.operation, "%s", said())
		return
	case status == 0 && isUnknown(k.operation, w), cursorRule.MatchString(w.Header().Get("Mockserver-Violations")):
		r.counts.Unknown++
		return
	case status == 0 && w.Code >= 400 && !r.onlyErrors(k.operation), status > 0 && w.Code != status:
		r.note("refused", k.operation, "%s", said())
		return
	}
	if err := r.judge.fault(k.operation, w); err != nil {
		kind := "invalid"
		if strings.HasPrefix(err.Error(), "the judge cannot") {
			kind = "unmade"
		}
		r.note(kind, k.operation, "%v: %s", leaf(err), said())
	}
}

// isUnknown tells whether a request is refused for what only the population knows, where the document says how that looks: a
// record that is not there, or is there already.
func isUnknown(o *spec.Operation, w *httptest.ResponseRecorder) bool {
	c, err := o.Contract()
	if w.Code == http.StatusNotFound && strings.Contains(w.Body.String(), "There is no record of ") { // a call before deleted it
		return true
	}
	return err == nil && (w.Code == http.StatusNotFound && len(o.PathParameters()) > 0 || w.Code == http.StatusConflict) && c.Response(w.Code) != nil
}

// onlyErrors tells whether an operation documents nothing but errors.
func (r *run) onlyErrors(o *spec.Operation) bool {
	c, _ := o.Contract()
	return !slices.ContainsFunc(c.Responses, func(p *spec.Response) bool { return p.Status == "default" || p.Status[0] < '4' }) && len(c.Responses) > 0
}

// codes asks for every documented status.
func (r *run) codes(k *call, c *spec.Contract) {
	for _, p := range c.Responses {
		status, err := strconv.Atoi(strings.ReplaceAll(p.Status, "X", "0"))
		if p.Status == "default" {
			status, err = 500, nil
		}
		if err == nil && status >= 200 && status < 600 {
			r.valid(k, "code="+strconv.Itoa(status), status)
			r.valid(k, "dynamic=true, seed=3, code="+strconv.Itoa(status), status)
		}
	}
}

// leaf is the last reason of the judge, in one line.
func leaf(err error) string {
	var lines []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		lines = append(lines, strings.TrimSpace(line))
	}
	if len(lines) > 4 {
		lines = lines[len(lines)-3:]
	}
	return shortened(strings.Join(lines, " "), 600)
}
