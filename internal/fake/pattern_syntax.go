package fake

import (
	"regexp/syntax"
	"strconv"
	"strings"

	"mockserver/internal/schema"
)

// syntaxesOf are the expressions by which texts for a pattern are written: the pattern itself if RE2 reads it. Else those
// two that leave out what looks ahead or behind, and that write what must be there in its place. What is made is tested
// anyway.
func syntaxesOf(p *schema.Pattern) []*syntax.Regexp {
	text, ok := p.RE2()
	if ok {
		if re, err := syntax.Parse(text, syntax.Perl); err == nil {
			return []*syntax.Regexp{re}
		}
	}
	if text == "" {
		text = p.Text
	}
	var list []*syntax.Regexp
	before := ""
	for _, looking := range []bool{false, true} {
		plain := rewritten(text, looking)
		if plain == before {
			break
		}
		if re, err := syntax.Parse(plain, syntax.Perl); err == nil {
			list = append(list, re)
		}
		before = plain
	}
	return list
}

// How groups are called that others refer to by number, and those that stand for the references.
const (
	groupName = "group__"
	againName = "again__"
)

// referred is the number of the group that one stands for.
func referred(name string) (number string, ok bool) {
	rest, ok := strings.CutPrefix(name, againName)
	number, _, _ = strings.Cut(rest, "__")
	return number, ok
}

// rewriting is an expression on its way to one that RE2 reads.
type rewriting struct {
	strings.Builder
	looking bool     // what looks ahead or behind for something is written as if it were there
	inner   bool     // a copy of a group: its own groups are none
	ends    []int    // of the groups that begin at each place, counted from the end of the text
	groups  []string // what stands in each
	names   map[string]int
	copies  int
}

// rewritten leaves out groups such as (?=…) and (?<!…), and writes a copy of what references back refer to in their place.
func rewritten(text string, looking bool) string {
	w := &rewriting{looking: looking, names: map[string]int{}}
	w.rewrite(text)
	return w.String()
}

func (w *rewriting) rewrite(text string) {
	w.ends = groupEnds(text)
	for text != "" {
		switch {
		case text[0] == '[':
			n := classEnd(text)
			w.WriteString(text[:n])
			text = text[n:]
		case text[0] == '(':
			text = w.group(text)
		case text[0] == '\\' && len(text) > 1:
			text = w.escape(text)
		default:
			w.WriteByte(text[0])
			text = text[1:]
		}
	}
}

// group rewrites the beginning of a group, or all of one that looks around; what it returns is still to be rewritten.
func (w *rewriting) group(text string) (rest string) {
	for _, sought := range []string{"(?=", "(?<="} {
		if rest, ok := strings.CutPrefix(text, sought); ok && w.looking {
			w.WriteString("(?:")
			return rest
		}
	}
	for _, looks := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(text, looks) {
			end := len(text) - w.ends[len(text)]
			w.groups = append(w.groups, make([]string, strings.Count(text[:end], "(")-strings.Count(text[:end], "(?"))...)
			return text[end:]
		}
	}
	opening := "("
	if name, ok := groupNamed(text); ok {
		opening = text[:strings.IndexByte(text, '>')+1]
		w.names[name] = len(w.groups) + 1
	} else if strings.HasPrefix(text, "(?") {
		w.WriteString("(")
		return text[1:]
	}
	rest = text[len(opening):]
	w.groups = append(w.groups, text[len(opening):max(len(opening), len(text)-w.ends[len(text)]-1)])
	if w.inner {
		w.WriteString("(?:")
	} else {
		w.WriteString("(?P<" + groupName + strconv.Itoa(len(w.groups)) + ">")
	}
	return rest
}

// escape rewrites what begins with a backslash.
func (w *rewriting) escape(text string) (rest string) {
	n, length := 0, 0
	switch name, ok := strings.CutPrefix(text, `\k<`); {
	case ok && strings.Contains(name, ">"):
		name, _, _ = strings.Cut(name, ">")
		n, length = w.names[name], len(`\k<>`)+len(name)
	case '1' <= text[1] && text[1] <= '9':
		n, length = int(text[1]-'0'), 2
		for length < len(text) && '0' <= text[length] && text[length] <= '9' && n*10+int(text[length]-'0') <= len(w.groups) {
			n = n*10 + int(text[length]-'0')
			length++
		}
	default:
		w.WriteString(text[:2])
		return text[2:]
	}
	if !w.inner && 0 < n && n <= len(w.groups) && len(w.groups[n-1])+w.Len() < maxExpanded {
		w.copies++
		again := &rewriting{inner: true, names: map[string]int{}}
		again.rewrite(w.groups[n-1])
		w.WriteString("(?P<" + againName + strconv.Itoa(n) + "__" + strconv.Itoa(w.copies) + ">" + again.String() + ")")
	}
	return text[length:]
}

// groupNamed is the name of the group with which a text begins.
func groupNamed(text string) (string, bool) {
	for _, opening := range []string{"(?<", "(?P<"} {
		if rest, ok := strings.CutPrefix(text, opening); ok && !strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "!") {
			name, _, closed := strings.Cut(rest, ">")
			return name, closed
		}
	}
	return "", false
}

// classEnd is the length of the class of characters with which a text begins.
func classEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case ']':
			return i + 1
		}
	}
	return len(text)
}

// groupEnds says for each place where a group begins how much of the text is behind it. Places are counted from the end.
func groupEnds(text string) []int {
	ends := make([]int, len(text)+1)
	var open []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			i += classEnd(text[i:]) - 1
		case '(':
			open = append(open, len(text)-i)
		case ')':
			if n := len(open); n > 0 {
				ends[open[n-1]] = len(text) - i - 1
				open = open[:n-1]
			}
		}
	}
	return ends
}
