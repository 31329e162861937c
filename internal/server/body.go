package server

import (
	"errors"
	"io"
	"net/http"

	"mockserver/internal/validate"
)

// read takes the body. One that says that it is too large is not asked for: who waits for 100 Continue need not send it.
func (x *exchange) read() {
	most := x.server.config.MaxBody
	if x.tooLarge = x.request.ContentLength > most; x.tooLarge {
		if x.request.Header.Get("Expect") == "" {
			x.drain(most)
		}
		return
	}
	if x.refusal != nil && x.request.Header.Get("Expect") != "" && !x.session.Stubs.Any() {
		return // who waits for 100 Continue need not send what nobody asks for
	}
	var tooLarge *http.MaxBytesError
	x.body, x.unread = readAll(http.MaxBytesReader(x.writer, x.request.Body, most), x.request.ContentLength)
	if errors.As(x.unread, &tooLarge) {
		x.tooLarge, x.unread = true, nil
		x.drain(most)
	}
}

// readAll is io.ReadAll, but takes no more memory than a body that says its length needs: the journal keeps it.
func readAll(r io.Reader, length int64) ([]byte, error) {
	const believed = 64 << 10 // bytes of a body that may never come
	if length < 0 || length > believed {
		return io.ReadAll(r)
	}
	body := make([]byte, length)
	n, err := io.ReadFull(r, body)
	if errors.Is(err, io.EOF) { // nothing came, and nothing is broken
		err = nil
	}
	return body[:n], err
}

// await waits while other large bodies are judged: what a body becomes in memory takes many times its length, until it is
// answered.
func (x *exchange) await() {
	const small = 64 << 10
	if len(x.body) <= small || x.unread != nil {
		return
	}
	weight := min(int64(len(x.body)), int64(x.server.config.Limits.BodyBytes))
	if x.unread = x.server.judging.Acquire(x.request.Context(), weight); x.unread == nil { // else the client is gone
		x.judged = weight
	}
}

// release lets other large bodies be judged.
func (x *exchange) release() {
	x.server.judging.Release(x.judged)
	x.judged = 0
}

// plain is the text of the body as stubs and the journal see it: not compressed, and in UTF-8.
func (x *exchange) plain() []byte {
	if x.text == nil {
		x.text = validate.Plain(x.request.Header, x.body, x.server.config.MaxBody, x.server.config.Limits)
	}
	return x.text
}

// drain reads on what is too large, up to some bodies more: a client that sends all of it before it reads anything would
// find a broken connection instead of the answer.
func (x *exchange) drain(most int64) {
	const bodies = 4
	_, _ = io.CopyN(io.Discard, x.request.Body, bodies*most)
}
