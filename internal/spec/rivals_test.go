package spec_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
)

func TestAPathThatSaysAQueryIsForRequestsThatHaveIt(t *testing.T) {
	d, err := spec.New("api", parse(t, `
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /#Action=Start: {post: {}}
  /?Action=Stop&Force=1: {post: {}}
  /?Action=Stop: {post: {}}
  /#X-Target=Foo.Get: {post: {}}
  /: {post: {}}
  /?any={any}: {post: {}}
  /alone: {post: {}}
`), spec.Config{})
	require.NoError(t, err)
	require.Len(t, d.Operations, 7)
	first := d.Operations[0]
	for _, tt := range []struct {
		query, target string
		want          []string
	}{
		{"", "", []string{"POST /", "POST /?any={any}"}},
		{"any=1", "", []string{"POST /?any={any}"}},
		{"Action=Start", "", []string{"POST /#Action=Start"}},
		{"Action=Stop", "", []string{"POST /?Action=Stop"}},
		{"Action=Stop&Force=1", "", []string{"POST /?Action=Stop&Force=1"}},
		{"", "Foo.Get", []string{"POST /#X-Target=Foo.Get"}},
	} {
		query, err := url.ParseQuery(tt.query)
		require.NoError(t, err)
		var got []string
		for _, o := range first.Candidates(query, http.Header{"X-Target": {tt.target}}) {
			got = append(got, o.ID)
		}
		assert.Equal(t, tt.want, got, "%s %s", tt.query, tt.target)
	}
	assert.False(t, d.Operations[6].HasRivals(), "no other has its path")
}
