package coverage

import (
	"bytes"
	_ "embed"
	"html/template"
)

//go:embed page.html
var pageText string

// page is one file that needs no other: it has no script, and its styles stand in it.
var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"words": func(kind string) string { return words[kind] },
	"times": times,
	"calls": func(n uint64) string { return plural(n, "call") },
	"notes": func(o Operation) []string { return o.notes() },
	"unmet": func(o Operation) int { return len(o.Unmet()) },
	"title": func(o Operation) string { return o.Title() },
	"rest":  (*Report).notCounted,
}).Parse(pageText))

// HTML is the report as one page that reads well on a screen and printed.
func (r *Report) HTML() []byte {
	var b bytes.Buffer
	_ = page.Execute(&b, r) // the template is tested, and a buffer takes all
	return b.Bytes()
}
