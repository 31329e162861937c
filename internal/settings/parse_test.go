package settings_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/settings"
)

var moment = time.Date(2030, 5, 6, 7, 8, 9, 123, time.FixedZone("east", 3600))

// parse reads a line as a shell without quotes would; environment is NAME=value pairs.
func parse(line string, environment ...string) (*settings.Command, error) {
	var names []string
	for _, pair := range environment {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	return settings.Parse(settings.Source{
		Args: strings.Fields(line),
		Lookup: func(name string) (string, bool) {
			for _, pair := range environment {
				if n, v, _ := strings.Cut(pair, "="); n == name {
					return v, true
				}
			}
			return "", false
		},
		Names: names,
		Now:   func() time.Time { return moment },
	})
}

func TestNothingSaidGivesTheDefaults(t *testing.T) {
	c, err := parse("")
	require.NoError(t, err)
	assert.Equal(t, &settings.Command{Verb: "serve", Words: []string{}, Settings: settings.Settings{
		Host: "127.0.0.1", Port: 8080, Admin: "on", AdminHost: "127.0.0.1", AdminPort: 8081, Seed: 1,
		Clock: time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC), UnknownParameters: "warn", MaxBody: 10 << 20,
		CORS: "*", Memo: "on", Limits: limit.Default(), Log: "text",
	}}, c)
}

func TestEverySettingByFlagAndByVariable(t *testing.T) {
	tests := []struct {
		flag, text string
		get        func(settings.Settings) any
		want       any
	}{
		{"host", "0.0.0.0", func(s settings.Settings) any { return s.Host }, "0.0.0.0"},
		{"port", "0", func(s settings.Settings) any { return s.Port }, 0},
		{"admin", "same", func(s settings.Settings) any { return s.Admin }, "same"},
		{"admin-host", "[::1]", func(s settings.Settings) any { return s.AdminHost }, "::1"},
		{"admin-port", "65535", func(s settings.Settings) any { return s.AdminPort }, 65535},
		{"admin-token", "off", func(s settings.Settings) any { return s.AdminToken }, "off"},
		{"seed", "18446744073709551615", func(s settings.Settings) any { return s.Seed }, uint64(1<<64 - 1)},
		{"records", "10000000", func(s settings.Settings) any { return s.Records }, 10_000_000},
		{"clock", "2026-01-01T00:00:00+02:00", func(s settings.Settings) any { return s.Clock }, time.Date(2025, 12, 31, 22, 0, 0, 0, time.UTC)},
		{"overlay", "finicity/start-is-page", func(s settings.Settings) any { return s.Overlays }, []string{"finicity/start-is-page"}},
		{"fixtures", "mine", func(s settings.Settings) any { return s.Fixtures }, []string{"mine"}},
		{"mappings", "stubs", func(s settings.Settings) any { return s.Mappings }, []string{"stubs"}},
		{"faults", "faults.yaml", func(s settings.Settings) any { return s.Faults }, []string{"faults.yaml"}},
		{"unknown-parameters", "reject", func(s settings.Settings) any { return s.UnknownParameters }, "reject"},
		{"max-body", "1", func(s settings.Settings) any { return s.MaxBody }, int64(1)},
		{"dynamic", "true", func(s settings.Settings) any { return s.Dynamic }, true},
		{"cors", "https://a.example,http://b.example:3000", func(s settings.Settings) any { return s.CORS }, "https://a.example,http://b.example:3000"},
		{"memo", "off", func(s settings.Settings) any { return s.Memo }, "off"},
		{"watch", "true", func(s settings.Settings) any { return s.Watch }, true},
		{"allow-remote-refs", "true", func(s settings.Settings) any { return s.AllowRemoteRefs }, true},
		{"limit", "document-bytes=5", func(s settings.Settings) any { return s.Limits.DocumentBytes }, 5},
		{"strict", "true", func(s settings.Settings) any { return s.Strict }, true},
		{"format", "json", func(s settings.Settings) any { return s.Format }, "json"},
		{"coverage", "out/Report.HTML", func(s settings.Settings) any { return s.Coverage }, "out/Report.HTML"},
		{"url", "https://mock.example:8081/x/", func(s settings.Settings) any { return s.URL }, "https://mock.example:8081/x/"},
		{"session", "Größe-1", func(s settings.Settings) any { return s.Session }, "Größe-1"},
		{"min", "100", func(s settings.Settings) any { return s.Min }, 100},
		{"log", "json", func(s settings.Settings) any { return s.Log }, "json"},
	}
	require.Len(t, tests, len(settings.List()), "each setting has a row")
	for i, row := range settings.List() {
		tt := tests[i]
		require.Equal(t, tt.flag, row.Flag)
		t.Run(tt.flag, func(t *testing.T) {
			verb := row.Verbs[0]
			byFlag, err := parse(verb + " --" + row.Flag + "=" + tt.text)
			require.NoError(t, err)
			assert.Equal(t, tt.want, tt.get(byFlag.Settings))
			byVariable, err := parse(verb, row.Env+"="+tt.text)
			require.NoError(t, err)
			assert.Equal(t, tt.want, tt.get(byVariable.Settings))
		})
	}
}

func TestWhoWins(t *testing.T) {
	tests := []struct {
		name, line  string
		environment []string
		get         func(settings.Settings) any
		want        any
	}{
		{"a flag beats a variable", "--port 1", []string{"MOCKSERVER_PORT=2"}, func(s settings.Settings) any { return s.Port }, 1},
		{"a flag beats a variable that is wrong", "--port 1", []string{"MOCKSERVER_PORT=x"}, func(s settings.Settings) any { return s.Port }, 1},
		{"a variable set to nothing is not set", "", []string{"MOCKSERVER_PORT="}, func(s settings.Settings) any { return s.Port }, 8080},
		{"of a flag given twice the last counts", "--seed 4 --seed 5", nil, func(s settings.Settings) any { return s.Seed }, uint64(5)},
		{"a repeatable flag adds up in order", "--overlay b --overlay=a", []string{"MOCKSERVER_OVERLAY=c"}, func(s settings.Settings) any { return s.Overlays }, []string{"b", "a"}},
		{"a variable lists with commas", "", []string{"MOCKSERVER_FIXTURES=b,a"}, func(s settings.Settings) any { return s.Fixtures }, []string{"b", "a"}},
		{"a switch without a value is on", "--watch", nil, func(s settings.Settings) any { return s.Watch }, true},
		{"a switch can be turned off again", "--dynamic=false", []string{"MOCKSERVER_DYNAMIC=true"}, func(s settings.Settings) any { return s.Dynamic }, false},
		{"of a limit given twice the last counts", "--limit schemas=4 --limit schemas=5", nil, func(s settings.Settings) any { return s.Limits.Schemas }, 5},
		{"a variable sets several limits", "", []string{"MOCKSERVER_LIMIT=schemas=4,document-depth=7"}, func(s settings.Settings) any { return []int{s.Limits.Schemas, s.Limits.DocumentDepth} }, []int{4, 7}},
		{"now is asked from the clock of the process, in whole seconds", "--clock now", nil, func(s settings.Settings) any { return s.Clock }, moment.UTC().Truncate(time.Second)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := parse(tt.line, tt.environment...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, tt.get(c.Settings))
		})
	}
}

func TestVerbsAndWords(t *testing.T) {
	tests := []struct {
		line, verb string
		named      bool
		words      []string
	}{
		{"serve", "serve", true, []string{}},
		{"serve spec.yaml --records 137", "serve", true, []string{"spec.yaml"}},
		{"--records 137 serve spec.yaml", "serve", true, []string{"spec.yaml"}},
		{"a.yaml --seed 2 b.yaml", "serve", false, []string{"a.yaml", "b.yaml"}},
		{"-", "serve", false, []string{"-"}},
		{"srve", "serve", false, []string{"srve"}},
		{"serve serve", "serve", true, []string{"serve"}},
		{"serve -- --odd", "serve", true, []string{"--odd"}},
		{"healthcheck http://x --port 9", "healthcheck", true, []string{"http://x"}},
		{"check --strict a.yaml", "check", true, []string{"a.yaml"}},
		{"explain a.yaml --overlay b", "explain", true, []string{"a.yaml"}},
		{"coverage --min 80", "coverage", true, []string{}},
		{"--strict check", "check", true, []string{}},
		{"version", "version", true, []string{}},
		{"--version", "version", true, []string{}},
		{"help serve", "help", true, []string{"serve"}},
		{"--help", "help", true, nil},
		{"-h", "help", true, nil},
		{"serve --help", "help", true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			c, err := parse(tt.line)
			require.NoError(t, err)
			assert.Equal(t, tt.verb, c.Verb)
			assert.Equal(t, tt.named, c.Named)
			assert.Equal(t, tt.words, c.Words)
		})
	}
}

func TestWrongUsageIsToldInASentence(t *testing.T) {
	tests := []struct {
		name, line  string
		environment []string
		want        string
	}{
		{"a port of letters", "--port http", nil, `--port is "http"; expected a port from 0 to 65535`},
		{"a port too high", "--port 65536", nil, `--port is "65536"; expected a port from 0 to 65535`},
		{"a port with a sign", "--admin-port +1", nil, `--admin-port is "+1"; expected a port from 0 to 65535`},
		{"a variable", "", []string{"MOCKSERVER_PORT=x"}, `MOCKSERVER_PORT is "x"; expected a port from 0 to 65535`},
		{"the variable that Kubernetes sets", "", []string{"MOCKSERVER_PORT=tcp://10.0.0.1:8080"},
			`MOCKSERVER_PORT is "tcp://10.0.0.1:8080"; expected a port from 0 to 65535 (Kubernetes sets this variable for a Service called mockserver: enableServiceLinks: false in the pod keeps it out)`},
		{"a host with a port", "--host localhost:80", nil, `--host is "localhost:80"; expected a host name or an address without scheme and port, such as 127.0.0.1`},
		{"a host with a scheme", "--host http://localhost", nil, `--host is "http://localhost"; expected a host name or an address without scheme and port, such as 127.0.0.1`},
		{"an empty host", "--host=", nil, `--host is ""; expected a host name or an address without scheme and port, such as 127.0.0.1`},
		{"a word that is near another", "--admin smae", nil, `--admin is "smae"; expected on, off or same; did you mean same?`},
		{"a word of its own", "--log xml", nil, `--log is "xml"; expected text or json`},
		{"a word in capitals", "--unknown-parameters WARN", nil, `--unknown-parameters is "WARN"; expected ignore, warn or reject; did you mean warn?`},
		{"no records", "--records 0", nil, `--records is "0"; expected a whole number from 1 to 10000000`},
		{"too many records", "--records 10000001", nil, `--records is "10000001"; expected a whole number from 1 to 10000000`},
		{"a seed below zero", "--seed -1", nil, `--seed is "-1"; expected a whole number from 0 to 18446744073709551615`},
		{"a seed that does not fit", "--seed 18446744073709551616", nil, `--seed is "18446744073709551616"; expected a whole number from 0 to 18446744073709551615`},
		{"a clock without zone", "--clock 2025-07-01T12:00:00", nil, `--clock is "2025-07-01T12:00:00"; expected now, or a time such as 2025-07-01T12:00:00Z`},
		{"an empty token", "--admin-token=", nil, `--admin-token is ""; expected off, or a token of printable ASCII characters without spaces`},
		{"a body of no bytes", "--max-body 0", nil, `--max-body is "0"; expected a whole number of bytes from 1 to 1073741824`},
		{"an empty name in a list", "", []string{"MOCKSERVER_OVERLAY=a,,b"}, `MOCKSERVER_OVERLAY is ""; expected a name that is not empty`},
		{"a flag that is near another", "--prot 1", nil, `--prot is not a flag; did you mean --port?`},
		{"a flag that is near none", "--frobnicate", nil, `--frobnicate is not a flag`},
		{"a short flag", "-p 80", nil, `-p is not a flag; flags are written in full, such as --port`},
		{"a flag without its value", "--records", nil, `--records needs a value; expected a whole number from 1 to 10000000`},
		{"a flag without name", "--=3", nil, `"--=3" is not a flag; flags are written --name value or --name=value`},
		{"a value where there is none", "--version=9", nil, `--version takes no value, but "9" was given`},
		{"another verb's flag", "healthcheck --seed 3", nil, `--seed is a flag of serve, not of healthcheck`},
		{"a flag of three verbs at a fourth", "version --port 3", nil, `--port is a flag of serve, coverage and healthcheck, not of version`},
		{"a switch of another word", "--watch=yes", nil, `--watch is "yes"; expected true or false`},
		{"the variable of a switch", "", []string{"MOCKSERVER_WATCH=1"}, `MOCKSERVER_WATCH is "1"; expected true or false`},
		{"an origin with a path", "--cors https://a.example/x", nil, `--cors is "https://a.example/x"; expected off, *, or origins such as https://app.example separated by commas`},
		{"an origin without a scheme", "--cors a.example", nil, `--cors is "a.example"; expected off, *, or origins such as https://app.example separated by commas`},
		{"a limit with a misspelt name", "--limit document-byte=5", nil, wrongLimit("document-byte=5", `there is no limit "document-byte"; did you mean document-bytes?`)},
		{"a limit that is none", "--limit sausages=5", nil, wrongLimit("sausages=5", `there is no limit "sausages"; there are `+limitNames())},
		{"a limit that is too low", "--limit schemas=0", nil, wrongLimit("schemas=0", "the limit schemas is at least 1")},
		{"a limit that is too high", "--limit schemas=99999999999", nil, wrongLimit("schemas=99999999999", "a limit is a whole number of at most 2147483647")},
		{"a limit without a number", "--limit schemas", nil, `--limit is "schemas"; expected the name of a limit and a whole number, such as document-bytes=1000000`},
		{"a file of another kind", "--coverage report.txt", nil, `--coverage is "report.txt"; expected a file whose name ends in .json, .html or .xml`},
		{"a file without a name", "--coverage x/.json", nil, `--coverage is "x/.json"; expected a file whose name ends in .json, .html or .xml`},
		{"more than everything", "coverage --min 101", nil, `--min is "101"; expected a whole number from 0 to 100`},
		{"a percent sign", "coverage --min 80%", nil, `--min is "80%"; expected a whole number from 0 to 100`},
		{"a control API without a scheme", "coverage --url localhost:8081", nil, `--url is "localhost:8081"; expected a base URL such as http://127.0.0.1:8081`},
		{"a session that no header can name", "coverage --session=", nil, `--session is ""; expected the name of a session, as the header Mockserver-Session has it`},
		{"a flag of check at serve", "--strict", nil, `--strict is a flag of check, not of serve`},
		{"a flag of serve at check", "check --watch", nil, `--watch is a flag of serve, not of check`},
		{"a very long value", "--log " + strings.Repeat("x", 500), nil, `--log is "` + strings.Repeat("x", 80) + `…"; expected text or json`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse(tt.line, tt.environment...)
			assert.EqualError(t, err, tt.want)
		})
	}
}

func wrongLimit(text, hint string) string {
	return fmt.Sprintf("--limit is %q; expected the name of a limit and a whole number, such as document-bytes=1000000; %s", text, hint)
}

func limitNames() string {
	var names []string
	for _, row := range limit.Table() {
		names = append(names, row.Name)
	}
	return strings.Join(names, ", ")
}

func TestWhatOtherVerbsNeedIsNotRead(t *testing.T) {
	for _, line := range []string{"healthcheck", "explain", "check", "version"} {
		_, err := parse(line, "MOCKSERVER_SEED=wrong", "MOCKSERVER_WATCH=wrong", "MOCKSERVER_LOG=wrong")
		assert.NoError(t, err, line)
	}
	_, err := parse("serve", "MOCKSERVER_STRICT=wrong", "MOCKSERVER_FORMAT=wrong")
	assert.NoError(t, err)
}

func TestEveryVariableIsTheFlagInCapitals(t *testing.T) {
	for _, row := range settings.List() {
		assert.Equal(t, "MOCKSERVER_"+strings.ToUpper(strings.ReplaceAll(row.Flag, "-", "_")), row.Env)
	}
}

func TestHelpAndTableHaveEverySettingInOrder(t *testing.T) {
	for name, text := range map[string]string{"help": settings.HelpText(), "table": settings.Table()} {
		t.Run(name, func(t *testing.T) {
			for _, row := range settings.List() {
				for _, part := range []string{"--" + row.Flag, row.Env, row.Default} { // a default of "" is found anywhere
					at := strings.Index(text, part)
					require.GreaterOrEqual(t, at, 0, part)
					text = text[at:]
				}
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("serve\nspec.yaml\n--records\n137", "8080")
	f.Add("--clock=now\n--overlay\na\n-h", "tcp://1")
	f.Add("--host=[::1%25]\n--\n-", "\x00")
	f.Fuzz(func(t *testing.T, line, variable string) {
		c, err := settings.Parse(settings.Source{
			Args:   strings.Split(line, "\n"),
			Lookup: func(string) (string, bool) { return variable, true },
			Now:    func() time.Time { return moment },
		})
		if err != nil {
			require.NotEmpty(t, err.Error())
			require.NotContains(t, err.Error(), "pflag")
			return
		}
		require.Contains(t, settings.Verbs(), c.Verb)
		if c.Verb == settings.Serve {
			require.LessOrEqual(t, c.Settings.Port, 65535)
			require.NotEmpty(t, c.Settings.Host)
			require.Positive(t, c.Settings.MaxBody)
			require.Equal(t, time.UTC, c.Settings.Clock.Location())
		}
	})
}
