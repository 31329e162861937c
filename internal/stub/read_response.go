package stub

import (
	"encoding/base64"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

var responseMembers = append([]string{"status", "statusMessage", "headers", "body", "jsonBody", "base64Body", "fault", "mockserver"}, fault.PaceMembers...)

var refusedOfResponse = map[string]string{
	"bodyFileName":                  "the control API reads no files; expected body, jsonBody or base64Body",
	"proxyBaseUrl":                  calls,
	"proxyUrlPrefixToRemove":        calls,
	"additionalProxyRequestHeaders": calls,
	"removeProxyRequestHeaders":     calls,
	"transformers":                  `mockserver has no templates; an answer that fits the request comes of {"mockserver": {"answer": "contract"}}`,
	"transformerParameters":         "mockserver has no templates",
}

// readResponse reads the "response" of a mapping; nil is an empty 200.
func readResponse(n *tree.Node, at string, c Config) (*Response, error) {
	r := &Response{Status: http.StatusOK}
	if n == nil {
		return r, nil
	}
	if err := object(n, at, responseMembers, refusedOfResponse); err != nil {
		return nil, err
	}
	for _, part := range []func(n *tree.Node, at string) error{
		r.readStatus, r.readHeaders, r.readBody, r.readContract,
		func(n *tree.Node, at string) (err error) { r.Pace, err = fault.ReadPace(n, at, c.Limits); return err },
		func(n *tree.Node, at string) (err error) {
			r.Fault, err = fault.ReadBreak(member(n, "fault"), tree.Join(at, "fault"))
			return err
		},
	} {
		if err := part(n, at); err != nil {
			return nil, err
		}
	}
	if bodiless := r.Status == http.StatusNoContent || r.Status == http.StatusNotModified; bodiless && len(r.Body) > 0 {
		return nil, given.Wrong(tree.Join(at, "status"), "an answer with %d has no body (RFC 9110, section 6.4.1); expected none beside it.", r.Status)
	}
	return r, nil
}

// The statuses that an answer may have: those below only announce another one.
const leastStatus, mostStatus = 200, 999

func (r *Response) readStatus(n *tree.Node, at string) error {
	if status := member(n, "status"); status != nil {
		i, err := given.Int(status, tree.Join(at, "status"), leastStatus, mostStatus)
		if err != nil {
			return err
		}
		r.Status = int(i)
	}
	message, err := given.Text(member(n, "statusMessage"), tree.Join(at, "statusMessage"))
	if err != nil {
		return err
	}
	if message == "" || message == http.StatusText(r.Status) {
		return nil
	}
	return given.Wrong(tree.Join(at, "statusMessage"),
		"statusMessage is not supported: the status line says what is standard for the status; expected none or that of %d, %q.", r.Status, http.StatusText(r.Status))
}

func (r *Response) readHeaders(n *tree.Node, at string) error {
	headers, at := member(n, "headers"), tree.Join(at, "headers")
	if headers == nil {
		return nil
	}
	if !headers.Is(tree.Object) {
		return given.Known(headers, at, nil, nil)
	}
	r.Header = make(http.Header, headers.Len())
	for i, name := range headers.Keys {
		at, of := tree.Join(at, name), headers.Items[i]
		if !isToken(name) {
			return given.Wrong(at, "%q is no name of a header; expected letters, digits and !#$%%&'*+-.^_`|~.", value.Cut(name, 81))
		}
		values := []*tree.Node{of}
		if of.Is(tree.Array) {
			values = of.Items
		}
		for _, v := range values {
			text, err := given.Text(v, at)
			if err != nil {
				return err
			}
			if strings.ContainsAny(text, "\r\n\x00") {
				return given.Wrong(at, "a header has one line; expected a text without line breaks.")
			}
			key := textproto.CanonicalMIMEHeaderKey(name)
			if err := framing(at, key, text); err != nil {
				return err
			}
			r.Header[key] = append(r.Header[key], text)
		}
	}
	return nil
}

// framing refuses what a header cannot say: how a body is sent but by its length and in chunks, and what mockserver did.
func framing(at, name, text string) error {
	switch name {
	case "Content-Length":
		if n, err := strconv.Atoi(text); err != nil || n < 0 {
			return given.Wrong(at, "this is %q; expected a length in bytes.", value.Cut(text, 81))
		}
	case "Transfer-Encoding":
		if text != "chunked" {
			return given.Wrong(at, "this is %q; expected chunked, which is all that can be sent.", value.Cut(text, 81))
		}
	}
	if strings.HasPrefix(name, "Mockserver-") {
		return given.Wrong(at, "%s says what mockserver did; a stub cannot.", name)
	}
	return nil
}

// isToken tells whether a text is a token of RFC 9110, as names of headers and methods are.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
	})
}

// readBody reads the one body that there is. An empty one beside another says nothing: clients write it.
func (r *Response) readBody(n *tree.Node, at string) error {
	by := ""
	take := func(name string, body []byte) error {
		if len(body) == 0 {
			return nil
		}
		if by != "" {
			return given.Wrong(tree.Join(at, name), "there is %s already; expected one body.", by)
		}
		by, r.Body = name, body
		return nil
	}
	text, err := given.Text(member(n, "body"), tree.Join(at, "body"))
	if err != nil {
		return err
	}
	if err = take("body", []byte(text)); err != nil {
		return err
	}
	if of := member(n, "jsonBody"); of != nil {
		if err = take("jsonBody", value.AppendJSON(nil, of.Value())); err != nil {
			return err
		}
		r.typed("application/json")
	}
	coded, err := given.Text(member(n, "base64Body"), tree.Join(at, "base64Body"))
	if err != nil {
		return err
	}
	decoded, err := base64.StdEncoding.DecodeString(coded)
	if err != nil {
		return given.Wrong(tree.Join(at, "base64Body"), "this is no base64; expected letters, digits, + and /, with = at the end.")
	}
	return take("base64Body", decoded)
}

// typed says the media type of the body, where the mapping does not: clients that go by it would not read the JSON.
func (r *Response) typed(mediaType string) {
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if len(r.Header.Values("Content-Type")) == 0 {
		r.Header.Set("Content-Type", mediaType)
	}
}

func (r *Response) readContract(n *tree.Node, at string) error {
	of, inside := member(n, "mockserver"), tree.Join(at, "mockserver")
	if of == nil {
		return nil
	}
	if err := object(of, inside, []string{"answer", "status", "example"}, nil); err != nil {
		return err
	}
	if member(of, "answer") == nil {
		return given.Wrong(tree.Join(inside, "answer"), `this is missing; expected "contract".`)
	}
	if _, err := given.Word(of.Get("answer"), tree.Join(inside, "answer"), "contract"); err != nil {
		return err
	}
	c := &Contract{}
	if member(n, "status") != nil {
		c.Status = r.Status
	}
	if status := member(of, "status"); status != nil { // clients write 200 beside it without being asked
		i, err := given.Int(status, tree.Join(inside, "status"), leastStatus, mostStatus)
		if err != nil {
			return err
		}
		if c.Status != 0 && c.Status != http.StatusOK && c.Status != int(i) {
			return given.Wrong(tree.Join(inside, "status"), "this is %d, but the status beside mockserver is %d; expected one of them.", i, c.Status)
		}
		c.Status = int(i)
	}
	example, err := given.Text(member(of, "example"), tree.Join(inside, "example"))
	if err != nil {
		return err
	}
	if len(r.Body) > 0 {
		return given.Wrong(inside, "the contract makes the body of this answer; expected none beside it.")
	}
	c.Example, r.Contract = example, c
	return nil
}
