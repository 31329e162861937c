package admin

import (
	"encoding/base64"
	"net/textproto"
	"slices"
	"strconv"

	"mockserver/internal/given"
	"mockserver/internal/journal"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// nearest is how many near misses are shown, as WireMock does; mostUnmatched is for how many requests, the latest, they are looked for.
const (
	nearest       = 3
	mostUnmatched = 200
)

// distance is how far a request is from a pattern, from 0 to 1, as JSON.
func distance(d float64) value.Member {
	return member("matchResult", value.ObjectOf(member("distance", value.ParseNumber(strconv.FormatFloat(d, 'f', -1, 64)))))
}

// nearMissesOfRequest shows the stubs that come nearest to a request.
func (c *call) nearMissesOfRequest() error {
	r, err := readRequest(c.body)
	if err != nil {
		return err
	}
	list := []any{}
	for _, near := range c.session.Stubs.NearMisses(r, nearest) {
		list = append(list, value.ObjectOf(member("request", c.body.Value()), member("stubMapping", near.Mapping.JSON()), distance(near.Distance)))
	}
	return c.ok(member("nearMisses", list))
}

// nearMissesOfPattern shows the requests of the journal that come nearest to a pattern.
func (c *call) nearMissesOfPattern() error {
	p, err := stub.ReadPattern(c.body, "", c.stubs)
	if err != nil {
		return err
	}
	p = p.Redacted(c.Mock.Tag)
	type near struct {
		entry    *journal.Entry
		distance float64
	}
	var found []near
	for _, e := range c.session.Journal.All() {
		if matched, d := p.Match(judged(e)); !matched {
			found = append(found, near{e, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		switch {
		case a.distance < b.distance:
			return -1
		case a.distance > b.distance:
			return 1
		}
		return 0
	})
	list := []any{}
	for _, n := range found[:min(nearest, len(found))] {
		list = append(list, value.ObjectOf(member("request", loggedRequest(n.entry)), member("requestPattern", c.body.Value()), distance(n.distance)))
	}
	return c.ok(member("nearMisses", list))
}

// nearMissesOfUnmatched shows for each unmatched request the stub that comes nearest to it.
func (c *call) nearMissesOfUnmatched() error {
	list, left := []any{}, mostUnmatched
	for _, e := range c.session.Journal.All() {
		if e.Matched || left == 0 || c.r.Context().Err() != nil {
			continue
		}
		left--
		for _, near := range c.session.Stubs.NearMisses(judged(e), 1) {
			list = append(list, value.ObjectOf(member("request", loggedRequest(e)), member("stubMapping", near.Mapping.JSON()), distance(near.Distance)))
		}
	}
	return c.ok(member("nearMisses", list))
}

// readRequest reads a request as WireMock logs it; what is no part of a request in it is passed over, since clients send back what they
// were shown.
func readRequest(n *tree.Node) (*stub.Request, error) {
	r := &stub.Request{Header: map[string][]string{}}
	var err error
	for _, part := range []struct {
		name string
		to   *string
	}{{"method", &r.Method}, {"url", &r.URL}, {"scheme", &r.Scheme}, {"host", &r.Host}, {"clientIp", &r.ClientIP}} {
		if *part.to, err = given.Text(there(n, part.name), "/"+part.name); err != nil {
			return nil, err
		}
	}
	if r.Method == "" || r.URL == "" {
		return nil, given.Wrong("", "a request has at least a method and a url.")
	}
	port, err := given.Int(there(n, "port"), "/port", -1, 65535)
	if err != nil {
		return nil, err
	}
	r.Port = int(port)
	if err = readHeaders(r, there(n, "headers")); err != nil {
		return nil, err
	}
	text, err := given.Text(there(n, "body"), "/body")
	if err != nil {
		return nil, err
	}
	r.Body = []byte(text)
	if coded := there(n, "bodyAsBase64"); coded.Is(tree.String) && text == "" {
		if r.Body, err = base64.StdEncoding.DecodeString(coded.Str()); err != nil {
			return nil, given.Wrong("/bodyAsBase64", "this is no base64.")
		}
	}
	return r, nil
}

func readHeaders(r *stub.Request, n *tree.Node) error {
	if n == nil {
		return nil
	}
	if !n.Is(tree.Object) {
		return given.Wrong("/headers", "expected an object.")
	}
	for i, name := range n.Members() {
		values := []*tree.Node{n.Items[i]}
		if n.Items[i].Is(tree.Array) {
			values = n.Items[i].Elements()
		}
		for _, v := range values {
			text, err := given.Text(v, tree.Join("/headers", name))
			if err != nil {
				return err
			}
			name := textproto.CanonicalMIMEHeaderKey(name)
			r.Header[name] = append(r.Header[name], text)
		}
	}
	return nil
}

// there is the value of a member; nil where it is null, as clients write what they do not say.
func there(n *tree.Node, name string) *tree.Node {
	if of := n.Get(name); !of.Is(tree.Null) {
		return of
	}
	return nil
}

func formatSeed(seed uint64) string { return strconv.FormatUint(seed, 10) }

func parseSeed(n *tree.Node) (uint64, bool) {
	if !n.Is(tree.Number) {
		return 0, false
	}
	seed, err := strconv.ParseUint(n.Text, 10, 64)
	return seed, err == nil
}
