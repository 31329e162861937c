package population

import (
	"runtime"
	"sync"
)

// blockRows are made at a time: their values are there all at once, those of the whole column never are.
const blockRows = 1 << 15

// onCores makes the cells from 0 up to n, which are some of so many records. Those of a large collection are made on all cores,
// which is the same, since no cell depends on another's having been made: BenchmarkFirstGroupingOfAMillion of package query
// pays. If a part panics, so does the caller, who may know what to do.
func onCores(records, n int, cells func(from, to int)) {
	parts := runtime.GOMAXPROCS(0)
	if records <= manyRows || parts == 1 {
		cells(0, n)
		return
	}
	var group sync.WaitGroup
	panics := make([]any, parts)
	for part := range parts {
		group.Go(func() {
			defer func() { panics[part] = recover() }()
			cells(part*n/parts, (part+1)*n/parts)
		})
	}
	group.Wait()
	for _, what := range panics {
		if what != nil {
			panic(what)
		}
	}
}
