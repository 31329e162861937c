package infer

import (
	"slices"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// What stands here is written on the branch roles; this file goes when that is merged.

func (r *reader) parametersOf(o *spec.Operation) []parameter {
	var all []parameter
	for _, list := range []*tree.Node{o.Node.Get("parameters"), o.PathItem.Get("parameters")} {
		list, _ = r.follow(list, "")
		for _, item := range list.Elements() {
			n, at := r.follow(item, "")
			name, in := n.Get("name").Str(), n.Get("in").Str()
			if name == "" || slices.ContainsFunc(all, func(p parameter) bool { return p.name == name && p.in == in }) {
				continue
			}
			p := parameter{name: name, in: in, place: name, description: n.Get("description").Str(), node: n}
			if n.Get("schema") != nil {
				p.shape = r.shape(n.Get("schema"), at+"/schema")
			} else {
				p.shape = r.shape(n, at)
			}
			all = append(all, p)
		}
	}
	return all
}

func (r *reader) roles(*list, []parameter, []string) ([]Line, []string, bool) { return nil, nil, false }

func (r *reader) metadata(*list, []Line) (respond []Line, headers []Line) { return nil, nil }
