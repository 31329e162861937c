package journal_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/journal"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// document reads one of a name and a text.
func document(t testing.TB, name, text string) *spec.Document {
	t.Helper()
	root, err := tree.Parse(name, []byte(text), tree.Limits{})
	require.NoError(t, err)
	d, err := spec.New(name, root, spec.Config{})
	require.NoError(t, err)
	return d
}

func secrets(t testing.TB) *journal.Secrets {
	return journal.NewSecrets([]byte("key"), []*spec.Document{document(t, "secrets.yaml", scenario.Read(t, "testdata/secrets.yaml"))})
}

// tags is a text in which <s1> and the like stand for the tags of these secrets.
func tags(s *journal.Secrets, text string) string {
	for _, secret := range []string{"s1", "s2", "s3", "s 4", "1234"} {
		text = strings.ReplaceAll(text, "<"+secret+">", s.Tag("cookie", "", secret))
	}
	return text
}

func TestATagIsEqualForEqualSecrets(t *testing.T) {
	s := secrets(t)
	tag := s.Tag("header", "X-API-Key", "s1")
	assert.Regexp(t, `^redacted-[0-9a-f]{16}$`, tag)
	assert.Equal(t, "redacted-3c2bdadb32f73c69", s.Tag("query", "key", "s1"), "tags are for as long as the key is")
	assert.Equal(t, tag, s.Tag("form", "password", "s1"))
	assert.Equal(t, "Bearer "+tag, s.Tag("header", "Authorization", "Bearer s1"))
	assert.NotEqual(t, tag, s.Tag("query", "key", "s2"))
	assert.NotEqual(t, tag, journal.NewSecrets([]byte("other"), nil).Tag("cookie", "sid", "s1"))
	assert.Equal(t, "s1", s.Tag("query", "page", "s1"))
	assert.Equal(t, "s1", s.Tag("form", "key", "s1"), "an apiKey of the query is none of a form")
	assert.Equal(t, `{"password": "`+tag+`"}`, s.Tag("body", "", `{"password": "s1"}`))
	assert.Equal(t, tag, s.Tag("cookie", "sid", tag), "a tag stays as it is")
}

func TestHeaders(t *testing.T) {
	s := secrets(t)
	for _, c := range []struct{ says, name, text, want string }{
		{"of Authorization the scheme stays", "Authorization", "Bearer s1", "Bearer <s1>"},
		{"in small letters too", "authorization", "bearer   s1 ", "bearer <s1>"},
		{"a single word may be the secret", "Authorization", "s1", "<s1>"},
		{"what is empty is no secret", "Authorization", "", ""},
		{"proxies have theirs", "Proxy-Authorization", "Negotiate s1", "Negotiate <s1>"},
		{"the names of cookies stay", "Cookie", `a=s1; b="s2";c=`, "a=<s1>; b=<s2>;c="},
		{"a cookie without a name is a value", "Cookie", "s1; a=s2", "<s1>; a=<s2>"},
		{"a cookie's value may have =", "Cookie", "a=s1", "a=<s1>"},
		{"the attributes of a cookie stay", "Set-Cookie", "sid=s1; Path=/; HttpOnly", "sid=<s1>; Path=/; HttpOnly"},
		{"an apiKey", "x-api-key", "s 4", "<s 4>"},
		{"a parameter with the format password", "X-Nonce", "s1", "<s1>"},
		{"a header of answers", "X-Next-Token", "s1", "<s1>"},
		{"a header of answers behind a $ref", "X-Old-Token", "s1", "<s1>"},
		{"another header", "X-Page", "s1", "s1"},
		{"who the user of a URL is", "Referer", "https://s1@host/a@b?page=1&key=s2#access_token=s3", "https://<s1>@host/a@b?page=1&key=<s2>#access_token=<s3>"},
		{"a relative Location", "Location", "/v1/users/1?otp=s1", "/v1/users/1?otp=<s1>"},
	} {
		assert.Equal(t, tags(s, c.want), s.Tag("header", c.name, c.text), c.says)
	}
}

func TestBodies(t *testing.T) {
	s := secrets(t)
	for _, c := range []struct{ says, kind, text, want string }{
		{"a member", "application/json", `{"name": "s1", "password" : "s1"}`, `{"name": "s1", "password" : "<s1>"}`},
		{"only the value changes", "application/json", "{\n\t\"password\":\"s1\",  \"n\":1.50 }\n", "{\n\t\"password\":\"<s1>\",  \"n\":1.50 }\n"},
		{"an escaped name", "application/json", `{"pass\u0077ord":"s1"}`, `{"pass\u0077ord":"<s1>"}`},
		{"an escaped value is what it means", "application/json", `{"password":"\u00731"}`, `{"password":"<s1>"}`},
		{"nested and in arrays", "application/json", `[[{"inner":{"inner":[{"password":"s1"}]}}],{"password":"s2"}]`, `[[{"inner":{"inner":[{"password":"<s1>"}]}}],{"password":"<s2>"}]`},
		{"each element of an array", "application/json", `{"codes":["s1", ["s2"], null, 1234]}`, `{"codes":["<s1>", ["<s2>"], null, "<1234>"]}`},
		{"what schemas in a circle say", "application/json", `{"circle":"s1","pass phrase":"s2"}`, `{"circle":"<s1>","pass phrase":"<s2>"}`},
		{"a number", "application/json", `{"password":1234}`, `{"password":"<1234>"}`},
		{"nothing", "application/json", `{"password":null,"circle":false,"codes":[],"pass phrase":""}`, `{"password":null,"circle":false,"codes":[],"pass phrase":""}`},
		{"a text that looks like a member", "application/json", `{"name":"password: s1, \"password\":\"s1\""}`, `{"name":"password: s1, \"password\":\"s1\""}`},
		{"an apiKey is no member", "application/json", `{"key":"s1"}`, `{"key":"s1"}`},
		{"a body that is cut in a value", "application/json", `{"password":"s1`, `{"password":"<s1>"`},
		{"a comma too many", "application/json", `{"password":"s1",}`, `{"password":"<s1>",}`},
		{"names without quotes", "application/json", `{password: "s1", 'codes': ['s2']}`, `{password: "<s1>", 'codes': ["<s2>"]}`},
		{"a value without quotes", "application/json", "{password: s 4\n}", "{password: \"<s 4>\"\n}"},
		{"a name that is not closed", "application/json", `{"password: "s1"}`, `{"password: "<s1>"}`},
		{"a quote too many before", "application/json", `{"name":"a"b","password":"s1"}`, `{"name":"a"b","password":"<s1>"}`},
		{"another media type", "text/plain", `{"password":"s1"}`, `{"password":"<s1>"}`},
		{"no media type", "", ` {"password":"s1"}`, ` {"password":"<s1>"}`},
		{"YAML", "application/yaml", "name: s1\npassword: s1\ncodes: [s2, s3]\n", "name: s1\npassword: \"<s1>\"\ncodes: [\"<s2>\", \"<s3>\"]\n"},
		{"events", "text/event-stream", "data: {\"password\":\"s1\"}\n\n", "data: {\"password\":\"<s1>\"}\n\n"},
		{"lines", "application/x-ndjson", "{\"password\":\"s1\"}\n{\"name\":\"password: s1\"}\n", "{\"password\":\"<s1>\"}\n{\"name\":\"password: s1\"}\n"},
		{"a form", "application/x-www-form-urlencoded", "name=s1&password=s+4&user%5Bpassword%5D=%73%31&inner[password]=s2&codes[]=s3", "name=s1&password=<s 4>&user%5Bpassword%5D=<s1>&inner[password]=<s2>&codes[]=<s3>"},
		{"JSON in a form", "application/x-www-form-urlencoded", "user=%7B%22password%22%3A%22s1%22%7D", "user=%7B%22password%22%3A%22<s1>%22%7D"},
		{"a token in a form", "application/x-www-form-urlencoded", "access_token=s1", "access_token=<s1>"},
		{"a form that says to be JSON", "application/json", "a=1&password=s1", "a=1&password=<s1>"},
		{"XML", "application/xml", `<user key="s1" password="s2"><name>s1</name><password a="1"> s1 </password><x:pwd>s2</x:pwd><codes/><password/></user>`, `<user key="s1" password="<s2>"><name>s1</name><password a="1"><s1></password><x:pwd><s2></x:pwd><codes/><password/></user>`},
		{"text of XML is what it means", "text/xml", `<a><password>&#115;1</password><password><![CDATA[</password>]]></password></a>`, `<a><password><s1></password><password>` + s.Tag("cookie", "", "</password>") + `</password></a>`},
		{"XML that is cut", "text/xml", `<a><password>s1`, `<a><password><s1>`},
		{"a quote that is not closed", "text/xml", `<a b="><password>s1</password>`, `<a b="><password><s1></password>`},
		{"elements within each other", "text/xml", `<password>a<password>b</password>c</password>d`, `<password>` + s.Tag("cookie", "", "a<password>b</password>c") + `</password>d`},
		{"multipart", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\ns1\r\n--x\r\nContent-Disposition: form-data; name=\"user\"\r\nContent-Type: application/json\r\n\r\n{\"password\":\"s2\"}\r\n--x--\r\n", "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n<s1>\r\n--x\r\nContent-Disposition: form-data; name=\"user\"\r\nContent-Type: application/json\r\n\r\n{\"password\":\"<s2>\"}\r\n--x--\r\n"},
		{"multipart whose boundary nobody says", "multipart/form-data", "--x\nContent-Disposition: form-data; name=password\n\ns1\n--x--\n", "--x\nContent-Disposition: form-data; name=password\n\n<s1>\n--x--\n"},
	} {
		t.Run(c.says, func(t *testing.T) {
			e := &journal.Entry{Request: journal.Request{Header: journal.Header{{"Content-Type", c.kind}}, Body: []byte(c.text)}}
			s.Redact(e)
			assert.Equal(t, tags(s, c.want), string(e.Request.Body))
			assert.Equal(t, len(c.text), e.Request.BodyBytes)
			s.Redact(e)
			assert.Equal(t, tags(s, c.want), string(e.Request.Body), "redacting again changes nothing")
		})
	}
}

func TestBodiesThatCannotBeReadAreLeftOut(t *testing.T) {
	for _, c := range []struct{ says, coding, text string }{
		{"compressed", "gzip", "\x1f\x8b\x08\x00\xff\xff"},
		{"UTF-16", "", "{\x00\"\x00p\x00a\x00s\x00s\x00"},
	} {
		e := &journal.Entry{Request: journal.Request{Header: journal.Header{{"Content-Encoding", c.coding}}, Body: []byte(c.text)}}
		secrets(t).Redact(e)
		assert.Empty(t, e.Request.Body, c.says)
		assert.True(t, e.Request.Cut)
		assert.Equal(t, len(c.text), e.Request.BodyBytes)
	}
}

func TestTheURLOfARequest(t *testing.T) {
	s := secrets(t)
	e := &journal.Entry{Document: "secrets.yaml", Operation: "getPin", Request: journal.Request{
		URL: "/v1/users/7/pin/1234?page=1&key=s1&otp=s%204&inner[password]=s2&filter=%7B%22password%22%3A%22s3%22%7D&broken=%zz",
	}, Violations: []violation.Violation{{Where: "path.pin", Received: "1234"}}}
	s.Redact(e)
	assert.Equal(t, tags(s, "/v1/users/7/pin/<1234>?page=1&key=<s1>&otp=<s 4>&inner[password]=<s2>&filter=%7B%22password%22%3A%22<s3>%22%7D&broken=%zz"), e.Request.URL)
	assert.Equal(t, tags(s, "<1234>"), e.Violations[0].Received)
}

// A refusal repeats what it refuses: in the violations, in its body and in its links.
func TestWhatRepeatsASecret(t *testing.T) {
	s := secrets(t)
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
	object := value.NewObject(1)
	object.Set("password", "s1")
	was := []violation.Violation{
		{Where: "body/password", Rule: "minLength", Received: "s1", Expected: "a text of at least 8 characters"},
		{Where: "body/circle", Rule: "type", Received: int64(1234), Expected: "a text"},
		{Where: "body", Rule: "not", Received: object, Expected: "another"},
		{Where: "header.X-API-Key", Rule: "pattern", Received: token, Says: "the key " + token + " is not good"},
		{Where: "header.Authorization", Rule: "pattern", Received: "Bearer s1"},
		{Where: "cookie.sid", Rule: "pattern", Received: "s1"},
		{Where: "query.page", Rule: "type", Received: "s1"},
	}
	var body []byte
	for _, v := range was {
		body = append(value.AppendJSON(body, v.Object()), v.Sentence()...)
	}
	e := &journal.Entry{
		Request:  journal.Request{URL: "/?page=s1&key=abc", Header: journal.Header{{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("ada:lovelace1"))}, {"X-API-Key", token}}},
		Warnings: []string{"query.nonsense is not known; it is " + token}, Violations: was,
		Answer: journal.Answer{Header: journal.Header{{"Link", "</?key=abc&page=2>; rel=next"}}, Body: append(body, "lovelace1 /?page=3&key=abc"...)},
	}
	s.Redact(e)
	assert.Equal(t, "s1", was[0].Received, "what was given stays as it is")
	for i, want := range []string{"<s1>", "<1234>", `{"password":"<s1>"}`, s.Tag("cookie", "", token), "Bearer <s1>", "<s1>", "s1"} {
		assert.Equal(t, tags(s, want), e.Violations[i].Received)
	}
	answer := string(e.Answer.Body)
	for _, gone := range []string{token, token[:75], "lovelace1", `/password is "s1"`, "is 1234", `"received":1234`, "key=abc"} {
		assert.NotContains(t, answer, gone)
	}
	assert.Contains(t, answer, `query.page is \"s1\"`)
	assert.NotContains(t, e.Warnings[0], token)
	assert.NotContains(t, e.Violations[3].Says, token)
	assert.NotContains(t, e.Answer.Header.Get("Link"), "abc")
}

// More secrets than are looked for elsewhere cost what could repeat them.
func TestMoreSecretsThanAreSought(t *testing.T) {
	var body strings.Builder
	for i := range 1000 {
		body.WriteString(`{"password":"secret-number-` + strings.Repeat("x", i) + `"}` + "\n")
	}
	e := &journal.Entry{Request: journal.Request{Body: []byte(body.String())}, Answer: journal.Answer{Body: []byte("secret-number-xx")}}
	secrets(t).Redact(e)
	assert.NotContains(t, string(e.Request.Body), "secret-number")
	assert.Empty(t, e.Answer.Body)
	assert.True(t, e.Answer.Cut)
}

func TestSecretsOfSwagger(t *testing.T) {
	s := journal.NewSecrets(nil, []*spec.Document{document(t, "old.yaml", `
swagger: "2.0"
info: {title: t, version: "1"}
securityDefinitions: {k: {type: apiKey, in: query, name: k}}
paths:
  /a:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {name: pin, in: formData, type: string, format: password}
        - {name: X-Pin, in: header, type: array, items: {type: string, format: password}}
      responses: {200: {description: ok, headers: {X-Out: {type: string, format: password}}}}
`)})
	for _, place := range [][2]string{{"query", "k"}, {"form", "pin"}, {"header", "x-pin"}, {"header", "x-out"}} {
		assert.NotEqual(t, "s", s.Tag(place[0], place[1], "s"), "%v", place)
	}
}

func TestSecretsInOtherFiles(t *testing.T) {
	root, err := tree.Parse("a/main.yaml", []byte(`
openapi: 3.0.0
info: {title: t, version: "1"}
paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: "other.yaml#/User"}}}}, responses: {default: {description: ok}}}}}
`), tree.Limits{})
	require.NoError(t, err)
	d, err := spec.New("main", root, spec.Config{Open: func(address string) (*tree.Node, error) {
		return tree.Parse(address, []byte("User: {properties: {pin: {$ref: '#/Secret'}, inner: {$ref: '#/User'}}}\nSecret: {type: string, format: password}\n"), tree.Limits{})
	}})
	require.NoError(t, err)
	assert.NotEqual(t, "s", journal.NewSecrets(nil, []*spec.Document{d}).Tag("form", "pin", "s"))
}
