// Package conformance judges the mock's answers to every operation of real documents by validators that are not its own; it holds only tests.
package conformance
