package settings

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/lazyregexp"
)

// prefix begins the name of every variable that mockserver reads.
const prefix = "MOCKSERVER_"

// maxOdd bounds the variables that are told as odd.
const maxOdd = 20

// odd says which variables look like ours and are none: a mistyped one would be passed over in silence.
func odd(src Source) []string {
	names := slices.Clone(src.Names)
	slices.Sort(names)
	known := make([]string, len(table))
	for i, row := range table {
		known[i] = strings.TrimPrefix(row.Env, prefix)
	}
	var sentences []string
	for _, name := range slices.Compact(names) {
		rest, ours := strings.CutPrefix(strings.ToUpper(name), prefix)
		text, _ := src.Lookup(name)
		if !ours || text == "" || slices.Contains(known, rest) && seen(src, prefix+rest) || serviceLink(names, strings.ToUpper(name)) {
			continue
		}
		if len(sentences) == maxOdd {
			return append(sentences, "there are more variables like that")
		}
		sentences = append(sentences, fmt.Sprintf("%s is not a variable that mockserver reads%s", name, didYouMean(rest, known, prefix)))
	}
	return sentences
}

// seen tells whether a variable is found: on some systems the case of its name means nothing.
func seen(src Source, name string) bool {
	_, ok := src.Lookup(name)
	return ok
}

// linked are the names of variables that Kubernetes and Docker set beside a Service or a container that is linked, whose name begins
// with mockserver: MOCKSERVER_SERVICE_HOST, MOCKSERVER_PORT_8080_TCP_ADDR.
var linked = lazyregexp.New(`_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$`)

// serviceLink tells whether nobody wrote a variable: it is one of a Service. Its NAME_PORT comes with a NAME_SERVICE_HOST.
func serviceLink(names []string, name string) bool {
	service, port := strings.CutSuffix(name, "_PORT")
	return linked.MatchString(name) || port && slices.Contains(names, service+"_SERVICE_HOST")
}
