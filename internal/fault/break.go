package fault

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/given"
	"mockserver/internal/tree"
)

// Break is a way in which a connection fails, by WireMock's name; "" is none.
type Break string

// The ways in which a connection fails.
const (
	EmptyResponse   Break = "EMPTY_RESPONSE"           // it is closed before anything is sent
	MalformedChunk  Break = "MALFORMED_RESPONSE_CHUNK" // status and headers are sent, then what is no chunk
	RandomData      Break = "RANDOM_DATA_THEN_CLOSE"   // what is no answer at all is sent
	ConnectionReset Break = "CONNECTION_RESET_BY_PEER" // it is reset before anything is sent
)

// Breaks are their names.
var Breaks = []string{string(EmptyResponse), string(MalformedChunk), string(RandomData), string(ConnectionReset)}

// What is sent that is no answer has no hexadecimal digits, which a chunk begins with, and no H of HTTP/1.1.
const (
	garbageBytes      = 64
	garbageCharacters = "ghijklmnopqrstuvwxyzGIJKLMNOPQRSTUVWXYZ[]./_-"
)

// ReadBreak reads the name of a break; nil gives none.
func ReadBreak(n *tree.Node, at string) (Break, error) {
	word, err := given.Word(n, at, Breaks...)
	return Break(word), err
}

// On breaks a connection that the caller has taken over, whose request has been read, and closes it. Status and header
// are those of the answer that a malformed chunk begins; where the status has no body, it is 200. (An answer to HEAD has no body
// either, so that a client does not see that one: the caller sends another break.)
func (b Break) On(conn net.Conn, proto string, status int, header http.Header, key fake.Key) error {
	var err error
	switch b {
	case MalformedChunk:
		_, err = conn.Write(malformed(proto, status, header, key))
	case RandomData:
		_, err = conn.Write(garbage(key))
	case ConnectionReset:
		return reset(conn)
	}
	return errors.Join(err, conn.Close())
}

// reset closes a TCP connection by RST, since nothing lingers; that below TLS without a farewell, which is an orderly end.
func reset(conn net.Conn) error {
	if outer, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = outer.NetConn()
	}
	var err error
	if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		err = tcp.SetLinger(0)
	}
	return errors.Join(err, conn.Close())
}

// malformed is an answer whose body ends wrongly: by what is no chunk, or for clients that know no chunks (HTTP/1.0),
// before its length.
func malformed(proto string, status int, header http.Header, key fake.Key) []byte {
	if status < 200 || status == http.StatusNoContent || status == http.StatusNotModified || status > 999 {
		status = http.StatusOK
	}
	if !strings.HasPrefix(proto, "HTTP/1.") {
		proto = "HTTP/1.1"
	}
	sent := header.Clone()
	if sent == nil {
		sent = http.Header{}
	}
	for _, name := range []string{"Content-Length", "Transfer-Encoding", "Trailer", "Connection"} {
		sent.Del(name)
	}
	sent.Set("Connection", "close")
	if proto == "HTTP/1.0" {
		sent.Set("Content-Length", strconv.Itoa(2*garbageBytes))
	} else {
		sent.Set("Transfer-Encoding", "chunked")
	}
	var out bytes.Buffer
	out.WriteString(proto + " " + strconv.Itoa(status) + " " + http.StatusText(status) + "\r\n")
	_ = sent.Write(&out) // a buffer takes everything; names are sorted, and line ends in values become spaces
	out.WriteString("\r\n")
	out.Write(garbage(key))
	return out.Bytes()
}

// garbage is a line of characters that begins neither an answer nor a chunk.
func garbage(key fake.Key) []byte {
	stream := key.Sub("garbage").Cell(0)
	line := make([]byte, garbageBytes-2, garbageBytes)
	for i := range line {
		line[i] = garbageCharacters[stream.Below(uint64(len(garbageCharacters)))]
	}
	return append(line, '\r', '\n')
}
