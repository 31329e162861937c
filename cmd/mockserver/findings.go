package main

import (
	"log/slog"
	"slices"

	"mockserver/internal/spec"
)

// toldFindings is how many findings of a document the log repeats: real documents have hundreds.
const toldFindings = 20

// tell logs what is wrong with a document, what loses operations first.
func tell(d *spec.Document, address string, log *slog.Logger) {
	findings := slices.Clone(d.Findings)
	slices.SortStableFunc(findings, func(a, b spec.Finding) int {
		switch {
		case a.Lost == b.Lost:
			return 0
		case a.Lost:
			return -1
		}
		return 1
	})
	for _, f := range findings[:min(len(findings), toldFindings)] {
		log.Warn(f.Message, "place", f.Place, "pointer", f.Pointer, "lost", f.Lost)
	}
	if more := len(findings) - toldFindings; more > 0 {
		log.Warn("there are more findings; mockserver check lists them all", "document", address, "more", more, "command", "mockserver check "+address)
	}
}
