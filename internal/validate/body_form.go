package validate

import (
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

const formType = "application/x-www-form-urlencoded"

func isForm(essence string) bool { return essence == formType }

// readFormBody reads name=value pairs as the properties of an object (OAS 3.1 §4.8.15). Names that repeat make arrays.
func readFormBody(c *content) (any, []violation.Violation) {
	if c.schema != nil && c.schema.Kinds() == schema.Types(schema.String) {
		return string(c.text), nil
	}
	return c.chosen(c.readPairs)
}

func (c *content) readPairs() (any, []violation.Violation) {
	q := parseQuery(string(c.text), c.limits)
	if q.more {
		return nil, []violation.Violation{tooMany(c.where, "pairs", c.limits)}
	}
	if p := q.unsound(); p != nil {
		return nil, []violation.Violation{encodingOfName(violation.Inside(c.where, p.name), p.name)}
	}
	o := value.NewObject(0)
	broken := c.styled(o, q)
	groups := groupsOf(len(q.pairs))
	for _, p := range q.pairs {
		if p.taken {
			continue
		}
		text, _, f := decoded(p.value)
		if f != nil {
			broken = append(broken, f.at(violation.Inside(c.where, p.name), c.media.Pointer))
			continue
		}
		groups.add(p.name, piece{text: []byte(text.(string))})
	}
	broken = append(broken, c.properties(o, groups)...)
	return o, broken
}

func encodingOfName(where, name string) violation.Violation {
	return violation.Violation{
		Where: where, Rule: "encoding", Received: name, Expected: "a name in UTF-8 with every % followed by two hexadecimal digits",
	}
}

// styled reads the properties that have a style, as parameters of a query have, and those that stand with brackets
// where the schema has an array or object: the latter is what many clients send, whatever the document says.
func (c *content) styled(o *value.Object, q *query) []violation.Violation {
	var broken []violation.Violation
	for _, field := range fieldsOf(c.schema) {
		field.Schema = c.memberBy(c.schema, c.choice, field.Name)
		p := &spec.Parameter{Name: field.Name, In: "query", Style: "form", Explode: true, Schema: field.Schema, Pointer: c.media.Pointer}
		encoding := c.encoding(field.Name)
		switch {
		case encoding != nil && encoding.Style != "":
			p.Style, p.Explode, p.Pointer = encoding.Style, encoding.Explode, encoding.Pointer
		case encoding == nil && q.hasBrackets(field.Name) && !q.has(field.Name) && shapesOf(field.Schema, nil)[0] != scalar:
			p.Style = "deepObject"
		default:
			continue
		}
		result := best(&reading{parameter: p, raws: q.all(field.Name), query: q, limits: &c.limits, spent: c.spent}, tree.Join(c.where, field.Name), c.warn)
		switch {
		case c.nextPlain(p, result, q):
		case result.unread:
			broken = append(broken, result.broken...)
		case result.given:
			o.Set(field.Name, result.value)
		}
	}
	return broken
}

// nextPlain tells whether the parts of a property are read without its style, which they do not follow: version 3.0 of
// the standard has styles in urlencoded bodies only (§4.7.15.1).
func (c *content) nextPlain(p *spec.Parameter, styled outcome, q *query) bool {
	if isForm(c.essence) || p.Style == "deepObject" && q.hasBrackets(p.Name) || styled.given && len(styled.broken) == 0 {
		return false
	}
	for i := range q.pairs {
		if q.pairs[i].name == p.Name {
			q.pairs[i].taken = false
		}
	}
	return true
}

func (c *content) encoding(name string) *spec.Encoding {
	for _, e := range c.media.Encoding {
		if e.Name == name {
			return e
		}
	}
	return nil
}
