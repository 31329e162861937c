package spec

import (
	"mime"
	"strings"
)

// BareType is a media type without its parameters, in small letters: "application/json" of
// "Application/JSON; charset=utf-8" (RFC 9110 §8.3.1).
func BareType(mediaType string) string {
	if isBare(mediaType) {
		return mediaType
	}
	if bare, _, err := mime.ParseMediaType(mediaType); err == nil {
		return bare
	}
	bare, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(bare))
}

// isBare tells whether a media type has nothing that BareType would change, as nearly all have that documents write. It saves
// every request some allocations (BenchmarkMiss… in package server).
func isBare(mediaType string) bool {
	for i := range len(mediaType) {
		if c := mediaType[i]; c <= ' ' || c == ';' || 'A' <= c && c <= 'Z' || c >= 0x7f {
			return false
		}
	}
	return true
}

// IsJSON tells whether a media type is JSON: application/json, or any with the suffix +json (RFC 6839 §3.1).
func IsJSON(mediaType string) bool {
	bare := BareType(mediaType)
	return bare == "application/json" || strings.HasSuffix(bare, "+json")
}

// IsRange tells whether a media type stands for several: */* or text/*.
func IsRange(mediaType string) bool { return strings.HasSuffix(BareType(mediaType), "/*") }

// Concrete is the media type that a body is sent as: that of the document, or where it is a range, one that is in it.
func Concrete(mediaType string) string {
	mediaType = strings.TrimSpace(mediaType)
	bare := BareType(mediaType)
	if first, _, several := strings.Cut(bare, ","); several { // real documents have "application/json, application/xml"
		return strings.TrimSpace(first)
	}
	kind, subtype, ok := strings.Cut(bare, "/")
	if !ok || subtype == "" || kind == "" {
		return "application/json"
	}
	if subtype != "*" {
		return mediaType
	}
	if usual := usualSubtypes[kind]; usual != "" {
		return kind + "/" + usual
	}
	return "application/json"
}

var usualSubtypes = map[string]string{
	"text": "plain", "image": "png", "audio": "mpeg", "video": "mp4", "font": "woff2", "multipart": "form-data",
}
