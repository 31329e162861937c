package validate

import (
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// A bodyReader reads and judges texts of some media types.
type bodyReader struct {
	reads func(essence string) bool
	read  func(*content) (any, []violation.Violation)
	judge func(*content, any) []violation.Violation
	texts bool // it reads texts, which have a charset
	empty bool // no bytes at all are a value
}

// bodyReaders are tried in this order, a family of media types a file; the last takes anything.
func bodyReaders() []bodyReader {
	return []bodyReader{
		{reads: isJSON, read: readJSON, judge: judgeWhole, texts: true},
		{reads: isForm, read: readFormBody, judge: judgeWhole, texts: true, empty: true},
		{reads: isMultipart, read: readMultipart, judge: judgeMultipart},
		{reads: isSequence, read: readSequence, judge: judgeSequence, texts: true, empty: true},
		{reads: isXML, read: readXML, judge: judgeWhole, texts: true},
		{reads: isText, read: readText, judge: judgeText, texts: true, empty: true},
		{reads: isAnything, read: readBytes, judge: judgeBytes, empty: true},
	}
}

func readerOf(essence string) bodyReader {
	readers := bodyReaders()
	for _, r := range readers {
		if r.reads(essence) {
			return r
		}
	}
	return readers[len(readers)-1]
}

func isJSON(essence string) bool { return spec.IsJSON(essence) || essence == "text/json" }

func isAnything(string) bool { return true }
