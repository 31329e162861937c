package violation

import "strings"

// Join lists words as a sentence does: "a, b or c", with the conjunction that is asked for.
func Join(words []string, conjunction string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// Stop ends a sentence with a full stop, unless it ends with a question already.
func Stop(sentence string) string {
	if strings.HasSuffix(sentence, "?") || strings.HasSuffix(sentence, ".") {
		return sentence
	}
	return sentence + "."
}
