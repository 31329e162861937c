package conformance

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// judge decides by santhosh-tekuri/jsonschema what fits the schemas of a document.
type judge struct {
	document *document
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by address
	broken   map[string]error              // schemas that the judge cannot compile
}

func newJudge(d *document) *judge {
	j := &judge{document: d, schemas: map[string]*jsonschema.Schema{}, broken: map[string]error{}}
	j.compiler = jsonschema.NewCompiler()
	j.compiler.DefaultDraft(jsonschema.Draft2020)
	j.compiler.AssertFormat()
	j.compiler.UseRegexpEngine(expression)
	for _, f := range formats {
		j.compiler.RegisterFormat(f)
	}
	j.compiler.UseLoader(j)
	return j
}

// Load raises the schema that an address stands for.
func (j *judge) Load(address string) (any, error) {
	s, pointer, err := pointerOf(address)
	if err != nil {
		return nil, err
	}
	raw, ok := j.document.at(pointer)
	if !ok {
		return nil, fmt.Errorf("nothing is at %s", pointer)
	}
	return raiser{j.document, s}.schema(raw, pointer), nil
}

// fits judges a value by the schema at a pointer. The error is a *jsonschema.ValidationError if it does not fit.
func (j *judge) fits(s side, pointer string, v any) error {
	at := address(s, pointer)
	if err := j.broken[at]; err != nil {
		return err
	}
	compiled := j.schemas[at]
	if compiled == nil {
		var err error
		if compiled, err = j.compiler.Compile(at); err != nil {
			j.broken[at] = fmt.Errorf("the judge cannot read the schema at %s: %w", pointer, err)
			return j.broken[at]
		}
		j.schemas[at] = compiled
	}
	return compiled.Validate(v)
}

// refuses tells whether the judge finds that a value does not fit, which is more than not being able to tell.
func (j *judge) refuses(s side, pointer string, v any) (*jsonschema.ValidationError, bool) {
	var e *jsonschema.ValidationError
	return e, errors.As(j.fits(s, pointer, v), &e)
}

// decode reads a JSON body; what follows it is a mistake.
func decode(body []byte) (any, error) { return jsonschema.UnmarshalJSON(bytes.NewReader(body)) }

// patience bounds one match of an expression that needs backtracking.
const patience = time.Second

// ecma is an expression that RE2 cannot do.
type ecma struct{ *regexp2.Regexp }

// MatchString takes an expression that runs out of time for matching: the judge cannot tell.
func (e ecma) MatchString(text string) bool {
	ok, err := e.Regexp.MatchString(text)
	return ok || err != nil
}

// anything is an expression that no engine can read.
type anything string

func (a anything) MatchString(string) bool { return true }

func (a anything) String() string { return string(a) }

func expression(text string) (jsonschema.Regexp, error) {
	if e, err := regexp.Compile(text); err == nil {
		return e, nil
	}
	e, err := regexp2.Compile(text, regexp2.ECMAScript)
	if err != nil {
		return anything(text), nil
	}
	e.MatchTimeout = patience
	return ecma{e}, nil
}

var template = regexp.MustCompile(`^([^{}\s]|\{[^{}\s]+\})*$`)

// formats are those of OpenAPI that JSON Schema does not have.
var formats = []*jsonschema.Format{
	{Name: "int32", Validate: integers(31)},
	{Name: "int64", Validate: integers(63)},
	// The judge's own check of uri-template knows no operators such as {?page} (RFC 6570, section 2.2).
	{Name: "uri-template", Validate: func(v any) error {
		text, ok := v.(string)
		if ok && !template.MatchString(text) {
			return fmt.Errorf("%q is no URI template", text)
		}
		return nil
	}},
	{Name: "byte", Validate: func(v any) error {
		text, ok := v.(string)
		if !ok {
			return nil
		}
		_, err := base64.StdEncoding.DecodeString(text)
		return err
	}},
}

func integers(bits uint) func(any) error {
	bound := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), bits))
	return func(v any) error {
		n, ok := number(v)
		if !ok {
			return nil
		}
		if !n.IsInt() || n.Cmp(bound) >= 0 || n.Cmp(new(big.Rat).Neg(bound)) < 0 {
			return fmt.Errorf("%v is no integer of %d bits", v, bits+1)
		}
		return nil
	}
}
