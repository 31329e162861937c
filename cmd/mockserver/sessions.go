package main

import (
	"fmt"
	"log/slog"
	"slices"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/load"
	"mockserver/internal/session"
	"mockserver/internal/settings"
	"mockserver/internal/stub"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// sessions are what tests have for themselves, each beginning with the stubs and fault rules of the command line.
func sessions(s settings.Settings, rules []*fault.Rule, log *slog.Logger) (*session.Sessions, error) {
	mappings, err := load.Mappings(s.Mappings, stub.Config{Limits: s.Limits, Now: func() time.Time { return s.Clock }})
	if err != nil {
		return nil, err
	}
	if len(mappings)+len(rules) > 0 {
		log.Info(fmt.Sprintf("each session begins with what --mappings and --faults give: stubs %d, fault rules %d", len(mappings), len(rules)))
	}
	return session.New(session.Config{Stubs: mappings, Faults: rules, Limits: s.Limits, Now: time.Now, Seed: s.Seed}), nil
}

// aimless says which rule is for an operation that no document has, and so would never do anything.
func aimless(rules []*fault.Rule, operations []string) error {
	for _, r := range rules {
		if r.Operation == "" || slices.Contains(operations, r.Operation) {
			continue
		}
		hint := ""
		if near := violation.Closest(r.Operation, operations); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		return fmt.Errorf("a fault rule is for the operation %q, which no document has%s", value.Cut(r.Operation, 81), hint)
	}
	return nil
}
