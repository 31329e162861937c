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
	"slices"
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
	sessionsPath  = "/__admin/sessions"
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
	if err := hasSession(ctx, base, c.Settings); err != nil {
		return err
	}
	text, err := askControl(ctx, base, coveragePath+traffic(c.Settings), c.Settings)
	if err != nil {
		return err
	}
	report, err := coverage.ReadJSON(text)
	if err != nil {
		return unaskedf("%s%s: %v", base, coveragePath, err)
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

// hasSession tells whether the session that is named was ever used: the name of one that was not is a mistake, and no coverage.
func hasSession(ctx context.Context, base string, s settings.Settings) error {
	if s.Session == "" {
		return nil
	}
	asked := s
	asked.Session = ""
	text, err := askControl(ctx, base, sessionsPath, asked)
	if err != nil {
		return err
	}
	var list struct{ Sessions []struct{ Name string } }
	if err := json.Unmarshal(text, &list); err != nil {
		return unaskedf("%s%s answers what is no list of sessions", base, sessionsPath)
	}
	if !slices.ContainsFunc(list.Sessions, func(one struct{ Name string }) bool { return one.Name == s.Session }) {
		return unaskedf("there is no session %q at %s; a session that is reset or idles is gone", value.Cut(s.Session, 81), base)
	}
	return nil
}

// unasked is why nobody can say what the coverage is; the program ends as after wrong usage, so that a CI can tell it from a coverage
// that is too low.
type unasked struct{ sentence string }

// Error is the sentence.
func (u unasked) Error() string { return u.sentence }

func unaskedf(format string, parts ...any) error { return unasked{fmt.Sprintf(format, parts...)} }

// askControl gets a path of the control API.
func askControl(ctx context.Context, base, path string, s settings.Settings) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, coverageLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
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
		return nil, unaskedf("%s did not answer within %v", base, coverageLimit)
	case errors.Is(err, syscall.ECONNREFUSED):
		return nil, unaskedf("nothing listens at %s", base)
	case err != nil:
		return nil, unaskedf("%s does not answer: %s", base, load.Reason(err))
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, coverageBytes+1))
	switch {
	case err != nil:
		return nil, unaskedf("%s broke off its answer: %s", base, load.Reason(err))
	case response.StatusCode != http.StatusOK:
		return nil, unaskedf("%s%s answers %s%s", base, path, response.Status, detailOf(text))
	case len(text) > coverageBytes:
		return nil, unaskedf("%s%s answers more than %d bytes", base, path, coverageBytes)
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
