// Package speed holds benchmarks of the program as a process, each beside a bare net/http server that sends the same
// bytes; PROFILES.md says what they led to.
package speed
