package infer

import (
	"slices"
	"strings"
)

// Bounds of the search for what an answer holds.
const (
	maxDeep    = 4  // levels of objects
	maxVisited = 60 // objects
)

// array is an array of objects in an answer.
type array struct {
	path    []string // names of properties, from the body
	element *shape
	inside  *shape // the object that it is a property of
}

// rowsOf finds the array that a list answers with. It says why there is none.
func rowsOf(body *shape, rt route, paging bool) (found array, problem string) {
	switch {
	case body.isArray():
		return bareRows(body)
	case body.kinds.has(arrayKind) && body.kinds.has(objectKind):
		return found, "the answer is either an array or an object"
	case !body.isObject():
		return found, "the answer holds no array of objects"
	}
	level := []array{{element: body}}
	problem = "the answer holds no array of objects"
	visited := 0
	for range maxDeep {
		var next, arrays []array
		for _, at := range level {
			if visited++; visited > maxVisited {
				break
			}
			inner, deeper, texts := at.look(rt)
			arrays, next = append(arrays, inner...), append(next, deeper...)
			if texts != "" && len(at.path) == 0 {
				problem = texts
			}
		}
		list, why := choose(arrays, rt, paging)
		if list.element != nil {
			return unwrapped(list)
		}
		if why != "" {
			return found, why
		}
		level = next
	}
	return found, problem
}

func bareRows(body *shape) (found array, problem string) {
	element := body.element()
	switch {
	case element == nil:
		return found, "the items of the list are not described"
	case element.isArray():
		return found, "the items of the list are arrays, not records"
	case !element.isObject():
		if element.kinds&^nullKind == stringKind {
			return found, "the items of the list are texts, not records"
		}
		return found, "the items of the list are no objects with properties"
	}
	return unwrapped(array{element: element})
}

// unwrapped refuses rows that hold their records in a member, as edges do.
func unwrapped(list array) (array, string) {
	if node := list.element.field("node"); node.isObject() && len(list.element.fields()) <= 3 {
		return array{}, "the rows hold their records in the member node"
	}
	return list, ""
}

// look lists the arrays of objects in an object, and the objects in which there may be others.
func (a array) look(rt route) (arrays, deeper []array, texts string) {
	s := a.element
	open := len(a.path) == 0 || !s.isRecord()
	for _, p := range s.fields() {
		inner := s.shapeOf(p)
		name := plain(p.name)
		path := append(slices.Clone(a.path), p.name)
		switch {
		case inner.writeOnly:
		case inner.isArray():
			element := inner.element()
			if element.isObject() {
				arrays = append(arrays, array{path, element, s})
			} else if texts == "" && element != nil && (isUsual(name) || rt.names(name)) {
				_, texts = bareRows(inner)
			}
		case inner.isObject() && (wrappers[name] || isUsual(name) || rt.names(name) || open && len(s.fields()) <= 8 && !metadata[name]):
			deeper = append(deeper, array{path: path, element: inner})
		}
	}
	return arrays, deeper, texts
}

func isUsual(name string) bool { return slices.Contains(usual, name) }

// names tells whether a plain name is that of what the path lists.
func (rt route) names(name string) bool {
	noun, _ := rt.noun()
	return noun != "" && singular(name) == one(noun)
}

// choose takes of the arrays of one level the one that is the list. Without one and without a reason, another level is looked at.
func choose(arrays []array, rt route, paging bool) (list array, problem string) {
	arrays = slices.DeleteFunc(arrays, func(a array) bool { return asides[a.name()] && !rt.names(a.name()) })
	fit := arrays[:0:0]
	for _, a := range arrays {
		if a.isList(rt, paging) {
			fit = append(fit, a)
		} else {
			problem = "the answer has arrays, but reads like one record"
		}
	}
	switch {
	case len(fit) == 0:
		return list, problem
	case len(fit) == 1:
		return fit[0], ""
	}
	for _, a := range fit {
		if rt.names(a.name()) {
			return a, ""
		}
	}
	for _, name := range usual {
		for _, a := range fit {
			if a.name() == name {
				return a, ""
			}
		}
	}
	if paging {
		return fit[0], ""
	}
	names := make([]string, 0, len(fit))
	for _, a := range fit[:min(len(fit), 4)] {
		names = append(names, strings.Join(a.path, "."))
	}
	return list, "the answer holds several arrays: " + strings.Join(names, ", ")
}

// name is what the array is called, in plain form.
func (a array) name() string {
	if len(a.path) == 0 {
		return ""
	}
	return plain(a.path[len(a.path)-1])
}

// isList tells whether the object around an array is an envelope rather than a record that has the array.
func (a array) isList(rt route, paging bool) bool {
	tells, others := a.inside.envelope(a.path[len(a.path)-1])
	switch {
	case rt.isItem():
		return (tells || paging) && !a.inside.identifies()
	case paging:
		return true
	case a.inside.isRecord():
		return false
	}
	return tells || rt.names(a.name()) || isUsual(a.name()) || others <= 2
}

// envelope tells whether an object has members that tell of pages, and how many it has that are neither that nor arrays.
func (s *shape) envelope(but string) (tells bool, others int) {
	for _, p := range s.fields() {
		name := plain(p.name)
		inner := s.shapeOf(p)
		switch {
		case p.name == but:
		case counted[name] && !inner.isArray():
			tells = true
		case (name == "meta" || name == "metadata" || name == "page") && inner.isObject():
			for _, member := range inner.fields() {
				tells = tells || counted[plain(member.name)] || plain(member.name) == "count"
			}
		case !metadata[name] && !inner.isArray():
			others++
		}
	}
	return tells, others
}

// identifies tells whether an object has a property that identifies it.
func (s *shape) identifies() bool {
	for _, p := range s.fields() {
		if name := plain(p.name); name == "id" || name == "uuid" || name == "guid" {
			return true
		}
	}
	return false
}

// isRecord tells whether an object reads like a record: it has an id, and more that is its own than tells of a list.
func (s *shape) isRecord() bool {
	if !s.identifies() {
		return false
	}
	own, about := 0, 0
	for _, p := range s.fields() {
		if inner := s.shapeOf(p); inner.isArray() || inner.isObject() {
			continue
		}
		if metadata[plain(p.name)] {
			about++
		} else {
			own++
		}
	}
	return own > about
}
