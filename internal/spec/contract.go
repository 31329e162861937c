package spec

import (
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// Contract is a compiled operation; read only.
type Contract struct {
	Parameters []*Parameter // those of the path item that are not overridden, then the operation's
	Body       *RequestBody // nil: none is described
	Security   []Requirement
	Responses  []*Response // in the order of the document
}

// Parameter is one parameter, with the defaults of the standard filled in.
type Parameter struct {
	Name          string
	In            string // path query header cookie
	Required      bool
	Style         string // form simple label matrix spaceDelimited pipeDelimited deepObject
	Explode       bool
	AllowReserved bool
	AllowEmpty    bool           // allowEmptyValue
	Schema        *schema.Schema // nil: any value, or Content says
	Content       *MediaType     // of a parameter that is serialised as a media type
	Pointer       string
	Node          *tree.Node
}

// RequestBody says what a request's body may be.
type RequestBody struct {
	Required bool
	Content  []*MediaType
	Pointer  string
}

// MediaType is one representation of a body.
type MediaType struct {
	Type    string         // as written: "application/json", "text/*"
	Schema  *schema.Schema // nil: anything
	Node    *tree.Node
	Pointer string
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

// Success is the documented answer to a request that went well: the first 2xx of the document, else "2XX", else
// "default"; nil if there is none.
func (c *Contract) Success() *Response {
	var other *Response
	for _, r := range c.Responses {
		switch {
		case r.Status == "2XX":
			other = r
		case r.Status[0] == '2':
			return r
		case r.Status == "default" && other == nil:
			other = r
		}
	}
	return other
}
