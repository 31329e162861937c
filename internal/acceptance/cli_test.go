package acceptance

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWrongUsageExits2AndNamesTheWord(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		env  []string
		word string
	}{
		"an unknown verb":                  {args: []string{"frobnicate"}, word: "frobnicate"},
		"an unknown flag":                  {args: []string{"--frobnicate"}, word: "frobnicate"},
		"an unknown flag of serve":         {args: []string{"serve", "--frobnicate"}, word: "frobnicate"},
		"an unknown flag of version":       {args: []string{"version", "--frobnicate"}, word: "frobnicate"},
		"a port that is a word":            {args: []string{"--port", "http"}, word: "http"},
		"a port that is too large":         {args: []string{"--port", "70000"}, word: "70000"},
		"a port below 0":                   {args: []string{"--port", "-1"}, word: "-1"},
		"an admin port that is a word":     {args: []string{"--admin-port", "adm"}, word: "adm"},
		"a seed that is a word":            {args: []string{"--seed", "lucky"}, word: "lucky"},
		"records below 0":                  {args: []string{"--records", "-5"}, word: "-5"},
		"records that are a word":          {args: []string{"--records", "many"}, word: "many"},
		"a clock that is none":             {args: []string{"--clock", "yesterday"}, word: "yesterday"},
		"an unknown overlay":               {args: []string{"--overlay", "teamup/nosuch"}, word: "teamup/nosuch"},
		"an unknown choice":                {args: []string{"--unknown-parameters", "maybe"}, word: "maybe"},
		"an unknown choice of admin":       {args: []string{"--admin", "perhaps"}, word: "perhaps"},
		"a document that is not there":     {args: []string{"serve", "/nowhere/openapi.yaml"}, word: "/nowhere/openapi.yaml"},
		"fixtures that are not there":      {args: []string{"--fixtures", "/nowhere/fixture.yaml"}, word: "/nowhere/fixture.yaml"},
		"a flag without its value":         {args: []string{"--port"}, word: "port"},
		"a wrong value in the environment": {env: []string{"MOCKSERVER_SEED=lucky"}, word: "lucky"},
		"a wrong port in the environment":  {env: []string{"MOCKSERVER_PORT=http"}, word: "http"},
	} {
		t.Run(name, func(t *testing.T) {
			r := runProgram(t, append([]string{"MOCKSERVER_ADMIN_PORT=0"}, test.env...), test.args...)
			require.Equal(t, 2, r.code, "standard error: %s", r.stderr)
			require.Contains(t, r.stderr, test.word)
			require.NotContains(t, r.stdout, "listening")
			require.NotContains(t, r.stderr, "goroutine", "no panic")
		})
	}
}

func TestVersion(t *testing.T) {
	r := runProgram(t, nil, "version")
	require.Equal(t, 0, r.code)
	require.NotEmpty(t, strings.TrimSpace(r.stdout))
	require.Empty(t, r.stderr)
}

func TestHelpNamesEveryFlagAndItsVariable(t *testing.T) {
	r := runProgram(t, nil, "--help")
	require.Equal(t, 0, r.code)
	text := r.stdout + r.stderr
	for _, flag := range []string{"host", "port", "admin", "admin-host", "admin-port", "admin-token", "seed", "records", "clock", "overlay", "fixtures", "unknown-parameters"} {
		require.Contains(t, text, "--"+flag)
		require.Contains(t, text, "MOCKSERVER_"+strings.ToUpper(strings.ReplaceAll(flag, "-", "_")))
	}
	for _, verb := range []string{"serve", "healthcheck", "version"} {
		require.Contains(t, text, verb)
		require.Equal(t, 0, runProgram(t, nil, verb, "--help").code, verb)
	}
}

func TestStandardOutputIsOneLineAListener(t *testing.T) {
	m := start(t)
	m.get(t, grouped, asJSON)
	require.NoError(t, m.stop())
	require.Equal(t, []string{"mock listening on " + m.url, "admin listening on " + m.admin}, m.lines)
	for _, url := range []string{m.url, m.admin} {
		require.Regexp(t, `^http://127\.0\.0\.1:[1-9][0-9]*$`, url)
	}
}

func TestHealthcheck(t *testing.T) {
	m := start(t)
	require.Equal(t, 0, runProgram(t, nil, "healthcheck", m.url).code)
	require.Equal(t, 0, runProgram(t, nil, "healthcheck", m.url+"/").code)
	require.Equal(t, 0, runProgram(t, []string{"MOCKSERVER_PORT=" + port(m.url)}, "healthcheck").code, "the configured listener by default")
	require.Equal(t, 0, runProgram(t, []string{"MOCKSERVER_PORT=" + port(m.url), "MOCKSERVER_HOST=0.0.0.0"}, "healthcheck").code, "as in the image")
	require.NoError(t, m.stop())
	dead := runProgram(t, nil, "healthcheck", m.url)
	require.Equal(t, 1, dead.code)
	require.NotEmpty(t, dead.stderr)
	require.Equal(t, 2, runProgram(t, nil, "healthcheck", "no url at all").code)
}

func port(url string) string { return url[strings.LastIndex(url, ":")+1:] }

// freePort is a port that was free a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func TestSettingsFromTheEnvironment(t *testing.T) {
	free := freePort(t)
	m, err := launch([]string{"MOCKSERVER_PORT=" + free, "MOCKSERVER_ADMIN_PORT=0", "MOCKSERVER_SEED=7", "MOCKSERVER_RECORDS=30"}, "serve")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.stop()) })
	require.Equal(t, "http://127.0.0.1:"+free, m.url)
	require.Equal(t, "7", m.get(t, flat, asJSON).header.Get("Mockserver-Seed"))
	require.Len(t, m.everyCustomer(t), 30)
}

func TestAFlagBeatsTheEnvironment(t *testing.T) {
	m := startWith(t, []string{"MOCKSERVER_PORT=1", "MOCKSERVER_SEED=3", "MOCKSERVER_RECORDS=30"}, "--seed", "9", "--records", "40")
	require.NotEqual(t, "1", port(m.url))
	require.Equal(t, "9", m.get(t, flat, asJSON).header.Get("Mockserver-Seed"))
	require.Len(t, m.everyCustomer(t), 40)
}

func TestAPortThatIsTakenExits1(t *testing.T) {
	r := runProgram(t, nil, "--port", port(common.url), "--admin-port", "0")
	require.Equal(t, 1, r.code, "%s", r.stderr)
	require.Contains(t, r.stderr, port(common.url))
	require.NotContains(t, r.stdout, "mock listening")
}

func TestTheBinaryCarriesItsDocuments(t *testing.T) {
	dir := t.TempDir()
	copied := filepath.Join(dir, "elsewhere")
	raw, err := os.ReadFile(binary)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(copied, raw, 0o755))
	original := binary
	binary = copied
	defer func() { binary = original }()
	t.Chdir(dir)
	m := start(t)
	require.Equal(t, string(common.groups(t, "columns=gender,count").answer.body), string(m.groups(t, "columns=gender,count").answer.body))
}

func TestTheControlApiIsWary(t *testing.T) {
	m := start(t)
	reset := m.admin + "/__admin/reset"
	require.Equal(t, 200, send(t, "GET", m.admin+"/__admin/health", "", nil).status)
	require.Equal(t, 405, send(t, "GET", reset, "", nil).status)
	require.Equal(t, 404, send(t, "GET", m.admin+"/__admin/nowhere", "", nil).status)
	m.create(t, "testing", `{"username":"stays_here"}`).wants(t, 201)
	for name, h := range map[string]headers{
		"a foreign origin":     {"Origin": "https://evil.example"},
		"a cross-site request": {"Sec-Fetch-Site": "cross-site"},
		"the origin null":      {"Origin": "null"},
	} {
		require.Equal(t, 4, send(t, "POST", reset, "", h).status/100, name)
	}
	require.Equal(t, 201, m.search(t).found, "nothing was reset")
	require.Equal(t, 2, send(t, "POST", reset, "", nil).status/100)
	require.Equal(t, 200, m.search(t).found)
}

func TestTheControlApiWantsItsToken(t *testing.T) {
	m := start(t, "--admin-token", "sesame")
	a := send(t, "POST", m.admin+"/__admin/reset", "", nil)
	require.Contains(t, []int{401, 403}, a.status)
	a = send(t, "POST", m.admin+"/__admin/reset", "", headers{"Authorization": "Bearer open"})
	require.Contains(t, []int{401, 403}, a.status)
	require.Equal(t, 2, send(t, "POST", m.admin+"/__admin/reset", "", headers{"Authorization": "Bearer sesame"}).status/100)
	m.groups(t, "columns=count")
}

func TestTheControlApiWhereItIsPut(t *testing.T) {
	one := func(args ...string) *mock {
		m, err := launch(nil, append([]string{"--port", "0", "--admin-port", "0"}, args...)...)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, m.stop()) })
		return m
	}
	same := one("--admin", "same")
	same.create(t, "testing", `{"username":"goes_away"}`).wants(t, 201)
	same.get(t, "/__admin/health", nil).wants(t, 200)
	require.Equal(t, 2, same.do(t, "POST", "/__admin/reset", "", nil).status/100)
	require.Equal(t, 200, same.search(t).found)
	off := one("--admin", "off")
	off.get(t, "/__admin/health", nil).wants(t, 404)
	for _, m := range []*mock{same, off} {
		m.groups(t, "columns=count")
		require.NoError(t, m.stop())
		require.Equal(t, []string{"mock listening on " + m.url}, m.lines, "one line a listener")
	}
}

func TestLogsGoToStandardError(t *testing.T) {
	m := start(t)
	m.get(t, grouped, asJSON)
	require.NoError(t, m.stop())
	require.NotRegexp(t, regexp.MustCompile(`(?i)panic|goroutine \d+`), m.stderr.String())
	require.NotContains(t, m.stderr.String(), "Token t", "tokens are not logged")
}
