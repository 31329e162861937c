package acceptance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBadSearchesHaveTheVendorsCode(t *testing.T) {
	for name, test := range map[string]struct{ query, code, message string }{
		"start 0":                            {"start=0", "41003", "Start index cannot be less than one."},
		"start -1":                           {"start=-1", "41003", "Start index cannot be less than one."},
		"limit 0":                            {"limit=0", "41004", "Limit cannot be less than one."},
		"limit -25":                          {"limit=-25", "41004", "Limit cannot be less than one."},
		"an unknown type":                    {"type=bogus", "14016", "Invalid customer type."},
		"a type in capitals":                 {"type=Testing", "14016", "Invalid customer type."},
		"a list of types":                    {"type=testing,active", "14016", "Invalid customer type."},
		"a limit over 1000":                  {"limit=1001", "14020", "Bad request."},
		"a start that is a word":             {"start=abc", "14020", "Bad request."},
		"a start that is a fraction":         {"start=1.5", "14020", "Bad request."},
		"a start that fits no integer":       {"start=99999999999999999999", "14020", "Bad request."},
		"a limit that is a word":             {"limit=abc", "14020", "Bad request."},
		"a limit that would wrap to 5":       {"limit=18446744073709551621", "14020", "Bad request."},
		"a limit with a broken escape":       {"limit=%zz", "14020", "Bad request."},
		"start, then limit":                  {"limit=0&start=0", "41003", "Start index cannot be less than one."},
		"limit, then type":                   {"type=bogus&limit=0", "41004", "Limit cannot be less than one."},
		"start, then type":                   {"type=bogus&start=0", "41003", "Start index cannot be less than one."},
		"type, then anything else":           {"limit=1001&type=bogus", "14016", "Invalid customer type."},
		"type, then a start that is a word":  {"start=abc&type=bogus", "14016", "Invalid customer type."},
		"start, then a limit over 1000":      {"limit=1001&start=0", "41003", "Start index cannot be less than one."},
		"limit, then a start that is a word": {"start=abc&limit=0", "41004", "Limit cannot be less than one."},
		"all at once":                        {"start=0&limit=0&type=bogus", "41003", "Start index cannot be less than one."},
	} {
		t.Run(name, func(t *testing.T) {
			a := common.get(t, customers+"?"+test.query, asPartner)
			requireCode(t, a, 400, test.code)
			require.Equal(t, test.message, a.object(t).text(t, "message"))
			require.NotEmpty(t, breaches(t, a))
		})
	}
}

func TestAllViolationsOfASearchAreInTheHeader(t *testing.T) {
	a := common.get(t, customers+"?start=0&limit=1001&type=bogus", asPartner)
	require.ElementsMatch(t, []breach{{"query.type", "enum", nil}, {"query.start", "minimum", int64(1)}, {"query.limit", "maximum", int64(1000)}}, withoutEnumLimit(breaches(t, a)))
}

// withoutEnumLimit drops the limit of an enum, whose form is the program's own.
func withoutEnumLimit(list []breach) []breach {
	for i := range list {
		if list[i].rule == "enum" {
			list[i].limit = nil
		}
	}
	return list
}

func TestKeysThatAreMissing(t *testing.T) {
	for name, test := range map[string]struct {
		headers headers
		code    string
	}{
		"both":                            {headers{}, "10026"},
		"the App-Key":                     {asPartner.without("App-Key"), "10026"},
		"the token":                       {asPartner.without("Finicity-App-Token"), "10024"},
		"both empty":                      {headers{"App-Key": "", "Finicity-App-Token": ""}, "10026"},
		"an empty App-Key":                {asPartner.with("App-Key", ""), "10026"},
		"an empty token":                  {asPartner.with("Finicity-App-Token", ""), "10024"},
		"the token is invalid":            {asPartner.with("Finicity-App-Token", "invalid"), "10022"},
		"the token is expired":            {asPartner.with("Finicity-App-Token", "expired"), "10023"},
		"the key, of an invalid token":    {headers{"Finicity-App-Token": "invalid"}, "10026"},
		"the key, of an expired token":    {headers{"Finicity-App-Token": "expired"}, "10026"},
		"the other tenant's invalid one":  {headers{"Finicity-App-Key": "k", "App-Token": "invalid"}, "10022"},
		"the other tenant's expired one":  {headers{"Finicity-App-Key": "k", "App-Token": "expired"}, "10023"},
		"the token, of the other tenant":  {headers{"Finicity-App-Key": "k"}, "10024"},
		"the key, of the other tenant":    {headers{"App-Token": "t"}, "10026"},
		"a bearer token is another's way": {headers{"Authorization": "Bearer t"}, "10026"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, target := range []string{customers, customers + "?start=0&limit=0", customers + "/1", customers + "/999999999"} {
				requireCode(t, common.get(t, target, test.headers), 401, test.code)
			}
			requireCode(t, common.do(t, "POST", "/aggregation/v2/customers/testing", `{}`, test.headers), 401, test.code)
			requireCode(t, common.do(t, "DELETE", customers+"/1", "", test.headers), 401, test.code)
			require.Equal(t, 401, common.get(t, customers, test.headers.with("Accept", "application/xml")).status, "before 406")
		})
	}
	require.Equal(t, 200, common.search(t).found, "nothing was deleted")
}

func TestBothTenantsHeadersAreAccepted(t *testing.T) {
	want := string(common.search(t, "search=an").answer.body)
	for _, h := range []headers{
		{"Finicity-App-Key": "k", "Finicity-App-Token": "t"}, {"App-Key": "k", "App-Token": "t"}, {"Finicity-App-Key": "k", "App-Token": "t"},
		{"finicity-app-key": "k", "FINICITY-APP-TOKEN": "t"}, {"App-Key": "k", "Finicity-App-Token": "anything.at-all", "Accept": "*/*"},
	} {
		require.Equal(t, want, string(common.get(t, customers+"?search=an", h).wants(t, 200).body), "%v", h)
	}
}

func TestSearchIsJSONOrNothing(t *testing.T) {
	for accept, status := range map[string]int{
		"application/json": 200, "*/*": 200, "application/*": 200, "text/html, application/json;q=0.1": 200, "application/xml, */*;q=0.1": 200,
		"application/xml": 406, "text/html": 406, "text/csv": 406, "application/json;q=0": 406,
	} {
		a := common.get(t, customers, asPartner.with("Accept", accept))
		require.Equal(t, status, a.status, "Accept: %s: %s", accept, a)
		require.Equal(t, "application/json", a.mime())
	}
	common.get(t, customers, asPartner.without("Accept")).wants(t, 200)
}
