package conformance

import (
	"encoding/hex"
	"encoding/json"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/tree"
)

func unescape(pointer string) (string, error) { return url.PathUnescape(pointer) }

// side is which way a schema is read: properties that are writeOnly have no place in an answer, nor readOnly ones in a
// request, and neither is required there.
type side string

const (
	answer  side = "answer"
	request side = "request"
)

func (s side) hides() string {
	if s == answer {
		return "writeOnly"
	}
	return "readOnly"
}

// raiser turns the raw schemas of a document into JSON Schema 2020-12, with nothing of the mock's own code: a keyword of the
// wrong kind is left out, $refs become addresses.
type raiser struct {
	document *document
	side     side
}

// What the keywords of JSON Schema hold.
var (
	holdsSchema  = []string{"items", "not", "additionalProperties", "contains", "propertyNames", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties"}
	holdsSchemas = []string{"allOf", "anyOf", "oneOf", "prefixItems"}
	holdsNamed   = []string{"properties", "patternProperties", "dependentSchemas"}
	holdsNumber  = []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
	holdsCount   = []string{"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"}
	holdsText    = []string{"pattern", "format"}
	types        = []string{"string", "number", "integer", "boolean", "array", "object", "null"}
)

// schema raises the schema at a pointer. A schema that is none is one that everything fits.
func (r raiser) schema(raw any, pointer string) any {
	if always, ok := raw.(bool); ok {
		return always
	}
	in, ok := raw.(map[string]any)
	if !ok {
		return true
	}
	out := map[string]any{}
	if to := target(in); to != "" {
		if _, found := r.document.at(to); found {
			out["$ref"] = address(r.side, to)
		}
		if r.document.old() {
			return out
		}
	}
	r.plain(in, out)
	r.inner(in, out, pointer)
	r.bounds(in, out)
	r.null(in, out)
	r.hide(in, out)
	return out
}

// plain copies the keywords that hold neither schemas nor what dialects differ in.
func (r raiser) plain(in, out map[string]any) {
	for _, name := range holdsCount {
		if n, ok := number(in[name]); ok && n.IsInt() && n.Sign() >= 0 {
			out[name] = in[name]
		}
	}
	for _, name := range holdsText {
		if text, ok := in[name].(string); ok {
			out[name] = text
		}
	}
	if n, ok := number(in["multipleOf"]); ok && n.Sign() > 0 {
		out["multipleOf"] = in["multipleOf"]
	}
	if unique, ok := in["uniqueItems"].(bool); ok {
		out["uniqueItems"] = unique
	}
	if list, ok := in["enum"].([]any); ok {
		out["enum"] = list
	}
	if v, ok := in["const"]; ok {
		out["const"] = v
	}
	if names := words(in["required"]); len(names) > 0 {
		out["required"] = names
	}
	if named, ok := in["dependentRequired"].(map[string]any); ok {
		raised := map[string]any{}
		for name, list := range named {
			raised[name] = words(list)
		}
		out["dependentRequired"] = raised
	}
}

// words are the texts of a list, each once.
func words(v any) []any {
	list, _ := v.([]any)
	all := []any{}
	for _, item := range list {
		if text, ok := item.(string); ok && !slices.Contains(all, any(text)) {
			all = append(all, text)
		}
	}
	return all
}

func number(v any) (*big.Rat, bool) {
	text, ok := v.(json.Number)
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetString(text.String())
}

// inner raises the keywords that hold schemas.
func (r raiser) inner(in, out map[string]any, pointer string) {
	for _, name := range holdsSchema {
		switch in[name].(type) {
		case map[string]any, bool:
			out[name] = r.schema(in[name], tree.Join(pointer, name))
		}
	}
	for _, name := range holdsSchemas {
		list, _ := in[name].([]any)
		for i, item := range list {
			raised, _ := out[name].([]any)
			out[name] = append(raised, r.schema(item, tree.Join(pointer, name, strconv.Itoa(i))))
		}
	}
	for _, name := range holdsNamed {
		named, ok := in[name].(map[string]any)
		if !ok {
			continue
		}
		raised := map[string]any{}
		for key, item := range named {
			raised[key] = r.schema(item, tree.Join(pointer, name, key))
		}
		out[name] = raised
	}
}

// bounds raises the bounds of numbers: in 3.0 and 2.0 exclusive ones are booleans beside minimum and maximum.
func (r raiser) bounds(in, out map[string]any) {
	for _, name := range holdsNumber {
		if _, ok := number(in[name]); ok {
			out[name] = in[name]
		}
	}
	for old, exclusive := range map[string]string{"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"} {
		if strict, _ := in[exclusive].(bool); strict && out[old] != nil {
			out[exclusive] = out[old]
			delete(out, old)
		}
	}
}

// null raises type and nullable. Only the standard's own word lets an answer be null; a request may also be what
// Swagger's x-nullable lets it be.
func (r raiser) null(in, out map[string]any) {
	var list []any
	switch t := in["type"].(type) {
	case string:
		list = []any{t}
	case []any:
		list = words(t)
	}
	list = slices.DeleteFunc(list, func(t any) bool { return !slices.Contains(types, t.(string)) })
	if len(list) == 0 {
		return
	}
	nullable, _ := in["nullable"].(bool)
	also, _ := in["x-nullable"].(bool)
	if r.document.old() && (nullable && !r.document.swagger() || also && r.side == request) {
		list = append(list, "null")
		if enum, ok := out["enum"].([]any); ok && r.side == request {
			out["enum"] = append(slices.Clone(enum), nil)
		}
	}
	out["type"] = words(any(list))
}

// hide takes what is hidden on this side out of properties and required.
func (r raiser) hide(in, out map[string]any) {
	hidden := r.hidden(in, 0)
	if len(hidden) == 0 {
		return
	}
	if properties, ok := out["properties"].(map[string]any); ok {
		for _, name := range hidden {
			if _, own := properties[name]; own {
				properties[name] = false
			}
		}
	}
	if required, ok := out["required"].([]any); ok {
		out["required"] = slices.DeleteFunc(required, func(name any) bool { return slices.Contains(hidden, name.(string)) })
	}
	for _, name := range []string{"allOf"} {
		parts, _ := out[name].([]any)
		for _, part := range parts {
			if o, ok := part.(map[string]any); ok && o["required"] != nil {
				o["required"] = slices.DeleteFunc(words(any(o["required"])), func(name any) bool { return slices.Contains(hidden, name.(string)) })
			}
		}
	}
}

// hidden are the names of the hidden properties of a schema and of what it is composed of.
func (r raiser) hidden(in map[string]any, depth int) []string {
	if depth > 8 {
		return nil
	}
	var names []string
	properties, _ := in["properties"].(map[string]any)
	for name, property := range properties {
		own, _ := property.(map[string]any)
		far, _ := r.document.resolve(property, "")
		if own[r.side.hides()] == true && (target(own) == "" || !r.document.old()) || far[r.side.hides()] == true {
			names = append(names, name)
		}
	}
	parts, _ := in["allOf"].([]any)
	for _, part := range parts {
		o, _ := r.document.resolve(part, "")
		names = append(names, r.hidden(o, depth+1)...)
	}
	return names
}

// address is where the judge's compiler finds the raised schema of a pointer.
func address(s side, pointer string) string {
	return "doc:///" + string(s) + "/" + hex.EncodeToString([]byte(pointer))
}

func pointerOf(address string) (side, string, error) {
	s, escaped, _ := strings.Cut(strings.TrimPrefix(address, "doc:///"), "/")
	pointer, err := hex.DecodeString(escaped)
	return side(s), string(pointer), err
}
