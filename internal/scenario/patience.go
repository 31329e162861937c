package scenario

import (
	"testing"
	"time"
)

// Patience is reached only by what hangs, on whatever machine. How fast something is, benchmarks say; no test does.
const Patience = 2 * time.Minute

// Ends runs what must not hang. What has not ended when Patience is over takes the whole test down, with every stack, as no
// goroutine can be stopped from outside.
func Ends(t testing.TB, run func()) {
	t.Helper()
	name := t.Name()
	hangs := time.AfterFunc(Patience, func() { panic(name + " has not ended after " + Patience.String()) })
	defer hangs.Stop()
	run()
}
