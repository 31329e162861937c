package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"mockserver/internal/coverage"
	"mockserver/internal/load"
	"mockserver/internal/settings"
	"mockserver/internal/value"
)

const (
	coverageLimit = time.Minute // for a report, before which all operations are compiled
	coverageBytes = 256 << 20   // of a report
	coveragePath  = "/__admin/coverage"
)

// coverage asks a running mock what its traffic has met, prints that, and fails where it is less than wanted.
func (p program) coverage(ctx context.Context, c *settings.Command) error {
	if len(c.Words) > 0 {
		return usagef("coverage takes no arguments, but %q was given; --url names the control API", c.Words[0])
	}
	base, err := adminBase(c.Settings)
	if err != nil {
		return err
	}
	text, err := askCoverage(ctx, base, c.Settings)
	if err != nil {
		return err
	}
	report, err := coverage.ReadJSON(text)
	if err != nil {
		return fmt.Errorf("%s%s: %w", base, coveragePath, err)
	}
	if err := p.print(string(report.In(c.Settings.Format))); err != nil {
		return err
	}
	if least := c.Settings.Min; !report.Reaches(least) {
		return fmt.Errorf("the coverage is %s (%d of %d); --min wants %d%%", report.Percent, report.Met, report.All, least)
	}
	return nil
}

// adminBase is the URL that was given, or the control API that is configured, as this machine reaches it.
func adminBase(s settings.Settings) (string, error) {
	if s.URL != "" {
		base := strings.TrimSuffix(s.URL, "/")
		for _, rest := range []string{coveragePath, "/__admin"} {
			base = strings.TrimSuffix(base, rest)
		}
		return base, nil
	}
	host, port := s.AdminHost, s.AdminPort
	switch s.Admin {
	case settings.Off:
		return "", usagef("--admin is off, so there is no control API to ask; --url names one")
	case settings.Same:
		host, port = s.Host, s.Port
	}
	if port == 0 {
		return "", usagef("with port 0 nobody knows which port the control API got; name its URL: mockserver coverage --url http://127.0.0.1:PORT")
	}
	return "http://" + net.JoinHostPort(reachable(host), strconv.Itoa(port)), nil
}

// reachable is where this machine finds what listens on a host.
func reachable(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil && addr.IsUnspecified() {
		return map[bool]string{true: "127.0.0.1", false: "::1"}[addr.Is4()]
	}
	return host
}

// traffic is the query that asks for the traffic that is meant: that of a session, else all.
func traffic(s settings.Settings) string {
	if s.Session == "" {
		return "?sessions=all"
	}
	return ""
}

func askCoverage(ctx context.Context, base string, s settings.Settings) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, coverageLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+coveragePath+traffic(s), nil)
	if err != nil {
		return nil, usagef("%q is not a URL that can be asked", base)
	}
	request.Header.Set("Accept", "application/json")
	if s.AdminToken != "" && s.AdminToken != settings.Off {
		request.Header.Set("Authorization", "Bearer "+s.AdminToken)
	}
	if s.Session != "" {
		request.Header.Set("Mockserver-Session", s.Session)
	}
	// No proxy of the environment, no redirect: the mock itself is asked or nothing is.
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%s did not answer within %v", base, coverageLimit)
	case errors.Is(err, syscall.ECONNREFUSED):
		return nil, fmt.Errorf("nothing listens at %s", base)
	case err != nil:
		return nil, fmt.Errorf("%s does not answer: %s", base, load.Reason(err))
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, coverageBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s broke off its answer: %s", base, load.Reason(err))
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s%s answers %s%s", base, coveragePath, response.Status, detailOf(text))
	case len(text) > coverageBytes:
		return nil, fmt.Errorf("%s%s answers more than %d bytes", base, coveragePath, coverageBytes)
	}
	return text, nil
}

// detailOf is what a refusal says of itself; "" if that is nothing.
func detailOf(text []byte) string {
	const characters = 500
	var problem struct{ Detail string }
	if json.Unmarshal(text, &problem) != nil || problem.Detail == "" {
		return ""
	}
	return ": " + value.Cut(strings.ToValidUTF8(problem.Detail, "\ufffd"), characters)
}
