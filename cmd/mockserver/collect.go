package main

import (
	"runtime"
	"runtime/debug"
)

// firstHeap is how many times the runtime's least heap of 4 MB may be in use before garbage is collected for the first time.
const firstHeap = 4

// collectLate lets the start pass without a collection of garbage, of which there is little then: two of them were a fifth of the
// CPU time until the first answer (BenchmarkStart of internal/speed). After the first one, all is as GOGC says.
func collectLate() {
	usual := debug.SetGCPercent(100 * firstHeap)
	if usual < 0 || usual > 100*firstHeap {
		debug.SetGCPercent(usual)
		return
	}
	garbage := new([64]byte) // found by the first collection
	runtime.AddCleanup(garbage, func(usual int) { debug.SetGCPercent(usual) }, usual)
}
