package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

const readmeFile = "../../README.md"

// TestReadmePrintsWhatIsPrinted runs the commands of README's console blocks: each curl against a server with the
// settings of the mockserver command before it, the default ones at first. Ports are those of the document to the
// reader and free ones here.
func TestReadmePrintsWhatIsPrinted(t *testing.T) {
	file, err := filepath.Abs(readmeFile)
	require.NoError(t, err)
	readme, err := os.ReadFile(file)
	require.NoError(t, err)
	folder(t, filesOf(string(readme)))
	r := &reader{t: t}
	got := consoleBlock.ReplaceAllStringFunc(string(readme), r.block)
	require.GreaterOrEqual(t, r.calls, 4, "README shows calls")
	assert.Contains(t, string(readme), "by gender and year, of "+r.total+":", "the total of the report that is shown")
	scenario.Golden(t, file, got)
}

var (
	consoleBlock = regexp.MustCompile("(?s)```console\n.*?\n```\n")
	yamlBlock    = regexp.MustCompile("(?s)```yaml\n(# (\\S+\\.yaml)\n.*?)```\n")
)

// filesOf are the YAML blocks that begin with the name of a file.
func filesOf(readme string) map[string]string {
	files := map[string]string{}
	for _, m := range yamlBlock.FindAllStringSubmatch(readme, -1) {
		files[m[2]] = m[1]
	}
	return files
}

// reader does what a reader of README does.
type reader struct {
	t     *testing.T
	ports map[string]string // address in README → address here
	calls int
	usual []string // the arguments of the server where no command started one
	total string   // of the last report
}

// block repeats a console block with what its commands print now.
func (r *reader) block(text string) string {
	var out []string
	var command string
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "$ "):
			command = strings.TrimPrefix(line, "$ ")
		case strings.HasSuffix(command, "\\"):
			command = strings.TrimSuffix(command, "\\") + line
		case strings.HasPrefix(line, "```"):
		default:
			continue // what it printed
		}
		out = append(out, line)
		if command != "" && !strings.HasSuffix(command, "\\") {
			out = append(out, r.run(words(command))...)
			command = ""
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// words splits a command as a shell does.
func words(command string) []string {
	var all []string
	var word strings.Builder
	var quote rune
	begun := false
	for _, c := range command {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote, begun = c, true
		case quote == 0 && c == ' ':
			if begun {
				all = append(all, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(c)
			begun = true
		}
	}
	if begun {
		all = append(all, word.String())
	}
	return all
}

func (r *reader) run(command []string) []string {
	switch {
	case strings.HasPrefix(strings.Join(command, " "), "go run ./cmd/mockserver"):
		return r.serve(command[3:], true)
	case command[0] == "mockserver" && (command[1] == "check" || command[1] == "explain"):
		var out bytes.Buffer
		run(r.t.Context(), command[1:], nil, nil, &out, &out)
		return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	case command[0] == "mockserver":
		return r.serve(command[1:], false)
	case command[0] == "curl":
		if r.ports == nil {
			r.serve(r.usual, false)
		}
		r.calls++
		return r.curl(command[1:])
	}
	r.t.Fatalf("README runs %q, which this test cannot", command)
	return nil
}

// serve starts a server where it is; files that README only names are not there, and nothing is started.
func (r *reader) serve(arguments []string, shown bool) []string {
	for _, word := range arguments {
		if _, err := os.Stat(word); strings.HasSuffix(word, ".yaml") && err != nil {
			return nil
		}
	}
	s := start(r.t, arguments)
	mock, admin := s.url(r.t, "mock"), s.url(r.t, "admin")
	r.ports = map[string]string{"127.0.0.1:8080": strings.TrimPrefix(mock, "http://"), "127.0.0.1:8081": strings.TrimPrefix(admin, "http://")}
	if !shown {
		return nil
	}
	return []string{"mock listening on http://127.0.0.1:8080", "admin listening on http://127.0.0.1:8081"}
}

// curl does what -s, -i, -X, -H and -d say.
func (r *reader) curl(arguments []string) []string {
	method, url, data, headers := "", "", "", []string{"Accept: */*"}
	var silent, include bool
	for i := 0; i < len(arguments); i++ {
		switch word := arguments[i]; {
		case word == "-X":
			i++
			method = arguments[i]
		case word == "-H":
			i++
			headers = append(headers, arguments[i])
		case word == "-d":
			i++
			data = arguments[i]
		case strings.HasPrefix(word, "-"):
			silent, include = silent || strings.Contains(word, "s"), include || strings.Contains(word, "i")
			assert.Empty(r.t, strings.Trim(word, "-si"), "README gives curl %s, which this test does not know", word)
		default:
			url = word
		}
	}
	if method == "" {
		method = map[bool]string{false: "GET", true: "POST"}[data != ""]
	}
	assert.True(r.t, silent, "curl without -s prints its progress")
	head, body := r.send(method, url, headers, data)
	for _, line := range head {
		if total, ok := strings.CutPrefix(line, "X-Total-Count: "); ok {
			r.total = cmp.Or(r.total, total)
		}
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\r", ""), "\n")
	if body == "" {
		lines = nil
	}
	if include {
		lines = append(append(head, ""), lines...)
	}
	return lines
}

// send returns the head of an answer as it is on the wire, but for Date, and its body.
func (r *reader) send(method, url string, headers []string, data string) (head []string, body string) {
	address, target, found := strings.Cut(strings.TrimPrefix(url, "http://"), "/")
	require.True(r.t, found, url)
	require.Contains(r.t, r.ports, address, "nobody listens there")
	connection, err := net.Dial("tcp", r.ports[address])
	require.NoError(r.t, err)
	defer func() { _ = connection.Close() }()
	if strings.HasPrefix(headers[len(headers)-1], "Accept:") {
		headers = headers[1:] // the one that curl sends by itself is replaced
	}
	if data != "" {
		headers = append(headers, fmt.Sprintf("Content-Length: %d", len(data)))
	}
	_, err = fmt.Fprintf(connection, "%s /%s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n%s", method, target, address, strings.Join(headers, "\r\n"), data)
	require.NoError(r.t, err)
	wire := bufio.NewReader(connection)
	var text strings.Builder
	for {
		line, err := wire.ReadString('\n')
		require.NoError(r.t, err)
		text.WriteString(line)
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			break
		} else if !strings.HasPrefix(line, "Date:") {
			head = append(head, line)
		}
	}
	answer, err := http.ReadResponse(bufio.NewReader(io.MultiReader(strings.NewReader(text.String()), wire)), &http.Request{Method: method})
	require.NoError(r.t, err)
	defer func() { _ = answer.Body.Close() }()
	all, err := io.ReadAll(answer.Body)
	require.NoError(r.t, err)
	return head, string(all)
}

func TestWordsAreSplitAsAShellDoes(t *testing.T) {
	assert.Equal(t, []string{"curl", "-s", "a b", "", "x'y", "cd"}, words(`curl  -s 'a b' "" "x'y" c"d" `))
	assert.Empty(t, words(" "))
}
