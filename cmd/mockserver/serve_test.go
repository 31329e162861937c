package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/load"
)

// ask sends a request with header pairs and returns the status and the body.
func ask(t *testing.T, method, url string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	r.Close = true
	response, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

func status(t *testing.T, method, url string, header ...string) int {
	t.Helper()
	code, _ := ask(t, method, url, header...)
	return code
}

func TestBothListenersSayWhereTheyAre(t *testing.T) {
	s := start(t, nil)
	mock, admin := s.url(t, "mock"), s.url(t, "admin")
	assert.Regexp(t, `^http://127\.0\.0\.1:[1-9]\d*$`, mock)
	assert.Equal(t, 200, status(t, "GET", mock+"/__health"))
	assert.Equal(t, 200, status(t, "GET", admin+"/__admin/health"))
	assert.Equal(t, 200, status(t, "POST", admin+"/__admin/reset"))
	assert.Equal(t, 404, status(t, "GET", mock+"/__admin/health"), "the control API is on its own listener")
	assert.Equal(t, exitFine, finish(t, "", []string{"healthcheck", mock}).exit)
	s.stop()
	assert.Empty(t, s.rest(), "nothing more on standard output")
}

func TestTheControlAPIOnTheMockListener(t *testing.T) {
	s := start(t, []string{"--admin", "same"})
	mock := s.url(t, "mock")
	assert.Equal(t, 200, status(t, "POST", mock+"/__admin/reset"))
	assert.Equal(t, 404, status(t, "GET", mock+"/__admin"))
	assert.Equal(t, 403, status(t, "POST", mock+"/__admin/reset", "Origin", "https://evil.example"))
	assert.Equal(t, 200, status(t, "GET", mock+"/__health"))
	s.stop()
	assert.Empty(t, s.rest(), "a single listener")
}

func TestASettingThatChangesNothingIsTold(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets})
	s := start(t, []string{"--records", "5", "--admin", "off", "pets.yaml"})
	s.url(t, "mock")
	assert.Contains(t, s.log.String(), `level=WARN msg="--records changes nothing: no document that is served has a collection; --fixtures gives it one"`)
}

func TestNoControlAPI(t *testing.T) {
	s := start(t, []string{"--admin", "off"})
	assert.Equal(t, 404, status(t, "POST", s.url(t, "mock")+"/__admin/reset"))
	s.stop()
	assert.Empty(t, s.rest(), "a single listener")
}

func TestOffTheLoopbackInterfaceTheControlAPIWantsAToken(t *testing.T) {
	local := func(url string) string { return strings.Replace(url, "0.0.0.0", "127.0.0.1", 1) }
	t.Run("one is made and logged", func(t *testing.T) {
		s := start(t, []string{"--admin-host", "0.0.0.0"})
		s.url(t, "mock")
		admin := local(s.url(t, "admin"))
		made := regexp.MustCompile(`token=(\w{20,})`).FindStringSubmatch(s.log.String())
		require.NotNil(t, made, s.log.String())
		assert.Equal(t, 401, status(t, "GET", admin+"/__admin/health"))
		assert.Equal(t, 200, status(t, "GET", admin+"/__admin/health", "Authorization", "Bearer "+made[1]))
	})
	t.Run("the given one is not logged", func(t *testing.T) {
		s := start(t, nil, "MOCKSERVER_ADMIN_TOKEN=s3cret", "MOCKSERVER_ADMIN_HOST=0.0.0.0")
		s.url(t, "mock")
		admin := local(s.url(t, "admin"))
		assert.Equal(t, 401, status(t, "GET", admin+"/__admin/health", "Authorization", "Bearer other"))
		assert.Equal(t, 200, status(t, "GET", admin+"/__admin/health", "Authorization", "Bearer s3cret"))
		assert.NotContains(t, s.log.String(), "s3cret")
	})
	t.Run("none is a choice that the log repeats", func(t *testing.T) {
		s := start(t, []string{"--admin", "same", "--host", "0.0.0.0", "--admin-token", "off"})
		assert.Equal(t, 200, status(t, "GET", local(s.url(t, "mock"))+"/__admin/health"))
		assert.Contains(t, s.log.String(), "--admin-token off")
	})
}

func TestAPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = taken.Close() }()
	address := taken.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	for _, tt := range []struct{ args, want string }{
		{"--port " + port, "mockserver: " + address + " is in use; choose another port for the mock listener with --port (0 for any free one)\n"},
		{"--port 0 --admin-port " + port, "mockserver: " + address + " is in use; choose another port for the admin listener with --admin-port (0 for any free one)\n"},
		{"--host 203.0.113.7 --port 0", "mockserver: the mock listener cannot have 203.0.113.7:0 (cannot assign requested address); choose another address with --host and --port\n"},
	} {
		got := finish(t, "", strings.Fields(tt.args))
		assert.Equal(t, exitFailed, got.exit)
		assert.Empty(t, got.stdout)
		assert.True(t, strings.HasSuffix(got.stderr, tt.want), got.stderr)
	}
}

func TestARequestThatHasBegunIsAnswered(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets + posting})
	s := start(t, []string{"pets.yaml", "--admin", "off"})
	address := strings.TrimPrefix(s.url(t, "mock"), "http://")
	connection, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer func() { _ = connection.Close() }()
	// The interim answer proves that the request is being worked on.
	_, err = fmt.Fprintf(connection, "POST /toys HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", address)
	require.NoError(t, err)
	answer := bufio.NewReader(connection)
	line, err := answer.ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "100 Continue")

	s.stop()
	s.log.await("draining")
	_, err = io.WriteString(connection, "{}")
	require.NoError(t, err)
	_, err = answer.ReadString('\n') // the empty line after the interim answer
	require.NoError(t, err)
	response, err := http.ReadResponse(answer, nil)
	require.NoError(t, err)
	_ = response.Body.Close()
	assert.Equal(t, 200, response.StatusCode)
}

// posting is an operation more, below pets.
const posting = `  /toys:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: fine, content: {application/json: {schema: {type: object}, example: {}}}}}
`

func TestDocumentsFromEverywhere(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/pets.yaml" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, pets)
	}))
	defer site.Close()
	// A kept connection would look like a leak of ours.
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()

	t.Run("a file", func(t *testing.T) {
		folder(t, map[string]string{"pets.yaml": pets})
		s := start(t, []string{"pets.yaml"})
		mock := s.url(t, "mock")
		assert.Equal(t, 200, status(t, "GET", mock+"/pets"))
		assert.Equal(t, 404, status(t, "GET", mock+"/aggregation/v1/customers"), "the bundled APIs are not served beside it")
	})
	t.Run("two files of one name", func(t *testing.T) {
		folder(t, map[string]string{"a/api.yaml": pets, "b/api.yaml": strings.ReplaceAll(pets, "/pets", "/fish"),
			"b.overlay.yaml": strings.Replace(overlayOf("extends: ./b/api.yaml\n"), "$.info", `"$.paths['/fish']"`, 1)})
		s := start(t, []string{"a/api.yaml", "b/api.yaml", "--overlay", "b.overlay.yaml"})
		mock := s.url(t, "mock")
		assert.Equal(t, 200, status(t, "GET", mock+"/pets"))
		assert.Equal(t, 200, status(t, "GET", mock+"/fish"))
	})
	t.Run("a URL", func(t *testing.T) {
		s := start(t, []string{site.URL + "/v1/pets.yaml"})
		assert.Equal(t, 200, status(t, "GET", s.url(t, "mock")+"/pets"))
	})
	t.Run("a URL of nothing", func(t *testing.T) {
		got := finish(t, "", []string{site.URL + "/pts.yaml"})
		assert.Equal(t, exitFailed, got.exit)
		assert.Contains(t, got.stderr, site.URL+"/pts.yaml cannot be fetched: it answers 404 Not Found")
	})
	t.Run("a URL that nobody serves", func(t *testing.T) {
		got := finish(t, "", []string{"http://127.0.0.1:1/pets.yaml"})
		assert.Equal(t, exitFailed, got.exit)
		assert.Contains(t, got.stderr, "http://127.0.0.1:1/pets.yaml cannot be fetched: nothing listens there")
	})
}

func TestTheBundledOverlaysApply(t *testing.T) {
	for _, name := range load.Variants() {
		t.Run(name, func(t *testing.T) {
			s := start(t, []string{"--overlay", name})
			assert.Equal(t, 200, status(t, "GET", s.url(t, "mock")+"/__health"))
		})
	}
}

func TestWhatIsLaidOverTheBundledAPIs(t *testing.T) {
	own, err := os.ReadFile("../../fixtures/finicity.yaml")
	require.NoError(t, err)
	require.Contains(t, string(own), "records: 200")
	folder(t, map[string]string{
		"nine.yaml": strings.Replace(string(own), "records: 200", "records: 9", 1),
		"cut.yaml":  strings.Replace(overlayOf("extends: finicity/openapi.yaml\n"), "$.info, update: {summary: overlaid}", `"$.paths['/aggregation/v1/customers']", remove: true`, 1),
	})
	tests := []struct {
		name, line string
		status     int
		found      string
	}{
		{"nothing", "", 200, `{"found":200,`},
		{"another number of records", "--records 7", 200, `{"found":7,`},
		{"a fixture of the user", "--fixtures nine.yaml", 200, `{"found":9,`},
		{"an overlay of the user", "--overlay cut.yaml", 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mock := start(t, strings.Fields(tt.line)).url(t, "mock")
			code, body := ask(t, "GET", mock+"/aggregation/v1/customers?start=1&limit=1", "App-Key", "k", "Finicity-App-Token", "t", "Accept", "application/json")
			assert.Equal(t, tt.status, code, body)
			assert.Contains(t, body, tt.found)
			code, body = ask(t, "GET", mock+"/api/v2/reports/customers.grouped/data?columns=count", "Authorization", "Token t", "Accept", "application/json")
			assert.Equal(t, 200, code, "the other API is served as ever: %s", body)
		})
	}
}

// A document in three files is served from whichever folder the server is started in.
func TestADocumentInSeveralFilesIsServed(t *testing.T) {
	folder(t, map[string]string{
		"api/openapi.yaml":        "openapi: 3.1.0\ninfo: {}\npaths:\n  /pets: {$ref: paths/pets.yaml}\n  /secret: {get: {responses: {'200': {$ref: 'file:///etc/hostname'}}}}\n",
		"api/paths/pets.yaml":     "get:\n  parameters: [{$ref: '../parameters.yaml#/limit'}]\n  responses: {'200': {description: fine}}\n",
		"api/parameters.yaml":     "limit: {name: limit, in: query, schema: {$ref: '#/whole'}}\nwhole: {type: integer}\n",
		"api/parameters.old.yaml": "",
	})
	document, err := filepath.Abs("api/openapi.yaml")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	s := start(t, []string{document, "--admin", "off"})
	mock := s.url(t, "mock")
	assert.Equal(t, 200, status(t, "GET", mock+"/pets?limit=1"))
	code, body := ask(t, "GET", mock+"/pets?limit=many")
	assert.Equal(t, 400, code)
	assert.Contains(t, body, "limit")
	assert.Equal(t, 501, status(t, "GET", mock+"/secret"))
	assert.Contains(t, s.log.String(), "file: is never read")
}
