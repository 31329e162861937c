package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const customers = "/aggregation/v1/customers"

// asPartner are the headers of an ordinary Finicity call.
var asPartner = headers{"App-Key": "k", "Finicity-App-Token": "t", "Accept": "application/json"}

func TestSlashesAndBasePathsAreServedWithoutARedirect(t *testing.T) {
	for want, same := range map[string][]string{
		grouped + "?columns=gender,count": {
			"/api/v2//reports/customers.grouped/data", "//api/v2/reports/customers.grouped/data", "/api//v2/reports//customers.grouped///data",
			"/reports/customers.grouped/data", "//reports/customers.grouped/data", "/api/v2/reports/customers%2Egrouped/data",
		},
		customers + "?limit=3": {"/aggregation//v1/customers", "//aggregation/v1/customers"},
	} {
		path, query, _ := strings.Cut(want, "?")
		h := asJSON
		if path == customers {
			h = asPartner
		}
		body := string(common.get(t, want, h).wants(t, 200).body)
		for _, p := range same {
			require.Equal(t, body, string(common.get(t, p+"?"+query, h).wants(t, 200).body), p)
		}
	}
}

func TestUnknownPathsNameTheClosestPath(t *testing.T) {
	for path, closest := range map[string]string{
		"/api/v2/reports/customers.grouped/dat":   "/reports/customers.grouped/data",
		"/api/v2/reports/customer.grouped/data":   "/reports/customers.grouped/data",
		"/api/v2/reports/customers.grouped":       "/reports/customers.grouped/data",
		"/api/v3/reports/customers/data":          "/reports/customers/data",
		"/aggregation/v1/custmers":                "/customers",
		"/aggregation/v2/partner/authentication":  "/aggregation/v2/partners/authentication",
		"/Aggregation/V1/Customers":               "/customers",
		"/api/v2/reports/customers.grouped/data2": "/reports/customers.grouped/data",
	} {
		t.Run(path, func(t *testing.T) {
			for _, h := range []headers{asJSON, asPartner, {}} {
				a := common.get(t, path+"?columns=count", h).wants(t, 404)
				require.Contains(t, string(a.body), closest)
				require.Contains(t, a.mime(), "json")
			}
		})
	}
	for _, path := range []string{"/", "/nothing/like/it", "/api/v2", "/aggregation", "/..%2f..%2fetc/passwd", "/api/v2/reports/customers.grouped%2Fdata"} {
		a := common.get(t, path, asJSON).wants(t, 404)
		require.Contains(t, a.mime(), "json", path)
	}
}

func TestOtherMethodsAre405WithAllow(t *testing.T) {
	for path, h := range map[string]headers{grouped + "?columns=count": asJSON, flat: asJSON, customers: asPartner, grouped: {}} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE"} {
			a := common.do(t, method, path, "", h)
			require.Equal(t, 405, a.status, "%s: 405 comes before 401 and the violations", a)
			require.Contains(t, allowed(a), "GET", "%s", a.header)
			require.NotContains(t, allowed(a), method)
		}
	}
	a := common.get(t, "/aggregation/v2/customers/testing", asPartner).wants(t, 405)
	require.Contains(t, allowed(a), "POST")
	require.NotContains(t, allowed(a), "GET")
	a = common.do(t, "POST", customers+"/1", "{}", asPartner).wants(t, 405)
	require.Subset(t, allowed(a), []string{"GET", "PUT", "DELETE"})
}

func allowed(a answer) []string {
	var methods []string
	for _, m := range strings.Split(strings.Join(a.header.Values("Allow"), ","), ",") {
		methods = append(methods, strings.TrimSpace(m))
	}
	return methods
}

func TestHeadIsGetWithoutTheBody(t *testing.T) {
	for target, h := range map[string]headers{
		grouped + "?columns=gender,count": asJSON, grouped + "?columns=gender,count&format=csv": asJSON, flat: asCSV, grouped + "?columns=bogus": asJSON,
		grouped + "?columns=count": {}, customers + "?limit=1": asPartner, customers: {}, "/nowhere": asJSON,
	} {
		get, head := common.get(t, target, h), common.do(t, http.MethodHead, target, "", h)
		require.Equal(t, get.status, head.status, target)
		require.Empty(t, head.body)
		for _, name := range []string{"Content-Type", "X-Total-Count", "Mockserver-Violations", "Mockserver-Operation"} {
			require.Equal(t, get.header.Get(name), head.header.Get(name), "%s of %s", name, target)
		}
	}
}

func TestOptionsTellsWhatIsAllowed(t *testing.T) {
	for path, methods := range map[string][]string{grouped: {"GET"}, customers: {"GET"}, customers + "/1": {"GET", "PUT", "DELETE"}} {
		a := common.do(t, http.MethodOptions, path, "", nil).wants(t, 204)
		require.Subset(t, allowed(a), methods, path)
	}
}

func TestUnknownParametersWarnAndNameTheClosest(t *testing.T) {
	want := common.groups(t, "columns=gender,count").answer
	for misspelt, closest := range map[string]string{
		"page_sze=3": "page_size", "pagesize=3": "page_size", "is_actve=true": "is_active", "created_at_timefrme=today": "created_at_timeframe", "Limit=3": "limit",
		"sorts=count": "sort", "include_delete=true": "include_deleted",
	} {
		a := common.groups(t, "columns=gender,count", misspelt).answer
		name, _, _ := strings.Cut(misspelt, "=")
		require.Contains(t, a.header.Get("Mockserver-Warnings"), name)
		require.Contains(t, a.header.Get("Mockserver-Warnings"), closest)
		require.Equal(t, string(want.body), string(a.body), "it changes nothing else")
	}
	require.Empty(t, want.header.Get("Mockserver-Warnings"))
	a := common.get(t, customers+"?serach=ann", asPartner).wants(t, 200)
	require.Contains(t, a.header.Get("Mockserver-Warnings"), "search")
	a = common.get(t, grouped+"?columns=count&x=%0d%0aX-Evil:1&%0d%0aX-Evil:1=2", asJSON).wants(t, 200)
	require.Empty(t, a.header.Get("X-Evil"))
}

func TestAnswersSayWhereTheyComeFrom(t *testing.T) {
	for target, h := range map[string]headers{grouped + "?columns=count": asJSON, flat: asCSV, customers: asPartner} {
		a := common.get(t, target, h).wants(t, 200)
		require.Equal(t, "population", a.header.Get("Mockserver-Source"), target)
		require.Equal(t, "1", a.header.Get("Mockserver-Seed"), target)
		require.NotEmpty(t, a.header.Get("Mockserver-Operation"), target)
	}
}

func TestUnknownParametersAsTold(t *testing.T) {
	reject := start(t, "--unknown-parameters", "reject")
	a := reject.get(t, grouped+"?columns=count&page_sze=3", asJSON).wants(t, 400)
	require.Contains(t, string(a.body), "page_sze")
	require.Contains(t, string(a.body), "page_size")
	require.Equal(t, "query.page_sze", breaches(t, a)[0].where)
	reject.get(t, grouped+"?columns=count&page_size=3", asJSON).wants(t, 200)
	reject.get(t, customers+"?serach=a", asPartner).wants(t, 400)
	ignore := start(t, "--unknown-parameters", "ignore")
	a = ignore.get(t, grouped+"?columns=count&page_sze=3", asJSON).wants(t, 200)
	require.Empty(t, a.header.Get("Mockserver-Warnings"))
}

func TestHealthOnTheMockListener(t *testing.T) {
	common.get(t, "/__health", nil).wants(t, 200)
	a := common.get(t, "/__admin/health", nil)
	require.NotEqual(t, 200, a.status, "the control API is on its own listener: %s", a)
}
