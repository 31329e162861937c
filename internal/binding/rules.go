package binding

import (
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// rule is what the contract says in words, as an expression.
type rule struct {
	at           string // "query.sort", "body", "body/name"
	when, unless *expression.Program
	kind         string // of the refusal
	says         string
	pointer      string // of the rule in the document
}

func (r *reader) rules(n *tree.Node, pointer string) []rule {
	var rules []rule
	for i, item := range r.elements(n, "rules") {
		made := r.rule(item)
		made.pointer = tree.Join(pointer, strconv.Itoa(i))
		rules = append(rules, made)
	}
	return rules
}

// applicable reports rules about parameters that the operation does not have. Rules about credentials may name what is
// no parameter.
func (r *reader) applicable(o *spec.Operation, rules []rule, n *tree.Node) {
	there, whole := declared(o)
	for i, made := range rules {
		if whole && made.kind == "violation" && hasPlace(made.at) && !slices.Contains(there, made.at) {
			r.fail(n.Items[i], "a rule is about %s, which %s does not have%s", made.at, o.ID, meant(made.at, there))
		}
	}
}

func (r *reader) rule(n *tree.Node) rule {
	r.known(n, "a rule", "at", "when", "unless", "kind", "says")
	made := rule{at: n.Get("at").Str(), says: n.Get("says").Str(), kind: "violation",
		when: r.condition(n, "when", requestNames), unless: r.condition(n, "unless", requestNames)}
	if kind := n.Get("kind"); kind != nil {
		made.kind = r.word(kind, "kind", "violation", "unauthenticated")
	}
	if !n.Is(tree.Object) {
		return made
	}
	if !hasPlace(made.at) && made.at != "body" && !strings.HasPrefix(made.at, "body/") {
		r.fail(n, "a rule says where it applies, such as at: query.sort or at: body/name")
	}
	if (made.when == nil) == (made.unless == nil) {
		r.fail(n, "a rule has either when or unless")
	}
	if made.says == "" {
		r.fail(n, "a rule says in a sentence what is wrong, with says")
	}
	return made
}

// condition is an expression that holds or not; nil if there is none.
func (r *reader) condition(n *tree.Node, name string, see []string) *expression.Program {
	when := n.Get(name)
	if when == nil {
		return nil
	}
	source := when.Text
	if !when.Is(tree.Bool) {
		source = r.literal(when, name)
	}
	if source == "" {
		source = "nil" // said already
	}
	return r.program(when, source, see)
}

func (r *rule) broken(see expression.Names) bool {
	if r.when != nil {
		return r.when.Holds(see)
	}
	return !r.unless.Holds(see)
}

// breaks are the rules of a kind that a call breaks. Of a parameter that is wrong already, no rule says more.
func (b *Binding) breaks(kind string, call *validate.Call, clock value.Time) []violation.Violation {
	var see expression.Names // of a request that some rule is about
	var broken []violation.Violation
	for i := range b.rules {
		r := &b.rules[i]
		if r.kind == kind && see == nil {
			see = CallNames(call, clock)
		}
		if r.kind != kind || isBroken(call, r.at) || !r.broken(see) {
			continue
		}
		v := violation.Violation{Where: r.at, Rule: "rule", Says: r.says, Document: r.pointer}
		if kind == "violation" { // credentials are never repeated
			v.Received, _ = call.Param(r.at)
		}
		broken = append(broken, v)
	}
	return broken
}

// isBroken tells whether something is wrong with a part of a call already: its value says nothing then.
func isBroken(call *validate.Call, at string) bool {
	for i := range call.Violations {
		if v := &call.Violations[i]; v.Where == at || len(v.Where) > len(at) && v.Where[len(at)] == '/' && strings.HasPrefix(v.Where, at) {
			return true
		}
	}
	return false
}

// Unauthenticated are the rules about credentials that a call breaks.
func (b *Binding) Unauthenticated(call *validate.Call, clock value.Time) []violation.Violation {
	return b.breaks("unauthenticated", call, clock)
}
