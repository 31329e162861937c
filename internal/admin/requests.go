package admin

import (
	"net/http"
	"strconv"
	"time"

	"mockserver/internal/journal"
	"mockserver/internal/stub"
	"mockserver/internal/value"
)

// requests lists the journal of the session, the newest first; limit, offset, since, unmatched and matchingStub choose.
func (c *call) requests() error {
	entries, err := c.chosen()
	if err != nil {
		return err
	}
	from, to, err := c.window(len(entries))
	if err != nil {
		return err
	}
	entries, all := entries[from:to], len(entries)
	meta := value.ObjectOf(member("total", int64(all)), c.dropped(),
		member("stubsBreakingTheDocument", int64(c.session.Journal.Broken())))
	return c.stream("requests", len(entries), func(i int) *value.Object { return c.event(entries[i]) }, member("meta", meta), c.disabled())
}

// dropped is how many entries found no room, and so were not judged.
func (c *call) dropped() value.Member {
	return member("dropped", int64(c.session.Journal.Dropped()))
}

// inPart is how many entries hold their request's body in part, or not at all: patterns of bodies judge what there is.
func (c *call) inPart() value.Member {
	n := 0
	for _, e := range c.session.Journal.All() {
		if e.Request.Cut {
			n++
		}
	}
	return member("bodiesInPart", int64(n))
}

// disabled says whether there is no journal.
func (c *call) disabled() value.Member {
	return member("requestJournalDisabled", !c.session.Journal.On())
}

// chosen are the entries that the query asks for.
func (c *call) chosen() ([]*journal.Entry, error) {
	since, err := c.since()
	if err != nil {
		return nil, err
	}
	unmatched, matching := c.query.Get("unmatched") == "true", c.query.Get("matchingStub")
	if text := c.query.Get("unmatched"); text != "" && text != "true" && text != "false" {
		return nil, &refusal{http.StatusBadRequest, "unmatched is " + strconv.Quote(value.Cut(text, 81)) + "; expected true or false."}
	}
	var entries []*journal.Entry
	for _, e := range c.session.Journal.All() {
		if !e.At.Before(since) && (!unmatched || !e.Matched) && (matching == "" || e.Stub == matching) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// since is the time that the query gives, as WireMock has it.
func (c *call) since() (time.Time, error) {
	text := c.query.Get("since")
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return at, &refusal{http.StatusBadRequest, "since is " + strconv.Quote(text) + "; expected a time such as 2025-07-01T12:00:00Z."}
	}
	return at, nil
}

func (c *call) request() error {
	e := c.session.Journal.Get(c.named("id"))
	if e == nil {
		return c.noRequest()
	}
	return c.send(http.StatusOK, c.event(e))
}

func (c *call) removeRequest() error {
	if !c.session.Journal.Remove(c.named("id")) {
		return c.noRequest()
	}
	return c.ok()
}

func (c *call) noRequest() error {
	return &refusal{http.StatusNotFound, "There is no request with the id " + c.named("id") + " in the journal of this session."}
}

func (c *call) clearRequests() error {
	c.session.Journal.Clear()
	c.session.Stubs.ForgetUse() // mappings/unmatched follows the journal
	return c.ok()
}

// matching are the entries that the pattern of the body matches. The journal has tags in the place of secrets, so the
// pattern gets them too.
func (c *call) matching() (func(*journal.Entry) bool, error) {
	p, err := stub.ReadPattern(c.body, "", c.stubs)
	if err != nil {
		return nil, err
	}
	p = p.Redacted(c.Mock.Tag)
	return func(e *journal.Entry) bool {
		matched, _ := p.Match(judged(e))
		return matched
	}, nil
}

func (c *call) found() ([]*journal.Entry, error) {
	matches, err := c.matching()
	if err != nil {
		return nil, err
	}
	var found []*journal.Entry
	for _, e := range c.session.Journal.All() {
		if matches(e) {
			found = append(found, e)
		}
	}
	return found, nil
}

func (c *call) countRequests() error {
	found, err := c.found()
	if err != nil {
		return err
	}
	return c.ok(member("count", int64(len(found))), c.dropped(), c.inPart(), c.disabled())
}

func (c *call) findRequests() error {
	found, err := c.found()
	if err != nil {
		return err
	}
	return c.logged(found)
}

func (c *call) unmatchedRequests() error {
	var found []*journal.Entry
	for _, e := range c.session.Journal.All() {
		if !e.Matched {
			found = append(found, e)
		}
	}
	return c.logged(found)
}

// logged answers with the requests of entries.
func (c *call) logged(entries []*journal.Entry) error {
	return c.stream("requests", len(entries), func(i int) *value.Object { return loggedRequest(entries[i]) },
		c.dropped(), c.inPart(), c.disabled())
}

func (c *call) removeRequests() error {
	matches, err := c.matching()
	if err != nil {
		return err
	}
	return c.removed(c.session.Journal.RemoveWhere(matches))
}

// removeRequestsByMetadata removes the requests that were answered by stubs with some metadata.
func (c *call) removeRequestsByMetadata() error {
	p, err := c.metadata()
	if err != nil {
		return err
	}
	stubs := map[string]bool{}
	for _, m := range c.session.Stubs.Find(p) {
		stubs[m.ID] = true
	}
	return c.removed(c.session.Journal.RemoveWhere(func(e *journal.Entry) bool { return stubs[e.Stub] }))
}

func (c *call) removed(entries []*journal.Entry) error {
	return c.stream("serveEvents", len(entries), func(i int) *value.Object { return c.event(entries[i]) })
}

// har is the journal as an HTTP Archive.
func (c *call) har() error {
	entries, err := c.chosen()
	if err != nil {
		return err
	}
	answer(c.w, http.StatusOK, "application/json", journal.HAR(entries, c.Version))
	return nil
}
