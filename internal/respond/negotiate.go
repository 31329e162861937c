package respond

import (
	"mime"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/spec"
)

// wish is one media range of an Accept header (RFC 9110 §12.5.1).
type wish struct {
	kind, subtype string // "*" for any
	quality       float64
	position      int
}

// readAccept reads the wishes; what is not a media range is passed over, as RFC 9110 lets servers do.
func readAccept(accept string) []wish {
	var wishes []wish
	for i, part := range strings.Split(accept, ",") {
		bare, params, err := mime.ParseMediaType(part)
		kind, subtype, ok := strings.Cut(bare, "/")
		if err != nil || !ok {
			continue
		}
		w := wish{kind: kind, subtype: subtype, quality: 1, position: i}
		if q, given := params["q"]; given {
			if w.quality, err = strconv.ParseFloat(q, 64); err != nil || !(w.quality >= 0 && w.quality <= 1) {
				continue
			}
		}
		wishes = append(wishes, w)
	}
	return wishes
}

// specificity is 0 if the range does not admit the type, more the more closely it names it.
func (w wish) specificity(mediaType string) int {
	kind, subtype, _ := strings.Cut(spec.BareType(mediaType), "/")
	switch {
	case w.kind == kind && w.subtype == subtype:
		return 3
	case w.kind == kind && w.subtype == "*":
		return 2
	case w.kind == "*" && w.subtype == "*":
		return 1
	}
	return 0
}

// negotiate picks from the offered media types, the preferred first, by an Accept header: by quality, then the more
// closely named, then the earlier in the header, then the earlier offered. An empty header admits all; ok is false
// if nothing is admitted.
func negotiate(accept string, offered []string) (mediaType string, ok bool) {
	if len(offered) == 0 {
		return "", true
	}
	if strings.Trim(accept, ", \t") == "" { // an empty list wishes nothing (RFC 9110 §5.6.1.2)
		return offered[0], true
	}
	wishes := readAccept(accept)
	type match struct {
		mediaType string
		wish
		specific int
	}
	var matches []match
	for _, offer := range offered {
		best := match{mediaType: offer}
		for _, w := range wishes {
			if s := w.specificity(offer); s > best.specific {
				best.wish, best.specific = w, s
			}
		}
		if best.specific > 0 && best.quality > 0 {
			matches = append(matches, best)
		}
	}
	if len(matches) == 0 {
		return "", false
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		switch {
		case a.quality != b.quality:
			if a.quality > b.quality {
				return -1
			}
			return 1
		case a.specific != b.specific:
			return b.specific - a.specific
		}
		return a.position - b.position
	})
	return matches[0].mediaType, true
}
