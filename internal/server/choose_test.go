package server_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/server"
	"mockserver/internal/spec"
)

const rivals = `
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /icon/{id}: {get: {operationId: byId, parameters: [{name: id, in: path, required: true, schema: {type: integer}}], responses: {'204': {description: ok}}}}
  /icon/{term}: {get: {operationId: byTerm, parameters: [{name: term, in: path, required: true, schema: {type: string, maxLength: 5}}], responses: {'204': {description: ok}}}}
  /#Action=A: {post: {operationId: a, parameters: [{name: Action, in: query, required: true, schema: {enum: [A]}}], responses: {'204': {description: ok}}}}
  /#Action=B: {post: {operationId: b, parameters: [{name: Action, in: query, required: true, schema: {enum: [B]}}], responses: {'204': {description: ok}}}}
  /#X-Target=C: {post: {operationId: c, responses: {'204': {description: ok}}}}
  /parts/{id}: {delete: {operationId: abort, parameters: [{name: upload, in: query, required: true, schema: {type: string}}, {name: X-Target, in: header, schema: {enum: ['', me]}}], responses: {'204': {description: ok}}}}
  /parts/{key}: {delete: {operationId: remove, parameters: [{name: X-Target, in: header, schema: {enum: ['', me]}}], responses: {'204': {description: ok}}}}
  /list: {get: {operationId: list, responses: {'204': {description: ok}}}}
  /list?view=all: {get: {operationId: listAll, parameters: [{name: limit, in: query, schema: {type: integer}}], responses: {'204': {description: ok}}}}
`

func TestOfOperationsThatMatchAlikeTheFirstThatTakesTheParametersAnswers(t *testing.T) {
	d, err := spec.New("rivals", parse(t, "rivals.yaml", rivals), spec.Config{})
	require.NoError(t, err)
	s := open(t, server.Config{Documents: []*spec.Document{d}})
	for _, tt := range []struct {
		method, target, header, operation string
		status                            int
	}{
		{http.MethodGet, "/icon/5", "", "byId", 204},
		{http.MethodGet, "/icon/abc", "", "byTerm", 204},
		{http.MethodGet, "/icon/abcdef", "", "byId", 400},
		{http.MethodPost, "/?Action=A", "", "a", 204},
		{http.MethodPost, "/?Action=B", "", "b", 204},
		{http.MethodPost, "/", "C", "c", 204},
		{http.MethodPost, "/?Action=D", "", "a", 400},
		{http.MethodDelete, "/parts/1?upload=2", "me", "abort", 204},
		{http.MethodDelete, "/parts/1", "you", "remove", 400}, // breaks fewest rules of it
		{http.MethodGet, "/list?view=all&limit=5", "", "listAll", 204},
		{http.MethodGet, "/list?view=all&limit=x", "", "listAll", 400}, // what its path says counts more than what fits
		{http.MethodGet, "/list?view=some&limit=x", "", "list", 204},
	} {
		request := httptest.NewRequest(tt.method, tt.target, nil)
		request.Header.Set("X-Target", tt.header)
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, request)
		assert.Equal(t, tt.status, recorder.Code, tt.target)
		assert.Equal(t, tt.operation, recorder.Header().Get("Mockserver-Operation"), tt.target)
		assert.NotContains(t, recorder.Header().Get("Mockserver-Warnings"), `"view\"`, "its path has it")
	}
}
