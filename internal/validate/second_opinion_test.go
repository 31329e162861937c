package validate_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// notOfKin are the examples that kin-openapi reads otherwise, by place, style and shape, with the reason.
var notOfKin = map[string]string{
	"path label false array .blue.black.brown":                                "it has the comma of 3.1.1 alone",
	"path label false object .R.100.G.200.B.150":                              "it has the comma of 3.1.1 alone",
	"path matrix false string ;color":                                         "it wants the equals sign",
	"path matrix true string ;color":                                          "it wants the equals sign",
	"path simple false array bl%2Cue,a%20b":                                   "it splits what is decoded already",
	"query form false array color=a%2Cb,c":                                    "it splits what is decoded already",
	"cookie form true array color=blue&color=black&color=brown":               "it knows no exploded cookies",
	"cookie form true array color=blue; color=black; color=brown":             "it knows no exploded cookies",
	"cookie form true object R=100&G=200&B=150":                               "it knows no exploded cookies",
	"cookie form true object R=100; G=200; B=150":                             "it knows no exploded cookies",
	"cookie form false string color=bl%20ue":                                  "it does not decode cookies",
	"query deepObject true array color[]=blue&color[]=black&color[]=brown":    "it has deep objects alone",
	"query deepObject true array color[1]=black&color[0]=blue&color[2]=brown": "it has deep objects alone",
}

// exactly are schemas that take the one value of an example, so that who accepts it has read it as that.
var exactly = map[string]string{
	`""`:              `{"type": "string", "enum": [""]}`,
	colors:            `{"type": "array", "minItems": 3, "items": {"type": "string"}, "enum": [["blue", "black", "brown"]]}`,
	rgb:               `{"type": "object", "required": ["R", "G", "B"], "additionalProperties": false, "properties": {"R": {"type": "integer", "enum": [100]}, "G": {"type": "integer", "enum": [200]}, "B": {"type": "integer", "enum": [150]}}}`,
	`["bl,ue","a b"]`: `{"type": "array", "items": {"type": "string"}, "enum": [["bl,ue", "a b"]]}`,
	`["a,b","c"]`:     `{"type": "array", "items": {"type": "string"}, "enum": [["a,b", "c"]]}`,
	`[1.5]`:           `{"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "number", "enum": [1.5]}}`,
}

// TestKinReadsTheSame asks kin-openapi whether each example of the standard is the value that it is to us.
func TestKinReadsTheSame(t *testing.T) {
	compared := 0
	for _, e := range examples {
		name := fmt.Sprintf("%s %s %t %s %s", e.in, e.style, e.explode, e.schema, e.text)
		known := e.style != "tabDelimited" && e.style != "cookie" && (e.in == "query" || e.style != "spaceDelimited" && e.style != "pipeDelimited")
		if !known {
			continue
		}
		t.Run(name, func(t *testing.T) {
			err := kinReads(t, e.in, e.style, e.explode, e.text, e.want)
			if reason := notOfKin[name]; reason != "" {
				assert.Error(t, err, "kin-openapi now reads it the same: %s", reason)
				return
			}
			assert.NoError(t, err)
			compared++
		})
	}
	assert.Greater(t, compared, 30)
}

func kinReads(t *testing.T, in, style string, explode bool, text, want string) error {
	t.Helper()
	schema := exactly[want]
	if schema == "" {
		schema = `{"type": "string", "enum": [` + want + `]}`
	}
	ref := &openapi3.SchemaRef{}
	require.NoError(t, ref.UnmarshalJSON([]byte(schema)))
	p := &openapi3.Parameter{Name: "color", In: in, Style: style, Explode: &explode, Schema: ref, AllowEmptyValue: true, Required: in == "path"}
	ours := requestOf(in, text)
	r := &http.Request{Method: "GET", Header: ours.Header, URL: &url.URL{Path: "/", RawQuery: ours.RawQuery}}
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: map[string]string{}}
	if in == "path" {
		plain, err := url.PathUnescape(text)
		require.NoError(t, err)
		input.PathParams["color"] = plain
	}
	return openapi3filter.ValidateParameter(context.Background(), input, p)
}
