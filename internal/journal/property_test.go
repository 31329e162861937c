package journal_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/journal"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// unlike draws a secret that stands in no text by chance: each part of it has letters that nothing else here has.
func unlike(t *rapid.T, label string) string {
	return "ЖQ" + rapid.StringMatching(`[ -~é\n"\\<&;=,{}\[\]]{2,30}`).Draw(t, label) + "QЖ" + rapid.StringMatching(`[a-z0-9]{0,150}`).Draw(t, label+" end")
}

// holds tells whether a text has a trace of what unlike makes, however it is written.
func holds(text string) bool {
	for _, trace := range []string{"ЖQ", "QЖ", `\u0416`, "%D0%96", "&#1046;"} {
		if strings.Contains(text, trace) {
			return true
		}
	}
	return false
}

func inJSON(t *rapid.T, text string) string {
	written := string(value.AppendJSON(nil, text))
	if rapid.Bool().Draw(t, "escaped") {
		written = strings.ReplaceAll(written, "Ж", `\u0416`)
	}
	return written
}

// jsonWith draws JSON that has a secret somewhere, and nothing of it elsewhere.
func jsonWith(t *rapid.T, secret string) string {
	name := rapid.SampledFrom([]string{`"password"`, `"pass\u0077ord"`, `"codes"`, `"circle"`, `"pass phrase"`}).Draw(t, "name")
	form := rapid.SampledFrom([]string{"{%s:%s}", "{\"a\": 1, %s :\n %s, \"z\": \"password\"}"}).Draw(t, "form")
	text := fmt.Sprintf(form, name, inJSON(t, secret))
	for range rapid.IntRange(0, 3).Draw(t, "depth") {
		text = rapid.SampledFrom([]string{`{"inner": ` + text + `}`, `[1, ` + text + `, {"name": "\"}"}]`}).Draw(t, "around")
	}
	return text
}

// bodyWith draws a body that has a secret where one is, and what it says to be.
func bodyWith(t *rapid.T, secret string) (kind, body string) {
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return "application/json", jsonWith(t, secret)
	case 1:
		return "application/x-www-form-urlencoded", "name=ada&" + rapid.SampledFrom([]string{"password", "inner%5Bpassword%5D", "codes[]"}).Draw(t, "field") + "=" + url.QueryEscape(secret) + "&z=1"
	case 2:
		return "application/xml", "<user><name>ada</name><inner codes=\"" + html.EscapeString(secret) + "\"><pwd>" + html.EscapeString(secret) + "</pwd></inner></user>"
	case 3:
		return "multipart/form-data; boundary=bound", "--bound\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + secret + "\r\n--bound\r\nContent-Disposition: form-data; name=\"inner\"\r\n\r\n" + jsonWith(t, secret) + "\r\n--bound--\r\n"
	}
	return "application/x-ndjson", jsonLine(jsonWith(t, secret)) + "\n" + jsonLine(jsonWith(t, secret))
}

func jsonLine(text string) string { return strings.ReplaceAll(text, "\n", "") }

// No secret is in what the journal keeps, wherever it stood, whole or in a body that is cut or says to be something else.
func TestNoSecretIsEverStored(t *testing.T) {
	s := secrets(t)
	rapid.Check(t, func(t *rapid.T) {
		secret := unlike(t, "secret")
		kind, body := bodyWith(t, secret)
		if rapid.Bool().Draw(t, "cut") {
			body = body[:rapid.IntRange(0, len(body)).Draw(t, "length")]
		}
		if rapid.IntRange(0, 3).Draw(t, "lies") == 0 && kind[:2] != "mu" {
			kind = rapid.SampledFrom([]string{"", "text/plain", "application/json", "application/xml", "application/octet-stream"}).Draw(t, "said")
		}
		line := strings.ReplaceAll(secret, "\n", " ")
		cookie := strings.ReplaceAll(line, ";", ".")
		object := value.NewObject(1)
		object.Set("password", secret)
		violations := []violation.Violation{
			{Where: "body/inner/password", Rule: "minLength", Received: secret}, {Where: "body", Rule: "not", Received: object},
			{Where: "body/codes/0", Rule: "enum", Received: []any{secret}}, {Where: "query.key", Received: secret, Says: "the key is " + secret},
			{Where: "header.Authorization", Received: "Bearer " + line}, {Where: "cookie.sid", Received: cookie},
		}
		answer := ""
		for _, v := range violations {
			answer += string(value.AppendJSON(nil, v.Object())) + v.Sentence()
		}
		e := &journal.Entry{
			Request: journal.Request{
				URL: "/v1/users/7?page=1&key=" + url.QueryEscape(secret) + "&inner[password]=" + strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"),
				Header: journal.Header{
					{"Authorization", rapid.SampledFrom([]string{"Bearer " + line, "Token " + line, "Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+secret))}).Draw(t, "credentials")},
					{"Content-Type", kind}, {"Cookie", "a=1; sid=" + cookie + "; b=" + cookie}, {"Proxy-Authorization", "Negotiate " + line},
					{"Referer", "https://ada:" + url.PathEscape(line) + "@host/?otp=" + url.QueryEscape(secret)}, {"X-Api-Key", line},
				},
				Body: []byte(body),
			},
			Violations: violations, Warnings: []string{"it said " + secret},
			Answer: journal.Answer{Header: journal.Header{{"Set-Cookie", "sid=" + cookie + "; Path=/"}, {"X-Next-Token", line}}, Body: []byte(answer)},
		}
		s.Redact(e)
		j := journal.New(journal.Config{}).Open("")
		j.Add(e)
		stored, err := json.Marshal(j.All())
		require.NoError(t, err)
		require.False(t, holds(string(stored)), "%s", stored)
		for _, body := range [][]byte{e.Request.Body, e.Answer.Body} {
			require.False(t, holds(string(body)), "%s", body)
		}
		require.NotContains(t, e.Request.Header.Get("Authorization"), base64.StdEncoding.EncodeToString([]byte("ada:"+secret)))
	})
}

// Of a body of JSON only the values of secrets change.
func TestARedactedBodyMeansTheSameButForItsSecrets(t *testing.T) {
	s := secrets(t)
	rapid.Check(t, func(t *rapid.T) {
		secret := unlike(t, "secret")
		body := jsonWith(t, secret)
		e := &journal.Entry{Request: journal.Request{Body: []byte(body)}}
		s.Redact(e)
		was, err := value.ParseJSON([]byte(body), value.Limits{})
		require.NoError(t, err)
		is, err := value.ParseJSON(e.Request.Body, value.Limits{})
		require.NoError(t, err)
		want := strings.ReplaceAll(string(value.AppendJSON(nil, was)), string(value.AppendJSON(nil, secret)), `"`+s.Tag("cookie", "", secret)+`"`)
		require.Equal(t, want, string(value.AppendJSON(nil, is)))
	})
}

// FuzzBody rewrites any body: it neither fails nor grows beyond a tag for each byte, and JSON without secrets stays as it is.
func FuzzBody(f *testing.F) {
	for _, seed := range [][2]string{
		{"application/json", `{"password":"x","codes":[1,{"a":2}],"n":1.50}`}, {"application/json", `{password: 'x', "codes": [`},
		{"text/xml", `<a password="x"><pwd><![CDATA[x]]></pwd><codes/>`}, {"application/x-www-form-urlencoded", `a=1&password=%zz&inner[password]={"password":1}`},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=password\r\n\r\nx\r\n--b--"}, {"", "--\n--\n\n--"},
		{"application/json-seq", "\x1e{\"password\":1}\n"}, {"application/yaml", "password: x\ncodes: [a, b"},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	s := secrets(f)
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		was := string(body)
		e := &journal.Entry{Request: journal.Request{Header: journal.Header{{"Content-Type", kind}}, Body: body}}
		s.Redact(e)
		require.Equal(t, was, string(body), "the body that was given is left as it was")
		require.LessOrEqual(t, len(e.Request.Body), 40+len(body)*60)
		if json.Valid(body) && strings.HasPrefix(was, "{") {
			require.True(t, json.Valid(e.Request.Body), "%s\nbecame\n%s", was, e.Request.Body)
		}
		once := string(e.Request.Body)
		s.Redact(e)
		if json.Valid(body) && strings.HasPrefix(was, "{") && kind == "application/json" {
			require.Equal(t, once, string(e.Request.Body), "redacting again changes nothing")
		}
	})
}

// Work and memory grow with their length alone.
func TestHostileBodies(t *testing.T) {
	s := secrets(t)
	const size = 1 << 20
	for _, unit := range []string{
		`{"password":`, `[`, `"password":[`, `<password>`, `<password `, `<password><`, `<a b="`, `<a b='"`, `'`, `"`, `\"`, `password:`, `password=`, `&password=x`, "--\n", "--a\r\n\r\n",
		"--a\nContent-Disposition: form-data; name=password\n\n", `"password":{"`, `{"password":"x"},`, `"password":x,`, `<![CDATA[`, `<password><![CDATA[`, `'password':'`, "\x1e{\"password\":1}\n", "password",
	} {
		for _, kind := range []string{"", "application/json", "multipart/form-data; boundary=a", "application/x-ndjson"} {
			e := &journal.Entry{Request: journal.Request{Header: journal.Header{{"Content-Type", kind}}, Body: []byte(strings.Repeat(unit, size/len(unit)))}}
			s.Redact(e)
			require.LessOrEqual(t, len(e.Request.Body), 20*size, unit)
		}
	}
}
