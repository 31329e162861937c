package schema

// Asserts tells whether a format is checked. Any other only describes.
func Asserts(format string) bool { return formats[format] != nil }
