package tree

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mockserver/internal/lazyregexp"
)

// parseYAML reads the only document of a YAML stream.
func parseYAML(file, text string, l Limits) (*Node, error) {
	if err := scanYAML(text, l); err != nil {
		err.File = file
		return nil, err
	}
	if root := parseEveryday(file, text, l); root != nil {
		return root, nil
	}
	return parseLibrary(file, text, l)
}

// parseLibrary reads any YAML there is.
func parseLibrary(file, text string, l Limits) (*Node, error) {
	document, err := composeYAML(text)
	if err != nil {
		err.File = file
		return nil, err
	}
	r := &yamlReader{file: file, limits: l, amount: l.before, anchors: map[*yaml.Node]*anchor{}}
	root, _, err := r.value(document.Content[0], 1)
	if err != nil {
		return nil, err
	}
	l.Shared.add(amount{nodes: r.nodes - l.before.nodes, pointers: r.pointers - l.before.pointers})
	return root, nil
}

// composeYAML has the library read the text, and says its errors in our form.
func composeYAML(text string) (document *yaml.Node, err *Error) {
	defer func() {
		// The library reports some of its own mistakes by a panic; a document must not end the process.
		if p := recover(); p != nil {
			document, err = nil, &Error{Message: "not valid YAML: the parser gave up"}
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(withoutVersion(text)))
	first, second := &yaml.Node{}, &yaml.Node{}
	switch err := decoder.Decode(first); {
	case errors.Is(err, io.EOF) || err == nil && len(first.Content) == 0:
		return nil, &Error{Message: empty}
	case err != nil:
		return nil, yamlError(err, text)
	}
	switch err := decoder.Decode(second); {
	case err == nil && len(second.Content) > 0:
		at := second.Content[0]
		return nil, &Error{Line: at.Line, Column: at.Column, Message: "a second document begins here; a file must hold only one"}
	case err != nil && !errors.Is(err, io.EOF):
		return nil, yamlError(err, text)
	}
	return first, nil
}

var versionDirective = lazyregexp.New(`\A(?:[ \t]*(?:#.*)?\r?\n)*%YAML[ \t]+1\.`)

// withoutVersion makes a comment of a %YAML directive: the library refuses that of YAML 1.2.
func withoutVersion(text string) string {
	if m := versionDirective.FindString(text); m != "" {
		at := strings.LastIndexByte(m, '%')
		return text[:at] + "#" + text[at+1:]
	}
	return text
}

var (
	libraryLine   = lazyregexp.New(`^line (\d+): `)
	unknownAnchor = lazyregexp.New(`^unknown anchor '(.*)' referenced$`)
)

// yamlHints say what is usually wrong where the library has only its grammar's words.
var yamlHints = []struct{ message, hint string }{
	{"found character that cannot start any token", "a tab in the indentation, or text that begins with @, ` or % and must be in quotes"},
	{"mapping values are not allowed in this context", "the indentation, or text with a colon and a space that must be in quotes"},
	{"did not find expected key", "the indentation, or text in quotes that goes on behind them"},
	{"could not find expected ':'", "the indentation, or a key without a colon"},
}

// yamlError turns the library's "yaml: line 3: did not find …" into an *Error.
func yamlError(err error, text string) *Error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	e := &Error{Line: 1} // the library leaves the first line out
	if m := libraryLine.FindStringSubmatch(message); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	if m := unknownAnchor.FindStringSubmatch(message); m != nil {
		return unknown(m[1], text)
	}
	for _, h := range yamlHints {
		if message == h.message {
			message += " (most often: " + h.hint + ")"
		}
	}
	e.Message = "not valid YAML: " + message
	return e
}

// unknown is the error of an alias whose anchor is not there; the library doesn't say where it stands.
func unknown(name, text string) *Error {
	return at(text, max(0, strings.Index(text, "*"+name)), fmt.Sprintf("the alias %s has no anchor before it", shown("*"+name)))
}
