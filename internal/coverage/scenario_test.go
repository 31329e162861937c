package coverage_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/coverage"
	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
)

// mock is a document whose traffic is recorded.
type mock struct {
	t        testing.TB
	document *spec.Document
	routes   *spec.Routes
	options  validate.Options
	record   *coverage.Record
}

func read(t testing.TB, name, text string) *spec.Document {
	t.Helper()
	root, err := tree.Parse(name+".yaml", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New(name, root, spec.Config{})
	require.NoError(t, err)
	return d
}

func open(t testing.TB, name, text string, l limit.Set) *mock {
	t.Helper()
	d := read(t, name, text)
	routes, err := spec.NewRoutes([]*spec.Document{d})
	require.NoError(t, err)
	return &mock{t: t, document: d, routes: routes, record: coverage.New(l), options: validate.Options{EmptyIsAbsent: d.Root.Get("x-empty-is-absent").True()}}
}

// bundled is one of the documents that come with mockserver.
func bundled(t testing.TB, name string) *mock {
	t.Helper()
	text, err := os.ReadFile("../../specs/" + name + "/openapi.yaml")
	require.NoError(t, err)
	return open(t, name, string(text), limit.Set{})
}

func (m *mock) report() *coverage.Report {
	return m.record.Report([]*spec.Document{m.document}, coverage.Options{})
}

// exchange is a request and what was answered.
type exchange struct {
	method, target string
	header         http.Header
	body           string
	status         int
	mediaType      string
	answer         string
	refused, stub  bool
}

// send records an exchange as the server would.
func (m *mock) send(x exchange) {
	m.t.Helper()
	u, err := url.ParseRequestURI(x.target)
	require.NoError(m.t, err)
	match := m.routes.Match(x.method, u.EscapedPath())
	if match.Operation == nil {
		m.record.Unknown(x.method, u.EscapedPath())
		return
	}
	met := coverage.Met{Operation: match.Operation, Status: x.status, MediaType: x.mediaType, Body: []byte(x.answer), Refused: x.refused, Stub: x.stub}
	if contract, err := match.Operation.Contract(); err == nil {
		met.Call = validate.Check(contract, validate.Request{
			PathNames: match.Operation.PathParameters(), PathValues: match.Values, PathRaw: match.Raw,
			RawQuery: u.RawQuery, Header: x.header, Body: []byte(x.body),
		}, m.options)
	}
	m.record.Add(met)
}

// startsCall is the first line of a call.
var startsCall = regexp.MustCompile(`^([A-Z]+ /|REPORT$)`)

// A scenario is a file: a document, a line "---", then calls. A call is a line with method and target, lines with headers,
// the body behind "> ", the answer behind "< ": its status and media type, perhaps "refused" or "stub", then lines of its
// body. What follows, indented, is what the call met: each item whose count rose. REPORT prints the whole as the terminal
// has it.
func TestScenarios(t *testing.T) {
	scenario.Files(t, "testdata/*.txt", func(t *testing.T, text string) string {
		document, calls := scenario.Split(t, text, "---")
		m := open(t, "api", document, limit.Set{})
		played := scenario.Calls{Starts: startsCall, Answer: m.play}
		return document + "---\n" + played.Play(calls)
	})
}

func (m *mock) play(call []string) []string {
	if call[0] == "REPORT" {
		return strings.Split(strings.TrimRight(string(m.report().Text()), "\n"), "\n")
	}
	before := m.counts()
	m.send(readExchange(m.t, call))
	return m.rose(before)
}

func readExchange(t testing.TB, call []string) exchange {
	t.Helper()
	x := exchange{header: http.Header{}}
	var ok bool
	x.method, x.target, ok = strings.Cut(call[0], " ")
	require.True(t, ok, call[0])
	for _, line := range call[1:] {
		if sent, isBody := strings.CutPrefix(line, "> "); isBody {
			x.body += sent
			continue
		}
		came, isAnswer := strings.CutPrefix(line, "< ")
		words := strings.Fields(came)
		switch name, text, _ := strings.Cut(line, ": "); {
		case !isAnswer:
			x.header.Add(name, text)
		case x.status == 0:
			x.status, _ = strconv.Atoi(words[0])
			for _, word := range words[1:] {
				switch word {
				case "refused":
					x.refused = true
				case "stub":
					x.stub = true
				default:
					x.mediaType = strings.TrimSpace(x.mediaType + " " + word)
				}
			}
		default:
			x.answer += came
		}
	}
	return x
}

// counts are how often each line of a report was met.
func (m *mock) counts() map[string]uint64 {
	all := map[string]uint64{}
	for _, line := range lines(m.report()) {
		all[line.text] = line.count
	}
	return all
}

// rose lists what was met since.
func (m *mock) rose(before map[string]uint64) []string {
	var all []string
	for _, line := range lines(m.report()) {
		if line.count > before[line.text] {
			all = append(all, line.text)
		}
	}
	return all
}

type line struct {
	text  string
	count uint64
}

// lines are all that a report counts, in its order.
func lines(r *coverage.Report) []line {
	var all []line
	for _, d := range r.Documents {
		for _, o := range d.Operations {
			all = append(all, line{o.Title() + " refused", o.Refused}, line{o.Title() + " partly", o.Partly})
			for _, i := range o.Items {
				all = append(all, line{fmt.Sprintf("%s %s: %s", o.Title(), i.Kind, i.Name()), i.Count})
				all = append(all, line{fmt.Sprintf("%s %s: %s, by a stub", o.Title(), i.Kind, i.Name()), i.Stubbed})
			}
			for _, u := range o.Undocumented {
				all = append(all, line{fmt.Sprintf("%s undocumented %s: %s", o.Title(), u.Kind, u.What), u.Count})
			}
		}
	}
	for _, u := range r.Unknown {
		all = append(all, line{"unknown " + u.Method + " " + u.Path, u.Count})
	}
	return all
}
