package check

import (
	"fmt"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// parametersTogether looks at which parameters an operation has beside each other, those of its path item among them.
func (i *inspection) parametersTogether(o *spec.Operation) {
	count := map[string]int{}
	own := o.Node.Get("parameters")
	for _, list := range []*tree.Node{own, o.PathItem.Get("parameters")} {
		seen := map[[2]string]bool{}
		for _, item := range list.Elements() {
			n, _, err := i.document.Resolve(item, "")
			in, name := n.Get("in").Str(), n.Get("name").Str()
			if err != nil || seen[[2]string{in, name}] || list != own && (in == "body" || in == "querystring") && count[in] > 0 {
				continue // which is told, or it is overridden
			}
			seen[[2]string{in, name}] = true
			count[in]++
		}
	}
	where, pointer := own, tree.Join(o.Pointer, "parameters")
	if own == nil {
		where, pointer = o.Node, o.Pointer
	}
	for _, r := range besides {
		if count[r.one] > r.most && (r.other == "" || count[r.other] > 0) {
			i.by(o, at(Invalid, where, pointer, fmt.Sprintf("%s %s has %s", o.Method, o.Template, r.message)))
		}
	}
}

// besides are the places of parameters that exclude each other; in other versions, what is in them is left out as a whole.
var besides = []struct {
	one     string
	most    int
	other   string
	message string
}{
	{"body", 1, "", "more than one parameter in: body; the first one counts"},
	{"body", 0, "formData", "parameters in: body and in: formData, of which the standard allows one kind"},
	{"querystring", 1, "", "more than one parameter in: querystring, which is the whole query"},
	{"querystring", 0, "query", "parameters in: query beside one in: querystring, which is the whole query"},
}
