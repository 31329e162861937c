package coverage_test

import (
	"net/http"
	"testing"

	"mockserver/internal/coverage"
	"mockserver/internal/validate"
)

func BenchmarkAdd(b *testing.B) {
	m := bundled(b, "teamup")
	match := m.routes.Match("GET", "/reports/customers/data")
	contract, err := match.Operation.Contract()
	if err != nil {
		b.Fatal(err)
	}
	request := validate.Request{RawQuery: "limit=100&columns=id,full_name,email&is_active=true", Header: http.Header{"Authorization": {"Token abc"}}}
	met := coverage.Met{Operation: match.Operation, Call: validate.Check(contract, request, m.options), Status: 200, MediaType: "application/json"}
	b.Run("a call", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.record.Add(met)
		}
	})
	b.Run("the first of a session", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.record.Fresh().Add(met)
		}
	})
	b.Run("validate, for comparison", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			validate.Check(contract, request, m.options)
		}
	})
}

func BenchmarkReport(b *testing.B) {
	m := bundled(b, "teamup")
	b.ReportAllocs()
	for b.Loop() {
		m.report()
	}
}
