package hostile

import "testing"

// BenchmarkHostileDocuments says what each document costs: the seconds of the processor for its start and some twenty
// requests, those for its check, and the most memory that serving it took. Once each is enough:
//
//	go test ./internal/hostile -run '^$' -bench . -benchtime 1x
func BenchmarkHostileDocuments(b *testing.B) {
	documents := collect(b)
	for _, name := range documents.names() {
		b.Run(name, func(b *testing.B) {
			var serving, checking float64
			memory := 0
			for b.Loop() {
				p := start(b, "serve", "--port", "0", "--admin", "off", documents[name])
				if p.url != "" {
					documents.probe(b, p, name)
				}
				memory = max(memory, p.peak())
				p.kill(b)
				serving += used(p.command).Seconds()
				c, _ := check(b, documents[name])
				checking += used(c).Seconds()
			}
			b.ReportMetric(serving/float64(b.N), "s-serving")
			b.ReportMetric(checking/float64(b.N), "s-checking")
			b.ReportMetric(float64(memory)/1024, "MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}
