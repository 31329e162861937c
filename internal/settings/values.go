package settings

import (
	"fmt"
	"math"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"mockserver/internal/limit"
	"mockserver/internal/value"
)

const (
	wantHost = "a host name or an address without scheme and port, such as 127.0.0.1"
	wantPort = "a port from 0 to 65535"
	wantFile = "a name that is not empty"
)

// switchWords are the values of a switch; a flag without one says true.
var switchWords = []string{"true", "false"}

// reader puts a text into its field; false if the text is none of that kind.
type reader = func(s *Settings, text string, now func() time.Time) bool

func readHost(field func(*Settings) *string) reader {
	return func(s *Settings, text string, _ func() time.Time) bool {
		bare := text
		if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
			bare = text[1 : len(text)-1]
		}
		if _, err := netip.ParseAddr(bare); err != nil && !isHostName(text) {
			return false
		}
		*field(s) = bare
		return true
	}
}

// isHostName is lenient, since the system resolves the name: it refuses what can only be a slip.
func isHostName(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`:/\[]@?#%"'`, r)
	})
}

func readPort(field func(*Settings) *int) reader {
	return func(s *Settings, text string, _ func() time.Time) bool {
		n, ok := whole(text, maxPort)
		*field(s) = int(n)
		return ok
	}
}

func readWord(field func(*Settings) *string) reader {
	return func(s *Settings, text string, _ func() time.Time) bool {
		*field(s) = text // parse has looked it up among the words
		return true
	}
}

func readSwitch(field func(*Settings) *bool) reader {
	return func(s *Settings, text string, _ func() time.Time) bool {
		*field(s) = text == switchWords[0] // parse has looked it up among the words
		return true
	}
}

// readOrigins reads off, * or origins as browsers send them: a scheme and a host, perhaps a port, and nothing behind.
func readOrigins(s *Settings, text string, _ func() time.Time) bool {
	s.CORS = text
	if text == Off || text == "*" {
		return true
	}
	for origin := range strings.SplitSeq(text, ",") {
		u, err := url.Parse(strings.TrimSpace(origin))
		if err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			return false
		}
	}
	return true
}

// readLimit reads NAME=N over what was set before.
func readLimit(s *Settings, text string, _ func() time.Time) bool {
	name, number, ok := strings.Cut(text, "=")
	n, whole := whole(number, math.MaxInt32)
	return ok && whole && s.Limits.Put(name, int(n)) == nil
}

// hintLimit says which limits there are, or how low the named one can be.
func hintLimit(text string) string {
	name, number, ok := strings.Cut(text, "=")
	n, whole := whole(number, math.MaxInt32)
	set := limit.Default()
	if !whole {
		n = math.MaxInt32
	}
	if err := set.Put(name, int(n)); err != nil {
		return "; " + err.Error()
	}
	if ok && !whole {
		return fmt.Sprintf("; a limit is a whole number of at most %d", math.MaxInt32)
	}
	return ""
}

func readToken(s *Settings, text string, _ func() time.Time) bool {
	s.AdminToken = text
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}

func readSeed(s *Settings, text string, _ func() time.Time) bool {
	n, err := strconv.ParseUint(text, 10, 64)
	s.Seed = n
	return err == nil
}

func readRecords(s *Settings, text string, _ func() time.Time) bool {
	n, ok := whole(text, MaxRecords)
	s.Records = int(n)
	return ok && n > 0
}

func readMaxBody(s *Settings, text string, _ func() time.Time) bool {
	n, ok := whole(text, MaxMaxBody)
	s.MaxBody = n
	return ok && n > 0
}

// readClock keeps whole seconds of now: fractions would only make answers harder to read.
func readClock(s *Settings, text string, clock func() time.Time) bool {
	if text == now {
		s.Clock = clock().UTC().Truncate(time.Second)
		return true
	}
	t, ok := value.ParseTime(text)
	s.Clock = t.UTC()
	return ok
}

func readList(field func(*Settings) *[]string) reader {
	return func(s *Settings, text string, _ func() time.Time) bool {
		*field(s) = append(*field(s), text)
		return text != "" && !strings.Contains(text, "\x00")
	}
}

// readCoverage reads the name of a file by whose extension the form is known.
func readCoverage(s *Settings, text string, _ func() time.Time) bool {
	s.Coverage = text
	extension := strings.ToLower(filepath.Ext(text))
	return !strings.Contains(text, "\x00") && len(filepath.Base(text)) > len(extension) && (extension == ".json" || extension == ".html" || extension == ".xml")
}

func readURL(s *Settings, text string, _ func() time.Time) bool {
	s.URL = text
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

// readSession takes what a header can hold.
func readSession(s *Settings, text string, _ func() time.Time) bool {
	s.Session = text
	return strings.TrimSpace(text) == text && text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func readMin(s *Settings, text string, _ func() time.Time) bool {
	n, ok := whole(text, 100)
	s.Min = int(n)
	return ok
}

// whole reads decimal digits: no sign, no underscores, nothing that other programs would read differently.
func whole(text string, most int64) (int64, bool) {
	if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n <= most
}
