package sample

import (
	"encoding/base64"
	"encoding/binary"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
)

// bytesFamily is everything else: a text is the bytes that it holds. Objects and arrays are JSON where the media type says
// nothing of what the bytes are.
var bytesFamily = &family{
	has:   func(string) bool { return true },
	write: writeBytes,
	read:  func(_ *spec.MediaType, text string) (any, bool) { return text, true },
	kinds: texts,
	empty: "",
}

func writeBytes(t *spec.MediaType, v any) (Body, bool) {
	switch v.(type) {
	case string, nil:
	default:
		if isMedia(spec.BareType(spec.Concrete(t.Type))) {
			return Body{}, false
		}
	}
	return Body{Bytes: []byte(cellText(v))}, true
}

// isMedia tells whether the bytes of a media type are of a form that nothing but bytes can have.
func isMedia(bare string) bool {
	kind, _, _ := strings.Cut(bare, "/")
	switch kind {
	case "image", "audio", "video", "font":
		return true
	}
	return tinyFiles[bare] != "" && !strings.HasPrefix(bare, "text/")
}

// randomBytes is the length of a body of bytes of which nothing is known.
const randomBytes = 16

// tiny is a body for a media type with a form that no schema describes: the smallest valid file of it, or a few bytes.
// false: the schema wants something else, or the media type has no such form.
func (m Maker) tiny(t *spec.MediaType, w Wish) (string, bool) {
	bare := spec.BareType(spec.Concrete(t.Type))
	text := tinyFiles[bare]
	if text == "" && familyOf(t.Type) == bytesFamily {
		text = m.someBytes()
	}
	switch {
	case text == "" || t.Item != nil:
		return "", false
	case t.Schema == nil:
		return text, true
	case t.Schema.Kinds() != 0 && !t.Schema.Kinds().Has(schema.String):
		return text, isMedia(bare) && !w.Failure // an image that is said to be an object is an image all the same
	}
	for _, as := range []string{text, base64.StdEncoding.EncodeToString([]byte(text))} {
		if t.Schema.Fits(as, schema.Answer) {
			return as, true
		}
	}
	return "", false
}

func (m Maker) someBytes() string {
	stream := m.Key.Sub("bytes").Cell(0)
	var text []byte
	for len(text) < randomBytes {
		text = binary.BigEndian.AppendUint64(text, stream.Uint64())
	}
	return string(text)
}

// tinyFiles are the smallest files that readers of their media types take.
var tinyFiles = map[string]string{
	"image/png":       decoded("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="),
	"image/gif":       decoded("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
	"image/svg+xml":   `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`,
	"application/zip": "PK\x05\x06" + strings.Repeat("\x00", 18),
	"application/pdf": "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
	"audio/wav": "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00",
	"text/html": "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Example</title></head><body><p>Example</p></body></html>\n",
}

func decoded(text string) string {
	file, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic("sample: a file in the table is no base64: " + err.Error())
	}
	return string(file)
}
