// Package architecture holds no code, only the tests that hold the tree to its shape: who may import whom, what nothing below cmd/ may ask of the machine, and how long a file may be.
package architecture
