package conformance

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// response finds the documented response for a status in the raw document, nil if there is none.
func (d *document) response(o *spec.Operation, status int) (map[string]any, string) {
	raw, at, _ := d.operation(o)
	responses, at := d.member(raw, at, "responses")
	text := strconv.Itoa(status)
	for _, key := range []string{text, text[:1] + "XX", "default"} {
		if responses[key] != nil {
			return d.member(responses, at, key)
		}
	}
	return nil, ""
}

// content are the media types of a raw response, each with the pointer of its schema, "" if it has none.
func (d *document) content(o *spec.Operation, response map[string]any, at string) map[string]string {
	all := map[string]string{}
	if d.swagger() {
		if response["schema"] == nil {
			return all
		}
		raw, _, _ := d.operation(o)
		produces := words(raw["produces"])
		if raw["produces"] == nil {
			produces = words(d.raw["produces"])
		}
		if len(produces) == 0 {
			produces = []any{"application/json"}
		}
		for _, name := range produces {
			all[name.(string)] = tree.Join(at, "schema")
		}
		return all
	}
	content, contentAt := d.member(response, at, "content")
	for name := range content {
		media, mediaAt := d.member(content, contentAt, name)
		all[name] = ""
		if media["schema"] != nil {
			all[name] = tree.Join(mediaAt, "schema")
		}
	}
	return all
}

// fault says how an answer breaks the document, nil if it does not.
func (j *judge) fault(o *spec.Operation, w *httptest.ResponseRecorder) error {
	d := j.document
	response, at := d.response(o, w.Code)
	if response == nil {
		return j.undocumented(w)
	}
	if err := j.headers(response, at, w.Header()); err != nil {
		return err
	}
	content := d.content(o, response, at)
	got := w.Header().Get("Content-Type")
	if len(content) == 0 {
		if w.Code < 400 && w.Body.Len() > 0 {
			return fmt.Errorf("%d has no content in the document, yet a body of %d bytes was sent", w.Code, w.Body.Len())
		}
		return nil
	}
	if w.Body.Len() == 0 && (w.Code == 204 || w.Code == 304) {
		return nil
	}
	name, ok := mediaTypeOf(got, content)
	if !ok {
		if w.Code >= 400 && got == "application/problem+json" {
			return j.undocumented(w)
		}
		return fmt.Errorf("%d was sent as %q, which is none of its media types", w.Code, got)
	}
	return j.body(got, content[name], w.Body.Bytes())
}

// undocumented judges an answer that the document does not describe: a refusal as problem+json, never a success.
func (j *judge) undocumented(w *httptest.ResponseRecorder) error {
	responses := w.Code >= 400 || w.Body.Len() == 0
	if !responses {
		return fmt.Errorf("%d is not in the document", w.Code)
	}
	if w.Body.Len() == 0 {
		return nil
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		return fmt.Errorf("%d is not in the document and was sent as %q", w.Code, got)
	}
	_, err := decode(w.Body.Bytes())
	return err
}

// mediaTypeOf finds the documented media type of a Content-Type: the very one, the one without parameters, a range.
func mediaTypeOf(got string, content map[string]string) (string, bool) {
	bare, _, err := mime.ParseMediaType(got)
	if err != nil {
		return "", false
	}
	if _, ok := content[got]; ok {
		return got, true
	}
	kind, _, _ := strings.Cut(bare, "/")
	names := make([]string, 0, len(content))
	for name := range content {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, want := range []string{bare, kind + "/*", "*/*"} {
		for _, name := range names {
			plain, _, err := mime.ParseMediaType(name)
			if err == nil && plain == want || name == want {
				return name, true
			}
		}
	}
	return "", false
}

// body judges what can be judged of a body: JSON by its schema, text by its schema, XML by being well-formed.
func (j *judge) body(mediaType, schema string, body []byte) error {
	bare, _, _ := mime.ParseMediaType(mediaType)
	switch {
	case bare == "application/json" || strings.HasSuffix(bare, "+json"):
		v, err := decode(body)
		if err != nil {
			return fmt.Errorf("the body is no JSON: %w", err)
		}
		if schema == "" {
			return nil
		}
		return j.fits(answer, schema, v)
	case strings.HasSuffix(bare, "/xml") || strings.HasSuffix(bare, "+xml"):
		return wellFormed(body)
	case bare == "text/plain" && schema != "":
		return j.anyOf(answer, schema, readings(string(body)))
	}
	return nil
}

func wellFormed(body []byte) error {
	decoder := xml.NewDecoder(strings.NewReader(string(body)))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("the body is no XML: %w", err)
		}
	}
}

// anyOf is nil if one of the values fits.
func (j *judge) anyOf(s side, schema string, values []any) error {
	var last error
	for _, v := range values {
		if last = j.fits(s, schema, v); last == nil {
			return nil
		}
	}
	return last
}

// readings are what a text may stand for where the type is not told: the text, and what it is as JSON; a list of those.
func readings(text string) []any {
	all := []any{text}
	if v, err := decode([]byte(text)); err == nil {
		all = append(all, v)
	}
	if text == "" {
		all = append(all, nil)
	}
	return all
}

// headers judges the documented headers of an answer.
func (j *judge) headers(response map[string]any, at string, got http.Header) error {
	headers, at := j.document.member(response, at, "headers")
	for name := range headers {
		header, headerAt := j.document.member(headers, at, name)
		values := got.Values(name)
		if len(values) == 0 {
			if header["required"] == true && !strings.EqualFold(name, "Content-Type") {
				return fmt.Errorf("the required header %s is missing", name)
			}
			continue
		}
		schemaAt := tree.Join(headerAt, "schema")
		schema, _ := j.document.resolve(header["schema"], schemaAt)
		if j.document.swagger() {
			schema, schemaAt = header, headerAt
		}
		switch schema["type"] {
		case "string", "integer", "number", "boolean":
			if err := j.anyOf(answer, schemaAt, readings(values[0])); err != nil {
				return fmt.Errorf("the header %s is %q: %w", name, values[0], err)
			}
		}
	}
	return nil
}
