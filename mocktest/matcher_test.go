package mocktest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/mocktest"
)

func TestWhatAMatcherOfABodyMatches(t *testing.T) {
	const body = `{"name":"a","sizes":[1,2],"maker":{"name":"Zoe"}}`
	for _, tt := range []struct {
		matcher mocktest.Matcher
		matches bool
	}{
		{mocktest.EqualToJSON(`{"sizes":[2,1],"name":"a","maker":{"name":"Zoe"}}`), false},
		{mocktest.EqualToJSON(`{"sizes":[2,1],"name":"a","maker":{"name":"Zoe"}}`).IgnoringArrayOrder(), true},
		{mocktest.EqualToJSON(`{"name":"a"}`), false},
		{mocktest.EqualToJSON(`{"name":"a"}`).IgnoringExtraElements(), true},
		{mocktest.JSONPath("$.maker.name"), true},
		{mocktest.JSONPath("$.owner"), false},
		{mocktest.JSONPath("$.maker.name", mocktest.EqualTo("Zoe")), true},
		{mocktest.JSONPath("$.maker.name", mocktest.EqualTo("Ann")), false},
		{mocktest.JSONPath("$.maker.name", mocktest.Containing("Z"), mocktest.Containing("e")), true},
		{mocktest.JSONPath("$.maker.name", mocktest.Containing("Z"), mocktest.Containing("x")), false},
		{mocktest.Not(mocktest.Containing("Ann")), true},
		{mocktest.Not(mocktest.Containing("Zoe")), false},
		{mocktest.Operator("matchesJsonSchema", `{"required": ["maker"]}`), true},
		{mocktest.Operator("matchesJsonSchema", `{"required": ["owner"]}`), false},
	} {
		t.Run(tt.matcher.String(), func(t *testing.T) {
			t.Parallel()
			m := things(t)
			pattern := mocktest.Post("/x").Body(tt.matcher)
			m.Stub(pattern).Reply(299)
			status, _ := send(t, m, "POST", "/x", body)
			assert.Equal(t, tt.matches, status == 299, "%d", status)
			assert.Equal(t, tt.matches, len(m.Requests(pattern)) == 1)
		})
	}
}

func TestTwoMatchersOfOneParameterBothCount(t *testing.T) {
	m := things(t)
	m.Stub(mocktest.Get("/x").Query("q", mocktest.Containing("a")).Query("q", mocktest.Containing("b"))).Reply(299)
	for query, want := range map[string]int{"ab": 299, "a": 404, "b": 404} {
		status, _ := send(t, m, "GET", "/x?q="+query, "")
		assert.Equal(t, want, status, query)
	}
}

func TestAStubOfAnOperationLeavesTheOthersAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shop.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: /v1}, {url: /v2}]
paths:
  /orders/{id}: {get: {operationId: GetOrder, responses: {'200': {description: OK}}}}
  /orders/newest: {get: {operationId: GetNewest, responses: {'200': {description: OK}}}}
  /orders/{id}/lines.csv: {get: {operationId: GetLines, responses: {'200': {description: OK}}}}
  /{what}/{id}: {get: {operationId: GetAnything, responses: {'200': {description: OK}}}}
`), 0o600))
	m := mocktest.Start(t, mocktest.Spec(file))
	m.Stub(mocktest.Operation("GetOrder")).Reply(201)
	m.Stub(mocktest.Operation("GetAnything")).Reply(202)
	m.Stub(mocktest.Operation("GetLines")).Reply(203)
	for path, want := range map[string]int{
		"/v1/orders/1": 201, "/v2/orders/1": 201, "/orders/1": 201,
		"/v1/orders/newest": 200, "/orders/newest": 200,
		"/v2/things/1": 202, "/v1/orders/newest2": 201,
		"/v1/orders/1/lines.csv": 203, "/v1/orders/1/linesXcsv": 404,
	} {
		status, _ := send(t, m, "GET", path, "")
		assert.Equal(t, want, status, path)
	}
}
