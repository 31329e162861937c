package spec

import (
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// Contract is a compiled operation; read only.
type Contract struct {
	Parameters []*Parameter // those of the path item that are not overridden, then the operation's
	Body       *RequestBody // nil: none is described
	Security   []Requirement
	Responses  []*Response // in the order of the document, each status once
	Findings   []Finding   // what only compiling showed, and what did not keep the operation from being served

	Kept atomic.Value // what who judges requests found out about it, once

	askingOnce sync.Once
	asking     *Contract
}

// Asking is the contract of the parameters alone, always the same one, so that what is kept with it stays.
func (c *Contract) Asking() *Contract {
	c.askingOnce.Do(func() { c.asking = &Contract{Parameters: c.Parameters} })
	return c.asking
}

// Parameter is one parameter, with the defaults of the standard filled in.
type Parameter struct {
	Name          string
	In            string // path query header cookie; querystring, the whole of the query, which Content describes
	Required      bool
	Style         string // form simple label matrix spaceDelimited pipeDelimited deepObject cookie; of Swagger 2.0 also tabDelimited, and the delimited ones in any place
	Explode       bool
	AllowReserved bool
	AllowEmpty    bool           // allowEmptyValue
	Schema        *schema.Schema // nil: any value, or Content says
	Content       *MediaType     // of a parameter that is serialised as a media type
	Pointer       string
	Node          *tree.Node
	where         string // what Where gives; "" of one that is put together on the way
}

// Where is the place and the name of a parameter, as violations say it: "query.limit".
func (p *Parameter) Where() string {
	if p.where != "" {
		return p.where
	}
	return p.In + "." + p.Name
}

// RequestBody says what a request's body may be.
type RequestBody struct {
	Required bool
	Content  []*MediaType
	Pointer  string
	Types    string // the pointer of what says the media types
}

// MediaType is one representation of a body.
type MediaType struct {
	Type     string         // as written: "application/json", "text/*"
	Schema   *schema.Schema // nil: anything
	Item     *schema.Schema // of each item of a sequence such as ndjson: itemSchema of OpenAPI 3.2; nil: none is given
	Encoding []*Encoding    // of the properties of a form or the parts of a multipart body, in the order of the document
	Examples []Example      // the media type's own: example, then the named ones; those of the schema are apart
	Node     *tree.Node
	Pointer  string
}

// Encoding says how one property of a body is serialised (OpenAPI 3.1, section 4.8.15).
type Encoding struct {
	Name          string
	ContentType   string // as written, which may be a list with commas and ranges; "" by the type of the property
	Headers       []Header
	AllowEmpty    bool   // an empty text stands for none, of Swagger 2.0's allowEmptyValue
	Required      bool   // of such a one: its name has to be there, whatever the schema says
	Style         string // "" if neither style, explode nor allowReserved is given: then ContentType counts
	Explode       bool
	AllowReserved bool
	Pointer       string
}

// Example is one example of a media type.
type Example struct {
	Name  string // "" of the single one
	Value any
	Text  *string // of 3.2's serializedValue: the body as it is written; then Value is nil
}

// Response is a documented answer.
type Response struct {
	Status  string // "200", "4XX" or "default"
	Content []*MediaType
	Headers []Header
	Node    *tree.Node
	Pointer string
}

// Header is one header of an answer.
type Header struct {
	Name     string
	Required bool
	Schema   *schema.Schema
	Node     *tree.Node
	Pointer  string
}

// Requirement is one alternative of the security of an operation: all its schemes are needed. An empty one makes
// security optional.
type Requirement []Scheme

// Scheme is a security scheme as it is used by a Requirement.
type Scheme struct {
	Name       string   // in components.securitySchemes
	Type       string   // apiKey http oauth2 openIdConnect mutualTLS; "" where the document does not define it
	In         string   // header query cookie: where the credentials are; "" if they cannot be seen in a request
	Field      string   // the name of that header, query parameter or cookie
	HTTPScheme string   // of credentials in Authorization: "Basic", "Bearer", "Token"; as written
	Scopes     []string // what the requirement asks of the credentials
	Pointer    string
}

// Response is the documented answer for a status: the exact one, else that of its class ("4XX"), else "default";
// nil if there is none.
func (c *Contract) Response(status int) *Response {
	text := strconv.Itoa(status)
	for _, want := range []string{text, text[:1] + "XX", "default"} {
		for _, r := range c.Responses {
			if r.Status == want {
				return r
			}
		}
	}
	return nil
}

// Success is the documented answer to a request that went well: the lowest 2xx, else "2XX", else "default", which is what
// is not declared: where a redirection is, that is no success. (304 is none: it answers conditions alone, RFC 9110 §15.4.5.) It is nil if
// there is none.
func (c *Contract) Success() *Response {
	var best *Response
	redirects := slices.ContainsFunc(c.Responses, func(r *Response) bool { return r.Status[0] == '3' && r.Status != "304" })
	for _, r := range c.Responses {
		if (r.Status[0] == '2' || r.Status == "default" && !redirects) && (best == nil || r.Status < best.Status) {
			best = r // digits come before the X of a class, and that before default
		}
	}
	return best
}
