package mocktest_test

import (
	"testing"

	"mockserver/mocktest"
)

// BenchmarkStart is what a test pays for a mock of the bundled APIs.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		t := &test{}
		mocktest.Start(t)
		t.end()
	}
}
