package check

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mockserver/internal/value"
)

// groups are the parts of a report, in its order.
var groups = []struct {
	kind  Kind
	lost  bool
	title string
}{
	{"", true, "Operations are lost"},
	{Invalid, false, "Mistakes"},
	{NotEnforced, false, "Not enforced"},
	{Unsatisfiable, false, "Not satisfiable"},
	{Example, false, "Examples that do not fit"},
	{Note, false, "Good to know"},
}

// How many operations and places text names of one mistake.
const (
	shownOperations = 3
	shownPlaces     = 3
)

// Text writes the report for people: what is wrong in the same words at several places stands there once.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	at := -1
	for _, same := range r.alike() {
		if rank := same[0].rank(); rank != at {
			at = rank
			fmt.Fprintf(&b, "%s\n", groups[at].title)
		}
		writeText(&b, same)
	}
	if at >= 0 {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s: operations %d, served %d, lost %d, findings %d\n", oneLine(r.Document), r.Operations, r.Served, r.Lost, len(r.Findings))
	_, err := io.WriteString(w, b.String())
	return err
}

// alike puts findings together that say the same, in the order of their first.
func (r *Report) alike() [][]Finding {
	type text struct {
		rank          int
		message, hint string
	}
	var all [][]Finding
	index := map[text]int{}
	for _, f := range r.Findings {
		key := text{f.rank(), f.Message, f.Hint}
		i, known := index[key]
		if !known {
			i = len(all)
			index[key] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], f)
	}
	return all
}

func writeText(b *strings.Builder, same []Finding) {
	f := same[0]
	fmt.Fprintf(b, "  %s: %s\n", f.Place(), oneLine(f.Message))
	if f.Hint != "" {
		fmt.Fprintf(b, "      do: %s\n", oneLine(f.Hint))
	}
	if f.Pointer != "" {
		fmt.Fprintf(b, "      at: %s\n", oneLine(f.Pointer))
	}
	var places, operations []string
	seen, more := map[string]bool{}, 0
	for i, other := range same {
		if i > 0 {
			places = append(places, other.Place())
		}
		more = max(more, other.More)
		for _, o := range other.Operations {
			if !seen[o] {
				seen[o] = true
				operations = append(operations, o)
			}
		}
	}
	listFirst(b, "also", places, shownPlaces, 0)
	listFirst(b, "in", operations, shownOperations, more)
}

// listFirst writes the first few of a list, and how many more there are.
func listFirst(b *strings.Builder, label string, list []string, most, more int) {
	if len(list) == 0 {
		return
	}
	if len(list) > most {
		list, more = list[:most], more+len(list)-most
	}
	fmt.Fprintf(b, "%8s: %s", label, oneLine(strings.Join(list, ", ")))
	if more > 0 {
		fmt.Fprintf(b, " and %d more", more)
	}
	b.WriteString("\n")
}

// mostOfLine is how many characters of one text a report for people has.
const mostOfLine = 1000

// oneLine keeps control characters of a document out of a terminal, and what is too long to be read.
func oneLine(text string) string {
	text = value.Cut(text, mostOfLine)
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}

// JSON writes the report as one object on a line of its own.
func (r *Report) JSON(w io.Writer) error {
	type finding struct {
		Kind       Kind     `json:"kind"`
		File       string   `json:"file"`
		Line       int      `json:"line"`
		Column     int      `json:"column"`
		Pointer    string   `json:"pointer"`
		Message    string   `json:"message"`
		Hint       string   `json:"hint"`
		Operations []string `json:"operations"`
		More       int      `json:"moreOperations,omitempty"`
		Lost       bool     `json:"lost"`
	}
	findings := make([]finding, len(r.Findings))
	for i, f := range r.Findings {
		findings[i] = finding{f.Kind, f.File, f.Line, f.Column, f.Pointer, f.Message, f.Hint, append([]string{}, f.Operations...), f.More, f.Lost}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		Document   string    `json:"document"`
		Operations int       `json:"operations"`
		Served     int       `json:"served"`
		Lost       int       `json:"lost"`
		Findings   []finding `json:"findings"`
	}{r.Document, r.Operations, r.Served, r.Lost, findings})
}
