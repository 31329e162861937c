package settings

import (
	"fmt"
	"strings"
)

// synopsis is the part of the help above the table.
const synopsis = `mockserver runs any OpenAPI document as a working API.

  mockserver [serve] [SPEC…]     serve documents: files, URLs, or - for standard input; the bundled APIs if there is none
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
		fmt.Fprintf(&b, "\n  --%s %s\n      %s%s.\n      %s\n", row.Flag, row.Placeholder(), strings.ToUpper(row.Usage[:1]), row.Usage[1:], row.notes())
	}
	return b.String()
}

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
		flag := strings.ReplaceAll("--"+row.Flag+" "+row.Placeholder(), "|", `\|`)
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", flag, row.Env, fallback, usage)
	}
	return b.String()
}
