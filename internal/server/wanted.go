package server

import (
	"net/http"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/respond"
	"mockserver/internal/sample"
)

// wanted is what the request asks of the contract.
func (x *exchange) wanted() *respond.Request {
	r := x.request
	return &respond.Request{
		Binding: x.binding(), Contract: x.contract, Call: x.call, Plan: x.plan,
		Session: x.world.of(x.session)[x.match.Document], Clock: x.server.clock,
		Accept: strings.Join(r.Header.Values("Accept"), ","), Prefer: x.wishes.Preference, Sample: x.maker(),
		Target: respond.Target{Base: base(r), Path: r.URL.EscapedPath(), Query: r.URL.RawQuery},
	}
}

// base is the scheme and host that a request was sent to.
func base(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// maker makes what the answer to this very request is made of: the same for HEAD as for GET, and whatever the
// preferences are.
func (x *exchange) maker() sample.Maker {
	m := sample.Maker{Clock: x.server.clock, Limits: &x.server.config.Limits}
	if o := x.match.Operation; o != nil {
		m.Key = fake.NewKey(x.world.seed, o.ID, x.request.URL.EscapedPath(), x.wishes.query, string(x.body))
	}
	return m
}
