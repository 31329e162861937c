package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"mockserver/internal/load"
	"mockserver/internal/settings"
)

// healthLimit is how long a mock may take to say that it is well.
const healthLimit = 3 * time.Second

// healthPath answers 200 on the mock listener.
const healthPath = "/__health"

// healthcheck is the probe of an image that has no shell and no curl.
func (p program) healthcheck(ctx context.Context, c *settings.Command) error {
	base, err := healthBase(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, healthLimit)
	defer cancel()
	address := strings.TrimSuffix(strings.TrimSuffix(base, "/"), healthPath) + healthPath
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return usagef("%q is not a URL that can be asked", base)
	}
	// No proxy of the environment, no redirect: the mock itself is asked or nothing is.
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(request)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s did not answer within %v", address, healthLimit)
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("nothing listens at %s", strings.TrimSuffix(address, healthPath))
	}
	if err != nil {
		return fmt.Errorf("%s does not answer: %s", address, load.Reason(err))
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s; a mock that is well answers 200", address, response.Status)
	}
	return p.print(address + " is well\n")
}

// healthBase is the URL that was given, or the configured mock listener as this machine reaches it.
func healthBase(c *settings.Command) (string, error) {
	switch len(c.Words) {
	case 0:
	case 1:
		u, err := url.Parse(c.Words[0])
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return "", usagef("%q is not the base URL of a mock; expected one such as http://127.0.0.1:8080", c.Words[0])
		}
		return c.Words[0], nil
	default:
		return "", usagef("healthcheck takes one URL, but %q was given as well", c.Words[1])
	}
	if c.Settings.Port == 0 {
		return "", usagef("with port 0 nobody knows which port the mock got; name its URL: mockserver healthcheck http://127.0.0.1:PORT")
	}
	return "http://" + net.JoinHostPort(reachable(c.Settings.Host), strconv.Itoa(c.Settings.Port)), nil
}
