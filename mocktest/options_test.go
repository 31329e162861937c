package mocktest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"mockserver/mocktest"
)

func TestWhatOptionsChange(t *testing.T) {
	const customers = "/aggregation/v1/customers?start=2&limit=2"
	keys := []string{"App-Key", "k", "Finicity-App-Token", "t"}
	_, plain := send(t, mocktest.Start(t), "GET", customers, "", keys...)
	for name, option := range map[string]mocktest.Option{
		"a bundled overlay": mocktest.Overlay("finicity/start-is-page"),
		"another clock":     mocktest.Clock(time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC)),
		"another seed":      mocktest.Seed(9),
	} {
		status, body := send(t, mocktest.Start(t, option), "GET", customers, "", keys...)
		assert.Equal(t, 200, status, name)
		assert.NotEqual(t, plain, body, name)
	}

	status, _ := send(t, things(t), "GET", "/v1/things?other=1", "")
	assert.Equal(t, 200, status)
	status, _ = send(t, things(t, mocktest.RejectUnknownParameters()), "GET", "/v1/things?other=1", "")
	assert.Equal(t, 400, status)

	faulty := things(t, mocktest.Faults("testdata/faults.yaml"))
	status, _ = send(t, faulty, "GET", "/v1/things", "")
	assert.Equal(t, 503, status)
	status, _ = send(t, faulty.Session(t, "own"), "GET", "/v1/things", "")
	assert.Equal(t, 503, status)

	_, few := send(t, things(t, mocktest.Fixture("testdata/fixture.yaml")), "GET", "/v1/things", "")
	assert.JSONEq(t, `[{"id": 1, "name": "only", "kind": "red"}]`, few)
}
