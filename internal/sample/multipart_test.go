package sample_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/sample"
)

// readMultipart reads the parts as the standard library does: disposition, media type and text of each.
func readMultipart(t *testing.T, body sample.Body) []string {
	t.Helper()
	_, parameters, err := mime.ParseMediaType(body.MediaType)
	require.NoError(t, err)
	reader := multipart.NewReader(bytes.NewReader(body.Bytes), parameters["boundary"])
	var parts []string
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		require.NoError(t, err)
		text, err := io.ReadAll(part)
		require.NoError(t, err)
		parts = append(parts, part.Header.Get("Content-Disposition")+" | "+part.Header.Get("Content-Type")+" | "+string(text))
	}
}

func TestPartsOfMultipart(t *testing.T) {
	media := mediaType(t, "multipart/form-data", `schema: {type: object, properties: {file: {type: string, format: binary}, tags: {type: array, items: {type: string}}, meta: {type: object}, page: {type: string}}}, encoding: {page: {contentType: 'text/html, text/plain'}}`, "")
	got, err := sample.Write(media, parsed(t, `{"file": "\u0001", "tags": ["a", "b"], "meta": {"x": 1}, "page": "<p>", "n": 5, "a\"b\r\n": ""}`))
	require.NoError(t, err)
	const boundary = "part-"
	require.Regexp(t, "^multipart/form-data; boundary="+boundary+"[0-9a-z]+$", got.MediaType)
	parts := readMultipart(t, got)
	assert.Equal(t, []string{
		`form-data; name="file"; filename="file" | application/octet-stream | ` + "\x01",
		`form-data; name="tags" | text/plain | a`,
		`form-data; name="tags" | text/plain | b`,
		`form-data; name="meta" | application/json | {"x":1}`,
		`form-data; name="page" | text/html | <p>`,
		`form-data; name="n" | text/plain | 5`,
		`form-data; name="a_b__" | text/plain | `,
	}, parts)

	mixed, err := sample.Write(mediaType(t, "multipart/mixed; boundary=own", "", ""), parsed(t, `[{"a": 1}, "x"]`))
	require.NoError(t, err)
	assert.Equal(t, "multipart/mixed; boundary=own", mixed.MediaType)
	assert.Equal(t, []string{` | application/json | {"a":1}`, ` | text/plain | x`}, readMultipart(t, mixed))

	clash, err := sample.Write(mediaType(t, "multipart/mixed; boundary=own", "", ""), parsed(t, `["--own"]`))
	require.NoError(t, err)
	assert.NotContains(t, clash.MediaType, "boundary=own", "a part has it in it")
	assert.Equal(t, []string{` | text/plain | --own`}, readMultipart(t, clash))
}
