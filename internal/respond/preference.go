package respond

// Preference is what a request asks of its answer, by the header Prefer (RFC 7240) or Prism's query parameters.
type Preference struct {
	Code    int    // the status; 0: the success
	CodeBy  string // what asks for the status, as a message says it
	Example string // the name of an example; "": the first that fits
	Dynamic bool   // generated values rather than examples
}
