// Package hostile starts the built binary with documents that are made to break it; it holds only tests.
package hostile
