package respond

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"mockserver/internal/problem"
	"mockserver/internal/spec"
)

// choose picks the documented response and its status: what the request prefers, else the success, else the first that
// there is.
func (a *answering) choose() error {
	if a.Prefer.Code != 0 {
		return a.choosePreferred()
	}
	if a.response = a.Contract.Success(); a.response == nil {
		a.response = a.instead()
	}
	a.answer.Status = http.StatusOK
	if a.response != nil {
		a.answer.Status = statusOf(a.response)
	}
	return nil
}

func (a *answering) choosePreferred() error {
	a.answer.Status = a.Prefer.Code
	if a.response = a.documented(a.Prefer.Code); a.response != nil {
		return nil
	}
	asks := fmt.Sprintf("%s asks for the code %d", a.Prefer.CodeBy, a.Prefer.Code)
	message := fmt.Sprintf("%s, but %s documents no responses.", asks, a.Binding.Operation.ID)
	switch {
	case a.Prefer.Code < http.StatusOK:
		message = asks + ", which does not end an exchange; a final one is from 200 to 599."
	case len(a.Contract.Responses) > 0:
		message = fmt.Sprintf("%s, which %s does not document; it has %s.", asks, a.Binding.Operation.ID, strings.Join(statuses(a.Contract), ", "))
	}
	return refusedPreference(message)
}

// documented is the response for a status that can be sent as the last of an exchange; nil if there is none.
func (a *answering) documented(status int) *spec.Response {
	const first, last = 200, 599 // what is below 200 does not end an exchange
	if status < first || status > last {
		return nil
	}
	return a.Contract.Response(status)
}

// instead is the answer of an operation that documents no success: the first redirection, else the first of all; nil if
// none is documented.
func (a *answering) instead() *spec.Response {
	var other *spec.Response
	for _, r := range a.Contract.Responses {
		switch {
		case r.Status[0] == '3':
			a.warn("no success is documented: this is the response " + r.Status)
			return r
		case other == nil && r.Status[0] != '1':
			other = r
		}
	}
	if other == nil {
		a.warn("no response that can be sent is documented: this is an empty one")
		return nil
	}
	a.warn("no success is documented: this is the response " + other.Status)
	return other
}

func (a *answering) warn(text string) { a.answer.Warnings = append(a.answer.Warnings, text) }

// statuses lists the responses that are documented.
func statuses(c *spec.Contract) []string {
	all := make([]string, len(c.Responses))
	for i, r := range c.Responses {
		all[i] = r.Status
	}
	return all
}

// statusOf is the status of a documented answer: of a class such as 4XX its first, of default 200.
func statusOf(r *spec.Response) int {
	if status, err := strconv.Atoi(r.Status); err == nil {
		return status
	}
	if class := int(r.Status[0] - '0'); class >= 2 && class <= 5 {
		const hundred = 100
		return class * hundred
	}
	return http.StatusOK
}

// isSuccess tells whether the answer is that of a request that goes well: only then the population is read or changed.
func (a *answering) isSuccess() bool {
	const first, last = 200, 299
	return a.response != nil && a.response == a.Contract.Success() && a.answer.Status >= first && a.answer.Status <= last
}

// isPopulated tells whether the answer comes of the population or of x-mock.
func (a *answering) isPopulated() bool {
	return a.isSuccess() && a.Prefer.Example == "" && (a.Binding.Action != "" || a.Binding.Fills())
}

// isBodiless tells whether a status never has a body (RFC 9110 §6.4.1).
func isBodiless(status int) bool {
	return status < http.StatusOK || status == http.StatusNoContent || status == http.StatusResetContent || status == http.StatusNotModified
}

// refusedPreference says what of a Prefer cannot be met. It is no answer of the operation, so the document's errors do
// not tell how it looks.
func refusedPreference(message string) error {
	return &problem.Problem{Kind: problem.Preference, Message: message}
}
