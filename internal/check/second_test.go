package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/check"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// secondBytes is the size above which kin-openapi takes too long for a test.
const secondBytes = 1_500_000

// kinParts find the part of the document that an error of kin-openapi's is about.
var (
	kinComponent = regexp.MustCompile(`^invalid components: (schema|response|parameter|header|example|request body|security scheme) "([^"]+)"`)
	kinOperation = regexp.MustCompile(`^invalid paths: invalid path (\S+): invalid operation ([A-Z]+)`)
	componentOf  = map[string]string{"schema": "schemas", "response": "responses", "parameter": "parameters", "header": "headers",
		"example": "examples", "request body": "requestBodies", "security scheme": "securitySchemes"}
)

// At each place with which kin-openapi finds fault, and which is used, there is a finding of ours. There is no table of
// exceptions, since there are none.
func TestWhatKinFindsFaultWithIsFoundHere(t *testing.T) {
	if testing.Short() {
		t.Skip("kin-openapi takes its time")
	}
	for _, file := range scenario.Corpus(t) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		if len(data) > secondBytes {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			d := load(t, file)
			if d.Dialect == schema.Swagger20 {
				t.Skip("kin-openapi reads Swagger 2.0 only by converting it, and then speaks of what it has made")
			}
			r := run(d)
			document, err := openapi3.NewLoader().LoadFromData(data)
			if err != nil {
				assert.Positive(t, r.Strict(), "kin-openapi does not load it: %v", err)
				return
			}
			var all openapi3.MultiError
			if err := document.Validate(t.Context(), openapi3.EnableMultiError()); !errors.As(err, &all) {
				assert.NoError(t, err)
				return
			}
			seconds := closures{root: d.Root, known: map[string]map[string]bool{}}
			used := seconds.of("/paths")
			for _, one := range all {
				// What no operation uses is looked over, but not compiled, so that its examples are not judged.
				if part := kinPart(one.Error()); part != "" && (used[part] || !strings.HasPrefix(part, "/components")) {
					assert.True(t, finds(r, seconds.of(part)), "%s: %.300s", part, one.Error())
				}
			}
		})
	}
}

// kinPart is a JSON pointer, "" for the document as a whole.
func kinPart(message string) string {
	if m := kinComponent.FindStringSubmatch(message); m != nil {
		return tree.Join("/components", componentOf[m[1]], m[2])
	}
	if m := kinOperation.FindStringSubmatch(message); m != nil {
		return tree.Join("/paths", m[1], strings.ToLower(m[2]))
	}
	return ""
}

// closures are the parts that a part of a document refers to, itself among them: kin-openapi tells a mistake at each
// place that leads to it.
type closures struct {
	root  *tree.Node
	known map[string]map[string]bool
}

func (c closures) of(part string) map[string]bool {
	if c.known[part] == nil {
		c.known[part] = map[string]bool{}
		c.collect(c.root.At(part), part, c.known[part])
	}
	return c.known[part]
}

func (c closures) collect(n *tree.Node, pointer string, into map[string]bool) {
	if n == nil || pointer != "" && into[pointer] {
		return
	}
	if pointer != "" {
		into[pointer] = true
	}
	if ref, local := strings.CutPrefix(n.Get("$ref").Str(), "#"); local {
		c.collect(c.root.At("#"+ref), ref, into)
	}
	for _, child := range n.Items {
		c.collect(child, "", into)
	}
}

// finds tells whether a report has something within one of the parts.
func finds(r *check.Report, parts map[string]bool) bool {
	for _, f := range r.Findings {
		for pointer := f.Pointer; pointer != ""; pointer = pointer[:strings.LastIndexByte(pointer, '/')] {
			if f.Kind != check.Note && parts[pointer] {
				return true
			}
		}
	}
	return false
}
