package admin

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// guard stands before the whole control API. A web page must not reach it, neither from another origin nor by a
// name that its owner lets point at 127.0.0.1 (DNS rebinding); off the loopback interface a token stands for trust.
func guard(token string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case foreignOrigin(r):
			refuse(w, http.StatusForbidden, "The control API does not answer web pages of another origin.")
		case token != "" && !carries(r, token):
			w.Header().Set("WWW-Authenticate", `Bearer realm="mockserver control API"`)
			refuse(w, http.StatusUnauthorized, "The control API wants the header Authorization: Bearer TOKEN with the token given by --admin-token, or else the one in the log.")
		case token == "" && !loopbackName(r.Host):
			refuse(w, http.StatusForbidden, "Without a token the control API answers only to localhost, 127.0.0.1 or [::1] as the host; give a token with --admin-token to reach it by another name.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// foreignOrigin tells whether a browser sent the request for a page that is not ours: by Fetch Metadata where the
// browser has it, by Origin else. Programs send neither.
func foreignOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
		return true
	}
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || !strings.EqualFold(u.Host, r.Host) {
			return true
		}
	}
	return false
}

// carries compares digests, so that the time it takes tells neither the token nor its length.
func carries(r *http.Request, token string) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	want, got := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(strings.TrimLeft(given, " ")))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// loopbackName tells whether a Host header, with or without port, is a name of this machine to itself.
func loopbackName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.Unmap().IsLoopback()
}
