package validate

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strconv"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// decompressed takes the content codings off the body (RFC 9110, section 8.4); ok is false if it cannot.
func (k *checker) decompressed(b *spec.RequestBody) (body []byte, ok bool) {
	body = k.request.Body
	codings := namedCodings(k.request.Header.Values("Content-Encoding"))
	for i := len(codings) - 1; i >= 0; i-- {
		coding := codings[i]
		open := openers[coding]
		if open == nil || len(codings) > k.options.Limits.Codings {
			k.call.UnsupportedMediaType = &violation.Violation{
				Where: "header.Content-Encoding", Rule: "contentEncoding", Limit: []any{"gzip", "deflate", "identity"},
				Received: strings.Join(k.request.Header.Values("Content-Encoding"), ", "),
				Expected: "gzip, deflate, or a body that is not compressed", Document: b.Types,
			}
			return nil, false
		}
		var err error
		if body, err = inflate(open, body, k.options.MaxBody); err != nil {
			k.refuse(violation.Violation{
				Where: "body", Rule: "contentEncoding", Limit: coding, Expected: coding, Document: b.Pointer,
				Says: "body is not " + coding + ", which its Content-Encoding says: " + codingReason(err) + ".",
			})
			return nil, false
		}
		if int64(len(body)) > k.options.MaxBody {
			k.call.TooLarge = k.tooLarge(b)
			k.refuse(*k.call.TooLarge)
			return nil, false
		}
	}
	return body, true
}

// namedCodings are the codings of a body in the order in which they were applied.
func namedCodings(fields []string) []string {
	var codings []string
	for coding := range strings.SplitSeq(strings.ToLower(strings.Join(fields, ",")), ",") {
		if coding = strings.TrimSpace(coding); coding != "" && coding != "identity" {
			codings = append(codings, coding)
		}
	}
	return codings
}

func (k *checker) tooLarge(b *spec.RequestBody) *violation.Violation {
	return &violation.Violation{
		Where: "body", Rule: "max-body", Limit: k.options.MaxBody, Document: b.Pointer,
		Says: "body is larger than " + strconv.FormatInt(k.options.MaxBody, 10) + " bytes once it is decompressed, the limit that --max-body sets.",
	}
}

// codingReason says what is wrong with a compressed text.
func codingReason(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "it ends too early"
	case errors.Is(err, gzip.ErrHeader):
		return "it does not begin as gzip does"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum):
		return "its checksum is another"
	}
	return "it is damaged"
}

// openers are the codings that are read.
var openers = map[string]func([]byte) (io.Reader, error){
	"gzip":    openGzip,
	"x-gzip":  openGzip,
	"deflate": openDeflate,
}

func openGzip(body []byte) (io.Reader, error) { return gzip.NewReader(bytes.NewReader(body)) }

// openDeflate reads zlib, as the coding is defined, or bare deflate, as many clients have it (RFC 9110, section 8.4.1.2).
func openDeflate(body []byte) (io.Reader, error) {
	if r, err := zlib.NewReader(bytes.NewReader(body)); err == nil {
		return r, nil
	}
	return flate.NewReader(bytes.NewReader(body)), nil
}

// inflate reads at most one byte more than the limit.
func inflate(open func([]byte) (io.Reader, error), body []byte, most int64) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	r, err := open(body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, most+1))
}
