package binding

import (
	"slices"
	"strings"

	"mockserver/internal/query"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// readSort reads names with a minus for descending; each must be one of the selected columns where that is said.
func (p *planning) readSort() {
	r := p.with(sortRole)
	if r != nil && r.loose || r == nil && p.with(directionRole) != nil {
		p.sortLoosely(r)
		return
	}
	if r == nil {
		return
	}
	param := p.parameter(r)
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
			if !p.sortBy(r, param, key, v, descending) {
				break // said once
			}
		}
	}
}

// sortBy adds a key to the sort; ok is false if that is refused.
func (p *planning) sortBy(r *role, param *validate.Param, key string, asked any, descending bool) (ok bool) {
	i := slices.IndexFunc(p.plan.Columns, func(c Column) bool { return c.Key == key })
	switch {
	case i < 0 && r.selected:
		p.refuseSort(param, asked)
		return false
	case i >= 0 && !p.plan.Columns[i].Sortable:
		p.refuse(param, "sort", asked, "a column that can be sorted by: "+strings.Join(p.sortable(), ", "), "")
		return false
	case i < 0 && !p.Collection.Has(key):
		fields := p.fields()
		p.refuse(param, "sort", asked, "one of "+strings.Join(fields, ", ")+behindMinus, closest(key, fields, descending))
		return false
	}
	path := key
	if !p.plan.Grouped {
		path = p.Collection.OrderOf(key)
	}
	if slices.ContainsFunc(p.plan.Query.Sort, func(k query.Key) bool { return k.Path == path }) {
		return true
	}
	if i >= 0 {
		c := &p.plan.Columns[i]
		c.Sorted, c.Order, c.Priority = true, "asc", len(p.plan.Query.Sort)
		if descending {
			c.Order = "desc"
		}
	}
	p.plan.Query.Sort = append(p.plan.Query.Sort, query.Key{Path: path, Descending: descending})
	return true
}

// refuseSort says which columns are selected. Where that is not known, their parameter being wrong itself, a name
// that no column has is wrong all the same.
func (p *planning) refuseSort(param *validate.Param, asked any) {
	name, descending := strings.CutPrefix(value.Text(asked), "-")
	expected, known := "one of the selected columns ("+strings.Join(p.sortable(), ", ")+")", p.sortable()
	if p.unsure {
		if expected, known = "one of the selected columns", p.anyColumn(); slices.Contains(known, name) {
			return
		}
	}
	p.refuse(param, "sort", asked, expected+behindMinus, closest(name, known, descending))
}

const behindMinus = ", with a minus in front for descending order"

// closest is the key of a sort that was probably meant, with its minus; "" if there is none.
func closest(name string, names []string, descending bool) string {
	near := violation.Closest(name, names)
	if near != "" && descending {
		return "-" + near
	}
	return near
}

// anyColumn are the names that can be selected.
func (p *planning) anyColumn() []string {
	var names []string
	for _, r := range p.parameters {
		if r.kind == groupRole || r.kind == selectRole {
			for _, word := range p.words(r) {
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
