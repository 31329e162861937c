package sample

import (
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// textFamily is plain text: scalars as they print, without quotes. Objects and arrays, which have no form in it, are JSON.
var textFamily = &family{
	has: func(bare string) bool {
		return strings.HasPrefix(bare, "text/") || namedTexts(bare)
	},
	write: bytesOf(func(_ *spec.MediaType, v any) []byte { return []byte(value.Text(v)) }),
	read:  readJSON,
	kinds: scalars,
	empty: "",
}

var namedTexts = oneOf("application/javascript", "application/x-javascript", "application/ecmascript", "application/graphql", "application/jwt",
	"+jwt", "application/sql", "application/toml", "application/rtf", "application/x-sh", "application/x-pem-file", "application/pgp-signature",
	"application/openmetrics-text", "application/x-mpegurl", "application/vnd.apple.mpegurl", "application/http")

// eventsFamily is the stream of events of HTML.
var eventsFamily = &family{
	has:   oneOf("text/event-stream"),
	write: bytesOf(writeEvents),
	read:  readEvents,
	empty: "",
	raw: func(text string) bool {
		for _, field := range []string{"data:", "event:", "id:", "retry:", ":"} {
			if strings.HasPrefix(text, field) {
				return true
			}
		}
		return false
	},
}

func writeEvents(_ *spec.MediaType, v any) []byte {
	var events []byte
	for _, item := range itemsOf(v) {
		if o, ok := item.(*value.Object); ok && isEvent(o) {
			for _, m := range o.Members() {
				events = appendField(events, m.Name, m.Value)
			}
		} else {
			events = appendField(events, "data", item)
		}
		events = append(events, '\n')
	}
	return events
}

// isEvent tells whether an object describes an event rather than the data of one.
func isEvent(o *value.Object) bool {
	for _, m := range o.Members() {
		if m.Name != "data" && m.Name != "event" && m.Name != "id" && m.Name != "retry" {
			return false
		}
	}
	_, data := o.Get("data")
	_, event := o.Get("event")
	return data || event
}

// appendField writes a field of an event, a line for each line of its text. What is null is left out.
func appendField(dst []byte, name string, v any) []byte {
	if v == nil {
		return dst
	}
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(value.Text(v)), "\n") {
		dst = append(append(append(dst, name...), ": "...), line...)
		dst = append(dst, '\n')
	}
	return dst
}

// readEvents reads a stream as the list of its events: those that have data alone are what the data is.
func readEvents(_ *spec.MediaType, text string) (any, bool) {
	events := []any{}
	o := value.NewObject(0)
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)+"\n\n", "\n") {
		name, word, _ := strings.Cut(line, ":")
		word = strings.TrimPrefix(word, " ")
		switch {
		case line == "" && o.Len() > 0:
			events = append(events, eventOf(o))
			o = value.NewObject(0)
		case name == "data":
			if before, more := o.Get(name); more {
				word = before.(string) + "\n" + word
			}
			o.Set(name, word)
		case name == "event", name == "id":
			o.Set(name, word)
		case name == "retry":
			if milliseconds, ok := value.ParseInteger(word); ok {
				o.Set(name, milliseconds)
			}
		}
	}
	return events, len(events) > 0
}

func eventOf(o *value.Object) any {
	data, _ := o.Get("data")
	text, ok := data.(string)
	if !ok || o.Len() > 1 {
		return o
	}
	if v, err := value.ParseJSON([]byte(text), value.Limits{}); err == nil {
		return v
	}
	return text
}
