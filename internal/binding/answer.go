package binding

import (
	"slices"
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// Rows is the schema of one row of a list: of the elements of what x-mock fills with ${rows}, or of the answer
// itself where that is an array; nil if there is none.
func (b *Binding) Rows() *schema.Schema {
	b.finding.Do(func() {
		if list := b.filledWith("rows"); list != nil {
			b.rows = list.Element()
		}
	})
	return b.rows
}

// filledWith is the schema of the first place of the answer that x-mock fills with a name alone; without such a
// place, that of the answer itself.
func (b *Binding) filledWith(name string) *schema.Schema {
	s := b.Shown()
	for _, p := range b.respond {
		if !p.template.is(name) {
			continue
		}
		for _, token := range p.tokens {
			if s != nil {
				s = s.Field(token)
			}
		}
		return s
	}
	return s
}

// records are the schemas with which records of the collection are shown, by any operation.
func (b *Binding) records() []*schema.Schema {
	b.filling.Do(func() {
		for _, one := range b.base.bindings {
			if b.Collection == nil || one.node.Get("collection").Str() != b.Collection.Name {
				continue
			}
			other := one.get()
			shown := other.filledWith("record")
			if other.Action == List {
				shown = other.Rows()
			}
			if shown != nil {
				b.shown = append(b.shown, shown)
			}
		}
	})
	return b.shown
}

// Fill are the fields that a new record cannot do without: those that any answer about its collection requires.
func (b *Binding) Fill() []string {
	var fill []string
	for _, s := range b.records() {
		for _, name := range s.RequiredNames() {
			if !slices.Contains(fill, name) {
				fill = append(fill, name)
			}
		}
	}
	return fill
}

// MayBeNull tells whether a record without a value for a field can be shown by all operations.
func (b *Binding) MayBeNull(field string) bool {
	return !slices.ContainsFunc(b.records(), func(s *schema.Schema) bool {
		f := s.Field(field)
		return f != nil && slices.Contains(s.RequiredNames(), field) && !f.Fits(nil, schema.Answer)
	})
}

// Shown is the schema of the JSON that the operation answers when all goes well; nil if there is none.
func (b *Binding) Shown() *schema.Schema {
	contract, err := b.Operation.Contract()
	if err != nil {
		return nil
	}
	success := contract.Success()
	if success == nil {
		return nil
	}
	for _, m := range success.Content {
		if spec.IsJSON(spec.Concrete(m.Type)) {
			return m.Schema
		}
	}
	return nil
}

// Body fills in what x-mock says of the answer: each place of it, by JSON pointer, over what is there.
func (b *Binding) Body(body any, see expression.Names) any {
	for _, p := range b.respond {
		v := p.template.Render(see)
		if len(p.tokens) == 0 {
			body = v
			continue
		}
		root, ok := body.(*value.Object)
		if !ok {
			root = value.NewObject(len(b.respond))
		}
		body = place(root, p.tokens, v)
	}
	return body
}

// place sets what a pointer's tokens name, making the objects on the way.
func place(o *value.Object, tokens []string, v any) *value.Object {
	if len(tokens) == 1 {
		o.Set(tokens[0], v)
		return o
	}
	inner, _ := o.Get(tokens[0])
	next, ok := inner.(*value.Object)
	if !ok {
		next = value.NewObject(1)
	}
	o.Set(tokens[0], place(next, tokens[1:], v))
	return o
}

// Headers are the headers of a good answer that x-mock fills, in its order; a null one is left out.
func (b *Binding) Headers(see expression.Names) [][2]string {
	var headers [][2]string
	for _, p := range b.headers {
		if v := p.template.Render(see); v != nil {
			headers = append(headers, [2]string{p.name, textOf(v)})
		}
	}
	return headers
}

// Set are the fields that the operation adds of its own to a created or changed record.
func (b *Binding) Set(see expression.Names) *value.Object {
	if b.set == nil {
		return nil
	}
	o, _ := b.set.Render(see).(*value.Object)
	return o
}

// Fills tells whether x-mock says what the answer's body holds.
func (b *Binding) Fills() bool { return len(b.respond) > 0 }

// Part is one place of an answer's body and what stands there.
type Part struct {
	Tokens   []string
	Headings *Headings // nil if it says more than which columns there are
	template *Template
}

// Render makes what stands there.
func (p *Part) Render(see expression.Names) any { return p.template.Render(see) }

// Parts is what x-mock says of the answer, in its order.
func (b *Binding) Parts() []Part {
	b.dividing.Do(func() {
		b.parts = make([]Part, len(b.respond))
		for i, p := range b.respond {
			b.parts[i] = Part{Tokens: p.tokens, template: p.template}
			if p.template.isOfColumns() {
				b.parts[i].Headings = &Headings{}
			}
		}
	})
	return b.parts
}

// Place is where x-mock puts a name alone in the answer's body; ok is false if it says nothing of it.
func (b *Binding) Place(name string) (tokens []string, ok bool) {
	for _, p := range b.respond {
		if p.template.is(name) {
			return p.tokens, true
		}
	}
	return nil, false
}

// Listed tells whether an operation lists the collection, so that a client can know its keys.
func (b *Binding) Listed() bool {
	return slices.ContainsFunc(b.base.bindings, func(one *pending) bool {
		return one.node.Get("collection").Str() == b.Collection.Name && one.node.Get("action").Str() == string(List)
	})
}

// Input is where in the body of a request the record is.
func (b *Binding) Input() []string { return b.input }

// Key is that of a part of the operation's answers, of the seed alone.
func (b *Binding) Key(part string) fake.Key { return fake.NewKey(b.base.seed, part, b.Operation.ID) }

// Getter is the path of the operation that gets a record of the collection, and the parameter that names it: the one below
// the operation's own path, else the first; "" if there is none.
func (b *Binding) Getter() (template, parameter string) {
	for _, one := range b.base.bindings {
		if b.Collection == nil || one.node.Get("collection").Str() != b.Collection.Name || one.node.Get("action").Str() != string(Get) {
			continue
		}
		getter := one.get()
		if key := getter.with(keyRole); key != nil {
			own := getter.Operation.Template
			if strings.HasPrefix(own, strings.TrimSuffix(b.Operation.Template, "/")+"/") {
				return own, bare(key.name)
			}
			if template == "" {
				template, parameter = own, bare(key.name)
			}
		}
	}
	return template, parameter
}
