// Command mockserver runs any OpenAPI document as a working API.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // for machines without time zones, such as an empty image

	"mockserver/internal/load"
	"mockserver/internal/settings"
)

// What the program exits with.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	collectLate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// program is what a verb may use of the process it runs in.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	again          bool              // files are read anew, which a pipe cannot be
	reading        func(file string) // nil, or called before a file that a $ref leads to is read
}

// run is the program without its process: tests call it. The environment is NAME=value pairs.
func run(ctx context.Context, args, environment []string, stdin io.Reader, stdout, stderr io.Writer) int {
	names, lookup := variables(environment)
	command, err := settings.Parse(settings.Source{Args: args, Lookup: lookup, Names: names, Now: time.Now})
	if err != nil {
		err = usageError{err.Error()}
	} else {
		err = program{stdin: stdin, stdout: stdout, stderr: stderr}.do(ctx, command)
	}
	if err == nil {
		return exitFine
	}
	_, _ = fmt.Fprintf(stderr, "mockserver: %v\n", err)
	var usage usageError
	var named *load.Usage
	if errors.As(err, &usage) || errors.As(err, &named) {
		_, _ = fmt.Fprintln(stderr, "mockserver --help lists verbs and flags.")
		return exitUsage
	}
	var unanswered unasked
	if errors.As(err, &unanswered) {
		return exitUsage
	}
	return exitFailed
}

// variables are the names of an environment, and what looks them up.
func variables(environment []string) (names []string, lookup func(string) (string, bool)) {
	values := make(map[string]string, len(environment))
	for _, pair := range environment {
		if name, text, ok := strings.Cut(pair, "="); ok && name != "" { // Windows has variables such as =C:
			names = append(names, name)
			values[name] = text
		}
	}
	return names, func(name string) (string, bool) { text, ok := values[name]; return text, ok }
}

func (p program) do(ctx context.Context, c *settings.Command) error {
	switch c.Verb {
	case settings.Help:
		return p.print(settings.HelpText())
	case settings.Version:
		if len(c.Words) > 0 {
			return usagef("version takes no arguments, but %q was given", c.Words[0])
		}
		return p.print(versionLine())
	case settings.Check:
		p.tellOdd(c)
		return p.check(ctx, c)
	case settings.Explain:
		p.tellOdd(c)
		return p.explain(ctx, c)
	case settings.Coverage:
		return p.coverage(ctx, c)
	case settings.HealthCheck:
		return p.healthcheck(ctx, c)
	}
	p.tellOdd(c)
	return p.serve(ctx, c)
}

// tellOdd warns of variables that were probably meant for mockserver.
func (p program) tellOdd(c *settings.Command) {
	log := newLog(p.stderr, c.Settings.Log)
	for _, sentence := range c.Odd {
		log.Warn(sentence)
	}
}

func (p program) print(text string) error {
	_, err := io.WriteString(p.stdout, text)
	return err
}

// usageError is a mistake in the command line: a verb, a flag, a value. What it names wrongly is a load.Usage.
type usageError struct{ sentence string }

// Error is the sentence.
func (e usageError) Error() string { return e.sentence }

func usagef(format string, parts ...any) error {
	return usageError{fmt.Sprintf(format, parts...)}
}
