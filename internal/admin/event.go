package admin

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/stub"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// event is an entry as WireMock shows a serve event; what WireMock does not know is in mockserver.
func (c *call) event(e *journal.Entry) *value.Object {
	o := value.ObjectOf(
		member("id", e.ID),
		member("request", loggedRequest(e)),
		member("responseDefinition", definition(e)),
		member("response", response(e)),
		member("wasMatched", e.Matched),
		member("timing", timing(e.Timing)),
	)
	if e.Stub != "" {
		o.Set("stubMapping", c.stubOf(e.Stub))
	}
	o.Set("mockserver", own(e))
	return o
}

// stubOf is the stub of an entry by what it is called: what it matches and answers may hold secrets, which the journal has not.
func (c *call) stubOf(id string) *value.Object {
	o := value.ObjectOf(member("id", id), member("uuid", id))
	m := c.session.Stubs.Get(id)
	if m == nil {
		return o
	}
	if m.Name != "" {
		o.Set("name", m.Name)
	}
	o.Set("priority", int64(m.Priority))
	if m.Scenario != "" {
		o.Set("scenarioName", m.Scenario)
	}
	if m.Metadata != nil {
		o.Set("metadata", m.Metadata)
	}
	return o
}

// own is what an entry has beyond WireMock's.
func own(e *journal.Entry) *value.Object {
	o := value.ObjectOf(member("number", value.ParseNumber(strconv.FormatUint(e.Number, 10))))
	for _, text := range [][2]string{{"session", e.Session}, {"document", e.Document}, {"operation", e.Operation},
		{"source", e.Answer.Source}, {"fault", e.Fault}} {
		if text[1] != "" {
			o.Set(text[0], text[1])
		}
	}
	if len(e.Violations) > 0 {
		o.Set("violations", objects(e.Violations))
	}
	if len(e.Warnings) > 0 {
		o.Set("warnings", texts(e.Warnings))
	}
	if len(e.StubViolations) > 0 {
		o.Set("stubViolations", objects(e.StubViolations))
	}
	if e.Request.Withheld() || e.Answer.Withheld() {
		o.Set("withheld", "a body is not kept, since it could not be searched for secrets")
	}
	if e.Request.Cut || e.Answer.Cut {
		o.Set("bodyBytes", value.ObjectOf(member("request", int64(e.Request.BodyBytes)), member("response", int64(e.Answer.BodyBytes))))
	}
	return o
}

func objects(list []violation.Violation) []any {
	all := make([]any, len(list))
	for i, v := range list {
		all[i] = v.Object()
	}
	return all
}

func texts(list []string) []any {
	all := make([]any, len(list))
	for i, text := range list {
		all[i] = text
	}
	return all
}

// loggedRequest is a request as WireMock shows it.
func loggedRequest(e *journal.Entry) *value.Object {
	r := e.Request
	host, port := stub.Authority(r.Host, r.Scheme)
	o := value.ObjectOf(
		member("id", e.ID),
		member("url", r.URL),
		member("absoluteUrl", r.Scheme+"://"+r.Host+r.URL),
		member("method", r.Method),
		member("scheme", r.Scheme),
		member("host", host),
		member("port", int64(port)),
		member("clientIp", r.ClientIP),
		member("headers", headers(r.Header)),
		member("cookies", cookies(r.Header)),
		member("browserProxyRequest", false),
		member("loggedDate", e.At.UnixMilli()),
	)
	body(o, r.Body)
	o.Set("protocol", r.Protocol)
	o.Set("loggedDateString", e.At.UTC().Format(time.RFC3339Nano))
	_, query, _ := strings.Cut(r.URL, "?")
	o.Set("queryParams", parameters(query))
	o.Set("formParams", parameters(form(r)))
	return o
}

// body adds a body as text and in base64.
func body(o *value.Object, data []byte) {
	text := string(data)
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	o.Set("body", text)
	o.Set("bodyAsBase64", base64.StdEncoding.EncodeToString(data))
}

// headers are the lines of a header by name: a text, or a list where a name has several.
func headers(h journal.Header) *value.Object {
	o := value.NewObject(len(h))
	for i, line := range h {
		if i > 0 && strings.EqualFold(h[i-1][0], line[0]) {
			continue // lines of a name follow each other
		}
		if values := h.Values(line[0]); len(values) > 1 {
			o.Set(line[0], texts(values))
		} else {
			o.Set(line[0], line[1])
		}
	}
	return o
}

func cookies(h journal.Header) *value.Object {
	o := value.NewObject(0)
	for _, line := range h.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			if name, text, ok := strings.Cut(strings.TrimSpace(pair), "="); ok && name != "" {
				o.Set(name, text)
			}
		}
	}
	return o
}

func form(r journal.Request) string {
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "application/x-www-form-urlencoded") {
		return string(r.Body)
	}
	return ""
}

// parameters are those of a query or form, by name, in their order.
func parameters(query string) *value.Object {
	var names []string
	values := map[string][]any{}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, text, _ := strings.Cut(pair, "=")
		name = unescaped(name)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		values[name] = append(values[name], unescaped(text))
	}
	o := value.NewObject(len(names))
	for _, name := range names {
		o.Set(name, value.ObjectOf(member("key", name), member("values", values[name])))
	}
	return o
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// definition is what was meant to be answered: clients of WireMock read the status here.
func definition(e *journal.Entry) *value.Object {
	o := value.ObjectOf(member("status", int64(e.Answer.Status)))
	if len(e.Answer.Header) > 0 {
		o.Set("headers", headers(e.Answer.Header))
	}
	if e.Stub != "" && utf8.Valid(e.Answer.Body) {
		o.Set("body", string(e.Answer.Body))
	}
	return o
}

// response is what was answered.
func response(e *journal.Entry) *value.Object {
	o := value.ObjectOf(member("status", int64(e.Answer.Status)), member("headers", headers(e.Answer.Header)))
	body(o, e.Answer.Body)
	if slices.Contains(fault.Breaks, e.Fault) {
		o.Set("fault", e.Fault) // no other is one of WireMock's
	}
	return o
}

// timing is in milliseconds.
func timing(t journal.Timing) *value.Object {
	millis := func(d time.Duration) int64 { return d.Milliseconds() }
	return value.ObjectOf(member("addedDelay", millis(t.Added)), member("processTime", millis(t.Processing)),
		member("responseSendTime", int64(0)), member("serveTime", millis(t.Processing)), member("totalTime", millis(t.Total)))
}

// judged is the request of an entry as patterns judge it.
func judged(e *journal.Entry) *stub.Request {
	r := e.Request
	host, port := stub.Authority(r.Host, r.Scheme)
	return &stub.Request{Method: r.Method, URL: r.URL, Scheme: r.Scheme, Host: host, Port: port, ClientIP: r.ClientIP,
		Header: r.Header.Map(), Body: r.Body}
}
