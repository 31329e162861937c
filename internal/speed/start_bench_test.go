package speed_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

// groupedReport is a first request that has all to do: a contract is compiled, columns are made and grouped.
const groupedReport = report + "&page_size=5"

// built is a program of this module, linked as a release is.
func built(b *testing.B, folder string) string {
	b.Helper()
	file := filepath.Join(b.TempDir(), filepath.Base(folder))
	out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, folder).CombinedOutput()
	require.NoError(b, err, "%s", out)
	return file
}

// launch is what it took from the start of a process to its first answer.
type launch struct {
	wall, cpu time.Duration
	peak      float64 // MB
}

// launched runs a program until it has answered once.
func launched(b *testing.B, path, program string, args ...string) launch {
	b.Helper()
	c := exec.Command(program, args...)
	out, err := c.StdoutPipe()
	require.NoError(b, err)
	begun := time.Now()
	require.NoError(b, c.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	if err == nil && found {
		err = asked(url + path)
	}
	l := launch{wall: time.Since(begun), peak: inProcess(c.Process.Pid, "VmHWM:") / 1024}
	_ = c.Process.Kill()
	_ = c.Wait()
	require.NoError(b, err, "%v: %s", c.Args, line)
	used := c.ProcessState.SysUsage().(*syscall.Rusage)
	l.cpu = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	return l
}

// asked makes one request over a connection of its own.
func asked(url string) error {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Token t")
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if _, err = io.Copy(io.Discard, response.Body); err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", url, response.Status)
	}
	return err
}

// inProcess is a figure of /proc/PID/status, in kB.
func inProcess(pid int, name string) float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == name {
			n, _ := strconv.ParseFloat(fields[1], 64)
			return n
		}
	}
	return 0
}

// medianOf is that of one figure of all launches.
func medianOf(all []launch, figure func(launch) float64) float64 {
	values := make([]float64, len(all))
	for i, l := range all {
		values[i] = figure(l)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func wallOf(l launch) float64 { return l.wall.Seconds() * 1000 }
func cpuOf(l launch) float64  { return l.cpu.Seconds() * 1000 }
func peakOf(l launch) float64 { return l.peak }

// BenchmarkStart is from the start of the process to its first answer with the bundled APIs, beside a bare server, in turn.
func BenchmarkStart(b *testing.B) {
	bare, ours := built(b, "./testdata/bare"), built(b, "mockserver/cmd/mockserver")
	for _, first := range []struct{ name, path string }{{"report", groupedReport}, {"health", "/__health"}} {
		b.Run(first.name, func(b *testing.B) {
			var theirs, own []launch
			for b.Loop() {
				theirs = append(theirs, launched(b, first.path, bare))
				own = append(own, launched(b, first.path, ours, "--port", "0", "--admin-port", "0"))
			}
			b.ReportMetric(medianOf(own, wallOf)/medianOf(theirs, wallOf), "x-bare")
			b.ReportMetric(medianOf(own, cpuOf)/medianOf(theirs, cpuOf), "x-bare-cpu")
			b.ReportMetric(medianOf(own, wallOf), "ms")
			b.ReportMetric(medianOf(own, cpuOf), "cpu-ms")
			b.ReportMetric(medianOf(own, peakOf), "MB-peak")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkStartOfALargeDocument is from the start of the process with GitHub's document to its first answer, beside decoding its
// JSON into any.
func BenchmarkStartOfALargeDocument(b *testing.B) {
	file := scenario.Shared(b, "corpus/github.json")[0]
	text, err := os.ReadFile(file)
	require.NoError(b, err)
	ours := built(b, "mockserver/cmd/mockserver")
	var theirs, own []launch
	for b.Loop() {
		var v any
		begun, before := time.Now(), usedHere(b)
		require.NoError(b, json.Unmarshal(text, &v))
		theirs = append(theirs, launch{wall: time.Since(begun), cpu: usedHere(b) - before})
		own = append(own, launched(b, "/zen", ours, "--port", "0", "--admin-port", "0", file))
	}
	b.ReportMetric(medianOf(own, wallOf)/medianOf(theirs, wallOf), "x-decode")
	b.ReportMetric(medianOf(own, cpuOf)/medianOf(theirs, cpuOf), "x-decode-cpu")
	b.ReportMetric(medianOf(own, wallOf), "ms")
	b.ReportMetric(medianOf(own, cpuOf), "cpu-ms")
	b.ReportMetric(medianOf(own, peakOf), "MB-peak")
	b.ReportMetric(0, "ns/op")
}

// usedHere is the CPU time of this process.
func usedHere(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// manyOperations is a document of so many operations, each a list with a filter and an answer of its own.
func manyOperations(b *testing.B, n int) string {
	b.Helper()
	var text strings.Builder
	text.WriteString("openapi: 3.1.0\ninfo: {title: many, version: '1'}\npaths:\n")
	for i := range n {
		fmt.Fprintf(&text, "  /area%d/things%d/{id}/parts:\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]\n"+
			"      responses: {'200': {description: parts, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string, maxLength: 20}}}}}}}\n", i%30, i)
	}
	file := filepath.Join(b.TempDir(), fmt.Sprintf("many%d.yaml", n))
	require.NoError(b, os.WriteFile(file, []byte(text.String()), 0o600))
	return file
}

// BenchmarkOperations is the CPU time of a request to a document of 1000 operations beside that to one of 100: the same 100
// operations are asked in turn. That of 1000 has them in other places.
func BenchmarkOperations(b *testing.B) {
	ours := built(b, "mockserver/cmd/mockserver")
	few, many := running(b, ours, manyOperations(b, 100)), running(b, ours, manyOperations(b, 1000))
	const perRound = 2000
	for i := range 100 { // contracts are compiled
		few.ask(b, i, 1)
		many.ask(b, i*10, 1)
	}
	var fewCPU, manyCPU time.Duration
	rounds := 0
	for b.Loop() {
		fewCPU += few.round(b, perRound, 1)
		manyCPU += many.round(b, perRound, 10)
		rounds++
	}
	b.ReportMetric(float64(manyCPU)/float64(fewCPU), "x-few")
	b.ReportMetric(float64(manyCPU.Microseconds())/float64(rounds*perRound), "cpu-us/request")
	b.ReportMetric(0, "ns/op")
}

// mock is one that runs until the benchmark ends.
type mock struct {
	url    string
	pid    int
	client *http.Client
}

func running(b *testing.B, program, file string) *mock {
	b.Helper()
	c := exec.Command(program, "--port", "0", "--admin-port", "0", file)
	out, err := c.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, c.Start())
	b.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(b, err)
	_, url, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	require.True(b, found, line)
	return &mock{url: url, pid: c.Process.Pid, client: &http.Client{}}
}

// ask asks an operation by its number, for the thing of another.
func (m *mock) ask(b *testing.B, operation, id int) {
	b.Helper()
	response, err := m.client.Get(fmt.Sprintf("%s/area%d/things%d/%d/parts", m.url, operation%30, operation, id))
	require.NoError(b, err)
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(b, err)
	require.NoError(b, response.Body.Close())
	require.Equal(b, http.StatusOK, response.StatusCode)
}

// round asks each step-th operation in turn, 100 of them, and says what it cost the server.
func (m *mock) round(b *testing.B, requests, step int) time.Duration {
	b.Helper()
	before := m.cpu(b)
	for i := range requests {
		m.ask(b, i%100*step, i)
	}
	return m.cpu(b) - before
}

// cpu is the CPU time that the server has used, by the scheduler's count of its threads, which is exact.
func (m *mock) cpu(b *testing.B) time.Duration {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", m.pid))
	require.NoError(b, err)
	var sum time.Duration
	for _, file := range threads {
		text, err := os.ReadFile(file)
		require.NoError(b, err)
		n, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		require.NoError(b, err)
		sum += time.Duration(n)
	}
	return sum
}
