package spec_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/spec"
)

func TestRangesAreSentAsOneOfTheirTypes(t *testing.T) {
	for documented, want := range map[string]string{
		"*/*": "application/json", "*": "application/json", "json": "application/json", "": "application/json", "application/*": "application/json",
		"text/*": "text/plain", "image/*": "image/png", "audio/*": "audio/mpeg", "video/*": "video/mp4", "font/*": "font/woff2", "chemical/*": "application/json",
		"multipart/*": "multipart/form-data", "application/json": "application/json", "Application/JSON; charset=UTF-8": "Application/JSON; charset=UTF-8",
		"application/json, application/xml": "application/json", " text/csv ": "text/csv", "a/": "application/json", "/b": "application/json",
	} {
		assert.Equal(t, want, spec.Concrete(documented), documented)
	}
}
