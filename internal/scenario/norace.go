//go:build !race

package scenario

// RaceDetector tells whether the tests run under the race detector, which makes them take five times as long.
const RaceDetector = false
