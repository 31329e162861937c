package admin

import (
	"net/http"
	"time"

	"mockserver/internal/accept"
	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/session"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// health is what a probe gets, in WireMock's words.
func (c *call) health() error {
	now := c.Now()
	return c.ok(member("status", "healthy"), member("message", "mockserver is ok"), member("version", c.Version),
		member("uptimeInSeconds", int64(now.Sub(c.Begun)/time.Second)), member("timestamp", now.UTC().Format(time.RFC3339Nano)))
}

func (c *call) version() error { return c.ok(member("version", c.Version)) }

// reset brings a session back to its beginning: the named one, all of them, or else the common one.
func (c *call) reset() error {
	switch which := c.query.Get("sessions"); which {
	case "all":
		c.Sessions.ResetAll()
		c.Log.Info("all sessions are reset")
	case "":
		c.Sessions.Reset(c.session.Name)
		c.Log.Info("a session is reset", "session", c.session.Name)
	default:
		return wrongSessions(which)
	}
	return c.ok(member("status", "reset"))
}

// sessions lists the named sessions.
func (c *call) sessions() error {
	list := []any{}
	for _, name := range c.Sessions.Names() {
		s := c.Sessions.Find(name)
		if s == nil {
			continue // dropped just now
		}
		o := value.ObjectOf(member("name", name), member("stubs", int64(len(s.Stubs.All()))), member("faults", int64(len(s.Faults.All()))),
			member("requests", int64(s.Journal.Len())))
		if seed, chosen := s.Seed(); chosen {
			o.Set("seed", value.ParseNumber(formatSeed(seed)))
		}
		list = append(list, o)
	}
	return c.ok(member("sessions", list), member("meta", value.ObjectOf(member("total", int64(len(list))))))
}

func (c *call) endSession() error {
	name := c.named("name")
	if name == "" || c.Sessions.Find(name) == nil {
		return &refusal{http.StatusNotFound, "There is no session of that name."}
	}
	c.Sessions.Reset(name)
	return c.ok()
}

// settings shows what POST sets.
func (c *call) settings() error {
	o := c.session.Faults.Global().Settings()
	if seed, chosen := c.session.Seed(); chosen {
		o.Set("mockserver", value.ObjectOf(member("seed", value.ParseNumber(formatSeed(seed)))))
	}
	return c.ok(member("settings", o))
}

// set replaces the settings of the session: WireMock's delays, and the seed.
func (c *call) set() error {
	own := c.body.Get("mockserver")
	seed, err := readSeed(own)
	if err != nil {
		return err
	}
	pace, err := fault.ReadSettings(without(c.body, "mockserver"), "", c.Limits)
	if err != nil {
		return err
	}
	c.session.Faults.SetGlobal(pace)
	c.session.SetSeed(seed)
	return c.ok()
}

// readSeed reads the seed of a session; nil is the server's.
func readSeed(own *tree.Node) (*uint64, error) {
	if own == nil || own.Is(tree.Null) {
		return nil, nil
	}
	if err := given.Known(own, "/mockserver", []string{"seed"}, nil); err != nil {
		return nil, err
	}
	n := own.Get("seed")
	if n == nil || n.Is(tree.Null) {
		return nil, nil
	}
	seed, ok := parseSeed(n)
	if !ok {
		return nil, given.Wrong("/mockserver/seed", "the seed is a whole number from 0 to 18446744073709551615.")
	}
	return &seed, nil
}

// without is an object less one member.
func without(n *tree.Node, name string) *tree.Node {
	var keys []string
	var items []*tree.Node
	for i, key := range n.Members() {
		if key != name {
			keys, items = append(keys, key), append(items, n.Items[i])
		}
	}
	return tree.NewObject(n, keys, items)
}

// coverage shows what the traffic of the session, or all of it, met of the contract: as JSON, text, a page or JUnit's XML.
func (c *call) coverage() error {
	of, err := c.covered()
	if err != nil {
		return err
	}
	format := c.query.Get("format")
	if format == "" {
		format = preferred(c.r.Header.Get("Accept"))
	}
	mediaType := mediaTypes[format]
	if mediaType == "" {
		return &refusal{http.StatusBadRequest, "format is " + format + "; expected json, text, html or junit."}
	}
	if format == "html" {
		c.w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	}
	answer(c.w, http.StatusOK, mediaType, c.Mock.Coverage(of).In(format))
	return nil
}

// mediaTypes are those of the formats of a report.
var mediaTypes = map[string]string{"json": "application/json", "text": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8", "junit": "application/xml"}

// preferred is the format that a browser or a CI asks for by Accept.
func preferred(wish string) string {
	formats := []string{"json", "html", "junit", "text"}
	types := []string{"application/json", "text/html", "application/xml", "text/plain"}
	if i := accept.Pick(wish, types); i >= 0 {
		return formats[i]
	}
	return "json"
}

// covered is the session whose coverage is meant; nil for all traffic.
func (c *call) covered() (*session.Session, error) {
	switch which := c.query.Get("sessions"); which {
	case "all":
		return nil, nil
	case "":
		return c.session, nil
	default:
		return nil, wrongSessions(which)
	}
}

func wrongSessions(which string) error {
	return &refusal{http.StatusBadRequest, "sessions is " + which + "; expected all, or the header Mockserver-Session with the name of one."}
}

// forgetCoverage begins to count anew.
func (c *call) forgetCoverage() error {
	of, err := c.covered()
	if err != nil {
		return err
	}
	c.Mock.ForgetCoverage(of)
	return c.ok()
}
