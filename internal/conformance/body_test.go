package conformance

import (
	"bytes"
	"fmt"
	"mime"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"

	"mockserver/internal/sample"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// bodyOf puts a body into a call, of one media type after the other with the seed.
func (a *author) bodyOf(k *call, b *spec.RequestBody) bool {
	m := b.Content[a.seed%len(b.Content)]
	for try := range tries {
		v, err := a.value(a.key.Sub("body").Sub(index(try)), m.Schema, try)
		if m.Schema == nil {
			v = value.NewObject(0)
		}
		var body []byte
		var mediaType string
		if err == nil {
			body, mediaType, err = written(m, concrete(m.Type), v, !a.judge.document.old())
		}
		if err == nil {
			k.media, k.value, k.body, k.mediaType, a.made = m, v, body, mediaType, ""
			return true
		}
		a.made = "body: " + err.Error()
	}
	return !b.Required
}

// concrete is a media type of a range.
func concrete(name string) string {
	switch name {
	case "*/*", "application/*":
		return "application/json"
	case "text/*":
		return "text/plain"
	}
	return strings.Replace(name, "/*", "/x-any", 1)
}

// written is a value as a media type has it, and the Content-Type to send with it.
func written(m *spec.MediaType, mediaType string, v any, styled bool) ([]byte, string, error) {
	bare, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return nil, "", fmt.Errorf("%q is no media type", mediaType)
	}
	o, object := v.(*value.Object)
	switch {
	case bare == "application/json" || strings.HasSuffix(bare, "+json"):
		return value.AppendJSON(nil, v), mediaType, nil
	case bare == "application/x-www-form-urlencoded" && object:
		body, err := form(m, o)
		return body, mediaType, err
	case strings.HasPrefix(bare, "multipart/") && object:
		return parts(m, o, styled)
	case strings.HasSuffix(bare, "/xml") || strings.HasSuffix(bare, "+xml"):
		made, err := sample.Write(m, v)
		return made.Bytes, mediaType, err
	case bare == "application/x-ndjson" || bare == "application/ndjson" || bare == "application/jsonl":
		list, _ := v.([]any)
		var body []byte
		for _, item := range list {
			body = append(value.AppendJSON(body, item), '\n')
		}
		return body, mediaType, nil
	}
	return []byte(value.Text(v)), mediaType, nil
}

func encoding(m *spec.MediaType, name string) *spec.Encoding {
	if i := slices.IndexFunc(m.Encoding, func(e *spec.Encoding) bool { return e.Name == name }); i >= 0 {
		return m.Encoding[i]
	}
	return nil
}

// form writes each property in the style of its encoding, an object without one as JSON.
func form(m *spec.MediaType, o *value.Object) ([]byte, error) {
	var texts []string
	for _, member := range o.Members() {
		style, explode := "form", true
		if e := encoding(m, member.Name); e != nil && e.Style != "" {
			style, explode = e.Style, e.Explode
		} else if _, object := member.Value.(*value.Object); object {
			texts = append(texts, escaped(member.Name)+"="+escaped(string(value.AppendJSON(nil, member.Value))))
			continue
		}
		pairs, ok := inQuery(member.Name, style, explode, member.Value)
		if list, array := member.Value.([]any); !ok && array && style == "form" && explode {
			pairs, ok = objects(member.Name, list)
		}
		if !ok {
			return nil, fmt.Errorf("%s cannot be written in a form", member.Name)
		}
		for _, p := range pairs {
			texts = append(texts, p.name+"="+p.text)
		}
	}
	return []byte(strings.Join(texts, "&")), nil
}

// objects are the elements of an array as JSON, each a pair of its own.
func objects(name string, list []any) (pairs []pair, ok bool) {
	for _, item := range list {
		if isScalar(item) {
			return nil, false
		}
		pairs = append(pairs, pair{escaped(name), escaped(string(value.AppendJSON(nil, item)))})
	}
	return pairs, len(list) > 0
}

// boundary stands in no generated value.
const boundary = "conformance-boundary-7d8f3a"

// parts writes each property, each element of an array, as a part.
// Encoding.style counts from 3.1 on; before, only in forms that are urlencoded.
func parts(m *spec.MediaType, o *value.Object, styled bool) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.SetBoundary(boundary); err != nil {
		return nil, "", err
	}
	for _, member := range o.Members() {
		if member.Value == nil {
			return nil, "", fmt.Errorf("%s is null, which has no part", member.Name)
		}
		if e := encoding(m, member.Name); e != nil && e.Style != "" && styled {
			if err := partsInStyle(w, e, member); err != nil {
				return nil, "", err
			}
			continue
		}
		items, list := member.Value.([]any)
		if !list {
			items = []any{member.Value}
		}
		if len(items) == 0 {
			return nil, "", fmt.Errorf("%s is an empty array, which has no parts", member.Name)
		}
		for _, item := range items {
			part(w, m, member.Name, item)
		}
	}
	err := w.Close()
	return b.Bytes(), strings.SplitN(m.Type, ";", 2)[0] + "; boundary=" + boundary, err
}

func partsInStyle(w *multipart.Writer, e *spec.Encoding, member value.Member) error {
	pairs, ok := inQuery(member.Name, e.Style, e.Explode, member.Value)
	if !ok {
		return fmt.Errorf("%s cannot be written in its style", member.Name)
	}
	for _, p := range pairs {
		name, _ := unescape(p.name)
		text, _ := unescape(p.text)
		if err := w.WriteField(name, text); err != nil {
			return err
		}
	}
	return nil
}

func part(w *multipart.Writer, m *spec.MediaType, name string, v any) {
	header := textproto.MIMEHeader{}
	disposition := map[string]string{"name": name}
	contentType := ""
	text := value.Text(v)
	if !isScalar(v) || v == nil {
		contentType, text = "application/json", string(value.AppendJSON(nil, v))
	}
	if e := encoding(m, name); e != nil && e.ContentType != "" {
		first, _, _ := strings.Cut(e.ContentType, ",")
		contentType = strings.Replace(strings.TrimSpace(first), "*", "x", -1)
	}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	if file(m, name) {
		disposition["filename"] = "file.bin"
	}
	header.Set("Content-Disposition", mime.FormatMediaType("form-data", disposition))
	out, err := w.CreatePart(header)
	if err == nil {
		_, _ = out.Write([]byte(text))
	}
}

// file tells whether a property is of the format binary.
func file(m *spec.MediaType, name string) bool {
	if m.Schema == nil {
		return false
	}
	s := m.Schema.Field(name)
	return s != nil && s.Format == "binary"
}
