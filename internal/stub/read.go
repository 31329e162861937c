package stub

import (
	"math"
	"slices"
	"strings"

	"mockserver/internal/given"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

var mappingMembers = []string{
	"id", "uuid", "name", "request", "response", "priority", "scenarioName", "requiredScenarioState", "newScenarioState",
	"persistent", "metadata",
	"$schema",        // for editors
	"insertionIndex", // in WireMock's files; when they are read it counts anew, as we do
}

const calls = "mockserver calls nobody"

var refusedOfMapping = map[string]string{
	"postServeActions":    calls,
	"serveEventListeners": "mockserver has no extensions",
	"newRequest":          "it is called request since WireMock 2",
}

// Read reads one mapping. The error is a *given.Mistake at the member that is wrong.
func Read(n *tree.Node, at string, c Config) (*Mapping, error) {
	if err := object(n, at, mappingMembers, refusedOfMapping); err != nil {
		return nil, err
	}
	m := &Mapping{Priority: DefaultPriority}
	var err error
	if m.ID, err = readID(n, at); err != nil {
		return nil, err
	}
	if m.Pattern, err = readPattern(member(n, "request"), tree.Join(at, "request"), c); err != nil {
		return nil, err
	}
	if m.Response, err = readResponse(member(n, "response"), tree.Join(at, "response"), c); err != nil {
		return nil, err
	}
	if err = m.readRest(n, at); err != nil {
		return nil, err
	}
	if m.Scenario == "" {
		for _, name := range []string{"requiredScenarioState", "newScenarioState"} {
			if text := member(n, name).Str(); text != "" {
				return nil, given.Wrong(tree.Join(at, name), "%s is a state of no scenario; expected scenarioName beside it.", value.Cut(text, 81))
			}
		}
	}
	m.show(n)
	return m, nil
}

func (m *Mapping) readRest(n *tree.Node, at string) (err error) {
	for _, t := range []struct {
		name string
		into *string
	}{{"name", &m.Name}, {"scenarioName", &m.Scenario}, {"requiredScenarioState", &m.Required}, {"newScenarioState", &m.Next}} {
		if *t.into, err = given.Text(member(n, t.name), tree.Join(at, t.name)); err != nil {
			return err
		}
	}
	if priority := member(n, "priority"); priority != nil {
		i, err := given.Int(priority, tree.Join(at, "priority"), math.MinInt32, math.MaxInt32)
		if err != nil {
			return err
		}
		m.Priority = int(i)
	}
	if m.Persistent, err = given.Bool(member(n, "persistent"), tree.Join(at, "persistent")); err != nil {
		return err
	}
	if metadata := member(n, "metadata"); metadata != nil {
		if !metadata.Is(tree.Object) {
			return given.Wrong(tree.Join(at, "metadata"), "this is %s; expected an object.", metadata.Kind.WithArticle())
		}
		m.Metadata = metadata.Value().(*value.Object)
	}
	return nil
}

var uuidForm = lazyregexp.New(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// readID reads id, which is also called uuid.
func readID(n *tree.Node, at string) (string, error) {
	found := ""
	for _, name := range []string{"id", "uuid"} {
		of := member(n, name)
		if of == nil {
			continue
		}
		text, err := given.Text(of, tree.Join(at, name))
		if err != nil {
			return "", err
		}
		id := strings.ToLower(text)
		switch {
		case !uuidForm.MatchString(id):
			return "", given.Wrong(tree.Join(at, name), "this is %q; expected a UUID such as 5f2b6a0c-3d1e-4f7a-9b8c-0d1e2f3a4b5c.", value.Cut(text, 81))
		case found != "" && id != found:
			return "", given.Wrong(tree.Join(at, name), "this is %q, but id is %q; they are one and the same.", id, found)
		}
		found = id
	}
	return found, nil
}

// show keeps what a client will see of the mapping, and counts what it takes.
func (m *Mapping) show(n *tree.Node) {
	add := func(name string, v any) { m.shown = append(m.shown, value.Member{Name: name, Value: v}) }
	if m.Name != "" {
		add("name", m.Name)
	}
	add("request", shownObject(member(n, "request"), "method", anyMethod))
	if m.Response.Contract != nil {
		add("response", shownObject(member(n, "response"), "", nil))
	} else {
		add("response", shownObject(member(n, "response"), "status", int64(m.Response.Status)))
	}
	for _, name := range []string{"persistent", "priority", "scenarioName", "requiredScenarioState", "newScenarioState", "metadata"} {
		if of := member(n, name); of != nil && (!of.Is(tree.String) || of.Text != "") {
			add(name, of.Value())
		}
	}
	m.bytes = 2048 + len(m.Response.Body) + m.Pattern.bytes
	for _, member := range m.shown {
		m.bytes += weight(member.Value)
	}
}

// shownObject is an object as it was given, without its nulls, and with a default.
func shownObject(n *tree.Node, name string, otherwise any) *value.Object {
	o := value.NewObject(n.Len() + 1)
	if name != "" && member(n, name) == nil {
		o.Set(name, otherwise)
	}
	for i, key := range n.Members() {
		if !n.Items[i].Is(tree.Null) {
			o.Set(key, n.Items[i].Value())
		}
	}
	return o
}

// weight is about what a value takes in memory together with what is made of it: patterns, bodies, expressions.
func weight(v any) int {
	const each, copies = 96, 3
	switch v := v.(type) {
	case string:
		return each + copies*len(v)
	case []any:
		sum := each
		for _, item := range v {
			sum += weight(item)
		}
		return sum
	case *value.Object:
		sum := each
		for _, m := range v.Members() {
			sum += len(m.Name) + weight(m.Value)
		}
		return sum
	}
	return each
}

// object checks the members of an object. WireMock's clients write null for what they do not say and empty lists of what
// they do not use; those are no members.
func object(n *tree.Node, at string, names []string, refused map[string]string) error {
	if !n.Is(tree.Object) {
		return given.Known(n, at, names, refused)
	}
	var keys []string
	var items []*tree.Node
	for i, key := range n.Members() {
		item, unused := n.Items[i], refused[key] != ""
		if item.Is(tree.Null) && (unused || slices.Contains(names, key)) || unused && item.Kind >= tree.Array && item.Len() == 0 {
			continue
		}
		keys, items = append(keys, key), append(items, item)
	}
	return given.Known(tree.NewObject(n, keys, items), at, names, refused)
}

// member is what an object has under a name, nil where that is null.
func member(n *tree.Node, name string) *tree.Node {
	if of := n.Get(name); !of.Is(tree.Null) {
		return of
	}
	return nil
}
