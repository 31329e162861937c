package validate

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// scheme is a security scheme, with what Where of a parameter is.
type scheme struct {
	*spec.Scheme
	where string
}

func schemesOf(alternatives []spec.Requirement) [][]scheme {
	all := make([][]scheme, len(alternatives))
	for i, schemes := range alternatives {
		for j := range schemes {
			s := &schemes[j]
			all[i] = append(all[i], scheme{s, s.In + "." + s.Field})
		}
	}
	return all
}

// security looks for credentials: all schemes of one alternative are needed, and only their presence and form are
// judged. Where no alternative is met, the one that came nearest says what is missing.
func (k *checker) security() {
	k.call.Credentials = value.NewObject(1)
	met := len(k.table.security) == 0
	for _, schemes := range k.table.security {
		lacks := 0
		for i := range schemes {
			credentials, ok := k.credentials(&schemes[i])
			if !ok {
				lacks++
			} else if credentials != "" {
				k.call.Credentials.Set(schemes[i].Name, credentials)
			}
		}
		met = met || lacks == 0
	}
	if !met {
		k.unmet(k.table.security)
	}
}

// unmet says what is missing where no alternative is met.
func (k *checker) unmet(alternatives [][]scheme) {
	missing := make([][]scheme, len(alternatives))
	nearest := 0
	for i, schemes := range alternatives {
		for j := range schemes {
			if _, ok := k.credentials(&schemes[j]); !ok {
				missing[i] = append(missing[i], schemes[j])
			}
		}
		if len(missing[i]) < len(missing[nearest]) {
			nearest = i
		}
	}
	for _, s := range missing[nearest] {
		k.call.Unauthenticated = append(k.call.Unauthenticated, k.unauthenticated(s, missing, nearest))
	}
}

// credentials are what the request presents for a scheme. Of a scheme that leaves no trace in a request, or that the
// document does not define, nothing is asked.
func (k *checker) credentials(s *scheme) (credentials string, ok bool) {
	if s.In == "" || s.Field == "" {
		return "", true
	}
	for _, r := range k.given(s.In, s.Field, s.where) {
		text, _ := r.decode()
		text = strings.TrimSpace(text)
		if s.HTTPScheme == "" && text != "" {
			return text, true
		}
		if s.HTTPScheme == "" {
			continue
		}
		scheme, rest, _ := strings.Cut(text, " ")
		rest = strings.TrimSpace(rest)
		if strings.EqualFold(scheme, s.HTTPScheme) && wellFormed(scheme, rest) {
			return rest, true
		}
	}
	return "", false
}

// texts are what stands where the credentials of a scheme belong.
func (k *checker) texts(s *scheme) []string {
	var texts []string
	for _, r := range k.given(s.In, s.Field, s.where) {
		text, _ := r.decode()
		texts = append(texts, strings.TrimSpace(text))
	}
	return texts
}

// wellFormed tells whether credentials look as their scheme has them; of those but these two it is enough that there
// are some.
func wellFormed(scheme, credentials string) bool {
	switch {
	case strings.EqualFold(scheme, "basic"):
		return isBasic(credentials)
	case strings.EqualFold(scheme, "bearer"):
		return token68.MatchString(credentials)
	}
	return credentials != ""
}

// token68 is the form of the credentials of Bearer (RFC 6750, section 2.1; RFC 9110, section 11.2).
var token68 = lazyregexp.New(`^[A-Za-z0-9._~+/-]+=*$`)

// isBasic tells whether credentials are a user and a password (RFC 7617, section 2).
func isBasic(credentials string) bool {
	text, err := base64.StdEncoding.DecodeString(credentials)
	return err == nil && strings.Contains(string(text), ":")
}

// unauthenticated is the violation of a scheme of the alternative that came nearest; it never repeats credentials.
func (k *checker) unauthenticated(s scheme, missing [][]scheme, nearest int) violation.Violation {
	v := violation.Violation{Where: s.where, Rule: "security", Document: s.Pointer, Limit: s.Name}
	switch {
	case len(missing) > 1:
		v.Expected = wanted(missing, nearest)
	case s.HTTPScheme == "":
		v.Expected = credentialsOf(s) + " that is not empty"
	default:
		v.Expected = credentialsOf(s)
	}
	if texts := k.texts(&s); s.HTTPScheme != "" && len(texts) > 0 && texts[0] != "" {
		v.Received = veiled(texts[0], s.HTTPScheme)
	}
	return v
}

// veiled is the scheme of an Authorization header without the credentials; a single word may be credentials too.
func veiled(text, expected string) string {
	scheme, rest, _ := strings.Cut(text, " ")
	switch {
	case rest == "" && strings.EqualFold(scheme, expected):
		return scheme
	case rest == "" || !schemeName.MatchString(scheme):
		return "…"
	}
	return scheme + " …"
}

// schemeName is what schemes look like (RFC 9110, section 11.1, without what only credentials have).
var schemeName = lazyregexp.New(`^[A-Za-z][A-Za-z-]{0,19}$`)

// maxAlternatives bounds the alternatives of security that a sentence says.
const maxAlternatives = 8

// wanted says what each alternative lacks, the one that came nearest first. Those that lack a scheme of Authorization
// alone are said together.
func wanted(missing [][]scheme, nearest int) string {
	var forms, schemes []string
	first := -1
	for i := range missing {
		lacks := missing[(nearest+i)%len(missing)]
		if len(lacks) == 1 && lacks[0].HTTPScheme != "" {
			if first < 0 {
				first, forms = len(forms), append(forms, "")
			}
			schemes = appendNew(schemes, authorization(lacks[0].HTTPScheme))
			continue
		}
		var all []string
		for _, s := range lacks {
			all = appendNew(all, credentialsOf(s))
		}
		forms = appendNew(forms, violation.Join(all, "and"))
	}
	if first >= 0 {
		forms[first] = "Authorization: " + violation.Join(capped(schemes), "or")
	}
	comma := slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(form, " and ") || strings.Contains(form, " or ") })
	if forms = capped(forms); comma && len(forms) > 1 {
		last := len(forms) - 1
		return strings.Join(forms[:last], ", ") + ", or " + forms[last]
	}
	return violation.Join(forms, "or")
}

func appendNew(words []string, word string) []string {
	if slices.Contains(words, word) {
		return words
	}
	return append(words, word)
}

// capped says how many of too many words are left out.
func capped(words []string) []string {
	if more := len(words) - maxAlternatives; more > 0 {
		return append(slices.Clone(words[:maxAlternatives]), "one of "+strconv.Itoa(more)+" others")
	}
	return words
}

// credentialsOf says what a scheme asks for.
func credentialsOf(s scheme) string {
	if s.HTTPScheme != "" {
		return "Authorization: " + authorization(s.HTTPScheme)
	}
	place := map[string]string{"header": "a header ", "query": "a query parameter ", "cookie": "a cookie "}
	return place[s.In] + s.Field
}

// authorization is the form of the header Authorization that a scheme has.
func authorization(scheme string) string {
	if strings.EqualFold(scheme, "basic") {
		return "Basic <base64 of user:password>"
	}
	return strings.ToUpper(scheme[:1]) + scheme[1:] + " <credentials>"
}
