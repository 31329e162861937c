package coverage

import (
	"bytes"
	_ "embed"
	"html/template"
	"sync"
)

//go:embed page.html
var pageText string

// page is one file that needs no other: it has no script, and its styles stand in it. It is read when it is asked for first: to read it at each start takes longer than to answer a request.
var page = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Funcs(functions).Parse(pageText)) })

var functions = template.FuncMap{
	"words": func(kind string) string { return words[kind] },
	"times": times,
	"calls": func(n uint64) string { return plural(n, "call") },
	"notes": func(o Operation) []string { return o.notes() },
	"unmet": func(o Operation) int { return len(o.Unmet()) },
	"title": func(o Operation) string { return o.Title() },
	"rest":  (*Report).notCounted,
}

// HTML is the report as one page that reads well on a screen and printed.
func (r *Report) HTML() []byte {
	var b bytes.Buffer
	_ = page().Execute(&b, r) // the template is tested, and a buffer takes all
	return b.Bytes()
}
