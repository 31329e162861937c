package journal

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// What an entry costs beside its texts and bodies, in bytes: about, rounded upwards.
const (
	entryBytes     = 768 + 36 // with its ID, which it gets later
	lineBytes      = 32       // of a header, of a warning
	violationBytes = 256
)

// receivedCharacters is how much is kept of what broke a rule; no more of it is ever shown.
const receivedCharacters = 2000

// pack makes the entry own what it holds: its texts in one piece, bodies of at most so many bytes. A slice of a header
// would keep alive the whole of what it was cut from.
func (e *Entry) pack(body int) {
	if e.size > 0 {
		return
	}
	keep(&e.Request.Body, &e.Request.BodyBytes, &e.Request.Cut, body)
	keep(&e.Answer.Body, &e.Answer.BodyBytes, &e.Answer.Cut, body)
	shorten(e.Violations)
	shorten(e.StubViolations)

	length := 0
	e.texts(func(text *string) { length += len(*text) })
	var all strings.Builder
	all.Grow(length)
	e.texts(func(text *string) {
		at := all.Len()
		all.WriteString(*text)
		*text = all.String()[at:] // never moved again, as there is room for all
	})
	e.size = entryBytes + all.Cap() + cap(e.Request.Body) + cap(e.Answer.Body) +
		lineBytes*(cap(e.Request.Header)+cap(e.Answer.Header)+cap(e.Warnings)) +
		violationBytes*(cap(e.Violations)+cap(e.StubViolations))
	for _, v := range slices.Concat(e.Violations, e.StubViolations) {
		if text, ok := v.Received.(string); ok {
			e.size += len(text)
		}
	}
}

// texts calls see for each text that was made for this request alone; those of documents are shared.
func (e *Entry) texts(see func(*string)) {
	r := &e.Request
	for _, text := range []*string{
		&e.ID, &r.Method, &r.Scheme, &r.Host, &r.URL, &r.ClientIP, &r.Protocol, &e.Stub, &e.Fault, &e.Answer.Source,
	} {
		see(text)
	}
	for _, h := range []Header{r.Header, e.Answer.Header} {
		for i := range h {
			see(&h[i][0])
			see(&h[i][1])
		}
	}
	for i := range e.Warnings {
		see(&e.Warnings[i])
	}
	for _, list := range [][]violation.Violation{e.Violations, e.StubViolations} {
		for i := range list {
			v := &list[i]
			for _, text := range []*string{&v.Where, &v.Subject, &v.Expected, &v.Suggestion, &v.Says} {
				see(text)
			}
		}
	}
}

// keep takes the beginning of a body, copied if more would be kept alive with it.
func keep(body *[]byte, length *int, cut *bool, most int) {
	*length = cmp.Or(*length, len(*body))
	if len(*body) > most {
		*body, *cut = bytes.Clone((*body)[:most]), true
	}
	if len(*body) == 0 {
		*body = nil
		return
	}
	if cap(*body) > len(*body)+len(*body)/4 {
		*body = bytes.Clone(*body)
	}
}

// shorten keeps no more of what was received than is shown of it.
func shorten(list []violation.Violation) {
	for i := range list {
		switch v := list[i].Received.(type) {
		case string:
			list[i].Received = strings.Clone(value.Cut(v, receivedCharacters))
		case []any, *value.Object:
			list[i].Received = beginning(v)
		}
	}
}

// beginning is a list or an object as text, cut.
func beginning(v any) string {
	return value.Cut(string(value.Beginning(v, receivedCharacters*utf8.UTFMax)), receivedCharacters)
}
