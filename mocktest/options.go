package mocktest

import (
	"errors"
	"time"

	"mockserver/internal/limit"
	"mockserver/internal/validate"
)

// Option says what a mock is made from.
type Option func(*config)

type config struct {
	specs, overlays, fixtures, mappings, faults []string

	seed    uint64
	clock   time.Time
	records int
	dynamic bool
	unknown string
	remote  bool
	limits  limit.Set
	wrong   []error
}

// What a mock is without options, as mockserver is without flags.
const (
	defaultSeed  = 1
	defaultClock = "2025-07-01T12:00:00Z"
)

func newConfig(options []Option) (*config, error) {
	c := &config{seed: defaultSeed, unknown: validate.Warn, limits: limit.Default()}
	c.clock, _ = time.Parse(time.RFC3339, defaultClock) // a constant
	for _, o := range options {
		o(c)
	}
	return c, errors.Join(c.wrong...)
}

// Spec names OpenAPI documents: files, or http(s) URLs. Without it the mock serves the bundled APIs.
func Spec(files ...string) Option {
	return func(c *config) { c.specs = append(c.specs, files...) }
}

// Overlay names OpenAPI Overlays to apply: files, or bundled ones such as finicity/start-is-page.
func Overlay(files ...string) Option {
	return func(c *config) { c.overlays = append(c.overlays, files...) }
}

// Fixture names populations: files, or folders of them.
func Fixture(files ...string) Option {
	return func(c *config) { c.fixtures = append(c.fixtures, files...) }
}

// Mappings names stubs that every session begins with, in WireMock's format: files, or folders of them.
func Mappings(files ...string) Option {
	return func(c *config) { c.mappings = append(c.mappings, files...) }
}

// Faults names files of fault rules that every session begins with.
func Faults(files ...string) Option {
	return func(c *config) { c.faults = append(c.faults, files...) }
}

// Seed is the number that every generated value follows from; 1 without it.
func Seed(n uint64) Option {
	return func(c *config) { c.seed = n }
}

// Clock is what time it is in the mock; noon of 2025-07-01 in UTC without it.
func Clock(at time.Time) Option {
	return func(c *config) { c.clock = at }
}

// Records is the size of each collection that is not fixed.
func Records(n int) Option {
	return func(c *config) {
		if n < 1 {
			c.wrong = append(c.wrong, errors.New("the option Records takes a number of at least 1"))
		}
		c.records = n
	}
}

// Dynamic answers with generated values even where the document has examples.
func Dynamic() Option {
	return func(c *config) { c.dynamic = true }
}

// RejectUnknownParameters refuses query parameters that the document does not have. Without it the answer warns of them.
func RejectUnknownParameters() Option {
	return func(c *config) { c.unknown = validate.Reject }
}

// AllowRemoteRefs lets the $refs of a document lead out of its own folder: to the network and to other folders.
func AllowRemoteRefs() Option {
	return func(c *config) { c.remote = true }
}

// Limit is another value for one of the limits that mockserver --help lists.
func Limit(name string, n int) Option {
	return func(c *config) {
		if err := c.limits.Put(name, n); err != nil {
			c.wrong = append(c.wrong, err)
		}
	}
}
