package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// leastHeap is how many bytes the heap may take before garbage is collected, where what is in use is less than half of them. The
// runtime's own 4 MB are collected several times at the start, and so often under load that it is a tenth of the work
// (BenchmarkStart and BenchmarkCalls of internal/speed). With it the program stays below 50 MB.
const leastHeap = 20 << 20

// usualPercent is what the runtime does: garbage is collected when the heap has grown by as much again.
const usualPercent = 100

// collectLate keeps to leastHeap, unless the user has set GOGC.
func collectLate() {
	if usual := debug.SetGCPercent(leastHeap / (4 << 20) * usualPercent); usual != usualPercent {
		debug.SetGCPercent(usual)
		return
	}
	afterEach(func() { debug.SetGCPercent(percentFor(inUse())) })
}

// percentFor is by how much a heap may grow of which so many bytes are in use.
func percentFor(inUse uint64) int {
	return max(usualPercent, int(leastHeap*usualPercent/max(inUse, 1<<20))-usualPercent)
}

// inUse is what the last collection has left.
func inUse() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}

// afterEach calls do after each collection of garbage.
func afterEach(do func()) {
	garbage := new([64]byte) // found by the next collection
	runtime.AddCleanup(garbage, func(do func()) {
		do()
		afterEach(do)
	}, do)
}
