package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/value"
)

// A judge is a validator that is not ours, over the effective document of an API. It takes objects for closed, so that
// nothing undocumented slips through.
type judge struct {
	api  *openapi3.T
	seen map[string]int // by operation, status and media type
}

func newJudge(t *testing.T, name string, variants ...string) *judge {
	t.Helper()
	text := value.AppendJSON(nil, bundledRoot(t, name, variants...).Value())
	api, err := openapi3.NewLoader().LoadFromData(text)
	require.NoError(t, err)
	require.NoError(t, api.Validate(t.Context()), "the effective document is a good OpenAPI document")
	for _, s := range api.Components.Schemas {
		closed(s.Value)
	}
	return &judge{api: api, seen: map[string]int{}}
}

func closed(s *openapi3.Schema) {
	if len(s.Properties) > 0 && s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil {
		s.AdditionalProperties.Has = new(bool)
	}
	for _, p := range s.Properties {
		closed(p.Value)
	}
	if s.Items != nil {
		closed(s.Items.Value)
	}
}

// asked is a request with the path of the document that it is for, "" if there is none.
type asked struct {
	method, template, target, body string
	header                         []string // pairs
}

func (a asked) String() string { return a.method + " " + a.target + " " + a.body }

func (a asked) request() *http.Request {
	r := httptest.NewRequest(a.method, a.target, strings.NewReader(a.body))
	if a.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(a.header); i += 2 {
		r.Header.Set(a.header[i], a.header[i+1])
	}
	return r
}

// send asks the mock, and has the answer judged.
func (j *judge) send(t *testing.T, mock http.Handler, a asked) *httptest.ResponseRecorder {
	t.Helper()
	r := a.request()
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	require.NotEqual(t, 500, w.Code, "%s: %s", a, w.Body)
	assert.NoError(t, j.fault(r, a, w), "%s: %d %s", a, w.Code, w.Body)
	return w
}

// fault says how an answer breaks the contract.
func (j *judge) fault(r *http.Request, a asked, w *httptest.ResponseRecorder) error {
	item := j.api.Paths.Value(a.template)
	if item == nil || item.GetOperation(a.method) == nil {
		return j.refusalFault(w)
	}
	j.seen[fmt.Sprintf("%s %d %s", item.GetOperation(a.method).OperationID, w.Code, w.Header().Get("Content-Type"))]++
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r,
			Route: &routers.Route{Spec: j.api, Path: a.template, PathItem: item, Method: a.method, Operation: item.GetOperation(a.method)}},
		Status: w.Code, Header: w.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes(w.Body.Bytes())
	return openapi3filter.ValidateResponse(r.Context(), input)
}

// refusalFault judges what no operation documents: it has the shape of the vendor's errors.
func (j *judge) refusalFault(w *httptest.ResponseRecorder) error {
	j.seen[fmt.Sprintf("none %d %s", w.Code, w.Header().Get("Content-Type"))]++
	v, err := value.ParseJSON(w.Body.Bytes(), value.Limits{})
	if err != nil {
		return err
	}
	return j.api.Components.Schemas["Error"].Value.VisitJSON(plain(v))
}

// plain is a value as encoding/json would make it.
func plain(v any) any {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plain(item)
		}
		return list
	case *value.Object:
		o := map[string]any{}
		for _, m := range v.Members() {
			o[m.Name] = plain(m.Value)
		}
		return o
	}
	return v
}

// columnsOf are the words of a report's parameter columns.
func (j *judge) columnsOf(template string) []string {
	parameter := j.api.Paths.Value(template).Get.Parameters.GetByInAndName("query", "columns")
	var words []string
	for _, word := range parameter.Schema.Value.Items.Value.Enum {
		words = append(words, word.(string))
	}
	return words
}

const (
	grouped = "/reports/customers.grouped/data"
	flat    = "/reports/customers/data"
)

// filters are one use of each parameter that chooses customers, and some of paging and sorting.
var filters = []string{
	"active_memberships=11,12", "created_at_gte=2023-01-01T00:00:00Z", "created_at_lte=2023-01-01T00:00:00%2B02:00",
	"created_at_timeframe=last_3_months", "created_at_timeframe=2020-01-01..2020-12-31", "date_of_birth_gte=1990-01-01",
	"date_of_birth_lte=1990-01-01", "extra_customer_fields=1", "extra_customer_fields=3,1,2", "has_account_credit=true",
	"id_gt=490", "ids=1,2,3,4,5,6", "ids=999999", "include_deleted=true", "is_active=false", "is_any=new,lead", "is_any=",
	"is_claimed=true", "is_new=true", "is_slipping_away=true", "registration_blocked=true",
	"latest_registration_starts_at_gte=2025-07-01T12:00:00Z", "latest_registration_starts_at_lte=2024-07-01T12:00:00Z",
	"limit=0", "limit=3&offset=2", "offset=100000", "page=2", "page_size=0", "page_size=2&page=3", "page=9223372036854775807&page_size=100",
}

// wrong are queries that break a rule.
var wrong = []string{
	"limit=101", "limit=-1", "limit=x", "offset=-1", "page=0", "page_size=101", "format=xml", "format=", "sort=", "sort=bogus",
	"is_active=1", "ids=a", "ids=99999999999999999999", "created_at_gte=now", "date_of_birth_lte=31-12-1999", "is_any=gold",
	"created_at_timeframe=soon", "extra_customer_fields=nine", "columns=bogus", "limit=1&limit=2", "created_at_gte=%ff",
}

func teamupRequests(j *judge) []asked {
	var all []asked
	add := func(template, query string, header ...string) {
		all = append(all, asked{"GET", template, "/api/v2" + template + "?" + query, "", append([]string{"Authorization", "Token t"}, header...)})
	}
	words := j.columnsOf(grouped)
	for i, a := range words {
		add(grouped, "format=json&include_deleted=true&columns="+a)
		add(grouped, "format=csv&columns="+a)
		for _, b := range words[i+1:] {
			add(grouped, "columns="+a+","+b+"&sort=-"+b, "Accept", "application/json")
		}
	}
	for _, a := range j.columnsOf(flat) {
		add(flat, "format=json&limit=100&include_deleted=true&columns="+a)
	}
	everything := strings.Join(j.columnsOf(flat), ",")
	for offset := 0; offset <= 500; offset += 100 {
		add(flat, fmt.Sprintf("format=json&include_deleted=true&limit=100&offset=%d&extra_customer_fields=1,2,3&columns=%s", offset, everything))
	}
	add(flat, "format=csv&columns="+everything)
	for _, query := range filters {
		add(grouped, "format=json&columns=gender,age,count&sort=-count,gender&"+query)
		add(flat, "format=json&"+query)
	}
	for _, query := range wrong {
		add(grouped, "format=json&columns=gender&"+query)
		add(flat, query)
	}
	add(grouped, "")
	add(grouped, "columns=count", "Accept", "image/png")
	add(grouped, "columns=count", "Authorization", "")
	add(flat, "columns=id", "TeamUp-Request-Mode", "owner")
	all = append(all, asked{"GET", "", "/api/v2/reports", "", nil}, asked{"POST", "", "/api/v2" + grouped, "", nil})
	return all
}

func TestEveryAnswerOfTeamUpFitsItsContract(t *testing.T) {
	for _, variants := range [][]string{nil, {"teamup/rate-limit"}} {
		j := newJudge(t, "teamup", variants...)
		mock := open(t, bundled(t, defaults(), variants...)).Handler()
		for _, a := range teamupRequests(j) {
			j.send(t, mock, a)
		}
		if variants == nil {
			assert.ElementsMatch(t, []string{
				"GetCustomersGroupedData 200 application/json", "GetCustomersGroupedData 200 text/csv; charset=utf-8",
				"GetCustomersGroupedData 400 application/json", "GetCustomersGroupedData 401 application/json", "GetCustomersGroupedData 406 application/json",
				"GetCustomersData 200 application/json", "GetCustomersData 200 text/csv; charset=utf-8", "GetCustomersData 400 application/json",
				"none 404 application/json", "none 405 application/json",
			}, keys(j.seen))
		} else {
			assert.Contains(t, j.seen, "GetCustomersData 429 application/json")
		}
	}
}

func keys(seen map[string]int) []string {
	var all []string
	for key := range seen {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

const (
	customers  = "/aggregation/v1/customers"
	customer   = "/aggregation/v1/customers/{customerId}"
	newTesting = "/aggregation/v2/customers/testing"
	newActive  = "/aggregation/v2/customers/active"
	partners   = "/aggregation/v2/partners/authentication"
)

func finicityRequests() []asked {
	key := []string{"App-Key", "k", "Finicity-App-Token", "t"}
	all := []asked{
		{"POST", partners, partners, `{"partnerId":"p","partnerSecret":"s"}`, []string{"App-Key", "k"}},
		{"POST", partners, partners, `{"partnerId":"p","partnerSecret":"s"}`, nil},
		{"POST", partners, partners, `{"partnerId":1}`, key},
		{"POST", newTesting, newTesting, `{"username":"brand_new","firstName":"N","phone":"1","email":"n@example.com"}`, key},
		{"POST", newActive, newActive, `{"username":"brand_newer"}`, key},
		{"POST", newActive, newActive, `{"username":"brand_new"}`, key},
		{"POST", newActive, newActive, `{"username":"s"}`, key},
		{"POST", newTesting, newTesting, `[]`, key},
		{"POST", newTesting, newTesting, `{`, key},
		{"POST", newTesting, newTesting, ``, key},
		{"POST", newTesting, newTesting, `{"username":"of_nobody"}`, nil},
		{"POST", newTesting, newTesting, `<xml/>`, append([]string{"Content-Type", "text/xml"}, key...)},
		{"PUT", customer, customers + "/1005061035", `{"firstName":"A"}`, key},
		{"PUT", customer, customers + "/1005061035", `{}`, key},
		{"PUT", customer, customers + "/1", `{"firstName":"A"}`, key},
		{"PUT", customer, customers + "/1", ``, nil},
		{"DELETE", customer, customers + "/1005061036", ``, key},
		{"DELETE", customer, customers + "/1005061036", ``, key},
		{"DELETE", customer, customers + "/1005061036", ``, nil},
		{"GET", customer, customers + "/1005061036", ``, key},
		{"GET", customer, customers + "/x", ``, nil},
		{"GET", "", "/nowhere", ``, nil},
		{"PATCH", "", customers, ``, nil},
	}
	for id := 1005061035; id < 1005061035+210; id += 7 {
		all = append(all, asked{"GET", customer, fmt.Sprintf("%s/%d", customers, id), "", key})
	}
	for _, query := range []string{
		"limit=1000", "start=201", "start=202", "start=203", "search=a", "search=ann+chovey", "search=%20", "search=new",
		"type=testing", "type=active&limit=7", "type=", "username=ann_chovey", "username=nobody", "start=9223372036854775807&limit=1000",
		"start=0", "limit=0", "limit=1001", "type=x", "start=x", "search=%zz", "unknown=1", "username=&type=&search=&start=1&limit=25",
	} {
		all = append(all, asked{"GET", customers, customers + "?" + query, "", key})
	}
	for _, token := range []string{"invalid", "expired", ""} {
		all = append(all, asked{"GET", customers, customers, "", []string{"App-Key", "k", "Finicity-App-Token", token}})
	}
	return append(all, asked{"GET", customers, customers, "", append([]string{"Accept", "text/html"}, key...)})
}

func TestEveryAnswerOfFinicityFitsItsContract(t *testing.T) {
	for _, variants := range [][]string{nil, {"finicity/numeric-codes"}, {"finicity/start-is-page"}} {
		j := newJudge(t, "finicity", variants...)
		mock := open(t, bundled(t, defaults(), variants...)).Handler()
		for _, a := range finicityRequests() {
			j.send(t, mock, a)
		}
		assert.ElementsMatch(t, []string{
			"PartnerAuthentication 200 application/json", "PartnerAuthentication 400 application/json", "PartnerAuthentication 401 application/json",
			"AddTestingCustomer 201 application/json", "AddTestingCustomer 400 application/json", "AddTestingCustomer 401 application/json",
			"AddTestingCustomer 415 application/json", "AddCustomer 201 application/json", "AddCustomer 400 application/json", "AddCustomer 409 application/json",
			"GetCustomers 200 application/json", "GetCustomers 400 application/json", "GetCustomers 401 application/json", "GetCustomers 406 application/json",
			"GetCustomer 200 application/json", "GetCustomer 401 application/json", "GetCustomer 404 application/json",
			"ModifyCustomer 204 ", "ModifyCustomer 400 application/json", "ModifyCustomer 401 application/json", "ModifyCustomer 404 application/json",
			"DeleteCustomer 204 ", "DeleteCustomer 401 application/json", "DeleteCustomer 404 application/json",
			"none 404 application/json", "none 405 application/json",
		}, keys(j.seen), "%v", variants)
	}
}

func TestTheJudgeFindsMistakes(t *testing.T) {
	j := newJudge(t, "finicity")
	const good = `{"id":"1","username":"someone","type":"active","createdDate":"1"}`
	tests := []struct {
		name, template string
		status         int
		mediaType      string
		body           string
		wrong          bool
	}{
		{"a good customer", customer, 200, "application/json", good, false},
		{"a number for a text", customer, 200, "application/json", strings.Replace(good, `"1"`, `1`, 1), true},
		{"a member too much", customer, 200, "application/json", strings.Replace(good, `}`, `,"more":1}`, 1), true},
		{"a member that is missing", customer, 200, "application/json", strings.Replace(good, `"type":"active",`, ``, 1), true},
		{"a value that is none of the enum", customer, 200, "application/json", strings.Replace(good, `active`, `gold`, 1), true},
		{"another media type", customer, 200, "text/csv", good, true},
		{"a good refusal of no operation", "", 404, "application/json", `{"code":"1","message":"m"}`, false},
		{"a wrong refusal of no operation", "", 404, "application/json", `{"code":1,"message":"m"}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			w.Header().Set("Content-Type", tt.mediaType)
			w.WriteHeader(tt.status)
			_, _ = w.WriteString(tt.body)
			a := asked{"GET", tt.template, "/x", "", nil}
			assert.Equal(t, tt.wrong, j.fault(a.request(), a, w) != nil)
		})
	}
}
