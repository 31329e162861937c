package validate

import (
	"encoding/base64"
	"math"
	"regexp"
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// security looks for credentials: all schemes of one alternative are needed, and only their presence and form are
// judged. Where no alternative is met, the one that came nearest says what is missing.
func (k *checker) security(alternatives []spec.Requirement) {
	k.call.Credentials = value.NewObject(1)
	nearest, fewest := -1, math.MaxInt
	for i, schemes := range alternatives {
		missing := 0
		for _, s := range schemes {
			credentials, ok := k.credentials(s)
			if !ok {
				missing++
			} else if credentials != "" {
				k.call.Credentials.Set(s.Name, credentials)
			}
		}
		if missing < fewest {
			nearest, fewest = i, missing
		}
	}
	if nearest < 0 || fewest == 0 {
		return
	}
	for _, s := range alternatives[nearest] {
		if _, ok := k.credentials(s); !ok {
			k.call.Unauthenticated = append(k.call.Unauthenticated, k.unauthenticated(s, alternatives))
		}
	}
}

// credentials are what the request presents for a scheme. Of a scheme that leaves no trace in a request, or that the
// document does not define, nothing is asked.
func (k *checker) credentials(s spec.Scheme) (credentials string, ok bool) {
	if s.In == "" || s.Field == "" {
		return "", true
	}
	texts := k.texts(s)
	if s.HTTPScheme == "" {
		i := slices.IndexFunc(texts, func(text string) bool { return text != "" })
		if i < 0 {
			return "", false
		}
		return texts[i], true
	}
	for _, text := range texts {
		scheme, rest, _ := strings.Cut(text, " ")
		rest = strings.TrimSpace(rest)
		if strings.EqualFold(scheme, s.HTTPScheme) && wellFormed(scheme, rest) {
			return rest, true
		}
	}
	return "", false
}

// texts are what stands where the credentials of a scheme belong.
func (k *checker) texts(s spec.Scheme) []string {
	var texts []string
	for _, r := range k.given(s.In, s.Field) {
		text, _ := r.decode()
		texts = append(texts, strings.TrimSpace(text))
	}
	return texts
}

// wellFormed tells whether credentials look as their scheme has them; of those but these two it is enough that there
// are some.
func wellFormed(scheme, credentials string) bool {
	switch strings.ToLower(scheme) {
	case "basic":
		return isBasic(credentials)
	case "bearer":
		return token68.MatchString(credentials)
	}
	return credentials != ""
}

// token68 is the form of the credentials of Bearer (RFC 6750, section 2.1; RFC 9110, section 11.2).
var token68 = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// isBasic tells whether credentials are a user and a password (RFC 7617, section 2).
func isBasic(credentials string) bool {
	text, err := base64.StdEncoding.DecodeString(credentials)
	return err == nil && strings.Contains(string(text), ":")
}

// unauthenticated is the violation of a scheme; it never repeats credentials.
func (k *checker) unauthenticated(s spec.Scheme, alternatives []spec.Requirement) violation.Violation {
	v := violation.Violation{Where: s.In + "." + s.Field, Rule: "security", Document: s.Pointer, Limit: s.Name}
	if s.HTTPScheme == "" {
		place := map[string]string{"header": "a header ", "query": "a query parameter ", "cookie": "a cookie "}
		v.Expected = place[s.In] + s.Field + " that is not empty"
		return v
	}
	v.Expected = "Authorization: " + joined(httpSchemes(alternatives))
	if texts := k.texts(s); len(texts) > 0 && texts[0] != "" {
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
var schemeName = regexp.MustCompile(`^[A-Za-z][A-Za-z-]{0,19}$`)

// httpSchemes are the forms of the header Authorization that any alternative takes.
func httpSchemes(alternatives []spec.Requirement) []string {
	var forms []string
	for _, schemes := range alternatives {
		for _, s := range schemes {
			if s.HTTPScheme == "" {
				continue
			}
			form := strings.ToUpper(s.HTTPScheme[:1]) + s.HTTPScheme[1:] + " <credentials>"
			if strings.EqualFold(s.HTTPScheme, "basic") {
				form = "Basic <base64 of user:password>"
			}
			if !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
	}
	return forms
}

// joined is "a, b or c".
func joined(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
