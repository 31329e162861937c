package accept_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/accept"
)

func TestNegotiation(t *testing.T) {
	const nothing = "nothing"
	both := []string{"text/csv", "application/json"}
	tests := []struct {
		name, accept string
		offered      []string
		want         string
	}{
		{"no header: the first", "", both, "text/csv"},
		{"an empty list wishes nothing", " , ,\t", both, "text/csv"},
		{"anything: the first", "*/*", both, "text/csv"},
		{"the exact type", "application/json", both, "application/json"},
		{"in capitals", "Application/JSON", both, "application/json"},
		{"with parameters", "application/json;charset=utf-8;version=1", both, "application/json"},
		{"a range of types", "application/*", both, "application/json"},
		{"the earlier in the header where both are as good", "application/json, text/csv", both, "application/json"},
		{"the closer named", "*/*, application/json", both, "application/json"},
		{"the closer named, also where it is a range", "*/*, application/*", both, "application/json"},
		{"the higher quality", "application/json;q=0.4, text/csv;q=0.5", both, "text/csv"},
		{"a quality is one where it is not said", "text/csv;q=0.999, application/json", both, "application/json"},
		{"the closest range decides a quality", "text/*;q=1, text/csv;q=0.1, */*;q=0.5", both, "application/json"},
		{"what a browser sends", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", both, "text/csv"},
		{"what axios sends", "application/json, text/plain, */*", both, "application/json"},
		{"what old Java sends", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", both, "text/csv"},
		{"excluded", "application/json;q=0, */*", []string{"application/json", "text/csv"}, "text/csv"},
		{"excluded in three digits", "application/json;q=0.000", both, nothing},
		{"all excluded", "*/*;q=0", both, nothing},
		{"another type", "application/xml", both, nothing},
		{"another subtype", "text/html, image/*", both, nothing},
		{"a suffix will do for the type", "application/json", []string{"text/csv", "application/hal+json"}, "application/hal+json"},
		{"but the type itself is closer", "application/json", []string{"application/hal+json", "application/json"}, "application/json"},
		{"all with a suffix", "application/*+json", []string{"application/json", "application/hal+json"}, "application/hal+json"},
		{"a suffix of XML", "application/xml", []string{"application/atom+xml"}, "application/atom+xml"},
		{"the type will not do for one with a suffix", "application/hal+json", []string{"application/json"}, nothing},
		{"a suffix excluded with its type", "application/json;q=0, */*;q=0.5", []string{"application/hal+json", "text/csv"}, "text/csv"},
		{"a parameter that says otherwise", "application/json;version=2", []string{"application/json;version=1"}, nothing},
		{"the parameters decide", "application/json;version=2", []string{"application/json;version=1", "application/json; version=2"}, "application/json; version=2"},
		{"the closer by a parameter", "application/json;q=0.5, application/json;version=1;q=0.1", []string{"application/json;version=1", "application/json"}, "application/json"},
		{"another charset is no other type", "text/plain;charset=iso-8859-1", []string{"text/plain; charset=utf-8"}, "text/plain; charset=utf-8"},
		{"a comma in quotes", `application/json;x="a,b", text/csv;q=0.1`, both, "application/json"},
		{"an open quote", `application/json;x="a, text/csv`, both, nothing},
		{"the type with a suffix", "application/hal+json", []string{"application/json", "application/hal+json"}, "application/hal+json"},
		{"an offer with parameters", "application/json", []string{"text/csv; header=present", "application/json; charset=utf-8"}, "application/json; charset=utf-8"},
		{"malformed parts are passed over", "/, json, a/b/c, text/csv;q=, application/json", both, "application/json"},
		{"qualities that are none", "text/csv;q=2, text/csv;q=-1, text/csv;q=NaN, text/csv;q=x, application/json;q=0.1", both, "application/json"},
		{"nothing but malformed parts admits nothing", "json", both, nothing},
		{"nothing is offered", "image/png", nil, nothing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := nothing
			if i := accept.Pick(tt.accept, tt.offered); i >= 0 {
				got = tt.offered[i]
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestQualityIsThatOfTheClosestRange(t *testing.T) {
	const header = `text/*;q=0.3, text/csv;q=0.1, application/json, */*;q=0.2`
	for mediaType, want := range map[string]float64{"text/csv": 0.1, "text/plain": 0.3, "application/hal+json": 1, "image/png": 0.2} {
		assert.InDelta(t, want, accept.Quality(header, mediaType), 0, mediaType)
	}
	assert.Zero(t, accept.Quality("", "text/csv"), "nothing is wished")
}

func FuzzAccept(f *testing.F) {
	for _, seed := range []string{"", "*/*", "text/csv;q=0.5, application/*;q=0.1", "a/b;q=\"1\"", ",;,", "text/*;q=0", "*;q=.2", "a/b;x=\"c,d\""} {
		f.Add(seed)
	}
	offered := []string{"text/csv", "application/json", "application/hal+json; profile=x"}
	f.Fuzz(func(t *testing.T, header string) {
		got := accept.Pick(header, offered)
		if got < -1 || got >= len(offered) {
			t.Fatalf("%q gives %d", header, got)
		}
		if got < 0 && len(strings.Trim(header, ", \t")) == 0 {
			t.Fatalf("%q admits nothing", header)
		}
		for _, one := range offered {
			if q := accept.Quality(header, one); !(q >= 0 && q <= 1) {
				t.Fatalf("%q gives %s the quality %v", header, one, q)
			}
		}
		if again := accept.Pick(header, offered); again != got {
			t.Fatalf("%q is decided differently", header)
		}
	})
}
