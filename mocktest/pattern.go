package mocktest

import (
	"fmt"
	"slices"
	"strings"
)

// Pattern says which requests are meant. Its methods return another pattern; the one that they are called on stays as it is.
type Pattern struct {
	method     string // "ANY" for each
	operation  string // "" if it is told by method and path
	location   string // the member that says the path; "" any path
	path       string
	conditions []condition
}

// condition is what one part of a request has to be.
type condition struct {
	place   string // the member of WireMock's patterns
	name    string // "" of the body
	matcher Matcher
}

// Get is GET of a path. Like all paths here it begins with the base path of the document; {names} stand for a segment each, and with
// a query it is meant to the letter.
func Get(path string) Pattern { return Call("GET", path) }

// Post is POST of a path.
func Post(path string) Pattern { return Call("POST", path) }

// Put is PUT of a path.
func Put(path string) Pattern { return Call("PUT", path) }

// Patch is PATCH of a path.
func Patch(path string) Pattern { return Call("PATCH", path) }

// Delete is DELETE of a path.
func Delete(path string) Pattern { return Call("DELETE", path) }

// Call is a method, or ANY, of a path.
func Call(method, path string) Pattern {
	location := "urlPath"
	switch {
	case strings.Contains(path, "?"):
		location = "url"
	case strings.Contains(path, "{"):
		location = "urlPathTemplate"
	}
	return Pattern{method: method, location: location, path: path}
}

// CallMatching is a method, or ANY, of all paths that a regular expression fits as a whole.
func CallMatching(method, expression string) Pattern {
	return Pattern{method: method, location: "urlPathPattern", path: expression}
}

// Anything is each request.
func Anything() Pattern { return Pattern{method: "ANY"} }

// Operation is an operation of a document by its operationId, or by method and path ("GET /things/{id}") where it has none. With
// PathParameter it is looked for under its first base path only.
func Operation(id string) Pattern {
	if id == "" {
		id = `""` // which no document has, and the test is told
	}
	return Pattern{operation: id}
}

// Query asks for a parameter of the query.
func (p Pattern) Query(name string, m Matcher) Pattern { return p.with("queryParameters", name, m) }

// Header asks for a header.
func (p Pattern) Header(name string, m Matcher) Pattern { return p.with("headers", name, m) }

// Cookie asks for a cookie.
func (p Pattern) Cookie(name string, m Matcher) Pattern { return p.with("cookies", name, m) }

// Form asks for a field of a form in the body.
func (p Pattern) Form(name string, m Matcher) Pattern { return p.with("formParameters", name, m) }

// PathParameter asks for what stands in the place of {name} in the path.
func (p Pattern) PathParameter(name string, m Matcher) Pattern {
	return p.with("pathParameters", name, m)
}

// BasicAuth asks for credentials.
func (p Pattern) BasicAuth(user, password string) Pattern {
	return p.with("basicAuthCredentials", "", Matcher{operator: "basicAuthCredentials",
		members: map[string]any{"username": user, "password": password}})
}

// Body asks for a body.
func (p Pattern) Body(m Matcher) Pattern { return p.with("bodyPatterns", "", m) }

// BodyJSON asks for a body of the same JSON value, as EqualToJSON has it.
func (p Pattern) BodyJSON(v any) Pattern { return p.Body(EqualToJSON(v)) }

// BodyJSONPath asks for a body of JSON, as JSONPath has it.
func (p Pattern) BodyJSONPath(path string, found ...Matcher) Pattern {
	return p.Body(JSONPath(path, found...))
}

func (p Pattern) with(place, name string, m Matcher) Pattern {
	p.conditions = append(slices.Clip(p.conditions), condition{place, name, m})
	return p
}

// places are what conditions are called in a sentence.
var places = map[string]string{
	"queryParameters": "query.", "headers": "header.", "cookies": "cookie.", "formParameters": "form.", "pathParameters": "path.",
	"basicAuthCredentials": "credentials", "bodyPatterns": "body",
}

// String is the pattern as failures show it: GET /things with query.limit equalTo "3".
func (p Pattern) String() string {
	text := p.operation
	if text == "" {
		text = strings.TrimSpace(p.method + " " + p.path)
	}
	for i, c := range p.conditions {
		text += []string{" with ", " and "}[min(i, 1)] + c.String()
	}
	return text
}

// String is the place with what it has to be.
func (c condition) String() string {
	if c.place == "basicAuthCredentials" {
		return "the credentials of " + compact(c.matcher.members["username"])
	}
	return places[c.place] + c.name + " " + c.matcher.String()
}

// members are the pattern as WireMock writes it.
func (p Pattern) members(r *running) (map[string]any, error) {
	members := map[string]any{"method": p.method}
	if p.location != "" {
		members[p.location] = p.path
	}
	if p.operation != "" {
		o, err := r.operation(p.operation)
		if err != nil {
			return nil, err
		}
		members = r.placeOf(o, slices.ContainsFunc(p.conditions, func(c condition) bool { return c.place == "pathParameters" }))
	}
	var bodies []map[string]any
	named := map[string]map[string][]Matcher{}
	for _, c := range p.conditions {
		if c.matcher.wrong != nil {
			return nil, fmt.Errorf("%s%s: %w", places[c.place], c.name, c.matcher.wrong)
		}
		switch c.place {
		case "bodyPatterns":
			bodies = append(bodies, c.matcher.members)
		case "basicAuthCredentials":
			members[c.place] = c.matcher.members
		default:
			if named[c.place] == nil {
				named[c.place] = map[string][]Matcher{}
			}
			named[c.place][c.name] = append(named[c.place][c.name], c.matcher)
		}
	}
	for place, byName := range named { // into a map again
		of := map[string]any{}
		for name, list := range byName {
			of[name] = allOf(list).members
		}
		members[place] = of
	}
	if bodies != nil {
		members["bodyPatterns"] = bodies
	}
	return members, nil
}
