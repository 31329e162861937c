package server_test

import (
	"bytes"
	"compress/gzip"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/session"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
)

// TestACompressedBodyIsSeenAsWhatItSays: by stubs and by the journal, and so is one in another charset.
func TestACompressedBodyIsSeenAsWhatItSays(t *testing.T) {
	c := bundled(t, defaults())
	c.Sessions = session.New(session.Config{})
	mock := open(t, c).Handler()
	common := c.Sessions.Common()
	mapping := func(text string) {
		n, err := tree.Parse("", []byte(text), tree.DefaultLimits)
		require.NoError(t, err)
		m, err := stub.Read(n, "", stub.Config{})
		require.NoError(t, err)
		require.NoError(t, common.Stubs.Add(m))
	}
	mapping(`{"request": {"url": "/things", "bodyPatterns": [{"equalToJson": {"name": "é"}}]}, "response": {"status": 202}}`)
	mapping(`{"request": {"url": "/text", "bodyPatterns": [{"equalTo": "é"}]}, "response": {"status": 202}}`)

	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write([]byte(`{"name": "é"}`))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for _, call := range []struct {
		url, contentType, coding string
		body                     []byte
		kept                     string
	}{
		{"/things", "application/json", "gzip", zipped.Bytes(), `{"name": "é"}`},
		{"/text", "text/plain; charset=ISO-8859-1", "", []byte{0xe9}, "é"},
	} {
		r := httptest.NewRequest("POST", call.url, bytes.NewReader(call.body))
		r.Header.Set("Content-Type", call.contentType)
		r.Header.Set("Content-Encoding", call.coding)
		answer := httptest.NewRecorder()
		mock.ServeHTTP(answer, r)
		assert.Equal(t, 202, answer.Code, call.url)
		assert.Equal(t, call.kept, string(common.Journal.All()[0].Request.Body))
	}
}
