package spec

import (
	"mime"
	"strings"
)

// BareType is a media type without its parameters, in small letters: "application/json" of
// "Application/JSON; charset=utf-8" (RFC 9110 §8.3.1).
func BareType(mediaType string) string {
	if bare, _, err := mime.ParseMediaType(mediaType); err == nil {
		return bare
	}
	bare, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(bare))
}

// IsJSON tells whether a media type is JSON: application/json, or any with the suffix +json (RFC 6839 §3.1).
func IsJSON(mediaType string) bool {
	bare := BareType(mediaType)
	return bare == "application/json" || strings.HasSuffix(bare, "+json")
}
