package stub_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/matcher"
	"mockserver/internal/scenario"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// testdata/match has mappings, one in a line, which a session begins with; below the line --- requests, each with the name
// of the mapping that answers it, and other calls to the set.
func TestWhichMappingAnswers(t *testing.T) {
	scenario.Files(t, "testdata/match/*.txt", func(t *testing.T, text string) string {
		above, below := scenario.Split(t, text, "---")
		var base []*stub.Mapping
		for line := range strings.SplitSeq(strings.TrimSpace(above), "\n") {
			if line != "" && !strings.HasPrefix(line, "#") {
				base = append(base, mapping(t, line))
			}
		}
		p := &player{t: t, set: stub.NewSet(base, stub.SetConfig{Session: "test"})}
		calls := scenario.Calls{Answer: p.answer, Orders: map[string]func(string){
			"add":     func(rest string) { require.NoError(t, p.set.Add(mapping(t, rest))) },
			"replace": p.replace,
			"remove":  func(rest string) { assert.True(t, p.set.Remove(p.named(rest).ID)) },
			"state": func(rest string) {
				name, state, _ := strings.Cut(rest, " ")
				require.NoError(t, p.set.SetState(name, state))
			},
			"restart":   func(rest string) { require.NoError(t, p.set.ResetScenario(rest)) },
			"reset":     func(string) { p.set.Reset() },
			"clear":     func(string) { p.set.Clear() },
			"import":    p.load,
			"removeAll": func(rest string) { p.set.RemoveWhere(pattern(t, rest)) },
		}}
		return above + "---\n" + calls.Play(below)
	})
}

type player struct {
	t   testing.TB
	set *stub.Set
}

func (p *player) answer(call []string) []string {
	word, rest, _ := strings.Cut(call[0], " ")
	switch word {
	case "list":
		return names(p.set.All())
	case "unmatched":
		return names(p.set.Unmatched())
	case "find":
		return names(p.set.Find(pattern(p.t, rest)))
	case "scenarios":
		var lines []string
		for _, s := range p.set.Scenarios() {
			lines = append(lines, fmt.Sprintf("%s is %q of %q: %s", s.Name, s.State, s.PossibleStates, strings.Join(names(s.Mappings), ", ")))
		}
		return lines
	case "near":
		call[0] = rest
		var lines []string
		for _, miss := range p.set.NearMisses(request(call), 3) {
			lines = append(lines, miss.Mapping.Name+" "+strconv.FormatFloat(miss.Distance, 'f', 4, 64))
		}
		return lines
	}
	if m, _ := p.set.Match(request(call)); m != nil {
		return []string{m.Name}
	}
	return []string{"nothing"}
}

func (p *player) named(name string) *stub.Mapping {
	for _, m := range p.set.All() {
		if m.Name == name {
			return m
		}
	}
	p.t.Fatalf("there is no mapping %s", name)
	return nil
}

func (p *player) replace(rest string) {
	name, json, _ := strings.Cut(rest, " ")
	found, err := p.set.Replace(p.named(name).ID, mapping(p.t, json))
	require.NoError(p.t, err)
	assert.True(p.t, found)
}

func (p *player) load(rest string) {
	i, err := stub.ReadImport(node(p.t, rest), "", stub.Config{})
	require.NoError(p.t, err)
	require.NoError(p.t, p.set.Import(i.Mappings, i.Policy, i.DeleteOthers))
}

func names(list []*stub.Mapping) []string {
	lines := make([]string, len(list))
	for i, m := range list {
		lines[i] = m.Name
	}
	return lines
}

// request is a line "METHOD URL", and below it headers, lines of the body behind "| ", and scheme, host, port and client
// behind "@".
func request(lines []string) *stub.Request {
	r := &stub.Request{Scheme: "http", Host: "localhost", Port: 8080, ClientIP: "127.0.0.1", Header: map[string][]string{}}
	r.Method, r.URL, _ = strings.Cut(lines[0], " ")
	for _, line := range lines[1:] {
		name, rest, _ := strings.Cut(line, " ")
		switch name {
		case "|":
			r.Body = append(r.Body, rest...)
		case "@scheme":
			r.Scheme = rest
		case "@host":
			r.Host = rest
		case "@port":
			r.Port, _ = strconv.Atoi(rest)
		case "@client":
			r.ClientIP = rest
		default:
			name = strings.TrimSuffix(name, ":")
			r.Header[name] = append(r.Header[name], rest)
		}
	}
	return r
}

func node(t testing.TB, json string) *tree.Node {
	t.Helper()
	n, err := tree.Parse("", []byte(json), tree.Limits{})
	require.NoError(t, err)
	return n
}

func mapping(t testing.TB, json string) *stub.Mapping {
	t.Helper()
	m, err := stub.Read(node(t, json), "", stub.Config{Limits: limit.Default()})
	require.NoError(t, err, "%s", json)
	return m
}

func pattern(t testing.TB, json string) *matcher.Pattern {
	t.Helper()
	p, err := matcher.Read(node(t, json), "", matcher.Config{Limits: limit.Default()})
	require.NoError(t, err)
	return p
}

func show(v any) string { return string(value.AppendJSON(nil, v)) }
