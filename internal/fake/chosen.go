package fake

import (
	"slices"

	"mockserver/internal/schema"
)

// choices are what is asked of a value by a schema whose only choice is one anyOf or oneOf, for each branch: made once, since all that
// differs from one value to the next is which branch is drawn (BenchmarkMissGenerated in package server).
type choices struct{ options, nulls []*branch }

// branch is one way of a choice.
type branch struct {
	admitted bool  // it may go together with the rest
	want     *want // nil: it leaves further choices
}

const mostBranches = 20

// choicesOf are those of a want that was not chosen for; nil: it has others than one of these.
func choicesOf(w *want, s *schema.Schema, most int) *choices {
	if len(w.points) != 1 || w.chosen != 0 || !w.isSettled() {
		return nil
	}
	p := w.points[0]
	subs := p.schema.AnyOf
	if p.keyword == "oneOf" {
		subs = p.schema.OneOf
	} else if p.keyword != "anyOf" {
		return nil
	}
	if p.schema.Discriminator != nil || len(subs) > mostBranches {
		return nil
	}
	c := &choices{}
	for _, sub := range subs {
		b := &branch{admitted: w.admits(sub, 0)}
		if b.admitted {
			chosen := newWant([]*schema.Schema{s}, most)
			chosen.add(sub, p.part)
			chosen.chosen, chosen.branch = 1, sub
			if len(chosen.points) == 1 && chosen.isSettled() {
				b.want = chosen.kept()
			}
		}
		if sub.Types == schema.Types(schema.Null) {
			c.nulls = append(c.nulls, b)
		} else {
			c.options = append(c.options, b)
		}
	}
	return c
}

// branchOf is what is asked of a value by the branch that is the first of alternatives; nil: that is to be found out anew.
func (r *run) branchOf(c *choices, at *spot) *want {
	if at.depth >= deepFrom || r.lean {
		return nil
	}
	draw, start := at.key.Sub("branch0").Cell(0), 0
	if n := len(c.options); n > 0 {
		start = int(draw.Below(uint64(n)))
	}
	lists := [3][]*branch{c.options[start:], c.options[:start], c.nulls}
	if !at.required && draw.Below(rareNull) == 0 {
		lists = [3][]*branch{c.nulls, c.options[start:], c.options[:start]}
	}
	if b := firstAdmitted(lists); b != nil {
		return b.want
	}
	return nil
}

func firstAdmitted(lists [3][]*branch) *branch {
	for _, list := range lists {
		if i := slices.IndexFunc(list, func(b *branch) bool { return b.admitted }); i >= 0 {
			return list[i]
		}
	}
	return nil
}
