package acceptance

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// effective is a bundled document with its overlay laid over it, read by another library than the program's.
func effective(t *testing.T, api string) *openapi3.T {
	t.Helper()
	dir := filepath.Join("..", "..", "specs", api)
	document := readYAML(t, filepath.Join(dir, "openapi.yaml"))
	overlay := readYAML(t, filepath.Join(dir, "overlay.yaml"))
	actions, ok := overlay["actions"].([]any)
	require.True(t, ok, "%s/overlay.yaml has no actions", api)
	for _, a := range actions {
		action := a.(map[string]any)
		target := at(t, document, action["target"].(string))
		require.NotContains(t, action, "remove", "this test knows no removals")
		merge(target, action["update"].(map[string]any))
	}
	raw, err := json.Marshal(document)
	require.NoError(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	require.NoError(t, err)
	return doc
}

func readYAML(t *testing.T, path string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, yaml.Unmarshal(raw, &out))
	return stringKeys(out).(map[string]any)
}

// stringKeys turns maps with keys of other kinds, such as response codes, into maps with string keys.
func stringKeys(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = stringKeys(v[k])
		}
	case map[any]any:
		out := map[string]any{}
		for k, inner := range v {
			raw, _ := yaml.Marshal(k)
			out[strings.TrimSpace(string(raw))] = stringKeys(inner)
		}
		return out
	case []any:
		for i := range v {
			v[i] = stringKeys(v[i])
		}
	}
	return v
}

var segment = regexp.MustCompile(`^(?:\.([A-Za-z0-9_-]+)|\['([^']*)'\])`)

// at follows a target such as $.paths['/a'].get.
func at(t *testing.T, document map[string]any, target string) map[string]any {
	t.Helper()
	rest, ok := strings.CutPrefix(target, "$")
	require.True(t, ok, target)
	node := document
	for rest != "" {
		m := segment.FindStringSubmatch(rest)
		require.NotNil(t, m, "target %q at %q", target, rest)
		node, ok = node[m[1]+m[2]].(map[string]any)
		require.True(t, ok, "target %q leads nowhere", target)
		rest = rest[len(m[0]):]
	}
	return node
}

func merge(target, update map[string]any) {
	for k, v := range update {
		inner, ok := target[k].(map[string]any)
		more, both := v.(map[string]any)
		if ok && both {
			merge(inner, more)
			continue
		}
		if list, ok := target[k].([]any); ok {
			if more, both := v.([]any); both {
				target[k] = append(list, more...)
				continue
			}
		}
		target[k] = v
	}
}

// A judge checks answers against a document.
type judge struct {
	document *openapi3.T
	base     string // of the paths that the server serves
}

// response is what the document says about an answer, or nil if it says nothing about such a status.
func (j judge) response(t *testing.T, method, template string, status int) *openapi3.Response {
	t.Helper()
	item := j.document.Paths.Value(strings.TrimPrefix(template, j.base))
	require.NotNil(t, item, "%s is not in the document", template)
	operation := item.GetOperation(method)
	require.NotNil(t, operation, "%s %s is not in the document", method, template)
	for _, ref := range []*openapi3.ResponseRef{operation.Responses.Status(status), operation.Responses.Value(string('0'+rune(status/100)) + "XX"), operation.Responses.Default()} {
		if ref != nil {
			return ref.Value
		}
	}
	return nil
}

func (j judge) check(t *testing.T, method, template string, a answer) {
	t.Helper()
	response := j.response(t, method, template, a.status)
	require.NotNil(t, response, "the document does not know the status of %s", a)
	if len(response.Content) == 0 || a.status == 204 {
		require.Empty(t, a.body, "%s", a)
		return
	}
	media := response.Content.Get(a.mime())
	require.NotNil(t, media, "the document does not know the media type %q of %s", a.mime(), a)
	if a.mime() != "application/json" {
		return
	}
	var body any
	require.NoError(t, json.NewDecoder(bytes.NewReader(a.body)).Decode(&body))
	require.NotNil(t, media.Schema, "%s has no schema", template)
	err := media.Schema.Value.VisitJSON(body, openapi3.VisitAsResponse(), openapi3.MultiErrors(), openapi3.EnableFormatValidation())
	require.NoError(t, err, "%s", a)
	for name, header := range response.Headers {
		require.False(t, header.Value.Required && a.header.Get(name) == "", "header %s is missing in %s", name, a)
	}
}

func TestTeamUpAnswersFitTheDocument(t *testing.T) {
	j := judge{effective(t, "teamup"), "/api/v2"}
	var queries []string
	for _, set := range columnSets() {
		queries = append(queries, columns(set...)+"&limit=100&include_deleted=true")
	}
	queries = append(queries, "columns=count&ids=999999", "columns=gender,count&extra_customer_fields=1,2,3", "columns=gender&limit=0", "columns=gender&format=csv")
	for _, test := range badQueries {
		queries = append(queries, test.query)
	}
	for _, query := range queries {
		j.check(t, "GET", grouped, common.get(t, grouped+"?"+query, asJSON))
	}
	j.check(t, "GET", grouped, common.get(t, grouped+"?columns=count", nil))
	j.check(t, "GET", flat, common.get(t, flat, nil))
	j.check(t, "GET", flat, common.get(t, flat+"?columns=bogus", asJSON))
	for offset := 0; offset < 500; offset += 100 {
		for _, shape := range shapes {
			query := columns(strings.Fields(shape.columns)...) + "&include_deleted=true&limit=100&" + param("offset", show(offset))
			j.check(t, "GET", flat, common.get(t, flat+"?"+query, asJSON).wants(t, 200))
		}
	}
}

func TestFinicityAnswersFitTheDocument(t *testing.T) {
	j := judge{effective(t, "finicity"), ""}
	m := start(t)
	for _, query := range []string{"", "limit=1000", "search=an", "username=nobody_has_this", "start=1000", "start=0", "limit=0", "type=x", "limit=abc"} {
		j.check(t, "GET", customers, m.get(t, customers+"?"+query, asPartner))
	}
	const one = customers + "/{customerId}"
	for _, h := range []headers{{}, {"App-Key": "k"}, asPartner.with("Finicity-App-Token", "expired")} {
		j.check(t, "GET", customers, m.get(t, customers, h))
		j.check(t, "GET", one, m.get(t, customers+"/1", h))
	}
	for _, c := range m.everyCustomer(t) {
		j.check(t, "GET", one, m.get(t, customers+"/"+c.text(t, "id"), asPartner).wants(t, 200))
	}
	j.check(t, "GET", one, m.get(t, customers+"/999999999", asPartner).wants(t, 404))
	for _, kind := range []string{"testing", "active"} {
		for _, body := range []string{`{"username":"same_one"}`, `{"username":"same_one"}`, `{"username":"x"}`, `{}`, `{"username":"` + kind + `_one","firstName":"A","lastName":"B"}`} {
			j.check(t, "POST", creating+kind, m.create(t, kind, body))
		}
	}
	id := m.search(t, "username=same_one").customers[0].text(t, "id")
	j.check(t, "GET", one, m.get(t, customers+"/"+id, asPartner))
	j.check(t, "PUT", one, m.do(t, "PUT", customers+"/"+id, `{"firstName":"C"}`, asPartner))
	j.check(t, "DELETE", one, m.do(t, "DELETE", customers+"/"+id, "", asPartner))
	j.check(t, "DELETE", one, m.do(t, "DELETE", customers+"/"+id, "", asPartner))
	const partners = "/aggregation/v2/partners/authentication"
	j.check(t, "POST", partners, m.do(t, "POST", partners, `{"partnerId":"p","partnerSecret":"s"}`, asPartner))
	j.check(t, "POST", partners, m.do(t, "POST", partners, `{}`, asPartner))
}

// TestTheSecondOpinionOnRequests asks kin-openapi whether a query fits the document, and the server the same.
func TestTheSecondOpinionOnRequests(t *testing.T) {
	document := effective(t, "teamup")
	path := "/reports/customers.grouped/data"
	route := &routers.Route{Spec: document, Path: path, PathItem: document.Paths.Value(path), Method: "GET", Operation: document.Paths.Value(path).Get}
	open := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true}
	for _, query := range []string{
		"columns=gender", "columns=gender,count", "columns=gendr", "columns=count&limit=100", "columns=count&limit=101", "columns=count&offset=-1", "columns=count&page=0",
		"columns=count&page_size=0", "columns=count&page_size=101", "columns=count&is_active=true", "columns=count&is_active=maybe", "columns=count&ids=1,2", "columns=count&ids=a",
		"columns=count&is_any=new,lead", "columns=count&is_any=old", "columns=count&format=json", "columns=count&format=xml", "columns=count&date_of_birth_gte=2000-01-01",
		"columns=count&date_of_birth_gte=2000", "columns=count&created_at_gte=2024-01-01T00:00:00Z", "columns=count&created_at_gte=never", "limit=5",
	} {
		r, err := http.NewRequest("GET", "http://localhost"+path+"?"+query, nil)
		require.NoError(t, err)
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		verdict := openapi3filter.ValidateRequest(t.Context(), &openapi3filter.RequestValidationInput{Request: r, QueryParams: values, Route: route, Options: open})
		a := common.get(t, grouped+"?"+query, asJSON)
		require.Equal(t, verdict == nil, a.status == 200, "kin-openapi says %v, the server %s", verdict, a)
	}
}
