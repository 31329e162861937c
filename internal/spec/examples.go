package spec

import "mockserver/internal/tree"

// examples lists a media type's own: example, then the named ones (OpenAPI 3.2, section 4.14).
func (c *compilation) examples(n *tree.Node, at string) []Example {
	var all []Example
	if single := n.Get("example"); single != nil {
		all = append(all, Example{Value: c.valueOf(single)})
	}
	named, at := c.container(n.Get("examples"), tree.Join(at, "examples"))
	if named != nil && !named.Is(tree.Object) {
		c.noted(named, at, "examples is %s, so none is used; it would be an object from name to {value: …}", named.Kind.WithArticle())
	}
	for i, name := range named.Members() {
		n, at := c.object(named.Items[i], tree.Join(at, name), "an example", spare)
		if n == nil {
			continue
		}
		if e, ok := c.example(name, n, at); ok {
			all = append(all, e)
		}
	}
	return all
}

// example reads one named example: dataValue, value, or as it is written in serializedValue.
func (c *compilation) example(name string, n *tree.Node, at string) (Example, bool) {
	e := Example{Name: name}
	for _, member := range []string{"dataValue", "value"} {
		if v := n.Get(member); v != nil {
			e.Value = c.valueOf(v)
			return e, true
		}
	}
	switch written := n.Get("serializedValue"); {
	case written.Is(tree.String):
		e.Text = &written.Text
		return e, true
	case n.Get("externalValue") != nil:
		c.noted(n, at, "the example %q is in another file (externalValue), which is not read; write it as value", name)
	default:
		c.noted(n, at, "the example %q has no value, so it is not used; what stands in it would stand in value", name)
	}
	return e, false
}

// valueOf is the value of a node, made once: thousands of media types may refer to one example.
func (d *Document) valueOf(n *tree.Node) any {
	if n.Kind < tree.Array {
		return n.Value()
	}
	v, known := d.values[n]
	if !known {
		if d.values == nil {
			d.values = map[*tree.Node]any{}
		}
		v = n.Value()
		d.values[n] = v
	}
	return v
}
