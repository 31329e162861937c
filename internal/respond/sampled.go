package respond

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"mockserver/internal/binding"
	"mockserver/internal/fake"
	"mockserver/internal/problem"
	"mockserver/internal/sample"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// sampled makes the body from the document alone: an example, else a generated value. Where nothing fits what is documented
// of a representation, another that is acceptable will do.
func (a *answering) sampled() error {
	if a.media == nil {
		return nil
	}
	body, err := a.Sample.Body(a.media, sample.Wish{Example: a.Prefer.Example, Dynamic: a.Prefer.Dynamic, Failure: a.answer.Status >= http.StatusBadRequest, Known: a.known()})
	if err != nil {
		first := a.unsatisfiable(err)
		unwritable := !sample.Writable(a.media)
		switch {
		case a.pick(a.accept) == nil && a.sampled() == nil:
			return nil
		case unwritable && a.answer.Status >= http.StatusBadRequest:
			return a.plainProblem()
		}
		return first
	}
	a.answer.MediaType, a.answer.Body, a.answer.Value, a.answer.Source = body.MediaType, body.Bytes, body.Value, FromExample
	if body.Generated {
		a.answer.Source = Generated
	}
	if body.Warning != "" {
		a.warn(body.Warning)
	}
	if !sample.Writable(a.media) {
		a.warn("the answer has no form of its own as " + a.media.Type + ": it is written as JSON")
	}
	return nil
}

// plainProblem answers with a status of an error that is documented as a file only: Swagger 2.0 says of all responses at once
// which media types they have.
func (a *answering) plainProblem() error {
	return &problem.Problem{Kind: problem.Preference, Status: a.answer.Status, Message: fmt.Sprintf(
		"This is the answer %d of %s, which cannot be written as any of its media types.", a.answer.Status, a.Binding.Operation.ID)}
}

// unsatisfiable refuses what the document makes impossible.
func (a *answering) unsatisfiable(err error) error {
	var nothing *fake.Unsatisfiable
	if !errors.As(err, &nothing) {
		return err
	}
	return &problem.Problem{Kind: problem.Unsatisfiable, Message: fmt.Sprintf(
		"Nothing can be made that fits what %s documents of its answer %d: %v.", a.Binding.Operation.ID, a.answer.Status, nothing)}
}

// headers are those of the answer: what x-mock says, and the documented ones. Of an answer from the population only the
// required ones are made up: a number or a link that nobody asked for would contradict the rows.
func (a *answering) headers(said [][2]string) error {
	a.answer.Header = said
	if a.response == nil {
		return nil
	}
	if len(a.response.Headers) == 0 {
		return nil
	}
	response := *a.response
	response.Headers = nil
	for _, h := range a.response.Headers {
		if made := a.location(h.Name); made != "" && !names(said, h.Name) {
			a.answer.Header = append(a.answer.Header, [2]string{h.Name, made})
			continue
		}
		if !names(said, h.Name) && (h.Required || !a.isPopulated() || a.beside) {
			response.Headers = append(response.Headers, h)
		}
	}
	made, err := a.Sample.Headers(&response, sample.Wish{Dynamic: a.Prefer.Dynamic})
	if err != nil {
		return a.unsatisfiable(err)
	}
	a.answer.Header = append(made, a.answer.Header...)
	return nil
}

// location is where the record is that was created (RFC 9110 §10.2.2); "" if the header is another one, or nobody knows.
func (a *answering) location(header string) string {
	if !strings.EqualFold(header, "Location") || !a.isPopulated() || !a.Binding.Lenient() || a.Binding.Action != binding.Create {
		return ""
	}
	link, _ := a.recordLink().(string)
	return link
}

func names(headers [][2]string, name string) bool {
	for _, h := range headers {
		if strings.EqualFold(h[0], name) {
			return true
		}
	}
	return false
}

// known is what the request says of the resource: what its body gives and its path names. Of an error that is asked for,
// it is the status.
func (a *answering) known() []value.Member {
	if !a.isSuccess() {
		return a.knownOfError()
	}
	var known []value.Member
	if o, ok := a.Call.Body.(*value.Object); ok && changes[a.Binding.Operation.Method] {
		known = append(known, o.Members()...)
	}
	operation := a.Binding.Operation
	if a.record != nil && a.Binding.Lenient() {
		known = append(known, value.Member{Name: a.Binding.Collection.Key, Value: a.record.KeyValue()})
	}
	for _, p := range a.Call.Params {
		if p.In != "path" || p.Value == nil {
			continue
		}
		known = append(known, value.Member{Name: p.Name, Value: p.Value})
		if strings.HasSuffix(operation.Template, "{"+p.Name+"}") && strings.HasSuffix(strings.ToLower(p.Name), "id") {
			known = append(known, value.Member{Name: "id", Value: p.Value})
		}
	}
	return known
}

// knownOfError are the usual names of a status and of what it means.
func (a *answering) knownOfError() []value.Member {
	if a.answer.Status < http.StatusBadRequest {
		return nil
	}
	var known []value.Member
	for _, name := range []string{"status", "statusCode", "code"} {
		known = append(known, value.Member{Name: name, Value: int64(a.answer.Status)})
	}
	for _, name := range []string{"title", "message", "detail", "error", "description"} {
		known = append(known, value.Member{Name: name, Value: problem.Title(a.answer.Status)})
	}
	if a.media != nil && spec.BareType(a.media.Type) == problem.MediaType {
		known = append(known, value.Member{Name: "type", Value: "about:blank"}, value.Member{Name: "instance", Value: a.path()})
	}
	return known
}

// path is where the request went, below the server's base: a reference to it for who reads the answer (RFC 9457 §3.1.5).
func (a *answering) path() string {
	path := a.Binding.Operation.Template
	for _, p := range a.Call.Params {
		if p.In == "path" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value.Text(p.Value)))
		}
	}
	return path
}

var changes = map[string]bool{http.MethodPost: true, http.MethodPut: true, http.MethodPatch: true}
