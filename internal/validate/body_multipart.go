package validate

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func isMultipart(essence string) bool { return strings.HasPrefix(essence, "multipart/") }

func mimeName(name string) string { return textproto.CanonicalMIMEHeaderKey(name) }

// readMultipart reads the parts as the properties of an object (RFC 7578), or as the elements of an array where the
// schema or the lack of names makes them one.
func readMultipart(c *content) (any, []violation.Violation) {
	names, pieces, broken := c.parts()
	if broken != nil {
		return nil, broken
	}
	if c.isList(names) {
		return c.list(pieces)
	}
	return c.chosen(func() (any, []violation.Violation) { return c.named(names, pieces) })
}

// judgeMultipart judges by the schema, and calls what is missing a file where it is one.
func judgeMultipart(c *content, v any) []violation.Violation {
	broken := judgeWhole(c, v)
	for i := range broken {
		name, ok := broken[i].Limit.(string)
		if !ok || broken[i].Rule != "required" || broken[i].Where != violation.Inside(c.where, name) {
			continue
		}
		switch s := c.memberBy(c.schema, c.choice, name); {
		case isFile(s):
			broken[i].Expected = "a file"
		case s != nil && isFile(s.Element()):
			broken[i].Expected = "files"
		default:
			continue
		}
		if e := c.encoding(name); e != nil && e.ContentType != "" && !strings.Contains(e.ContentType, "*/*") {
			broken[i].Expected += " with the Content-Type " + alternatives(e.ContentType)
		}
	}
	return broken
}

// isFile tells whether a schema is that of bytes (OAS 3.0 §4.7.14.2, 3.1 §4.8.14.2).
func isFile(s *schema.Schema) bool {
	if s == nil {
		return false
	}
	for _, t := range []*schema.Schema{s, s.Target()} {
		if t.Format == "binary" || t.ContentMediaType != "" && t.ContentEncoding == "" {
			return true
		}
	}
	return false
}

// named reads parts as the properties of an object. Those without a name take the properties in their order.
func (c *content) named(names []string, pieces []piece) (any, []violation.Violation) {
	q := &query{depth: c.limits.DeepObject}
	for i, p := range pieces {
		if names[i] == "" {
			if c.essence == "multipart/form-data" {
				return nil, c.refusal("multipart", "multipart/form-data", "a part has no name")
			}
			if fields := fieldsOf(c.schema); i < len(fields) {
				names[i] = fields[i].Name
			}
		}
		q.pairs = append(q.pairs, pair{name: names[i], sound: true, value: raw{string(p.text), plain}})
	}
	o := value.NewObject(0)
	broken := c.styled(o, q)
	g := groupsOf(len(pieces))
	for i, p := range pieces {
		if !q.pairs[i].taken {
			g.add(names[i], p)
		}
	}
	return o, append(broken, c.properties(o, g)...)
}

// isList tells whether the parts are the elements of an array.
func (c *content) isList(names []string) bool {
	if c.essence == "multipart/form-data" {
		return false
	}
	if c.schema != nil && c.schema.Kinds() != 0 {
		return !c.schema.Kinds().Has(schema.Object)
	}
	return c.media.Item != nil || strings.Join(names, "") == "" && len(fieldsOf(c.schema)) == 0
}

func (c *content) list(pieces []piece) (any, []violation.Violation) {
	items := make([]any, len(pieces))
	var broken []violation.Violation
	for i := range pieces {
		element := elementOf(c.schema, i)
		if c.media.Item != nil {
			element = c.media.Item
		}
		p := property{content: c, where: tree.Join(c.where, value.Text(int64(i))), schema: element}
		v, bad := p.item(p.where, element, pieces[i])
		items[i] = v
		if c.media.Item != nil && len(bad) == 0 {
			bad = element.Check(v, p.where, schema.ReadRequest)
		}
		broken = append(broken, bad...)
	}
	return items, broken
}

// parts takes the body apart. A name is that of the Content-Disposition, else the Content-ID.
func (c *content) parts() (names []string, pieces []piece, broken []violation.Violation) {
	boundary := c.parameters["boundary"]
	if boundary == "" {
		return nil, nil, c.refusal("multipart", c.essence, "the Content-Type has no boundary")
	}
	r := multipart.NewReader(bytes.NewReader(c.text), boundary)
	for {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) && !strings.Contains(err.Error(), ":") {
			return names, pieces, nil
		}
		if err == nil && len(pieces) == c.limits.BodyParts {
			return nil, nil, []violation.Violation{tooMany(c.where, "parts", c.limits)}
		}
		var text []byte
		if err == nil {
			text, err = untransferred(part)
		}
		if err != nil {
			return nil, nil, c.refusal("multipart", c.essence, multipartReason(err))
		}
		name := part.FormName()
		if name == "" && c.essence != "multipart/form-data" {
			name = strings.Trim(part.Header.Get("Content-ID"), "<>")
		}
		names = append(names, name)
		pieces = append(pieces, piece{text: text, written: mimeType(part.Header.Get("Content-Type")), header: part.Header, file: part.FileName() != ""})
	}
}

// untransferred reads a part and undoes its transfer encoding (RFC 2045, section 6).
func untransferred(part *multipart.Part) ([]byte, error) {
	switch strings.ToLower(part.Header.Get("Content-Transfer-Encoding")) {
	case "base64":
		return io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
	case "quoted-printable":
		return io.ReadAll(quotedprintable.NewReader(part))
	}
	return io.ReadAll(part)
}

func multipartReason(err error) string {
	var corrupt base64.CorruptInputError
	var header textproto.ProtocolError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return "it ends before its last boundary"
	case errors.As(err, &corrupt):
		return "a part is not base64, which its Content-Transfer-Encoding says"
	case strings.HasPrefix(err.Error(), "quotedprintable: "):
		return "a part is not quoted-printable, which its Content-Transfer-Encoding says"
	case errors.As(err, &header):
		return "a part has a header that is malformed"
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return "the headers of a part are too long"
	case errors.Is(err, bufio.ErrBufferFull):
		return "a line between its parts is too long"
	}
	return "what follows a boundary is not a part"
}
