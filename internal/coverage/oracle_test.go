package coverage_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/coverage"
	"mockserver/internal/spec"
)

// Each line of the reports on the bundled documents is compared with the texts that were sent: whether an exchange met it is
// told here from its URL, headers and body alone, without validate, schema or the plans of coverage.

func TestTheCoverageOfTeamUpIsWhatWasSent(t *testing.T) {
	m := bundled(t, "teamup")
	token := http.Header{"Authorization": {"Token abc"}}
	bearer := http.Header{"Authorization": {"Bearer abc"}, "Teamup-Request-Mode": {"customer"}, "Teamup-Provider-Id": {"7"}}
	const list, grouped = "/reports/customers/data", "/reports/customers.grouped/data"
	compare(t, m, []exchange{
		{method: "GET", target: list, header: token, status: 200, mediaType: "application/json"},
		{method: "GET", target: list + "?limit=100&offset=0&columns=id,full_name", header: token, status: 200, mediaType: "application/json"},
		{method: "GET", target: list + "?limit=101", header: token, status: 400, mediaType: "application/json", refused: true},
		{method: "GET", target: list + "?page=1&page_size=100&format=csv", header: bearer, status: 200, mediaType: "text/csv"},
		{method: "GET", target: list + "?page=0&page_size=101&offset=-1&sort=", header: token, status: 400, mediaType: "application/json", refused: true},
		{method: "GET", target: list + "?is_any=new,lead&is_active=true&is_claimed=false&format=json", header: bearer, status: 200, mediaType: "application/json"},
		{method: "GET", target: list + "?sort=id&is_any=nobody&format=xml", header: token, status: 400, mediaType: "application/json", refused: true},
		{method: "GET", target: list, status: 401, mediaType: "application/json", refused: true},
		{method: "GET", target: grouped + "?columns=gender,count&sort=gender", header: token, status: 200, mediaType: "application/json"},
		{method: "GET", target: grouped, header: token, status: 400, mediaType: "application/json", refused: true},
		{method: "GET", target: grouped + "?columns=age", header: token, status: 429, mediaType: "application/json", stub: true},
		{method: "GET", target: grouped + "?columns=age", header: token, status: 503, mediaType: "text/html", stub: true},
	})
}

func TestTheCoverageOfFinicityIsWhatWasSent(t *testing.T) {
	m := bundled(t, "finicity")
	key := http.Header{"Finicity-App-Key": {"k"}, "App-Key": {"k"}}
	both := http.Header{"Finicity-App-Key": {"k"}, "App-Key": {"k"}, "Finicity-App-Token": {"t"}, "App-Token": {"t"}}
	post := func(h http.Header) http.Header {
		h = h.Clone()
		h.Set("Content-Type", "application/json")
		return h
	}
	const customers = "/aggregation/v1/customers"
	compare(t, m, []exchange{
		{method: "POST", target: "/aggregation/v2/partners/authentication", header: post(key), body: `{"partnerId":"1","partnerSecret":"s"}`, status: 200, mediaType: "application/json"},
		{method: "POST", target: "/aggregation/v2/partners/authentication", header: post(key), body: `{"partnerId":"1"}`, status: 400, mediaType: "application/json", refused: true},
		{method: "POST", target: "/aggregation/v2/customers/testing", header: post(both), body: `{"username":"ada","firstName":"Ada"}`, status: 201, mediaType: "application/json"},
		{method: "POST", target: "/aggregation/v2/customers/testing", header: post(key), body: `{"username":"a"}`, status: 401, mediaType: "application/json", refused: true},
		{method: "GET", target: customers, header: both, status: 200, mediaType: "application/json"},
		{method: "GET", target: customers + "?limit=1&start=1&type=testing", header: both, status: 200, mediaType: "application/json"},
		{method: "GET", target: customers + "?limit=100&search=ada&username=ada", header: both, status: 200, mediaType: "application/json"},
		{method: "GET", target: customers + "?limit=0&start=0", header: both, status: 400, mediaType: "application/json", refused: true},
		{method: "GET", target: customers + "?limit=101&type=other", header: both, status: 400, mediaType: "application/json", refused: true},
		{method: "GET", target: customers + "?limit=1000&type=active", header: key, status: 401, refused: true},
		{method: "GET", target: "/aggregation/v9/customers", header: both, status: 404, refused: true},
	})
}

// compare sends the exchanges and holds every line of the report against them.
func compare(t *testing.T, m *mock, exchanges []exchange) {
	t.Helper()
	sent := map[*spec.Operation][]exchange{}
	for _, x := range exchanges {
		m.send(x)
		u, err := url.ParseRequestURI(x.target)
		require.NoError(t, err)
		o := m.routes.Match(x.method, u.EscapedPath()).Operation
		sent[o] = append(sent[o], x)
	}
	report := m.report()
	met, all := 0, 0
	for i, o := range report.Documents[0].Operations {
		op := m.document.Operations[i]
		require.Equal(t, op.ID, o.ID)
		assert.EqualValues(t, len(sent[op]), o.Calls, o.ID)
		for _, item := range o.Items {
			var want, stubbed uint64
			for _, x := range sent[op] {
				if meets(t, op, x, item) {
					want++
					if x.stub {
						stubbed++
					}
				}
			}
			assert.Equal(t, want, item.Count, "%s: %s", o.ID, item.Name())
			if item.Kind == coverage.KindStatus || item.Kind == coverage.KindAnswerMedia {
				assert.Equal(t, stubbed, item.Stubbed, "%s: %s", o.ID, item.Name())
			}
			if all++; want > 0 {
				met++
			}
		}
	}
	assert.Equal(t, met, report.Met)
	assert.Equal(t, all, report.All)
	var unknown uint64
	for _, u := range report.Unknown {
		unknown += u.Count
	}
	assert.EqualValues(t, len(sent[nil]), unknown)
}

// meets tells from the texts of an exchange whether it meets an item, as its name has it.
func meets(t *testing.T, o *spec.Operation, x exchange, i coverage.Item) bool {
	t.Helper()
	switch i.Kind {
	case coverage.KindOperation:
		return true
	case coverage.KindSecurity:
		return authorized(x, i.What)
	case coverage.KindStatus:
		exact := o.Node.Get("responses").Get(strconv.Itoa(x.status)) != nil
		return i.What == strconv.Itoa(x.status) || i.What == "default" && !exact
	case coverage.KindAnswerMedia:
		status := coverage.Item{Kind: coverage.KindStatus, What: strings.TrimPrefix(i.Where, "answer ")}
		return i.What == x.mediaType && meets(t, o, x, status)
	case coverage.KindBody:
		return i.What == "given" == (x.body != "")
	case coverage.KindRequestMedia:
		return i.What == x.header.Get("Content-Type")
	}
	texts, given := sentAt(t, x, strings.TrimSuffix(i.Where, "/*"))
	switch n, word, _ := strings.Cut(i.What, " "); {
	case i.What == "given":
		return given
	case i.What == "left out":
		return !given
	case strings.HasPrefix(word, "item"):
		return given && strconv.Itoa(len(split(texts))) == n
	case strings.HasPrefix(word, "character"):
		return given && strconv.Itoa(len(texts)) == n // all of them ASCII
	default: // a value: 101, "csv", true
		value := strings.Trim(strings.TrimSuffix(n, ","), `"`)
		for _, one := range split(texts) {
			if one == value {
				return true
			}
		}
		return false
	}
}

func split(texts string) []string {
	return strings.FieldsFunc(texts, func(r rune) bool { return r == ',' })
}

// authorized knows the schemes of the two documents.
func authorized(x exchange, what string) bool {
	scheme, _, _ := strings.Cut(x.header.Get("Authorization"), " ")
	switch what {
	case "TokenAuthentication":
		return scheme == "Token"
	case "BearerToken":
		return scheme == "Bearer"
	case "AppKey":
		return x.header.Get("App-Key") != ""
	case "AppKey and AppToken":
		return x.header.Get("App-Key") != "" && x.header.Get("App-Token") != ""
	}
	return scheme == "JWT"
}

// sentAt is the text that was sent at a place.
func sentAt(t *testing.T, x exchange, where string) (text string, given bool) {
	t.Helper()
	u, err := url.ParseRequestURI(x.target)
	require.NoError(t, err)
	if name, ok := strings.CutPrefix(where, "query."); ok {
		return u.Query().Get(name), u.Query().Has(name)
	}
	if name, ok := strings.CutPrefix(where, "header."); ok {
		return x.header.Get(name), x.header.Get(name) != ""
	}
	if name, ok := strings.CutPrefix(where, "path."); ok {
		require.NotEmpty(t, name)
		return u.Path[strings.LastIndexByte(u.Path, '/')+1:], true
	}
	if x.body == "" {
		return "", where == "body"
	}
	members := map[string]string{}
	require.NoError(t, json.Unmarshal([]byte(x.body), &members))
	text, given = members[strings.TrimPrefix(where, "body/")]
	return text, given
}
