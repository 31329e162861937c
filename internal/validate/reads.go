package validate

import (
	"strings"

	"mockserver/internal/spec"
)

// Reads tells whether bodies of a media type are understood. Those of any other, such as images, are taken as they are, and
// only the schema of a text is judged. Nothing is known of a range such as application/*.
func Reads(mediaType string) bool {
	essence := spec.BareType(mediaType)
	if strings.Contains(essence, "*") {
		return true
	}
	readers := bodyReaders()
	for _, r := range readers[:len(readers)-1] {
		if r.reads(essence) {
			return true
		}
	}
	return false
}
