package speed_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// connections is how many a load has, each with one request under way.
const connections = 32

// load sends requests over connections that stay open, and reads as little of the answers as it can: what the client
// costs is not what is measured.
type load struct {
	host string
	list []*connection
	cpu  time.Duration // of the server's process, in all rounds
	wall time.Duration
	of   *process
}

type connection struct {
	net.Conn
	reader *bufio.Reader
	buffer []byte
}

// request writes the n-th request of a load behind b.
type request func(b []byte, host string, n int) []byte

// get is a GET whose path is made from its number.
func get(path func(n int) string, header ...string) request {
	lines := strings.Join(append(header, ""), "\r\n")
	return func(b []byte, host string, n int) []byte {
		return fmt.Appendf(b, "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: speed\r\nAccept: application/json\r\n%s\r\n", path(n), host, lines)
	}
}

func newLoad(t testing.TB, p *process) *load {
	at, err := url.Parse(p.url)
	require.NoError(t, err)
	l := &load{host: at.Host, of: p}
	for range connections {
		c, err := net.Dial("tcp", at.Host)
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		l.list = append(l.list, &connection{Conn: c, reader: bufio.NewReaderSize(c, 64<<10)})
	}
	return l
}

// round sends requests with the numbers from first on, and adds to what they cost.
func (l *load) round(t testing.TB, r request, first, count int) {
	var next atomic.Int64
	next.Store(int64(first))
	before, begun := used(t, l.of), time.Now()
	var wait sync.WaitGroup
	failed := make(chan error, len(l.list))
	for _, c := range l.list {
		wait.Go(func() {
			for {
				n := int(next.Add(1)) - 1
				if n >= first+count {
					return
				}
				c.buffer = r(c.buffer[:0], l.host, n)
				if _, err := c.exchange(c.buffer, io.Discard); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wait.Wait()
	l.wall += time.Since(begun)
	l.cpu += used(t, l.of) - before
	select {
	case err := <-failed:
		require.NoError(t, err)
	default:
	}
}

// exchange sends a request and reads its answer, which must say its length.
func (c *connection) exchange(request []byte, body io.Writer) (http.Header, error) {
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	length := int64(-1)
	for {
		line, err := c.reader.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if text, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64); err != nil {
				return nil, err
			}
		}
		if len(line) == len("\r\n") {
			break
		}
	}
	if length < 0 {
		return nil, fmt.Errorf("the answer does not say its length")
	}
	_, err := io.CopyN(body, c.reader, length)
	return nil, err
}

// answer is one answer, whole.
func (l *load) answer(t testing.TB, r request) answer {
	c := l.list[0]
	_, err := c.Write(r(nil, l.host, 0))
	require.NoError(t, err)
	response, err := http.ReadResponse(c.reader, nil)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	response.Header.Del("Date")
	return answer{Status: response.StatusCode, Header: response.Header, Body: body}
}

// used is the time of all processors that a process has taken, user and system (proc(5), "stat").
func used(t testing.TB, p *process) time.Duration {
	const ticks = 100 // a second; USER_HZ, the same on all of Linux's machines
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		t.Skip("the time of processors is read from /proc, which only Linux has")
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // from the third on: the name may have spaces
	user, err := strconv.Atoi(fields[11])
	require.NoError(t, err)
	system, err := strconv.Atoi(fields[12])
	require.NoError(t, err)
	return time.Duration(user+system) * time.Second / ticks
}
