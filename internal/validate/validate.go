// Package validate judges a request against the contract of an operation and decodes it; it refuses nothing itself.
package validate

import (
	"net/http"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Request is what is judged.
type Request struct {
	PathNames  []string // the parameters of the path template
	PathValues []string // their values, decoded; parallel to PathNames
	PathRaw    []string // their texts as they are in the escaped path, parallel to PathNames; nil: PathValues are read
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

// defaultMaxBody is the most bytes of a decompressed body where Options does not say it.
const defaultMaxBody = 10 << 20

// Options are the choices that the standard leaves open, or that a document's overlay makes. The zero Options are fine.
type Options struct {
	UnknownParameters string              // Ignore, Warn or Reject query parameters that no one describes; "" is Ignore
	EmptyIsAbsent     bool                // an empty value (`type=`) counts as none
	ArraysEither      bool                // commas and repetition both make arrays, whatever explode says
	Int64             bool                // an integer beyond 64 bits is refused: what answers cannot reckon with it
	Aliases           map[string][]string // "header.App-Key" → other names for the same: ["Finicity-App-Key"]
	Reserved          []string            // query parameters that are ours: never unknown, never part of an open object
	MaxBody           int64               // bytes of a body once it is decompressed; 0: 10 MiB
	Limits            limit.Set           // those of requests; the zero Set: limit.Default()
}

// fill puts the defaults where nothing is said.
func (o *Options) fill() {
	if o.MaxBody == 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.Limits == (limit.Set{}) {
		o.Limits = limit.Default()
	}
}

// Call is a judged request: decoded values, and everything that is wrong.
type Call struct {
	Params               []Param         // in the order of the document
	Body                 any             // of a form, multipart or XML body as of JSON: what its schema makes of it; else a string
	MediaType            *spec.MediaType // the one the body is in; nil if there is no body
	Credentials          *value.Object   // scheme name → credentials as presented
	Violations           []violation.Violation
	Unauthenticated      []violation.Violation // not empty: no alternative of the security is met
	UnsupportedMediaType *violation.Violation  // 415: its media type, charset or coding is none that can be read
	TooLarge             *violation.Violation  // 413: larger than Options.MaxBody once decompressed; in Violations too
	Warnings             []string
	Listed               int // the limit listed-errors

	table *table
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
