package accept_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/accept"
)

// TestTheUsualHeadersPickAsOthersDo compares with the same header behind a space, which is taken apart.
func TestTheUsualHeadersPickAsOthersDo(t *testing.T) {
	types := rapid.SampledFrom([]string{"application/json", "application/json; v=1", "Application/JSON", "application/hal+json", "text/csv", "*", "", "application/json2"})
	rapid.Check(t, func(t *rapid.T) {
		offered := rapid.SliceOfN(types, 0, 4).Draw(t, "offered")
		for _, header := range []string{"*/*", "application/json"} {
			require.Equal(t, accept.Pick(" "+header, offered), accept.Pick(header, offered), header)
		}
	})
}
