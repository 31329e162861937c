package settings

import (
	"fmt"
	"strings"

	"mockserver/internal/limit"
)

// synopsis is the part of the help above the table.
const synopsis = `mockserver runs any OpenAPI document as a working API.

  mockserver [serve] [SPEC…]     serve documents: files, URLs, or - for standard input; the bundled APIs if there is none
  mockserver explain SPEC        print what is inferred of a document, or of a bundled API, as an overlay with reasons
  mockserver check [SPEC…]       say what of documents cannot be served, enforced or satisfied; exit 1 if an operation is lost
  mockserver coverage            ask a running mock what its traffic has met of the contract; exit 1 if that is below --min
  mockserver healthcheck [URL]   ask a running mock whether it is well; exit 0 if it is
  mockserver version             say which version this is
  mockserver help                print this

Flags, each of them also an environment variable (flag > environment > default):
`

// HelpText is what mockserver --help prints.
func HelpText() string {
	var b strings.Builder
	b.WriteString(synopsis)
	for _, row := range table {
		fmt.Fprintf(&b, "\n  %s\n      %s%s.\n      %s\n", row.written(), strings.ToUpper(row.Usage[:1]), row.Usage[1:], row.notes())
	}
	b.WriteString("\nLimits, each set by --limit NAME=N:\n\n")
	for _, row := range limit.Table() {
		fmt.Fprintf(&b, "  %-17s %10d  %s\n", row.Name, row.Default, strings.ReplaceAll(row.Usage, "`", ""))
	}
	return b.String()
}

// LimitTable is the table of limits in Markdown, as the README has it.
func LimitTable() string {
	var b strings.Builder
	b.WriteString("| Limit | Default | What it bounds |\n|---|---|---|\n")
	for _, row := range limit.Table() {
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", row.Name, row.Default, row.Usage)
	}
	return b.String()
}

// written is the flag with what it takes: --host HOST.
func (s Setting) written() string { return strings.TrimSpace("--" + s.Flag + " " + s.Placeholder()) }

// notes are the variable, the default, and whether it repeats.
func (s Setting) notes() string {
	parts := []string{s.Env}
	if s.Default != "" {
		parts = append(parts, "default "+s.Default)
	}
	if s.Repeats {
		parts = append(parts, "may be repeated (variable: separated by commas)")
	}
	return strings.Join(parts, ", ")
}

// Table is the table in Markdown, as the README has it.
func Table() string {
	var b strings.Builder
	b.WriteString("| Flag | Variable | Default | Meaning |\n|---|---|---|---|\n")
	for _, row := range table {
		fallback := "–"
		if row.Default != "" {
			fallback = "`" + row.Default + "`"
		}
		usage := row.Usage
		if row.Repeats {
			usage += "; may be repeated"
		}
		flag := strings.ReplaceAll(row.written(), "|", `\|`)
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", flag, row.Env, fallback, usage)
	}
	return b.String()
}
