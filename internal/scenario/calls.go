package scenario

import (
	"regexp"
	"strings"
)

// Calls plays a text of calls. A call is lines, and below them what came of it, indented by two spaces. An empty line and
// a comment, which is a line with "#", end a call.
type Calls struct {
	Starts *regexp.Regexp               // the first line of a call, where one may follow another without an empty line; nil: none does
	Orders map[string]func(rest string) // what is done between calls, by the first word of its line
	Answer func(call []string) []string // the lines that come of a call, not yet indented
}

// Play is the text with what comes of its calls now.
func (c Calls) Play(text string) string {
	var out, call []string
	end := func() {
		if len(call) == 0 {
			return
		}
		for _, line := range c.Answer(call) {
			out = append(out, indent+line)
		}
		call = nil
	}
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		order := c.Orders[word]
		switch {
		case strings.HasPrefix(line, indent):
			continue
		case line == "", strings.HasPrefix(line, "#"), order != nil, c.Starts != nil && c.Starts.MatchString(line):
			end()
		}
		switch {
		case order != nil:
			order(rest)
		case line != "" && !strings.HasPrefix(line, "#"):
			call = append(call, line)
		}
		out = append(out, line)
	}
	end()
	return strings.Join(out, "\n") + "\n"
}

// indent stands before what is expected.
const indent = "  "
