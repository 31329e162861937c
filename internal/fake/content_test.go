package fake_test

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// decoders read the encodings by name.
var decoders = map[string]func(string) ([]byte, error){
	"base64":    base64.StdEncoding.DecodeString,
	"base64url": base64.URLEncoding.DecodeString,
	"base32":    base32.StdEncoding.DecodeString,
	"base16":    hex.DecodeString,
	"hex":       hex.DecodeString,
	"quoted-printable": func(text string) ([]byte, error) {
		return io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
	},
	"": func(text string) ([]byte, error) { return []byte(text), nil },
}

func TestTextsAreEncodedAsTheySay(t *testing.T) {
	const person = `"contentMediaType":"application/json","contentSchema":{"type":"object","required":["name","age"],"properties":{"name":{"type":"string"},"age":{"type":"integer"}}}`
	for why, tt := range map[string]struct{ encoding, schema, content string }{
		"base64":                                {"base64", `{"type":"string","contentEncoding":"base64"}`, `^[A-Z][a-z]+ [A-Z][a-z]+ *$`},
		"whatever the name suggests":            {"base64", `{"type":"string","contentEncoding":"base64","format":"byte"}`, `^[A-Z][a-z]+ [A-Z][a-z]+ *$`},
		"base64 of URLs":                        {"base64url", `{"type":"string","contentEncoding":"base64url"}`, `^[A-Z][a-z]+ [A-Z][a-z]+ *$`},
		"base32":                                {"base32", `{"type":"string","contentEncoding":"base32"}`, `^[A-Z]`},
		"base16":                                {"base16", `{"type":"string","contentEncoding":"base16","pattern":"^[0-9A-F]+$"}`, `^[A-Z]`},
		"hexadecimal digits":                    {"hex", `{"type":"string","contentEncoding":"hex"}`, `^[A-Z]`},
		"quoted-printable":                      {"quoted-printable", `{"type":"string","contentEncoding":"quoted-printable"}`, `^[A-Z]`},
		"of a length":                           {"base64", `{"type":"string","contentEncoding":"base64","minLength":44,"maxLength":44}`, `^.{31,33}$`},
		"of few characters":                     {"base64", `{"type":"string","contentEncoding":"base64","maxLength":4}`, `^.{1,3}$`},
		"of many characters":                    {"hex", `{"type":"string","contentEncoding":"hex","minLength":1900}`, `^.{950}`},
		"an image":                              {"base64", `{"type":"string","contentEncoding":"base64","contentMediaType":"image/png"}`, `^.PNG\r\n`},
		"JSON":                                  {"base64", `{"type":"string","contentEncoding":"base64","contentMediaType":"application/json"}`, `^\{"[a-z]+":"[a-z]+"\} *$`},
		"JSON of a schema":                      {"base64", `{"type":"string","contentEncoding":"base64",` + person + `}`, `^\{"name":"[A-Z][a-z]+( [A-Z][a-z]+)?","age":\d+\} *$`},
		"JSON of a schema without an encoding":  {"", `{"type":"string",` + person + `}`, `^\{"name":"[A-Z][a-z]+( [A-Z][a-z]+)?","age":\d+\} *$`},
		"what no schema but an encoding allows": {"base64", `{"type":"string","contentEncoding":"base64","maxLength":8,` + person + `}`, `^.{1,6}$`},
	} {
		t.Run(why, func(t *testing.T) {
			s := compiled(t, tt.schema)
			for seed := range uint64(40) {
				text, _ := made(t, fake.Generator{Mode: schema.Answer}, seed, s).(string)
				content, err := decoders[tt.encoding](text)
				require.NoError(t, err, text)
				require.Regexp(t, tt.content, string(content))
				if bytes.HasPrefix(content, []byte("{")) {
					_, err := value.ParseJSON(content, value.Limits{})
					require.NoError(t, err)
				}
			}
		})
	}
}

func TestAnEncodingIsAskedForByNothing(t *testing.T) {
	s := compiled(t, `{"type":"string","contentEncoding":"base64","const":"no base64!"}`)
	require.Equal(t, "no base64!", made(t, fake.Generator{}, 1, s))
	s = compiled(t, `{"type":"string","contentEncoding":"base64","contentMediaType":"application/json","contentSchema":{"$ref":"#/nowhere"}}`)
	made(t, fake.Generator{}, 1, s)
}
