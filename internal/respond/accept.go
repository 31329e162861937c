package respond

import (
	"cmp"
	"mime"
	"slices"
	"strconv"
	"strings"
)

// mediaRange is one of those of an Accept header (RFC 9110 §12.5.1).
type mediaRange struct {
	kind, subtype string            // "*" for any
	parameters    map[string]string // without q and charset; by names in small letters
	quality       float64
	position      int
}

// maxRanges is how many ranges of a header are heeded.
const maxRanges = 200

// readAccept reads the ranges; what is none is passed over, as RFC 9110 lets servers do.
func readAccept(accept string) []mediaRange {
	var ranges []mediaRange
	for i, part := range splitList(accept) {
		if len(ranges) == maxRanges {
			break
		}
		bare, parameters, err := mime.ParseMediaType(part)
		kind, subtype, ok := strings.Cut(bare, "/")
		if err != nil || !ok {
			continue
		}
		r := mediaRange{kind: kind, subtype: subtype, parameters: parameters, quality: 1, position: i}
		if q, given := parameters["q"]; given {
			if r.quality, err = strconv.ParseFloat(q, 64); err != nil || !(r.quality >= 0 && r.quality <= 1) {
				continue
			}
		}
		delete(parameters, "q")
		delete(parameters, "charset") // all that is written is UTF-8
		ranges = append(ranges, r)
	}
	return ranges
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
	bare, parameters, err := mime.ParseMediaType(mediaType)
	if err != nil {
		bare, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	}
	kind, subtype, _ := strings.Cut(strings.TrimSpace(bare), "/")
	return offer{kind, subtype, parameters}
}

// specificity is how closely the range names a media type.
func (r mediaRange) specificity(o offer) int {
	switch {
	case r.kind == "*" && r.subtype == "*":
		return anyType
	case r.kind != o.kind:
		return none
	case r.subtype == "*":
		return anySubtype
	case r.subtype == o.subtype:
		return r.byParameters(o.parameters)
	case strings.HasSuffix(o.subtype, "+"+r.subtype) && (r.subtype == "json" || r.subtype == "xml"):
		return suffix
	}
	return none
}

// byParameters is how close a range of the very type is: a parameter that says otherwise rules it out; one that the type
// does not have does not, since documents mostly leave them out.
func (r mediaRange) byParameters(parameters map[string]string) int {
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

// negotiate picks one of the offered media types, the preferred first, by an Accept header: by quality, then the more
// closely named, then the earlier in the header, then the earlier offered. An empty header admits all; -1 means that none
// is admitted.
func negotiate(accept string, offered []string) int {
	if strings.Trim(accept, ", \t") == "" && len(offered) > 0 { // an empty list wishes nothing (RFC 9110 §5.6.1.2)
		return 0
	}
	type match struct {
		mediaRange
		offer, close int
	}
	ranges := readAccept(accept)
	var matches []match
	for i, mediaType := range offered {
		best, one := match{offer: i}, readOffer(mediaType)
		for _, r := range ranges {
			if close := r.specificity(one); close > best.close {
				best.mediaRange, best.close = r, close
			}
		}
		if best.close > none && best.quality > 0 {
			matches = append(matches, best)
		}
	}
	if len(matches) == 0 {
		return -1
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.quality, a.quality), b.close-a.close, a.position-b.position)
	})
	return matches[0].offer
}
