package stub_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/stub"
)

// A lookup among ten thousand stubs: of literal paths, and of templates, each of which has to be tried.
func BenchmarkMatch(b *testing.B) {
	for _, c := range []struct{ name, request, url string }{
		{"literal", `{"method":"GET","urlPath":"/customers/%d"}`, "/customers/4711"},
		{"template", `{"method":"GET","urlPathTemplate":"/customers/%d/{part}"}`, "/customers/4711/x"},
		{"expression", `{"method":"GET","urlPathPattern":"/customers/%d/[a-z]+"}`, "/customers/4711/x"},
		{"nothing", `{"method":"GET","urlPath":"/customers/%d"}`, "/elsewhere"},
	} {
		b.Run(c.name, func(b *testing.B) {
			set := full(b, c.request)
			b.ReportAllocs()
			for b.Loop() {
				set.Match(&stub.Request{Method: "GET", URL: c.url})
			}
		})
	}
}

func BenchmarkNearMisses(b *testing.B) {
	set := full(b, `{"method":"GET","urlPath":"/customers/%d"}`)
	for b.Loop() {
		set.NearMisses(&stub.Request{Method: "GET", URL: "/elsewhere"}, 3)
	}
}

func BenchmarkSession(b *testing.B) {
	var list []*stub.Mapping
	for i := range 10_000 {
		list = append(list, mapping(b, fmt.Sprintf(`{"request":{"urlPath":"/%d"}}`, i)))
	}
	base := stub.NewBase(list)
	b.ReportAllocs()
	for b.Loop() {
		set := base.NewSet(stub.SetConfig{})
		_ = set.Add(list[0])
		set.Close()
	}
}

func full(b *testing.B, request string) *stub.Set {
	set := stub.NewSet(nil, stub.SetConfig{})
	for i := range 10_000 {
		require.NoError(b, set.Add(mapping(b, `{"request":`+fmt.Sprintf(request, i)+`}`)))
	}
	return set
}
