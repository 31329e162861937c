package coverage

import (
	"fmt"
	"strings"
)

// Text is the report for a terminal: a table of operations, and below it what was never met. Of an operation that was never
// called nothing more is told.
func (r *Report) Text() []byte {
	var b strings.Builder
	row := func(s Share, what string) { fmt.Fprintf(&b, "%7s %5d of %-5d %s\n", s.Percent, s.Met, s.All, what) }
	for _, d := range r.Documents {
		for i := range d.Operations {
			row(d.Operations[i].Share, printable(d.Operations[i].Title()))
		}
		row(d.Share, "all of "+printable(d.Name))
	}
	if len(r.Documents) != 1 {
		row(r.Share, "all documents")
	}
	b.WriteString("\n")
	for _, k := range r.Kinds {
		row(k.Share, words[k.Kind])
	}
	for _, d := range r.Documents {
		for i := range d.Operations {
			d.Operations[i].text(&b)
		}
	}
	if len(r.Unknown) > 0 {
		b.WriteString("\nNo operation is for these requests:\n")
	}
	for _, u := range r.Unknown {
		fmt.Fprintf(&b, "  %s %s (%s)\n", printable(u.Method), printable(u.Path), times(u.Count))
	}
	if sentence := r.notCounted(); sentence != "" {
		b.WriteString("\n" + sentence + "\n")
	}
	return []byte(b.String())
}

func (o *Operation) text(b *strings.Builder) {
	unmet, notes := o.Unmet(), o.notes()
	if len(unmet)+len(notes) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", printable(o.Title()))
	for _, note := range notes {
		fmt.Fprintf(b, "  %s\n", printable(note))
	}
	switch {
	case o.Calls == 0:
		b.WriteString("  was never called\n")
	case len(unmet) > 0:
		b.WriteString("  never met:\n")
		for _, i := range unmet {
			fmt.Fprintf(b, "    %s\n", printable(i.Name()))
		}
	}
}

// Unmet are the items that were never met.
func (o *Operation) Unmet() []Item {
	var all []Item
	for _, i := range o.Items {
		if i.Count == 0 {
			all = append(all, i)
		}
	}
	return all
}

// notes are what there is to say of an operation beside its items.
func (o *Operation) notes() []string {
	var all []string
	if o.Broken != "" {
		all = append(all, "its description is broken: "+o.Broken)
	}
	if o.Cut {
		all = append(all, "there is more to meet than is listed here")
	}
	if o.Partly > 0 {
		all = append(all, fmt.Sprintf("of %s only the beginning was looked at, because there is so much in a body", plural(o.Partly, "call")))
	}
	for _, u := range o.Undocumented {
		all = append(all, fmt.Sprintf("undocumented %s: %s (%s)", words[u.Kind], u.What, times(u.Count)))
	}
	return all
}

// notCounted says what the limit left out; "" if that is nothing.
func (r *Report) notCounted() string {
	if r.Dropped == 0 {
		return ""
	}
	return fmt.Sprintf("Not all was counted: %s something was met for which there was no room; --limit coverage-items=N sets how much there is.", times(r.Dropped))
}

// words are the kinds as sentences have them.
var words = map[string]string{
	KindOperation: "operation", KindSecurity: "security", KindParameter: "parameter", KindEnum: "value of an enum", KindBoolean: "boolean",
	KindBound: "bound", KindBody: "request body", KindRequestMedia: "media type of requests", KindProperty: "property", KindBranch: "alternative",
	KindStatus: "status", KindAnswerMedia: "media type of answers",
}

func times(n uint64) string {
	if n == 1 {
		return "once"
	}
	return plural(n, "time")
}

func plural(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// printable is a text without what a terminal would take for an order.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return '\ufffd'
		}
		return r
	}, text)
}
