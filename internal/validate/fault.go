package validate

import (
	"strconv"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// fault is what keeps a parameter or a property of a form from being read at all.
type fault struct {
	rule     string
	limit    any
	received any
	expected string
	document string // of the rule, if not the parameter
	says     string // what follows the place in the sentence, if the other parts do not say it
}

// malformed is the fault of texts that are not what the style makes of a value.
func (r *reading) malformed(raws []raw, expected string) *fault {
	received := any(texts(raws))
	if len(r.raws) == 1 { // the whole, rather than its parts
		received = texts(r.raws)[0]
	} else if len(raws) == 1 {
		received = texts(raws)[0]
	}
	return &fault{
		rule: "style", limit: r.parameter.Style, received: received, expected: expected,
		document: tree.Join(r.parameter.Pointer, "style"),
	}
}

// repeatedFault is the fault of what is given several times, and should be once.
func repeatedFault(raws []raw, s shape) *fault {
	f := &fault{rule: "single", limit: int64(1), received: texts(raws), expected: "one value"}
	if s == list {
		f.expected = "one list"
	}
	f.says = " is given " + strconv.Itoa(len(raws)) + " times; it takes " + f.expected + "."
	return f
}

// maxShownTexts bounds how many of the texts of one parameter a violation repeats.
const maxShownTexts = 100

// texts are raw texts decoded as well as they can be.
func texts(raws []raw) []any {
	all := make([]any, min(len(raws), maxShownTexts))
	for i := range all {
		all[i], _ = raws[i].decode()
	}
	return all
}

// of makes the fault of a parameter a violation.
func (f *fault) of(p *spec.Parameter, where string) violation.Violation {
	return f.at(where, p.Pointer)
}

// at makes the fault a violation; pointer is what the document says of the place.
func (f *fault) at(where, pointer string) violation.Violation {
	v := violation.Violation{
		Where: where, Rule: f.rule, Limit: f.limit, Received: f.received, Expected: f.expected, Document: f.document,
	}
	if v.Document == "" {
		v.Document = pointer
	}
	if f.says != "" {
		v.Says = where + f.says
	}
	return v
}
