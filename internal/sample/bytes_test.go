package sample_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"image"
	_ "image/gif"
	_ "image/png"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/sample"
)

const binary = "schema: {type: string, format: binary}"

func TestFilesAreValidOnesOfTheirKind(t *testing.T) {
	for _, kind := range []string{"image/png", "image/gif", "image/*"} {
		for _, members := range []string{"", binary, "schema: {}"} {
			body, err := maker(1).Body(mediaType(t, kind, members, ""), sample.Wish{})
			require.NoError(t, err)
			_, _, err = image.Decode(bytes.NewReader(body.Bytes))
			require.NoError(t, err, kind)
		}
	}
	body, err := maker(1).Body(mediaType(t, "application/zip", binary, ""), sample.Wish{})
	require.NoError(t, err)
	_, err = zip.NewReader(bytes.NewReader(body.Bytes), int64(len(body.Bytes)))
	require.NoError(t, err)
	body, err = maker(1).Body(mediaType(t, "image/svg+xml", "schema: {type: string}", ""), sample.Wish{})
	require.NoError(t, err)
	wellFormed(t, string(body.Bytes))
	body, err = maker(1).Body(mediaType(t, "application/pdf", "", ""), sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, "%PDF", string(body.Bytes[:4]))
}

func TestBytesOfWhichNothingIsKnownAreSeeded(t *testing.T) {
	media := mediaType(t, "application/octet-stream", binary, "")
	one, err := maker(1).Body(media, sample.Wish{})
	require.NoError(t, err)
	again, err := maker(1).Body(media, sample.Wish{})
	require.NoError(t, err)
	two, err := maker(2).Body(media, sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, one, again)
	assert.NotEqual(t, one.Bytes, two.Bytes)
	assert.Len(t, one.Bytes, 16)
	assert.False(t, utf8.Valid(one.Bytes), "these are bytes, not text")
}

func TestASchemaOfBytesCounts(t *testing.T) {
	body, err := maker(1).Body(mediaType(t, "image/png", "schema: {type: string, format: byte}", ""), sample.Wish{})
	require.NoError(t, err)
	png, err := base64.StdEncoding.DecodeString(string(body.Bytes))
	require.NoError(t, err)
	_, _, err = image.Decode(bytes.NewReader(png))
	require.NoError(t, err)
	body, err = maker(1).Body(mediaType(t, "image/png", "schema: {type: string, enum: [x]}", ""), sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, "x", string(body.Bytes))
}

func TestAnImageThatIsSaidToBeAnObjectIsAnImage(t *testing.T) {
	body, err := maker(1).Body(mediaType(t, "image/png", "schema: {type: object}", ""), sample.Wish{})
	require.NoError(t, err)
	_, _, err = image.Decode(bytes.NewReader(body.Bytes))
	require.NoError(t, err)
	_, err = maker(1).Body(mediaType(t, "image/png", "schema: {type: object}", ""), sample.Wish{Failure: true})
	require.Error(t, err, "an error is worth a problem that can be read")
}
