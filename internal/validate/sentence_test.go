package validate_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/validate"
)

// What the schema words and this package adds to.
func TestSentences(t *testing.T) {
	routes, options := open(t, `
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /list:
    get:
      parameters:
        - {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: spaces, in: query, style: spaceDelimited, explode: false, schema: {type: array, minItems: 2, items: {type: string}}}
        - {name: words, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string, enum: [a, b]}}}
        - {name: exploded, in: query, style: pipeDelimited, explode: true, schema: {type: array, items: {type: integer}}}
      responses: {'200': {description: fine}}
  /form:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object, properties: {n: {type: integer}, on: {type: boolean}, list: {type: array, items: {type: integer}}}}}
          text/plain: {schema: {type: integer}}
      responses: {'200': {description: fine}}
  /json:
    post: {requestBody: {content: {application/json: {}}}, responses: {'200': {description: fine}}}
  /upload:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              required: [photo, pages, scan, note, letter, any]
              properties:
                photo: {type: string, format: binary}
                pages: {type: array, items: {type: string, format: binary}}
                scan: {$ref: '#/components/schemas/File'}
                note: {type: string}
                letter: {type: string, format: binary}
                any: {type: string, format: binary}
            encoding:
              letter: {contentType: 'application/pdf, text/plain', headers: {X-N: {required: true, schema: {type: integer}}, X-L: {schema: {type: array, items: {type: integer}}}}}
              any: {contentType: '*/*'}
      responses: {'200': {description: fine}}
components: {schemas: {File: {type: string, format: binary}}}
`)
	for _, c := range []struct {
		name, method, target, mediaType, body string
		want                                  []string
	}{
		{"commas where pipes separate", "GET", "/list?pipes=1,2", "", "", []string{`query.pipes is "1,2"; expected an integer, with pipes (|) between the values instead of commas.`}},
		{"escaped commas where pipes separate", "GET", "/list?words=a%2Cb", "", "", []string{`query.words is "a,b"; expected one of "a", "b", with pipes (|) between the values instead of commas.`}},
		{"commas where spaces separate, and the list is too short", "GET", "/list?spaces=a,b", "", "", []string{`query.spaces is ["a,b"]; expected an array of at least 2 items, with spaces between the values instead of commas.`}},
		{"another mistake where pipes separate", "GET", "/list?pipes=1|x", "", "", []string{`query.pipes is "x"; expected an integer.`}},
		{"commas where the name is repeated", "GET", "/list?exploded=1,2", "", "", []string{`query.exploded is "1,2"; expected an integer, with exploded= before each value instead of commas.`}},
		{"a plus in a form is a space", "POST", "/form", "application/x-www-form-urlencoded", "n=+1&on=true+", []string{`body/n is " 1"; expected an integer.`, `body/on is "true "; expected true or false.`}},
		{"a plus sign in a form", "POST", "/form", "application/x-www-form-urlencoded", "n=%2B1", []string{`body/n is "+1"; expected an integer.`}},
		{"JSON in a form", "POST", "/form", "application/x-www-form-urlencoded", "list=+[1]", nil},
		{"a line in a text", "POST", "/form", "text/plain", "1\n", nil},
		{"missing files", "POST", "/upload", "multipart/form-data; boundary=b", "--b--\r\n", []string{
			"body/photo is missing; expected a file.", "body/pages is missing; expected files.", "body/scan is missing; expected a file.", "body/note is missing; expected a string.",
			"body/letter is missing; expected a file with the Content-Type application/pdf or text/plain.", "body/any is missing; expected a file."}},
		{"headers of a part", "POST", "/upload", "multipart/form-data; boundary=b", partOf("photo", "") + partOf("pages", "") + partOf("scan", "") + partOf("note", "") + partOf("any", "") +
			partOf("letter", "Content-Type: text/plain\r\nX-N: abc\r\nX-L: 1,x\r\n") + "--b--\r\n", []string{
			`the header X-N of body/letter is "abc"; expected an integer.`, `the header X-L of body/letter is "x"; expected an integer.`}},
		{"a header of a part is missing", "POST", "/upload", "multipart/form-data; boundary=b", partOf("photo", "") + partOf("pages", "") + partOf("scan", "") + partOf("note", "") + partOf("any", "") +
			partOf("letter", "Content-Type: text/plain\r\n") + "--b--\r\n", []string{"body/letter lacks the header X-N."}},
		{"JSON that is too deep", "POST", "/json", "application/json", strings.Repeat("[", 101) + strings.Repeat("]", 101), []string{
			"body cannot be read: line 1, column 101: arrays and objects are nested deeper than 100, the limit that --limit body-depth=N sets."}},
		{"a number that is too long", "POST", "/json", "application/json", strings.Repeat("9", 1001), []string{
			"body cannot be read: line 1, column 1: a number is longer than 1000 characters, the limit that --limit number-digits=N sets."}},
		{"no JSON", "POST", "/json", "application/json", "{'a': 1}", []string{
			`body is not JSON: line 1, column 2: expected a name in double quotes, found "'".`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, query, _ := strings.Cut(c.target, "?")
			contract, err := routes.Match(c.method, path).Operation.Contract()
			require.NoError(t, err)
			r := validate.Request{RawQuery: query, Header: http.Header{}, Body: []byte(c.body)}
			if c.mediaType != "" {
				r.Header.Set("Content-Type", c.mediaType)
			}
			var got []string
			for _, v := range validate.Check(contract, r, options).Violations {
				got = append(got, v.Sentence())
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// partOf is a part of a multipart body, with headers of its own.
func partOf(name, headers string) string {
	return "--b\r\nContent-Disposition: form-data; name=" + name + "\r\n" + headers + "\r\nx\r\n"
}
