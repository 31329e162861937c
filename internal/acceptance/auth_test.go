package acceptance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSchemesThatAreLetIn(t *testing.T) {
	want := common.get(t, grouped+"?columns=gender,count", asJSON).wants(t, 200)
	for _, value := range []string{
		"Token t", "Bearer t", "JWT t", "token t", "TOKEN t", "bearer t", "BEARER t", "jwt t", "Jwt t", "Token a.b-c_d", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x=",
	} {
		for _, path := range []string{grouped, flat} {
			a := common.get(t, path+"?columns=gender,count", asJSON.with("Authorization", value))
			if path == flat {
				a = common.get(t, path+"?columns=gender", asJSON.with("Authorization", value))
			}
			require.Equal(t, 200, a.status, "%q: %s", value, a)
			if path == grouped {
				require.Equal(t, string(want.body), string(a.body))
			}
		}
	}
}

func TestWhoeverHasNoTokenIsKeptOut(t *testing.T) {
	for name, h := range map[string]headers{
		"no header":                {},
		"an empty header":          {"Authorization": ""},
		"a scheme without a token": {"Authorization": "Token"},
		"a scheme and a space":     {"Authorization": "Bearer "},
		"another scheme":           {"Authorization": "Basic dDp0"},
		"digest":                   {"Authorization": "Digest username=t"},
		"a token without a scheme": {"Authorization": "t"},
		"a scheme run together":    {"Authorization": "Tokent"},
		"a scheme with a colon":    {"Authorization": "Token: t"},
		"a longer scheme":          {"Authorization": "Tokens t"},
		"another vendor's keys":    {"App-Key": "k", "Finicity-App-Token": "t"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, target := range []string{
				grouped + "?columns=count", grouped + "?columns=bogus&limit=101", grouped, flat, grouped + "?columns=count&format=json",
			} {
				a := common.get(t, target, h.with("Accept", "application/json")).wants(t, 401)
				requireEnvelope(t, a, "authentication_failed", "")
			}
			require.Equal(t, 401, common.get(t, grouped+"?columns=count", h).status, "CSV as well")
			require.Equal(t, 401, common.get(t, grouped+"?columns=count", h.with("Accept", "text/html")).status, "before 406")
		})
	}
}

func TestTheVendorsOtherHeadersAreAccepted(t *testing.T) {
	want := common.get(t, grouped+"?columns=gender,count", asJSON)
	for _, mode := range []string{"provider", "customer"} {
		a := common.get(t, grouped+"?columns=gender,count", asJSON.with("TeamUp-Provider-ID", "123", "TeamUp-Request-Mode", mode)).wants(t, 200)
		require.Equal(t, string(want.body), string(a.body))
		require.Empty(t, a.header.Get("Mockserver-Warnings"))
	}
}
