package admin

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// state is what a change answers.
type state struct {
	Status string `json:"status"`
}

// health is what a probe gets.
type health struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

// problem is a refusal as RFC 9457 has it.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func refuse(w http.ResponseWriter, status int, detail string) {
	answer(w, status, "application/problem+json", problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail,
	})
}

// answer writes a body that cannot fail to encode: structs of text and numbers.
func answer(w http.ResponseWriter, status int, mediaType string, body any) {
	text, _ := json.Marshal(body)
	text = append(text, '\n')
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(text) // a client that has gone is nobody's error
}
