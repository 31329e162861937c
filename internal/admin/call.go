package admin

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"mockserver/internal/session"
	"mockserver/internal/tree"
)

// call is one request to the control API.
type call struct {
	*api
	w       http.ResponseWriter
	r       *http.Request
	path    string
	query   url.Values
	session *session.Session // that it acts on
	body    *tree.Node       // nil: there is none
}

// sessionHeader names the session that a call acts on.
const sessionHeader = "Mockserver-Session"

// serve answers a call by a method of its route.
func (a *api) serve(w http.ResponseWriter, r *http.Request, m method) {
	c := &call{api: a, w: w, r: r, path: r.URL.EscapedPath(), query: r.URL.Query()}
	err := c.read(m.body)
	if err == nil {
		c.session, err = a.Sessions.Of(r.Header.Get(sessionHeader))
	}
	if err == nil {
		err = m.respond(c)
	}
	if err != nil {
		tell(w, err)
	}
}

// read takes the body: JSON, declared as such, so that no form of a web page is one.
func (c *call) read(wanted wants) error {
	if wanted == nothing {
		return c.bare()
	}
	most := int64(c.Limits.AdminBytes)
	data, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &refusal{http.StatusRequestEntityTooLarge, "The body is larger than " + strconv.FormatInt(most, 10) + " bytes, the limit that --limit admin-bytes=N sets."}
	case err != nil:
		return &refusal{http.StatusBadRequest, "The body could not be read to its end."}
	case len(strings.TrimSpace(string(data))) == 0 && wanted == perhaps:
		return nil
	}
	if !isJSON(c.r.Header.Get("Content-Type")) {
		return errNotJSON
	}
	if text := strings.TrimLeft(string(data), " \t\r\n"); text == "" || text[0] != '{' {
		return &refusal{http.StatusUnprocessableEntity, "The body is no JSON object."} // nor YAML, which the parser would take
	}
	c.body, err = tree.Parse("", data, tree.Limits{Depth: c.Limits.DocumentDepth, Nodes: c.Limits.DocumentValues, Key: c.Limits.KeyBytes})
	if err != nil {
		return &refusal{http.StatusUnprocessableEntity, "The body is no JSON that can be read: " + strings.TrimSuffix(err.Error(), ".") + "."}
	}
	return nil
}

// bare refuses a body that nobody asks for, unless it is declared as JSON, as clients do of none: a form of a web page is no call.
func (c *call) bare() error {
	safe := c.r.Method == http.MethodGet || c.r.Method == http.MethodHead
	if safe || c.r.ContentLength == 0 || isJSON(c.r.Header.Get("Content-Type")) {
		return nil
	}
	return errNotJSON
}

var errNotJSON = &refusal{http.StatusUnsupportedMediaType, "The control API takes JSON; send it with the header Content-Type: application/json."}

func isJSON(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && (mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"))
}

// named is a part of the path.
func (c *call) named(part string) string {
	text := mux.Vars(c.r)[part]
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// window is what limit and offset of the query leave of n things: from the first one to before the last.
func (c *call) window(n int) (from, to int, err error) {
	from, to = 0, n
	if text := c.query.Get("offset"); text != "" {
		if from, err = count("offset", text); err != nil {
			return 0, 0, err
		}
	}
	from = min(from, n)
	if text := c.query.Get("limit"); text != "" {
		most, err := count("limit", text)
		if err != nil {
			return 0, 0, err
		}
		to = min(n, from+min(most, n))
	}
	return from, to, nil
}

func count(name, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, &refusal{http.StatusBadRequest, name + " is " + strconv.Quote(text) + "; expected a whole number of at least 0."}
	}
	return n, nil
}
