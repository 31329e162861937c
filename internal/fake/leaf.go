package fake

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/brianvoe/gofakeit/v7"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/violation"
)

// Leaf makes one value from a stream.
type Leaf func(s *Stream) any

// Parameter is one argument of a gofakeit function, a list having several words.
type Parameter struct {
	Name  string
	Words []string
}

// clocked are the functions of gofakeit that depend on the day on which they are called, or draw from its global source:
// no use here. A test compares the list with what the functions do.
var clocked = []string{"creditcard", "creditcardexp", "date", "daterange", "emojisentence", "firefoxuseragent",
	"futuredate", "pastdate", "time", "useragent", "year"}

// callers are the functions of gofakeit that call others by their names, of which some are clocked or come in random order.
var callers = []string{"csv", "fixed_width", "json", "sql", "template", "xml"}

// counts are the parameters of gofakeit that say how much is made, and maxCount what their product may be.
var counts = []string{"bitSize", "count", "height", "length", "numdice", "paragraphcount", "sentencecount", "width",
	"wordcount", "words"}

const maxCount = 10_000

// Function finds a function of gofakeit by its name, such as "firstname", with its parameters.
func Function(name string, parameters []Parameter) (Leaf, error) {
	info := gofakeit.GetFuncLookup(name)
	switch {
	case info == nil:
		return nil, unknownFunction(name)
	case slices.Contains(clocked, name):
		return nil, fmt.Errorf("gofakeit's %q depends on the day it is called on; use `time:` or `date:` instead", name)
	case slices.Contains(callers, name):
		return nil, fmt.Errorf("gofakeit's %q calls functions by their names, and what it makes is not the same every day", name)
	}
	if err := check(info, name, parameters); err != nil {
		return nil, err
	}
	if _, err := call(info, parameters, &Stream{}); err != nil {
		if missing, ok := strings.CutPrefix(err.Error(), "could not find field: "); ok {
			return nil, fmt.Errorf("gofakeit's %q needs the parameter %q", name, missing)
		}
		return nil, fmt.Errorf("gofakeit's %q: %w", name, err)
	}
	return func(s *Stream) any {
		v, _ := call(info, parameters, s) // it depends on the parameters alone whether it fails: tried above
		return v
	}, nil
}

func unknownFunction(name string) error {
	if near := violation.Closest(name, slices.Sorted(maps.Keys(gofakeit.FuncLookups))); near != "" {
		return fmt.Errorf("gofakeit has no function %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("gofakeit has no function %q", name)
}

func check(info *gofakeit.Info, name string, parameters []Parameter) error {
	var known []string
	for _, k := range info.Params {
		known = append(known, k.Field)
	}
	for _, p := range parameters {
		switch {
		case len(known) == 0:
			return fmt.Errorf("gofakeit's %q has no parameters", name)
		case !slices.Contains(known, p.Name):
			return fmt.Errorf("gofakeit's %q has no parameter %q; it has %s", name, p.Name, strings.Join(known, ", "))
		case len(p.Words) == 0:
			return fmt.Errorf("gofakeit's %q: the parameter %q is empty", name, p.Name)
		}
	}
	return checkWords(name, parameters)
}

func checkWords(name string, parameters []Parameter) error {
	product := int64(1)
	for _, p := range parameters {
		for _, word := range p.Words {
			if err := checkText(name, word); err != nil {
				return err
			}
			if n, err := strconv.ParseInt(word, 10, 64); err == nil && slices.Contains(counts, p.Name) {
				if product *= max(1, min(n, maxCount+1)); n < 0 || product > maxCount {
					return fmt.Errorf("gofakeit's %q: %s is %s; at most %d are made", name, p.Name, word, maxCount)
				}
			}
		}
	}
	return nil
}

// checkText judges a word of the functions whose words are more than they seem.
func checkText(name, word string) error {
	switch name {
	case "generate":
		if inner := unstable(word); inner != "" {
			return fmt.Errorf("gofakeit's %q cannot have {%s} in it: that depends on the day, or is no plain value", name, inner)
		}
	case "regex":
		if _, err := syntax.Parse(word, syntax.Perl); err != nil {
			return fmt.Errorf("gofakeit's %q: %q is no regular expression (RE2)", name, word)
		}
	}
	return nil
}

var called = lazyregexp.New(`\{(\w+)`)

// unstable finds a function in the text of generate, as {name} or {name:…}, that cannot be used there.
func unstable(text string) string {
	for _, m := range called.FindAllStringSubmatch(text, -1) {
		info := gofakeit.GetFuncLookup(m[1])
		switch {
		case info == nil:
		case slices.Contains(clocked, m[1]), slices.Contains(callers, m[1]), m[1] == "generate", !printable.MatchString(info.Output):
			return m[1]
		}
	}
	return ""
}

// printable matches the types whose default format is a plain text.
var printable = lazyregexp.New(`^(string|bool|u?int(8|16|32|64)?)$`)

// call runs a function. A panic of it, because of a parameter that it did not expect, is an error.
func call(info *gofakeit.Info, parameters []Parameter, s *Stream) (v any, err error) {
	defer func() {
		if recover() != nil {
			v, err = nil, fmt.Errorf("it cannot do with these parameters")
		}
	}()
	arguments := gofakeit.NewMapParams() // anew each time: shufflestrings shuffles what it is given
	for _, p := range parameters {
		(*arguments)[p.Name] = slices.Clone(p.Words)
	}
	made, err := info.Generate(gofakeit.NewFaker(source{s}, false), arguments, info)
	if err != nil {
		return nil, err
	}
	return plain(made)
}

type source struct{ *Stream }

var _ rand.Source = source{}
