package binding

import (
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Template is literal YAML with ${…} in its texts: alone it gives the expression's value, inside a text its text.
type Template struct {
	literal any                 // where there is nothing to fill in
	program *expression.Program // of a text that is ${…} alone
	texts   []*Template         // of a text with ${…} inside
	items   []*Template         // of an array
	members []part              // of an object
	kind    templateKind
}

type templateKind uint8

const (
	literalKind templateKind = iota
	programKind
	textKind
	arrayKind
	objectKind
)

// template reads literal YAML whose expressions see some names.
func (r *reader) template(n *tree.Node, see []string) *Template {
	switch {
	case n.Is(tree.String):
		return r.text(n, see)
	case n.Is(tree.Array):
		t := &Template{kind: arrayKind}
		for _, item := range n.Items {
			t.items = append(t.items, r.template(item, see))
		}
		return t
	case n.Is(tree.Object):
		t := &Template{kind: objectKind}
		for i, name := range n.Keys {
			t.members = append(t.members, part{name: name, template: r.template(n.Items[i], see)})
		}
		return t
	}
	return &Template{literal: n.Value()}
}

// text splits at ${ and the } that closes it.
func (r *reader) text(n *tree.Node, see []string) *Template {
	t := &Template{kind: textKind}
	rest := n.Text
	for rest != "" {
		before, after, found := strings.Cut(rest, "${")
		if before != "" {
			t.texts = append(t.texts, &Template{literal: before})
		}
		if !found {
			break
		}
		end := closing(after)
		if end < 0 {
			r.fail(n, "%q: ${ is not closed by }", n.Text)
			break
		}
		t.texts = append(t.texts, &Template{kind: programKind, program: r.program(n, after[:end], see)})
		rest = after[end+1:]
	}
	switch {
	case len(t.texts) == 0:
		return &Template{literal: ""}
	case len(t.texts) == 1:
		return t.texts[0]
	}
	return t
}

// closing finds the brace that ends an expression; those of objects and in quotes do not.
func closing(text string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && quote != '`' && c == '\\': // between backticks a backslash is one
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '{':
			depth++
		case c == '}' && depth == 0:
			return i
		case c == '}':
			depth--
		}
	}
	return -1
}

// Render fills the template in.
func (t *Template) Render(names expression.Names) any {
	switch t.kind {
	case programKind:
		return t.program.Run(names)
	case textKind:
		var b strings.Builder
		for _, text := range t.texts {
			b.WriteString(textOf(text.Render(names)))
		}
		return b.String()
	case arrayKind:
		items := make([]any, len(t.items))
		for i, item := range t.items {
			items[i] = item.Render(names)
		}
		return items
	case objectKind:
		o := value.NewObject(len(t.members))
		for _, m := range t.members {
			o.Set(m.name, m.template.Render(names))
		}
		return o
	}
	return t.literal
}

// textOf is the text of a value; of a record, that of its key.
func textOf(v any) string { return value.Text(keyed(v)) }

func keyed(v any) any {
	switch v := v.(type) {
	case *population.Record:
		return v.Value(v.Collection().Key)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = keyed(item)
		}
		return list
	case *value.Object:
		o := value.NewObject(v.Len())
		for _, m := range v.Members() {
			o.Set(m.Name, keyed(m.Value))
		}
		return o
	}
	return v
}

// is tells whether the template is exactly ${name}.
func (t *Template) is(name string) bool {
	return t.kind == programKind && strings.TrimSpace(t.program.Source) == name
}
