package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"mockserver/internal/check"
	"mockserver/internal/load"
	"mockserver/internal/settings"
	"mockserver/internal/spec"
)

// checkClock is what generated dates lie around while documents are checked: the default of serve's --clock.
var checkClock = time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)

// check reports on the documents, and fails for lost operations, with --strict for any finding.
func (p program) check(ctx context.Context, c *settings.Command) error {
	s := c.Settings
	write := (*check.Report).Text
	switch s.Format {
	case settings.JSON:
		write = (*check.Report).JSON
	case settings.HTML, settings.JUnit:
		return usagef("check writes text or json; --format %s is for coverage", s.Format)
	}
	done := make(chan examined, 1)
	go func() { done <- p.examine(ctx, c) }()
	var found examined
	select {
	case found = <-done:
	case <-ctx.Done(): // what is under way ends with the program
		return errors.New("check was interrupted; it reports nothing")
	}
	if found.usage != nil {
		return found.usage
	}
	var total verdict
	for _, report := range found.reports {
		if err := write(report, p.stdout); err != nil {
			return err
		}
		total.add(report)
	}
	return cmp.Or(found.failure, found.conflicts, total.err(s.Strict))
}

// examined is what a check has found.
type examined struct {
	reports   []*check.Report
	failure   error // some documents could not be read
	conflicts error // some claim the same operations
	usage     error // there is nothing to check
}

func (p program) examine(ctx context.Context, c *settings.Command) (e examined) {
	documents, err := p.overlaid(ctx, c, newLog(p.stderr, settings.Text))
	if err != nil {
		return examined{usage: err}
	}
	e.reports, e.conflicts = checkAll(documents, c.Settings)
	e.failure = load.Failures(documents)
	return e
}

// checkAll reports on each document. The error is that some claim the same operations, which the reports on those that come
// later say too.
func checkAll(documents []*load.Document, s settings.Settings) ([]*check.Report, error) {
	reports := make([]*check.Report, len(documents))
	owners := map[*spec.Document]*check.Report{}
	var compiled []*spec.Document
	for i, d := range documents {
		var document *spec.Document
		if document, reports[i] = checkDocument(d, s); document != nil {
			compiled = append(compiled, document)
			owners[document] = reports[i]
		}
	}
	_, err := spec.NewRoutes(compiled)
	var conflicts spec.Conflicts
	if errors.As(err, &conflicts) {
		for _, d := range compiled {
			owners[d].Conflicts(slices.DeleteFunc(slices.Clone(conflicts), func(c *spec.Conflict) bool { return c.Second.Document != d }))
		}
	}
	return reports, err
}

// verdict sums up the reports on all documents.
type verdict struct{ unusable, lost, findings int }

func (v *verdict) add(r *check.Report) {
	v.lost, v.findings = v.lost+r.Lost, v.findings+r.Strict()
	if r.Unusable {
		v.unusable++
	}
}

// err is why check fails, nil if it does not.
func (v *verdict) err(strict bool) error {
	switch {
	case v.unusable > 0:
		return fmt.Errorf("documents that cannot be served: %d", v.unusable)
	case v.lost > 0:
		return fmt.Errorf("lost operations: %d", v.lost)
	case strict && v.findings > 0:
		return fmt.Errorf("findings: %d, and --strict allows none", v.findings)
	}
	return nil
}

// checkDocument reports on one document, which comes with the report unless nothing of it can be served.
func checkDocument(d *load.Document, s settings.Settings) (*spec.Document, *check.Report) {
	if d.Failure != nil {
		return nil, check.Unusable(d.Name, d.Address, d.Cause())
	}
	compiled, err := d.Compile(s.Limits)
	if compiled == nil {
		return nil, check.Unusable(d.Name, d.Address, err)
	}
	report := check.Run(compiled, check.Config{Clock: checkClock, Limits: s.Limits})
	if report.Unusable = err != nil; err != nil {
		return nil, report
	}
	return compiled, report
}
