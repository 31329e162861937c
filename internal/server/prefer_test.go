package server_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzPreferences: whatever is preferred, there is an answer, and it is none of a mistake of ours.
func FuzzPreferences(f *testing.F) {
	f.Add(`code=404, example="a \"b\"";dynamic`, "__code=404&__seed=7")
	f.Add(`"`, "%5f%5fdynamic=%zz")
	f.Add(`;=,=;,"\`, "__example=%0d%0a")
	c := defaults()
	c.Documents = append(c.Documents, one(f, "a", "/a"))
	mock := open(f, c).Handler()
	f.Fuzz(func(t *testing.T, header, query string) {
		r := asked{"GET", "", "/a", "", nil}.request()
		r.Header["Prefer"] = []string{header}
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		assert.Contains(t, []int{200, 400, 404}, w.Code, w.Body.String())
		for _, text := range w.Header()["Preference-Applied"] {
			assert.NotContains(t, text, "\n")
		}
	})
}
