// Package settings is the one table of what a user can set: each row a flag and an environment variable at once.
package settings

import (
	"slices"
	"strings"
	"time"

	"mockserver/internal/limit"
	"mockserver/internal/violation"
)

// The limits of values; the errors name them.
const (
	MaxRecords = 10_000_000
	MaxMaxBody = 1 << 30
	maxPort    = 65535
)

// The words of --admin and --unknown-parameters and --log, and the ones that stand in for a value.
const (
	On     = "on"
	Off    = "off"
	Same   = "same"
	Ignore = "ignore"
	Warn   = "warn"
	Reject = "reject"
	Text   = "text"
	JSON   = "json"
	HTML   = "html"
	JUnit  = "junit"
	now    = "now"
)

// The verbs of the command line.
const (
	Serve       = "serve"
	Explain     = "explain"
	Check       = "check"
	Coverage    = "coverage"
	HealthCheck = "healthcheck"
	Version     = "version"
	Help        = "help"
)

// Settings is what was set, typed.
type Settings struct {
	Host              string // without brackets
	Port              int    // 0: any free one
	Admin             string // On, Off or Same
	AdminHost         string
	AdminPort         int
	AdminToken        string // "" nothing said, Off on purpose none
	Seed              uint64
	Records           int // 0: as the fixtures say
	Clock             time.Time
	Overlays          []string
	Fixtures          []string
	UnknownParameters string   // Ignore, Warn or Reject
	MaxBody           int64    // bytes
	Dynamic           bool     // generated values rather than examples
	CORS              string   // Off, "*", or origins separated by commas
	Mappings          []string // files and folders of stubs
	Faults            []string // files of fault rules
	AllowRemoteRefs   bool
	Memo              string // On or Off
	Watch             bool
	Limits            limit.Set
	Log               string // Text or JSON
	Format            string // Text or JSON: of check; also HTML or JUnit: of coverage
	Strict            bool   // check fails for any finding
	Coverage          string // the file that the coverage is written to at the end; "" for none
	URL               string // of the control API that coverage asks; "" for the configured one
	Min               int    // percent of coverage below which that verb fails
	Session           string // whose coverage; "" for that of all traffic
}

// Setting is one row of the table.
type Setting struct {
	Flag    string   // without dashes
	Env     string   // "" for none
	Value   string   // how help writes the value: a word in capitals, or the words joined by |
	Words   []string // the only words it takes, if they can be listed
	Default string   // "" for nothing
	Usage   string   // one sentence without a full stop
	Switch  bool     // a flag without a value turns it on; Words are true and false
	Repeats bool     // a flag may be given again, a variable holds several separated by commas
	Verbs   []string // the verbs that it belongs to

	read func(s *Settings, text string, now func() time.Time) bool
	want string                   // what would be right, as words that fit behind "expected "
	hint func(text string) string // nil, or what an error adds about a wrong value
}

var (
	serving  = []string{Serve}
	reading  = []string{Serve, Explain, Check}
	checking = []string{Check}
	reaching = []string{Serve, Coverage, HealthCheck}
	asking   = []string{Serve, Coverage}
	covering = []string{Coverage}
	writing  = []string{Check, Coverage}
)

// table is in the order in which help and README show it.
var table = []Setting{
	{Flag: "host", Env: "MOCKSERVER_HOST", Value: "HOST", Default: "127.0.0.1", Verbs: reaching,
		Usage: "address that the mock listens on; 0.0.0.0 for every one",
		read:  readHost(func(s *Settings) *string { return &s.Host }), want: wantHost},
	{Flag: "port", Env: "MOCKSERVER_PORT", Value: "PORT", Default: "8080", Verbs: reaching,
		Usage: "port that the mock listens on; 0 for any free one",
		read:  readPort(func(s *Settings) *int { return &s.Port }), want: wantPort},
	{Flag: "admin", Env: "MOCKSERVER_ADMIN", Words: []string{On, Off, Same}, Default: On, Verbs: asking,
		Usage: "control API: on a listener of its own, not at all, or under /__admin of the mock",
		read:  readWord(func(s *Settings) *string { return &s.Admin })},
	{Flag: "admin-host", Env: "MOCKSERVER_ADMIN_HOST", Value: "HOST", Default: "127.0.0.1", Verbs: asking,
		Usage: "address that the control API listens on",
		read:  readHost(func(s *Settings) *string { return &s.AdminHost }), want: wantHost},
	{Flag: "admin-port", Env: "MOCKSERVER_ADMIN_PORT", Value: "PORT", Default: "8081", Verbs: asking,
		Usage: "port that the control API listens on; 0 for any free one",
		read:  readPort(func(s *Settings) *int { return &s.AdminPort }), want: wantPort},
	{Flag: "admin-token", Env: "MOCKSERVER_ADMIN_TOKEN", Value: "TOKEN|off", Verbs: asking,
		Usage: "what Authorization: Bearer must carry at the control API; off the loopback interface one is made if none is given",
		read:  readToken, want: "off, or a token of printable ASCII characters without spaces"},
	{Flag: "seed", Env: "MOCKSERVER_SEED", Value: "N", Default: "1", Verbs: serving,
		Usage: "number that every generated value follows from",
		read:  readSeed, want: "a whole number from 0 to 18446744073709551615"},
	{Flag: "records", Env: "MOCKSERVER_RECORDS", Value: "N", Verbs: serving,
		Usage: "records in each collection that is not fixed, instead of what its fixture says",
		read:  readRecords, want: "a whole number from 1 to 10000000"},
	{Flag: "clock", Env: "MOCKSERVER_CLOCK", Value: "TIME|now", Default: "2025-07-01T12:00:00Z", Verbs: serving,
		Usage: "what time it is in the mock, as RFC 3339 writes it",
		read:  readClock, want: "now, or a time such as 2025-07-01T12:00:00Z"},
	{Flag: "overlay", Env: "MOCKSERVER_OVERLAY", Value: "FILE|NAME", Repeats: true, Verbs: reading,
		Usage: "OpenAPI Overlay to apply, or the name of a bundled one such as finicity/start-is-page",
		read:  readList(func(s *Settings) *[]string { return &s.Overlays }), want: wantFile},
	{Flag: "fixtures", Env: "MOCKSERVER_FIXTURES", Value: "FILE|DIR", Repeats: true, Verbs: serving,
		Usage: "population to serve, instead of the bundled one for the same document",
		read:  readList(func(s *Settings) *[]string { return &s.Fixtures }), want: wantFile},
	{Flag: "mappings", Env: "MOCKSERVER_MAPPINGS", Value: "FILE|DIR", Repeats: true, Verbs: serving,
		Usage: "stubs that every session begins with, in WireMock's format",
		read:  readList(func(s *Settings) *[]string { return &s.Mappings }), want: wantFile},
	{Flag: "faults", Env: "MOCKSERVER_FAULTS", Value: "FILE", Repeats: true, Verbs: serving,
		Usage: "fault rules that every session begins with",
		read:  readList(func(s *Settings) *[]string { return &s.Faults }), want: wantFile},
	{Flag: "unknown-parameters", Env: "MOCKSERVER_UNKNOWN_PARAMETERS", Words: []string{Ignore, Warn, Reject}, Default: Warn, Verbs: serving,
		Usage: "what to do about query parameters that the document does not have",
		read:  readWord(func(s *Settings) *string { return &s.UnknownParameters })},
	{Flag: "max-body", Env: "MOCKSERVER_MAX_BODY", Value: "BYTES", Default: "10485760", Verbs: serving,
		Usage: "largest request body; a larger one gets 413",
		read:  readMaxBody, want: "a whole number of bytes from 1 to 1073741824"},
	{Flag: "dynamic", Env: "MOCKSERVER_DYNAMIC", Switch: true, Words: switchWords, Default: "false", Verbs: serving,
		Usage: "answer with generated values even where the document has examples",
		read:  readSwitch(func(s *Settings) *bool { return &s.Dynamic })},
	{Flag: "cors", Env: "MOCKSERVER_CORS", Value: "off|*|ORIGIN,…", Default: "*", Verbs: serving,
		Usage: "origins whose pages a browser lets read the mock's answers; with * no credentials are allowed",
		read:  readOrigins, want: "off, *, or origins such as https://app.example separated by commas"},
	{Flag: "memo", Env: "MOCKSERVER_MEMO", Words: []string{On, Off}, Default: On, Verbs: serving,
		Usage: "whether the answer to a GET that comes again is remembered, while no record changes; with off each is made anew",
		read:  readWord(func(s *Settings) *string { return &s.Memo })},
	{Flag: "watch", Env: "MOCKSERVER_WATCH", Switch: true, Words: switchWords, Default: "false", Verbs: serving,
		Usage: "read documents, overlays and fixtures again when their files change; what breaks is told, and the old one served on",
		read:  readSwitch(func(s *Settings) *bool { return &s.Watch })},
	{Flag: "allow-remote-refs", Env: "MOCKSERVER_ALLOW_REMOTE_REFS", Switch: true, Words: switchWords, Default: "false", Verbs: reading,
		Usage: "follow $refs out of a document's own folder: to the network and to other folders",
		read:  readSwitch(func(s *Settings) *bool { return &s.AllowRemoteRefs })},
	{Flag: "limit", Env: "MOCKSERVER_LIMIT", Value: "NAME=N", Repeats: true, Verbs: reading,
		Usage: "another value for one of the limits below",
		read:  readLimit, want: "the name of a limit and a whole number, such as document-bytes=1000000", hint: hintLimit},
	{Flag: "strict", Env: "MOCKSERVER_STRICT", Switch: true, Words: switchWords, Default: "false", Verbs: checking,
		Usage: "let check exit with 1 for any finding, not only for a lost operation",
		read:  readSwitch(func(s *Settings) *bool { return &s.Strict })},
	{Flag: "format", Env: "MOCKSERVER_FORMAT", Words: []string{Text, JSON, HTML, JUnit}, Default: Text, Verbs: writing,
		Usage: "how check (text, json) and coverage write what they found",
		read:  readWord(func(s *Settings) *string { return &s.Format })},
	{Flag: "coverage", Env: "MOCKSERVER_COVERAGE", Value: "FILE", Verbs: serving,
		Usage: "file that the coverage of the contract by all traffic is written to at the end; .json, .html, or .xml for JUnit",
		read:  readCoverage, want: "a file whose name ends in .json, .html or .xml"},
	{Flag: "url", Env: "MOCKSERVER_URL", Value: "URL", Verbs: covering,
		Usage: "base URL of the control API that coverage asks, instead of the one that is configured here",
		read:  readURL, want: "a base URL such as http://127.0.0.1:8081"},
	{Flag: "session", Env: "MOCKSERVER_SESSION", Value: "NAME", Verbs: covering,
		Usage: "session whose coverage is told, instead of that of all traffic",
		read:  readSession, want: "the name of a session, as the header Mockserver-Session has it"},
	{Flag: "min", Env: "MOCKSERVER_MIN", Value: "PERCENT", Default: "0", Verbs: covering,
		Usage: "percentage below which coverage exits with 1",
		read:  readMin, want: "a whole number from 0 to 100"},
	{Flag: "log", Env: "MOCKSERVER_LOG", Words: []string{Text, JSON}, Default: Text, Verbs: serving,
		Usage: "how the log on standard error is written",
		read:  readWord(func(s *Settings) *string { return &s.Log })},
}

// List is the table in its order.
func List() []Setting { return slices.Clone(table) }

// Verbs are the words that a command line may begin with, in the order of help.
func Verbs() []string { return []string{Serve, Explain, Check, Coverage, HealthCheck, Version, Help} }

// Placeholder is how help writes the value: HOST, or on|off|same; "" for a switch.
func (s Setting) Placeholder() string {
	if s.Switch {
		return ""
	}
	if len(s.Words) > 0 {
		return strings.Join(s.Words, "|")
	}
	return s.Value
}

// belongs tells whether a verb has the setting.
func (s Setting) belongs(verb string) bool { return slices.Contains(s.Verbs, verb) }

// expected says what would be right, behind "expected ".
func (s Setting) expected() string {
	if len(s.Words) > 0 {
		return violation.Join(s.Words, "or")
	}
	return s.want
}
