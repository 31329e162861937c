package validate_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// startsCall is the first line of a call.
var startsCall = regexp.MustCompile(`^[A-Z]+ /`)

// A scenario is a file: a document, a line "---", then calls. A call is a line with method and target, lines with
// headers, lines of the body behind "> " (or, with escapes such as \r\n and \xFF, behind ">> "), and what comes of it,
// indented. A line with "#" is a comment.
func TestScenarios(t *testing.T) {
	scenario.Files(t, "testdata/*.txt", func(t *testing.T, text string) string {
		document, calls := scenario.Split(t, text, "---")
		routes, options := open(t, document)
		played := scenario.Calls{Starts: startsCall, Answer: func(call []string) []string { return answer(t, routes, options, call) }}
		return document + "---\n" + played.Play(calls)
	})
}

func open(t testing.TB, text string) (*spec.Routes, validate.Options) {
	t.Helper()
	root, err := tree.Parse("api.yaml", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New("api", root, spec.Config{})
	require.NoError(t, err)
	routes, err := spec.NewRoutes([]*spec.Document{d})
	require.NoError(t, err)
	n := root.Get("x-options")
	options := validate.Options{
		UnknownParameters: n.Get("unknown").Str(), EmptyIsAbsent: n.Get("empty-is-absent").True(), ArraysEither: n.Get("arrays-either").True(), Int64: n.Get("int64").True(),
		Aliases: map[string][]string{},
	}
	reserved := n.Get("reserved")
	for i := range reserved.Len() {
		options.Reserved = append(options.Reserved, reserved.Items[i].Text)
	}
	aliases := n.Get("aliases")
	for i := range aliases.Len() {
		for _, alias := range aliases.Items[i].Items {
			options.Aliases[aliases.Keys[i]] = append(options.Aliases[aliases.Keys[i]], alias.Text)
		}
	}
	return routes, options
}

func answer(t testing.TB, routes *spec.Routes, o validate.Options, request []string) []string {
	t.Helper()
	method, target, _ := strings.Cut(request[0], " ")
	path, query, _ := strings.Cut(target, "?")
	m := routes.Match(method, path)
	require.NotNil(t, m.Operation, request[0])
	contract, err := m.Operation.Contract()
	require.NoError(t, err)
	r := validate.Request{PathNames: m.Operation.PathParameters(), PathValues: m.Values, PathRaw: m.Raw, RawQuery: query, Header: http.Header{}}
	for _, line := range request[1:] {
		if body, ok := strings.CutPrefix(line, "> "); ok {
			r.Body = append(r.Body, body...)
			continue
		}
		if body, ok := strings.CutPrefix(line, ">> "); ok {
			r.Body = append(r.Body, unescaped(t, body)...)
			continue
		}
		name, v, ok := strings.Cut(line, ":")
		require.True(t, ok, "%q is neither a header nor a body", line)
		r.Header.Add(name, strings.TrimSpace(v))
	}
	return describe(validate.Check(contract, r, o))
}

func unescaped(t testing.TB, line string) []byte {
	var body []byte
	for line != "" {
		r, multibyte, rest, err := strconv.UnquoteChar(line, 0)
		require.NoError(t, err, line)
		if line = rest; multibyte {
			body = utf8.AppendRune(body, r)
		} else {
			body = append(body, byte(r))
		}
	}
	return body
}

func describe(c *validate.Call) []string {
	var lines []string
	add := func(parts ...string) { lines = append(lines, strings.Join(parts, "")) }
	for _, p := range c.Params {
		text := string(value.AppendJSON(nil, p.Value))
		switch {
		case p.Given:
			add(p.In, ".", p.Name, " = ", text)
		case p.Value != nil:
			add(p.In, ".", p.Name, " = ", text, " by default")
		}
	}
	for _, m := range c.Credentials.Members() {
		add("credentials ", m.Name, " = ", m.Value.(string))
	}
	if c.MediaType != nil {
		add("body = ", string(value.AppendJSON(nil, c.Body)), " as ", c.MediaType.Type)
	}
	for _, v := range c.Unauthenticated {
		add("unauthenticated: ", broken(v))
	}
	if c.TooLarge != nil {
		add("too large: ", broken(*c.TooLarge))
	}
	if c.UnsupportedMediaType != nil {
		add("unsupported: ", broken(*c.UnsupportedMediaType))
	}
	for _, v := range c.Violations {
		add("violation: ", broken(v))
	}
	for _, w := range c.Warnings {
		add("warning: ", w)
	}
	if len(lines) == 0 {
		add("nothing")
	}
	return lines
}

// ours are the rules whose words come from this package.
var ours = map[string]bool{"required": true, "security": true, "contentType": true, "encoding": true, "style": true, "single": true, "json": true, "unknown": true}

// wholly are those that no schema words.
var wholly = map[string]bool{"multipart": true, "xml": true, "charset": true, "contentEncoding": true, "body-parts": true, "max-body": true, "json": true, "style": true, "single": true, "contentType": true}

// broken shows a violation whole where this package words it, and without the sentence where a schema does.
func broken(v violation.Violation) string {
	text := v.Rule + " of " + v.Document + ": "
	if wholly[v.Rule] {
		return text + v.Sentence()
	}
	if !ours[v.Rule] || strings.HasPrefix(v.Where, "body/") {
		text += v.Where + " is " + string(value.AppendJSON(nil, v.Received))
		if v.Suggestion != "" {
			text += ", meaning " + v.Suggestion
		}
		return text
	}
	return text + v.Sentence()
}
