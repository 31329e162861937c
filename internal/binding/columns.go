package binding

import (
	"slices"
	"strings"
	"unicode"

	"mockserver/internal/schema"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// readColumns finds the selected columns: those asked for in their order, then the extra ones.
func (p *planning) readColumns() {
	if r := p.with(groupRole); r != nil {
		p.plan.Grouped = true
		p.group(r)
	} else if r := p.with(selectRole); r != nil {
		p.selectColumns(r)
	}
	if p.with(extraRole) == nil {
		return
	}
	for _, r := range p.parameters {
		if r.kind == extraRole {
			p.extra(r)
		}
	}
}

// usualColumns is how many columns there is room for at once.
const usualColumns = 16

func (p *planning) group(r *role) {
	param := p.parameter(r)
	if p.unsure = param != nil && p.broken(param); p.unsure || param == nil || param.Value == nil {
		return
	}
	asked := elements(param.Value)
	p.plan.Columns = make([]Column, 0, min(len(asked), usualColumns))
	for _, v := range asked {
		name := value.Text(v)
		if name == r.count && name != "" {
			p.plan.Count = name
			p.add(Column{Key: name, Aggregate: true, Sortable: true, Label: label(name)})
		} else if p.exists(r, param, name, v) {
			p.addPath(name, name)
		}
	}
}

func (p *planning) selectColumns(r *role) {
	param := p.parameter(r)
	if p.unsure = param != nil && p.broken(param); p.unsure || param == nil {
		return
	}
	asked := elements(param.Value)
	if param.Value == nil {
		asked = asked[:0]
		for _, name := range r.fallback {
			asked = append(asked, name)
		}
	}
	for _, v := range asked {
		for _, key := range p.spelled(r, value.Text(v)) {
			if p.exists(r, param, key, v) {
				p.addPath(key, key)
			}
		}
	}
}

// exists tells whether there can be such a column; a violation where the document leaves the names open.
func (p *planning) exists(r *role, param *validate.Param, key string, asked any) bool {
	row := p.Rows()
	if p.Collection.Has(key) || row != nil && fieldAt(row, key) != nil || len(p.words(r)) > 0 {
		return true
	}
	p.refuse(param, "column", asked, "the name of a column", violation.Closest(key, p.fields()))
	return false
}

// fields are the names that records are shown with.
func (p *planning) fields() []string {
	var names []string
	if row := p.Rows(); row != nil {
		for _, f := range row.Fields() {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return p.Collection.FieldNames()
	}
	return names
}

// spelled are the columns that a name stands for: itself, or, where the record's schema has an object of that name
// whose members can be selected, its members; venue_id and venue.id are the member id of venue.
func (p *planning) spelled(r *role, name string) []string {
	if other, ok := r.names[name]; ok {
		name = other
	}
	row := p.Rows()
	if row == nil || !r.nested {
		return []string{name}
	}
	if field := row.Field(name); field != nil {
		members := p.members(r, name, field)
		if len(members) == 0 {
			return []string{name}
		}
		keys := make([]string, len(members))
		for i, m := range members {
			keys[i] = name + "." + m.Name
		}
		return keys
	}
	for _, field := range row.Fields() {
		rest, ok := strings.CutPrefix(name, field.Name)
		if !ok || rest == "" || rest[0] != '.' && rest[0] != '_' {
			continue
		}
		for _, m := range p.members(r, field.Name, field.Schema) {
			if m.Name == rest[1:] {
				return []string{field.Name + "." + m.Name}
			}
		}
	}
	return []string{name}
}

// members are the members of an object that may be shown without each other, and that the parameter lists, if it
// lists its words at all.
func (p *planning) members(r *role, name string, s *schema.Schema) []schema.Property {
	if !s.Kinds().Has(schema.Object) || len(s.RequiredNames()) > 0 {
		return nil
	}
	words := p.words(r)
	var members []schema.Property
	for _, m := range s.Fields() {
		if len(words) == 0 || slices.Contains(words, any(name+"."+m.Name)) {
			members = append(members, m)
		}
	}
	return members
}

// words are the values that a list parameter's elements may have; none if that is open.
func (p *planning) words(r *role) []any {
	param := p.parameter(r)
	if param == nil || param.Schema == nil || param.Schema.Element() == nil {
		return nil
	}
	return param.Schema.Element().Enum
}

func (p *planning) extra(r *role) {
	param := p.parameter(r)
	if param == nil || param.Value == nil || p.broken(param) {
		return
	}
	var known []string
	for _, name := range p.Collection.FieldNames() {
		if id, ok := strings.CutPrefix(name, r.prefix); ok {
			known = append(known, id)
		}
	}
	for _, v := range elements(param.Value) {
		for _, id := range strings.Split(value.Text(v), ",") {
			if id = strings.TrimSpace(id); !slices.Contains(known, id) {
				p.refuse(param, "enum", id, "one of "+strings.Join(known, ", "), violation.Closest(id, known))
				continue
			}
			p.addPath(r.prefix+id, r.prefix+id)
		}
	}
}

func (p *planning) addPath(key, path string) {
	c := Column{Key: key, Path: path, Label: p.Collection.Label(path), Sortable: true}
	if c.Label == "" {
		c.Label = label(key)
	}
	if row := p.Rows(); row != nil {
		if field := fieldAt(row, key); field != nil {
			kinds := field.Kinds()
			nested := kinds.Has(schema.Object) || kinds.Has(schema.Array)
			c.Sortable = kinds == 0 || !nested || p.Collection.OrderOf(path) != path
		}
	}
	p.add(c)
}

// add selects a column, once.
func (p *planning) add(c Column) {
	if p.hasColumn(c.Key) {
		return
	}
	p.plan.Columns = append(p.plan.Columns, c)
}

// hasColumn tells whether a column is selected already. Of many columns, their names are looked up.
func (p *planning) hasColumn(key string) bool {
	const few = 16
	if len(p.plan.Columns) < few {
		return slices.ContainsFunc(p.plan.Columns, func(c Column) bool { return c.Key == key })
	}
	if p.columns == nil {
		p.columns = map[string]bool{}
		for _, c := range p.plan.Columns {
			p.columns[c.Key] = true
		}
	}
	had := p.columns[key]
	p.columns[key] = true
	return had
}

// fieldAt finds the schema of a dotted name.
func fieldAt(s *schema.Schema, key string) *schema.Schema {
	for name := range strings.SplitSeq(key, ".") {
		if s = s.Field(name); s == nil {
			return nil
		}
	}
	return s
}

// label is a name as people would write it: created_month is Created month.
func label(key string) string {
	var words strings.Builder
	words.Grow(len(key))
	for i, c := range key {
		switch {
		case c == '_' || c == '.':
			c = ' '
		case i == 0:
			c = unicode.ToUpper(c)
		}
		words.WriteRune(c)
	}
	return words.String()
}
