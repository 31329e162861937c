package spec_test

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// testdata/contracts has documents, and beside each what it is read as: findings, operations, contracts.
func TestContracts(t *testing.T) {
	documents, err := filepath.Glob("testdata/contracts/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, documents)
	for _, file := range documents {
		t.Run(filepath.Base(file), func(t *testing.T) {
			d, err := spec.New("api", parseFile(t, file), spec.Config{Open: func(address string) (*tree.Node, error) {
				return openFile(t, address)
			}})
			require.NoError(t, err)
			compare(t, strings.TrimSuffix(file, ".yaml")+".txt", render(d))
		})
	}
}

func parseFile(t testing.TB, file string) *tree.Node {
	t.Helper()
	root, err := tree.ParseLenient(file, []byte(readFile(t, file)), tree.DefaultLimits)
	require.NoError(t, err)
	return root
}

func openFile(t testing.TB, address string) (*tree.Node, error) {
	if strings.Contains(address, "missing") || path.Ext(address) == "" || strings.Contains(address, "://") {
		return nil, fmt.Errorf("there is no file %s", address)
	}
	return parseFile(t, address), nil
}

// rendering collects lines.
type rendering struct{ lines []string }

func (r *rendering) line(depth int, format string, args ...any) {
	r.lines = append(r.lines, strings.Repeat("  ", depth)+strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

func render(d *spec.Document) []string {
	r := &rendering{}
	r.line(0, "version %s under %s", d.Version, strings.Join(d.BasePaths, " "))
	for _, f := range d.Findings {
		r.finding(0, f)
	}
	for _, o := range d.Operations {
		r.operation(o)
	}
	return r.lines
}

func (r *rendering) finding(depth int, f spec.Finding) {
	lost := ""
	if f.Lost {
		lost = "LOST "
	}
	r.line(depth, "! %s%s", lost, f)
}

func (r *rendering) operation(o *spec.Operation) {
	r.line(0, "")
	r.line(0, "%s %s (%s) under %s", o.Method, o.Template, o.ID, strings.Join(o.BasePaths(), " "))
	c, err := o.Contract()
	if err != nil {
		for _, f := range err.(*spec.Broken).Findings {
			r.finding(1, f)
		}
		return
	}
	for _, p := range c.Parameters {
		r.line(1, "%s.%s %s%s at %s", p.In, p.Name, p.Style, flags(p), p.Pointer)
		r.schema(2, "schema", p.Schema)
		if p.Content != nil {
			r.media(2, p.Content)
		}
	}
	if c.Body != nil {
		r.line(1, "body required=%v at %s", c.Body.Required, c.Body.Pointer)
		for _, m := range c.Body.Content {
			r.media(2, m)
		}
	}
	for _, alternative := range c.Security {
		r.line(1, "security %+v", alternative)
	}
	for _, a := range c.Responses {
		r.line(1, "response %s at %s", a.Status, a.Pointer)
		r.headers(2, a.Headers)
		for _, m := range a.Content {
			r.media(2, m)
		}
	}
	for _, f := range c.Findings {
		r.finding(1, f)
	}
}

func flags(p *spec.Parameter) string {
	text := ""
	for _, flag := range []struct {
		set  bool
		name string
	}{{p.Explode, "explode"}, {p.Required, "required"}, {p.AllowReserved, "reserved"}, {p.AllowEmpty, "empty"}} {
		if flag.set {
			text += " " + flag.name
		}
	}
	return text
}

func (r *rendering) media(depth int, m *spec.MediaType) {
	r.line(depth, "%s at %s", m.Type, m.Pointer)
	r.schema(depth+1, "schema", m.Schema)
	r.schema(depth+1, "item", m.Item)
	for _, e := range m.Encoding {
		r.line(depth+1, "encoding %s contentType=%q style=%q explode=%v at %s", e.Name, e.ContentType, e.Style, e.Explode, e.Pointer)
		r.headers(depth+2, e.Headers)
	}
	for _, e := range m.Examples {
		if e.Text != nil {
			r.line(depth+1, "example %q as text %s", e.Name, *e.Text)
			continue
		}
		r.line(depth+1, "example %q %s", e.Name, value.AppendJSON(nil, e.Value))
	}
}

func (r *rendering) headers(depth int, list []spec.Header) {
	for _, h := range list {
		r.line(depth, "header %s required=%v at %s", h.Name, h.Required, h.Pointer)
		r.schema(depth+1, "schema", h.Schema)
	}
}

// schema shows what a schema says in short, behind its $refs, and the pointers of its properties.
func (r *rendering) schema(depth int, what string, s *schema.Schema) {
	if s == nil {
		return
	}
	for s.Ref != nil {
		s = s.Ref
	}
	var keys []string
	for i, key := range s.Node.Keys {
		if item := s.Node.Items[i]; item.Kind < tree.Array {
			key += "=" + item.Text
		}
		keys = append(keys, key)
	}
	r.line(depth, "%s {%s} at %s", what, strings.Join(keys, " "), s.Pointer)
	for _, p := range s.Properties {
		to := p.Schema
		for to.Ref != nil {
			to = to.Ref
		}
		r.line(depth+1, "%s at %s", p.Name, to.Pointer)
	}
}
