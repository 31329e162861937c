// Package acceptance tests the built binary from outside, over HTTP only.
package acceptance
