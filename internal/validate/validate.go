// Package validate judges a request against the contract of an operation and decodes it; it refuses nothing itself.
package validate

import (
	"net/http"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Request is what is judged.
type Request struct {
	PathNames  []string // the parameters of the path template
	PathValues []string // their values, decoded; parallel to PathNames
	RawQuery   string
	Header     http.Header
	Body       []byte
}

// What Options.UnknownParameters may be.
const (
	Ignore = "ignore"
	Warn   = "warn"
	Reject = "reject"
)

// Options are the choices that the standard leaves open, or that a document's overlay makes.
type Options struct {
	UnknownParameters string              // Ignore, Warn or Reject query parameters that no one describes; "" is Ignore
	EmptyIsAbsent     bool                // an empty value (`type=`) counts as none
	ArraysEither      bool                // commas and repetition both make arrays, whatever explode says
	Aliases           map[string][]string // "header.App-Key" → other names for the same: ["Finicity-App-Key"]
}

// Call is a judged request: decoded values, and everything that is wrong.
type Call struct {
	Params               []Param // in the order of the document
	Body                 any
	MediaType            *spec.MediaType // the one the body is in; nil if there is no body
	Credentials          *value.Object   // scheme name → credentials as presented
	Violations           []violation.Violation
	Unauthenticated      []violation.Violation // not empty: no alternative of the security is met
	UnsupportedMediaType *violation.Violation
	Warnings             []string
}

// Param is one parameter with its value. One that is absent has its default, or nil.
type Param struct {
	*spec.Parameter
	Value any
	Given bool
}

// Param finds a parameter's value by name, or by "in.name" where the name alone is ambiguous; given tells whether
// the request had it (value is the default otherwise, nil if there is none).
func (c *Call) Param(name string) (v any, given bool) {
	for i := range c.Params {
		if c.Params[i].Name == name {
			return c.Params[i].Value, c.Params[i].Given
		}
	}
	in, rest, ok := strings.Cut(name, ".")
	for i := range c.Params {
		if p := &c.Params[i]; ok && p.In == in && p.Name == rest {
			return p.Value, p.Given
		}
	}
	return nil, false
}
