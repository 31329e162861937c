package acceptance

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStartAsAPage(t *testing.T) {
	m := start(t, "--overlay", "finicity/start-is-page")
	all := m.everyCustomer(t)
	require.Equal(t, shown(common.everyCustomer(t)), shown(all), "the population stays the same")
	for _, limit := range []int{7, 25, 100, 200} {
		var walked []object
		for page := 1; len(walked) < len(all); page++ {
			l := m.search(t, fmt.Sprintf("start=%d&limit=%d", page, limit))
			require.Equal(t, 200, l.found)
			require.NotEmpty(t, l.customers)
			walked = append(walked, l.customers...)
			require.Equal(t, len(walked) < len(all), l.more, "page %d of %d a page", page, limit)
		}
		require.Equal(t, shown(all), shown(walked))
	}
	l := m.search(t, "start=9&limit=25")
	require.Empty(t, l.customers, "past the end")
	require.False(t, l.more)
	require.Empty(t, m.search(t, "start=9223372036854775807&limit=1000").customers)
	requireCode(t, m.get(t, customers+"?start=0", asPartner), 400, "41003")
}

func TestCodesAsNumbers(t *testing.T) {
	m := start(t, "--overlay", "finicity/numeric-codes")
	for target, want := range map[string]string{
		customers + "?start=0": "41003", customers + "?limit=0": "41004", customers + "?type=x": "14016", customers + "?limit=1001": "14020", customers + "/999999999": "14001",
	} {
		require.Equal(t, json.Number(want), m.get(t, target, asPartner).object(t).values["code"], target)
	}
	require.Equal(t, json.Number("10026"), m.get(t, customers, nil).wants(t, 401).object(t).values["code"])
	require.Equal(t, json.Number("10022"), m.get(t, customers, asPartner.with("App-Key", "k", "Finicity-App-Token", "invalid")).object(t).values["code"])
	require.Equal(t, json.Number("110039"), m.create(t, "testing", `{"username":"x"}`).wants(t, 400).object(t).values["code"])
	require.Equal(t, string(common.search(t).answer.body), string(m.search(t).answer.body), "all else stays the same")
}

func TestTwoOverlaysAtOnce(t *testing.T) {
	m := start(t, "--overlay", "finicity/start-is-page", "--overlay", "finicity/numeric-codes")
	require.Equal(t, json.Number("41003"), m.get(t, customers+"?start=0", asPartner).object(t).values["code"])
	require.Equal(t, shown(common.search(t, "start=11&limit=10").customers), shown(m.search(t, "start=2&limit=10").customers))
}

func TestRateLimit(t *testing.T) {
	m := start(t, "--overlay", "teamup/rate-limit")
	refused := 0
	for i := 1; i <= 502 && refused == 0; i++ { // twice the limit, for the minute may turn in between
		a := m.get(t, grouped+"?columns=count", asJSON)
		if a.status == 429 {
			refused = i
			requireEnvelope(t, a, a.object(t).text(t, "code"), "")
			continue
		}
		a.wants(t, 200)
	}
	require.Greater(t, refused, 250, "250 requests a minute are let through, the next is not")
	m.search(t)
}
