package binding

import (
	"slices"
	"strings"

	"mockserver/internal/query"
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
	for _, r := range p.parameters {
		if r.kind == extraRole {
			p.extra(r)
		}
	}
}

func (p *planning) group(r *role) {
	param := p.parameter(r.name)
	if param == nil || param.Value == nil {
		return
	}
	for _, v := range elements(param.Value) {
		name := value.Text(v)
		if name == r.count {
			p.plan.Count = name
			p.add(Column{Key: name, Aggregate: true, Sortable: true, Label: label(name)})
		} else if p.Collection.Has(name) {
			p.addPath(name, name)
		}
	}
}

func (p *planning) selectColumns(r *role) {
	param := p.parameter(r.name)
	if param == nil {
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
			p.addPath(key, key)
		}
	}
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
	param := p.parameter(r.name)
	if param == nil || param.Schema == nil || param.Schema.Element() == nil {
		return nil
	}
	return param.Schema.Element().Enum
}

func (p *planning) extra(r role) {
	param := p.parameter(r.name)
	if param == nil || param.Value == nil || p.broken(param) {
		return
	}
	var known []string
	for _, f := range p.Collection.Fields() {
		if id, ok := strings.CutPrefix(f.Name, r.prefix); ok {
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
	if p.columns[c.Key] {
		return
	}
	p.columns[c.Key] = true
	p.plan.Columns = append(p.plan.Columns, c)
}

// fieldAt finds the schema of a dotted name.
func fieldAt(s *schema.Schema, key string) *schema.Schema {
	for _, name := range strings.Split(key, ".") {
		if s = s.Field(name); s == nil {
			return nil
		}
	}
	return s
}

// label is a name as people would write it: created_month is Created month.
func label(key string) string {
	words := strings.NewReplacer("_", " ", ".", " ").Replace(key)
	return strings.ToUpper(words[:1]) + words[1:]
}

// readSort reads names with a minus for descending; each must be one of the selected columns where that is said.
func (p *planning) readSort() {
	r := p.with(sortRole)
	if r == nil {
		return
	}
	param := p.parameter(r.name)
	if param == nil || param.Value == nil || p.broken(param) {
		return
	}
	selecting := p.with(selectRole)
	for _, v := range elements(param.Value) {
		name, descending := strings.CutPrefix(value.Text(v), "-")
		keys := []string{name}
		if selecting != nil {
			keys = p.spelled(selecting, name)
		}
		for _, key := range keys {
			p.sortBy(r, param, key, v, descending)
		}
	}
}

func (p *planning) sortBy(r *role, param *validate.Param, key string, asked any, descending bool) {
	i := slices.IndexFunc(p.plan.Columns, func(c Column) bool { return c.Key == key })
	switch {
	case i < 0 && r.selected:
		p.refuseSort(param, asked)
		return
	case i >= 0 && !p.plan.Columns[i].Sortable:
		p.refuse(param, "sort", asked, "a column that can be sorted by: "+strings.Join(p.sortable(), ", "), "")
		return
	case i < 0 && !p.Collection.Has(key):
		p.refuse(param, "sort", asked, "a field of the records", "")
		return
	}
	path := p.Collection.OrderOf(key)
	if slices.ContainsFunc(p.plan.Query.Sort, func(k query.Key) bool { return k.Path == path }) {
		return
	}
	if i >= 0 {
		c := &p.plan.Columns[i]
		c.Sorted, c.Order, c.Priority = true, "asc", len(p.plan.Query.Sort)
		if descending {
			c.Order = "desc"
		}
	}
	p.plan.Query.Sort = append(p.plan.Query.Sort, query.Key{Path: path, Descending: descending})
}

// refuseSort says which columns are selected. Where that is not known, their parameter being wrong itself, a name
// that no column has is wrong all the same.
func (p *planning) refuseSort(param *validate.Param, asked any) {
	name, descending := strings.CutPrefix(value.Text(asked), "-")
	expected, known := "one of the selected columns ("+strings.Join(p.sortable(), ", ")+")", p.sortable()
	if len(p.plan.Columns) == 0 {
		if expected, known = "one of the selected columns", p.anyColumn(); slices.Contains(known, name) {
			return
		}
	}
	near := violation.Closest(name, known)
	if near != "" && descending {
		near = "-" + near
	}
	p.refuse(param, "sort", asked, expected+", with a minus in front for descending order", near)
}

// anyColumn are the names that can be selected.
func (p *planning) anyColumn() []string {
	var names []string
	for _, r := range p.parameters {
		if r.kind == groupRole || r.kind == selectRole {
			for _, word := range p.words(&r) {
				names = append(names, value.Text(word))
			}
		}
	}
	return names
}

func (p *planning) sortable() []string {
	var keys []string
	for _, c := range p.plan.Columns {
		if c.Sortable {
			keys = append(keys, c.Key)
		}
	}
	return keys
}
