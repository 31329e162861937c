// Package census judges from outside whether lists page, filter and sort over one population: an invented shop claim by claim, the corpus of real documents by count; it holds only tests.
package census
