package validate

import (
	"mime"
	"net/http"
	"strings"

	"mockserver/internal/limit"
)

// Plain is the text of a body, for who looks into it without a contract: without its content codings (RFC 9110, section 8.4) and in
// UTF-8, as the charset of its Content-Type says. What cannot be read, or has more than most bytes then, stays as it is.
func Plain(header http.Header, body []byte, most int64, l limit.Set) []byte {
	if len(body) == 0 {
		return body
	}
	return inUTF8(header.Get("Content-Type"), uncoded(header.Values("Content-Encoding"), body, most, l.OrDefault().Codings))
}

// uncoded takes the codings off a body.
func uncoded(fields []string, body []byte, most int64, deepest int) []byte {
	codings := namedCodings(fields)
	if len(codings) > deepest {
		return body
	}
	text := body
	for i := len(codings) - 1; i >= 0; i-- {
		open := openers[codings[i]]
		if open == nil {
			return body
		}
		var err error
		if text, err = inflate(open, text, most); err != nil || int64(len(text)) > most {
			return body
		}
	}
	return text
}

// inUTF8 converts a text by the charset of its media type, if that is one that is known.
func inUTF8(contentType string, body []byte) []byte {
	if !strings.Contains(strings.ToLower(contentType), "charset") {
		return body
	}
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return body
	}
	convert := charsets[strings.ToLower(parameters["charset"])]
	if convert == nil {
		return body
	}
	if text, ok := convert(body); ok {
		return text
	}
	return body
}
