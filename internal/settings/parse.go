package settings

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"mockserver/internal/limit"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Source is where settings come from; a flag beats a variable, a variable beats a default.
type Source struct {
	Args   []string                         // the command line without the program's name
	Lookup func(name string) (string, bool) // the environment; a variable that is set to nothing counts as not set
	Names  []string                         // of all variables of the environment; those that look like ours and are none are odd
	Now    func() time.Time                 // for --clock now; called at most once
}

// Command is a command line that has been read.
type Command struct {
	Verb     string   // one of Verbs; Serve if the first word is none
	Named    bool     // the verb was written
	Words    []string // what is neither verb, flag nor a flag's value, in order
	Settings Settings
	Odd      []string // sentences, without a full stop, about variables that were probably meant for mockserver
}

// Parse reads a command line and the environment. Its errors are sentences about wrong usage, naming the flag or
// variable, the word that was wrong, and what would be right. Help in any form gives the verb Help.
func Parse(src Source) (*Command, error) {
	flags := pflag.NewFlagSet("mockserver", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	given := make([]texts, len(table))
	for i, row := range table {
		flags.Var(&given[i], row.Flag, "")
		if row.Switch {
			flags.Lookup(row.Flag).NoOptDefVal = switchWords[0]
		}
	}
	version := flags.Bool(Version, false, "")
	err := flags.Parse(src.Args)
	if errors.Is(err, pflag.ErrHelp) {
		return &Command{Verb: Help, Named: true}, nil
	}
	if err != nil {
		return nil, usage(err)
	}
	c := &Command{Verb: Serve, Words: flags.Args()}
	if *version {
		c.Verb, c.Named = Version, true
	} else if len(c.Words) > 0 && slices.Contains(Verbs(), c.Words[0]) {
		c.Verb, c.Named, c.Words = c.Words[0], true, c.Words[1:]
	}
	c.Settings.Limits = limit.Default()
	c.Odd = odd(src)
	return c, c.resolve(src, given)
}

// resolve gives each setting of the verb its value.
func (c *Command) resolve(src Source, given []texts) error {
	for i, row := range table {
		if !row.belongs(c.Verb) {
			if len(given[i]) > 0 {
				return fmt.Errorf("--%s is a flag of %s, not of %s", row.Flag, violation.Join(row.Verbs, "and"), c.Verb)
			}
			continue
		}
		origin, values := row.find(src, given[i])
		for _, text := range values {
			if err := row.set(&c.Settings, origin, text, src.Now); err != nil {
				return err
			}
		}
	}
	return nil
}

// find says who sets a row, and to what.
func (s Setting) find(src Source, given texts) (origin string, values []string) {
	if n := len(given); n > 0 && s.Repeats {
		return "--" + s.Flag, given
	} else if n > 0 {
		return "--" + s.Flag, given[n-1:]
	}
	if text, ok := src.Lookup(s.Env); ok && text != "" && s.Repeats {
		return s.Env, strings.Split(text, ",")
	} else if ok && text != "" {
		return s.Env, []string{text}
	}
	if s.Default == "" {
		return "", nil
	}
	return "the default of --" + s.Flag, []string{s.Default}
}

// set reads one value.
func (s Setting) set(into *Settings, origin, text string, now func() time.Time) error {
	if len(s.Words) > 0 && !slices.Contains(s.Words, text) {
		return s.wrong(origin, text, didYouMean(text, s.Words, ""))
	}
	if !s.read(into, text, now) {
		return s.wrong(origin, text, orchestrated(origin, text)+s.about(text))
	}
	return nil
}

// about is what else there is to say of a wrong value.
func (s Setting) about(text string) string {
	if s.hint == nil {
		return ""
	}
	return s.hint(text)
}

func (s Setting) wrong(origin, text, hint string) error {
	return fmt.Errorf("%s is %s; expected %s%s", origin, quote(text), s.expected(), hint)
}

// orchestrated explains the one wrong value that nobody wrote: Kubernetes sets MOCKSERVER_PORT in every pod beside
// a Service that is called mockserver.
func orchestrated(origin, text string) string {
	if strings.HasPrefix(origin, "MOCKSERVER_") && strings.HasPrefix(text, "tcp://") {
		return " (Kubernetes sets this variable for a Service called mockserver: enableServiceLinks: false in the pod keeps it out)"
	}
	return ""
}

// usage turns the flag library's errors into our sentences.
func usage(err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		name := unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			return fmt.Errorf("-%s is not a flag; flags are written in full, such as --port", short)
		}
		names := []string{Help, Version}
		for _, row := range table {
			names = append(names, row.Flag)
		}
		return fmt.Errorf("--%s is not a flag%s", name, didYouMean(name, names, "--"))
	}
	var missing *pflag.ValueRequiredError
	if errors.As(err, &missing) {
		for _, row := range table {
			if row.Flag == missing.GetSpecifiedName() {
				return fmt.Errorf("--%s needs a value; expected %s", row.Flag, row.expected())
			}
		}
	}
	var syntax *pflag.InvalidSyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%s is not a flag; flags are written --name value or --name=value", quote(syntax.GetSpecifiedFlag()))
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) { // only --version is not a text to the library
		return fmt.Errorf("--%s takes no value, but %s was given", invalid.GetFlag().Name, quote(invalid.GetValue()))
	}
	return err
}

// didYouMean names the closest candidate, if one is near.
func didYouMean(word string, candidates []string, prefix string) string {
	closest := violation.Closest(word, candidates)
	if closest == "" {
		return ""
	}
	return "; did you mean " + prefix + closest + "?"
}

// shownLength bounds how many characters of a wrong value a message repeats, with the ellipsis of one that is cut.
const shownLength = 81

func quote(text string) string {
	return strconv.Quote(value.Cut(text, shownLength))
}

// texts collects what a flag was given, unread: values are read later, with the variables'.
type texts []string

// String is what pflag.Value asks for.
func (t *texts) String() string { return "" }

// Set is what pflag.Value asks for.
func (t *texts) Set(text string) error {
	*t = append(*t, text)
	return nil
}

// Type is what pflag.Value asks for.
func (t *texts) Type() string { return "text" }
