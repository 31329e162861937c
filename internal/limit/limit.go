// Package limit names every bound of what mockserver takes on; --limit NAME=N sets each.
package limit

import (
	"fmt"
	"strings"

	"mockserver/internal/violation"
)

// Set is a value for each limit.
type Set struct {
	DocumentBytes   int // the size of all files of a document together
	DocumentDepth   int // arrays and objects of a document within each other
	DocumentValues  int // values of all files of a document, each YAML alias counting as many as its target
	DocumentAnchors int // anchors of a YAML file, directives of it
	KeyBytes        int // the length of the name of a member in a document
	PointerBytes    int // the length of the JSON pointers of all values of a document together
	DocumentFiles   int // files that a document's $refs lead to
	References      int // $refs that lead to $refs
	BasePaths       int // of the servers of one place
	Routes          int // paths and operations in all base paths of a document together
	PathSegments    int // of one path, of one base path
	PathParameters  int // of one path, variables of one server URL
	IdenticalPaths  int // operations that match the same requests as another
	Additional      int // additionalOperations of one path
	Schemas         int // schemas of one document

	PatternBytes  int // the length of a regular expression
	PatternSize   int // instructions of all regular expressions of a document
	PatternMicros int // the time of one match that RE2 cannot do, in microseconds

	CheckSteps int // schemas applied to one value
	CheckDepth int // schemas applied within each other
	Violations int // of one request
	Errors     int // in the list of an answer's errors; unknown and refused parameters of one request
	ErrorDepth int // objects and arrays of a documented error within each other that are filled
	Header     int // the size of the request line and headers of a request

	PathBytes      int // the length of a request's path, and of the URL of a server
	HeaderSeconds  int // until the headers of a request are there
	RequestSeconds int // until a whole request is there, for clients that send a byte a minute
	IdleSeconds    int // until a connection without requests is closed

	BodyDepth  int // arrays and objects of a body within each other
	BodyValues int // values of a JSON text in a request
	BodyBytes  int // of the large bodies that are judged at once
	BodyParts  int // parts of a multipart body, lines of ndjson, pairs of a form or of a query
	BodyNodes  int // elements and attributes of an XML body
	Codings    int // content codings of a body, one on top of the other
	Multipart  int // forms and multipart bodies within each other
	Digits     int // the length of a number in a request or a schema
	DeepObject int // brackets of a parameter's name such as a[b][c]
	Choices    int // alternatives of schemas by which a body or parameter is read
	Rereading  int // bytes of a body that are read again for them

	Unsatisfiable   int // schemas that check finds nothing for until it looks no further
	InspectionSteps int // schemas applied to the examples and to what check tries, of one document
	Seeds           int // seeds of requests whose populations are kept
	ChangedSeeds    int // seeds in which records were changed
	ChangeBytes     int // the size of the records that were made through the API and are kept
	AnswerRows      int // rows of one answer from a population
	Callers         int // callers that a rate limit remembers

	Sessions       int // that exist at once, the common one not counted
	SessionSeconds int // without a request until a session is dropped
	SessionName    int // the length of the name of a session
	Stubs          int // of one session
	StubBytes      int // the size of the stubs of all sessions together
	Scenarios      int // of one session
	Faults         int // rules of one session
	DelaySeconds   int // that an answer is held back
	JournalEntries int // of one session
	JournalBytes   int // the size of the journals of all sessions together
	JournalBody    int // bytes of one body that the journal keeps
	JournalStreams int // clients that follow the journal at once
	MemoBytes      int // the size of the answers that are remembered
	AdminBytes     int // the body of a request to the control API
	CoverageItems  int // of one session: what the traffic of its operations has met
	CoverageTotal  int // of all sessions together
	PatternSteps   int // of matching one JSON body by JSONPath or equalToJson

	GeneratedItems  int // elements of one generated array, beyond those that its schema demands
	GeneratedValues int // values of one generated answer
	GeneratedDepth  int // arrays and objects of a generated answer within each other
	GeneratedBytes  int // the length of one generated text
	GeneratedText   int // the length of all texts that are made for one generated answer
	GeneratedSteps  int // schemas applied to what is tried for one generated answer
	GeneratedTries  int // values that did not fit, of those that are tried for one generated answer
	GeneratedParts  int // schemas that apply to one generated value together
	GeneratedHeader int // the length of a header that nothing requires
	MendedPlaces    int // places of an example that are made anew at once
}

// Row describes one limit.
type Row struct {
	Name    string // as --limit has it
	Default int
	Least   int    // what it cannot be below
	Usage   string // what it bounds, as words without a full stop
	field   func(*Set) *int
}

// table is in the order in which README shows it.
var table = []Row{
	{"document-bytes", 64 << 20, 1, "the size of all files of a document together", func(s *Set) *int { return &s.DocumentBytes }},
	{"document-depth", 500, 1, "arrays and objects of a document within each other", func(s *Set) *int { return &s.DocumentDepth }},
	{"document-values", 1_000_000, 1, "values in all files of a document together, those that aliases repeat included", func(s *Set) *int { return &s.DocumentValues }},
	{"document-anchors", 1000, 1, "anchors in a YAML file, and its lines that begin with %", func(s *Set) *int { return &s.DocumentAnchors }},
	{"key-bytes", 8 << 10, 1, "the length of the name of a member in a document, such as a path", func(s *Set) *int { return &s.KeyBytes }},
	{"pointer-bytes", 64 << 20, 1, "the JSON pointers of all values of a document together", func(s *Set) *int { return &s.PointerBytes }},
	{"document-files", 1000, 1, "files that one document is made of", func(s *Set) *int { return &s.DocumentFiles }},
	{"references", 100, 1, "`$ref`s that lead to `$ref`s", func(s *Set) *int { return &s.References }},
	{"base-paths", 64, 1, "base paths of a document, of a path or of an operation", func(s *Set) *int { return &s.BasePaths }},
	{"routes", 400_000, 1, "paths and operations of a document in all its base paths together", func(s *Set) *int { return &s.Routes }},
	{"path-segments", 100, 1, "segments of one path, of one base path", func(s *Set) *int { return &s.PathSegments }},
	{"path-parameters", 16, 1, "parameters in one path, variables in one server URL", func(s *Set) *int { return &s.PathParameters }},
	{"identical-paths", 16, 1, "operations that match the same requests as another", func(s *Set) *int { return &s.IdenticalPaths }},
	{"additional-operations", 100, 1, "methods in the `additionalOperations` of one path", func(s *Set) *int { return &s.Additional }},
	{"schemas", 1_000_000, 1, "schemas in one document", func(s *Set) *int { return &s.Schemas }},
	{"pattern-bytes", 64 << 10, 1, "the length of a regular expression", func(s *Set) *int { return &s.PatternBytes }},
	{"pattern-size", 500_000, 1, "instructions of all regular expressions of a document", func(s *Set) *int { return &s.PatternSize }},
	{"pattern-micros", 50_000, 1, "the time in microseconds of one match that needs backtracking", func(s *Set) *int { return &s.PatternMicros }},
	{"check-steps", 1_000_000, 1, "schemas that are applied to one body", func(s *Set) *int { return &s.CheckSteps }},
	{"check-depth", 20_000, 1, "schemas that are applied to a body within each other", func(s *Set) *int { return &s.CheckDepth }},
	{"violations", 1000, 1, "broken rules that are told of one body", func(s *Set) *int { return &s.Violations }},
	{"listed-errors", 100, 1, "errors in the list of one answer; unknown parameters that are told of one request", func(s *Set) *int { return &s.Errors }},
	{"error-depth", 5, 1, "objects and arrays of a documented error within each other that are filled", func(s *Set) *int { return &s.ErrorDepth }},
	{"header-bytes", 1 << 20, 1, "the request line and headers of a request; more gets 431", func(s *Set) *int { return &s.Header }},
	{"path-bytes", 16 << 10, 1, "the path of a request; a longer one gets 414; the URL of a server", func(s *Set) *int { return &s.PathBytes }},
	{"header-seconds", 10, 1, "the time until the headers of a request are there", func(s *Set) *int { return &s.HeaderSeconds }},
	{"request-seconds", 60, 1, "the time until a whole request is there", func(s *Set) *int { return &s.RequestSeconds }},
	{"idle-seconds", 120, 1, "the time until a connection without requests is closed", func(s *Set) *int { return &s.IdleSeconds }},
	{"body-depth", 100, 1, "arrays and objects of a body within each other", func(s *Set) *int { return &s.BodyDepth }},
	{"body-values", 500_000, 1, "values in the JSON of one body or parameter", func(s *Set) *int { return &s.BodyValues }},
	{"judged-bytes", 16 << 20, 1, "the bodies of more than 64 kB that are judged at once; other such requests wait", func(s *Set) *int { return &s.BodyBytes }},
	{"body-parts", 10_000, 1, "parts of a multipart body, lines of ndjson, pairs of a form or of a query", func(s *Set) *int { return &s.BodyParts }},
	{"body-nodes", 200_000, 1, "elements and attributes of an XML body", func(s *Set) *int { return &s.BodyNodes }},
	{"content-codings", 3, 1, "content codings of a body, one on top of the other", func(s *Set) *int { return &s.Codings }},
	{"multipart-depth", 5, 1, "forms and multipart bodies within each other", func(s *Set) *int { return &s.Multipart }},
	{"number-digits", 1000, 1, "characters of one number in a request or a schema", func(s *Set) *int { return &s.Digits }},
	{"parameter-depth", 20, 1, "brackets in the name of a parameter, as in `a[b][c]`", func(s *Set) *int { return &s.DeepObject }},
	{"choices", 20_000, 1, "alternatives of schemas by which one body or parameter is read", func(s *Set) *int { return &s.Choices }},
	{"reread-bytes", 4 << 20, 1, "what is read again of one body because its schema has alternatives", func(s *Set) *int { return &s.Rereading }},
	{"unsatisfiable", 200, 1, "schemas that cannot be satisfied, after which `check` tries no more", func(s *Set) *int { return &s.Unsatisfiable }},
	{"inspection-steps", 4_000_000, 1, "schemas that `check` applies to examples, and to all values that it tries, of one document", func(s *Set) *int { return &s.InspectionSteps }},
	{"seeds", 4, 1, "seeds whose populations are kept, of those that requests and sessions ask for and change nothing in", func(s *Set) *int { return &s.Seeds }},
	{"changed-seeds", 256, 1, "other seeds in which requests create or change something; more get 507", func(s *Set) *int { return &s.ChangedSeeds }},
	{"change-bytes", 32 << 20, 1, "what is kept of records that are created and changed through the API, in all sessions; more gets 507", func(s *Set) *int { return &s.ChangeBytes }},
	{"answer-rows", 100_000, 1, "rows of one answer from a population", func(s *Set) *int { return &s.AnswerRows }},
	{"callers", 10_000, 1, "callers that rate limits remember", func(s *Set) *int { return &s.Callers }},
	{"sessions", 10_000, 1, "sessions at once, beside the common one; more get 429", func(s *Set) *int { return &s.Sessions }},
	{"session-seconds", 1800, 1, "the time without a request until a session is dropped", func(s *Set) *int { return &s.SessionSeconds }},
	{"session-name", 200, 1, "the length of the name of a session", func(s *Set) *int { return &s.SessionName }},
	{"stubs", 10_000, 1, "stubs of one session; more get 507", func(s *Set) *int { return &s.Stubs }},
	{"stub-bytes", 64 << 20, 1, "the stubs and fault rules of all sessions together; more get 507", func(s *Set) *int { return &s.StubBytes }},
	{"scenarios", 1000, 1, "scenarios of one session; more get 507", func(s *Set) *int { return &s.Scenarios }},
	{"faults", 100, 1, "fault rules of one session; more get 507", func(s *Set) *int { return &s.Faults }},
	{"delay-seconds", 300, 1, "the longest that an answer is held back by a stub or a fault", func(s *Set) *int { return &s.DelaySeconds }},
	{"journal-entries", 10_000, 0, "entries in the journal of one session; 0 turns the journal off", func(s *Set) *int { return &s.JournalEntries }},
	{"journal-bytes", 6 << 20, 1, "the journals of all sessions together; the oldest entries of the largest are dropped first", func(s *Set) *int { return &s.JournalBytes }},
	{"journal-body-bytes", 1 << 20, 0, "what the journal keeps of one body", func(s *Set) *int { return &s.JournalBody }},
	{"journal-streams", 32, 1, "clients that follow the journal at once; more get 429", func(s *Set) *int { return &s.JournalStreams }},
	{"memo-bytes", 4 << 20, 1, "the answers that are remembered for requests that come again, those of all sessions together", func(s *Set) *int { return &s.MemoBytes }},
	{"admin-bytes", 16 << 20, 1, "the body of a request to the control API; more gets 413", func(s *Set) *int { return &s.AdminBytes }},
	{"coverage-items", 50_000, 1, "what coverage remembers of the traffic of one session", func(s *Set) *int { return &s.CoverageItems }},
	{"coverage-total", 500_000, 1, "what coverage remembers of the traffic of all sessions together", func(s *Set) *int { return &s.CoverageTotal }},
	{"pattern-steps", 1_000_000, 1, "steps of comparing one body with the patterns of one stub", func(s *Set) *int { return &s.PatternSteps }},
	{"generated-items", 10_000, 1, "elements of a generated array", func(s *Set) *int { return &s.GeneratedItems }},
	{"generated-values", 100_000, 1, "values in one generated answer", func(s *Set) *int { return &s.GeneratedValues }},
	{"generated-depth", 60, 1, "arrays and objects of a generated answer within each other", func(s *Set) *int { return &s.GeneratedDepth }},
	{"generated-bytes", 1 << 20, 1, "the length of a generated text", func(s *Set) *int { return &s.GeneratedBytes }},
	{"generated-text", 16 << 20, 1, "the length of all texts that are tried for one generated answer", func(s *Set) *int { return &s.GeneratedText }},
	{"generated-steps", 1_500_000, 1, "schemas that are applied to all that is tried for one generated answer", func(s *Set) *int { return &s.GeneratedSteps }},
	{"generated-tries", 20_000, 1, "values that do not fit before the search for a generated answer ends", func(s *Set) *int { return &s.GeneratedTries }},
	{"generated-parts", 10_000, 1, "schemas that apply to one generated value together", func(s *Set) *int { return &s.GeneratedParts }},
	{"generated-header", 8 << 10, 1, "the length of a generated header that is not required", func(s *Set) *int { return &s.GeneratedHeader }},
	{"mended-places", 50, 1, "places of an example that are made anew", func(s *Set) *int { return &s.MendedPlaces }},
}

// Table lists all limits in the order of README.
func Table() []Row { return table }

// Default is the set in which each limit has its default.
func Default() Set {
	var s Set
	for _, row := range table {
		*row.field(&s) = row.Default
	}
	return s
}

// OrDefault is the set, or Default for the zero Set.
func (s Set) OrDefault() Set {
	if s == (Set{}) {
		return Default()
	}
	return s
}

// Value is what a set says of the limit.
func (r Row) Value(s Set) int { return *r.field(&s) }

// Put sets a limit by its name. The error says which names there are, or what the value would be.
func (s *Set) Put(name string, n int) error {
	var names []string
	for _, row := range table {
		if row.Name == name {
			if n < row.Least {
				return fmt.Errorf("the limit %s is at least %d", name, row.Least)
			}
			*row.field(s) = n
			return nil
		}
		names = append(names, row.Name)
	}
	if near := violation.Closest(name, names); near != "" {
		return fmt.Errorf("there is no limit %q; did you mean %s?", name, near)
	}
	return fmt.Errorf("there is no limit %q; there are %s", name, strings.Join(names, ", "))
}
