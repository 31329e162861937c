package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/load"
	"mockserver/internal/session"
	"mockserver/internal/settings"
	"mockserver/internal/stub"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// sessions are what tests have for themselves, each beginning with the stubs and fault rules of the command line.
func (p program) sessions(s settings.Settings, rules []*fault.Rule, log *slog.Logger) (*session.Sessions, error) {
	mappings, err := load.Mappings(s.Mappings, stub.Config{Limits: s.Limits, Now: func() time.Time { return s.Clock }})
	if err != nil {
		return nil, err
	}
	if len(mappings)+len(rules) > 0 {
		log.Info(fmt.Sprintf("each session begins with what --mappings and --faults give: stubs %d, fault rules %d", len(mappings), len(rules)))
	}
	journals := journal.New(journal.Config{Limits: s.Limits, Now: time.Now,
		ID: func(name string, n uint64) string { return fault.ID("request", name, n) }})
	return session.New(session.Config{Stubs: stub.NewBase(mappings), Faults: rules, Journals: journals, Limits: s.Limits, Now: time.Now, Seed: s.Seed}), nil
}

// faults are the rules of the command line.
func faults(s settings.Settings) ([]*fault.Rule, error) {
	rules, err := load.Faults(s.Faults, s.Limits)
	if err != nil {
		return nil, err
	}
	if most := s.Limits.Faults; len(rules) > most {
		return nil, usagef("there are %d fault rules; --limit faults=N allows %d", len(rules), most)
	}
	return rules, nil
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
		return usagef("a fault rule is for the operation %q, which no document has%s", value.Cut(r.Operation, 81), hint)
	}
	return nil
}

// wait lets the time of a delay pass, unless its request ends before.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
