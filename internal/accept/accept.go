// Package accept picks among media types as an Accept header wishes (RFC 9110 §12.5.1).
package accept

import (
	"cmp"
	"mime"
	"slices"
	"strconv"
	"strings"
)

// Range is one of the media ranges of a header.
type Range struct {
	Kind, Subtype string            // in small letters; "*" for any
	parameters    map[string]string // without q and charset; by names in small letters
	quality       float64           // from 0 to 1
	position      int
}

// maxRanges is how many ranges of a header are heeded.
const maxRanges = 200

// Read reads the ranges of a header; what is none is passed over, as RFC 9110 lets servers do.
func Read(header string) []Range {
	var ranges []Range
	for i, part := range splitList(header) {
		if len(ranges) == maxRanges {
			break
		}
		bare, parameters, err := parse(part)
		kind, subtype, ok := strings.Cut(bare, "/")
		if err != nil || !ok {
			continue
		}
		r := Range{Kind: kind, Subtype: subtype, parameters: parameters, quality: 1, position: i}
		if q, given := parameters["q"]; given {
			if r.quality, ok = weight(q); !ok {
				continue
			}
		}
		delete(parameters, "q")
		delete(parameters, "charset") // all that is written is UTF-8
		ranges = append(ranges, r)
	}
	return ranges
}

// parse is mime.ParseMediaType, but without a map for a type that is plain, as most are (BenchmarkMiss… in package server).
func parse(text string) (bare string, parameters map[string]string, err error) {
	text = strings.TrimSpace(text)
	slashes := 0
	for i := range len(text) {
		c := text[i]
		if c == '/' && i > 0 && i < len(text)-1 {
			slashes++
		} else if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '*' || c == '+' || c == '-' || c == '.') {
			return mime.ParseMediaType(text)
		}
	}
	if slashes != 1 {
		return mime.ParseMediaType(text)
	}
	return text, nil, nil
}

// weight reads a q.
func weight(q string) (quality float64, ok bool) {
	quality, err := strconv.ParseFloat(q, 64)
	return quality, err == nil && quality >= 0 && quality <= 1
}

// BadWeight is the first q of a header that is no weight, and so costs its range; "" if there is none.
func BadWeight(header string) string {
	for _, part := range splitList(header) {
		_, parameters, err := mime.ParseMediaType(part)
		if q, given := parameters["q"]; given && err == nil {
			if _, ok := weight(q); !ok {
				return q
			}
		}
	}
	return ""
}

// splitList splits at the commas that do not stand in a quoted string.
func splitList(list string) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			parts = append(parts, list[start:i])
			start = i + 1
		}
	}
	return append(parts, list[start:])
}

// How closely a range names a media type; none means that it does not admit it.
const (
	none = iota
	anyType
	anySubtype
	suffix // application/json admits application/hal+json, though RFC 9110 does not say so: a client that reads the one reads the other
	exact
	withParameters
)

// offer is a media type that an answer can have.
type offer struct {
	kind, subtype string
	parameters    map[string]string
}

func readOffer(mediaType string) offer {
	bare, parameters, err := parse(mediaType)
	if err != nil {
		bare, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	}
	kind, subtype, _ := strings.Cut(strings.TrimSpace(bare), "/")
	return offer{kind, subtype, parameters}
}

// specificity is how closely the range names a media type.
func (r Range) specificity(o offer) int {
	switch {
	case r.Kind == "*" && r.Subtype == "*":
		return anyType
	case r.Kind != o.kind:
		return none
	case r.Subtype == "*", strings.HasPrefix(r.Subtype, "*+") && strings.HasSuffix(o.subtype, r.Subtype[1:]):
		return anySubtype // clients write application/*+json, though RFC 9110 has no such range
	case r.Subtype == o.subtype:
		return r.byParameters(o.parameters)
	case strings.HasSuffix(o.subtype, "+"+r.Subtype) && (r.Subtype == "json" || r.Subtype == "xml"):
		return suffix
	}
	return none
}

// byParameters is how close a range of the very type is: a parameter that says otherwise rules it out; one that the type
// does not have does not, since documents mostly leave them out.
func (r Range) byParameters(parameters map[string]string) int {
	close := exact
	for name, want := range r.parameters {
		has, given := parameters[name]
		if given && has != want {
			return none
		}
		if given {
			close = withParameters
		}
	}
	return close
}

// Pick is the index of one of the offered media types, the preferred first, by an Accept header: by quality, then the more
// closely named, then the earlier in the header, then the earlier offered. An empty header admits all; -1 means that none
// is admitted.
func Pick(header string, offered []string) int {
	if strings.Trim(header, ", \t") == "" && len(offered) > 0 { // an empty list wishes nothing (RFC 9110 §5.6.1.2)
		return 0
	}
	if at := pickUsual(header, offered); at >= 0 {
		return at
	}
	ranges := Read(header)
	best, found := judgement{}, -1
	for i, mediaType := range offered {
		if one := judge(ranges, mediaType); one.close > none && one.quality > 0 && (found < 0 || one.before(best)) {
			best, found = one, i
		}
	}
	return found
}

// pickUsual is Pick of the headers that most clients send, if there is nothing to weigh; else -1.
func pickUsual(header string, offered []string) int {
	const usual = "application/json"
	switch header {
	case "*/*":
		return min(0, len(offered)-1)
	case usual:
		at := slices.IndexFunc(offered, func(o string) bool { return strings.HasPrefix(strings.ToLower(strings.TrimSpace(o)), usual) })
		if at >= 0 && offered[at] == usual { // not behind one with parameters, which it admits as well
			return at
		}
	}
	return -1
}

// Quality is how much a header wishes a media type, from 0 to 1; 0 if it does not name it, as where there is no header.
func Quality(header, mediaType string) float64 { return judge(Read(header), mediaType).quality }

// judgement is what the closest of some ranges says of a media type.
type judgement struct {
	Range
	close int
}

// before tells whether what is judged so is preferred.
func (j judgement) before(other judgement) bool {
	return cmp.Or(cmp.Compare(other.quality, j.quality), other.close-j.close, j.position-other.position) < 0
}

func judge(ranges []Range, mediaType string) judgement {
	var best judgement
	one := readOffer(mediaType)
	for _, r := range ranges {
		if close := r.specificity(one); close > best.close {
			best = judgement{r, close}
		}
	}
	return best
}
