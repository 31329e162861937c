package matcher

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// format is how the actual time is written.
type format struct {
	layout string // as package time has it
	local  bool   // it has no zone
	unit   int64  // of a number since 1970, in parts of a second; 0: it is no number
}

// letters are those of java.time.format.DateTimeFormatter, as package time writes the same.
var letters = map[string]string{
	"yyyy": "2006", "uuuu": "2006", "y": "2006", "u": "2006", "yy": "06", "uu": "06",
	"M": "1", "MM": "01", "MMM": "Jan", "MMMM": "January", "L": "1", "LL": "01",
	"d": "2", "dd": "02", "DDD": "002", "E": "Mon", "EE": "Mon", "EEE": "Mon", "EEEE": "Monday",
	"HH": "15", "h": "3", "hh": "03", "a": "PM", "m": "4", "mm": "04", "s": "5", "ss": "05",
	"Z": "-0700", "ZZ": "-0700", "ZZZ": "-0700", "X": "Z07", "XX": "Z0700", "XXX": "Z07:00", "x": "-07", "xx": "-0700", "xxx": "-07:00",
	"z": "MST", "zzz": "MST",
}

// newFormat reads a pattern of Java, unix (seconds) or epoch (milliseconds). The error is a reason.
func newFormat(text string) (*format, error) {
	switch strings.ToLower(text) {
	case "unix":
		return &format{unit: 1}, nil
	case "epoch":
		return &format{unit: 1000}, nil
	}
	if len(text) > maxDate {
		return nil, fmt.Errorf("it has more than %d bytes", maxDate)
	}
	f := &format{local: true}
	for i := 0; i < len(text); {
		n := run(text[i:])
		layout, err := f.part(text[i : i+n])
		if err != nil {
			return nil, err
		}
		f.layout += layout
		i += n
	}
	return f, nil
}

// run is how much of a pattern belongs together.
func run(text string) int {
	if text[0] == '\'' {
		if end := strings.IndexByte(text[1:], '\''); end >= 0 {
			return end + 2
		}
		return len(text)
	}
	n := 1
	for n < len(text) && text[n] == text[0] && isAlpha(text[0]) {
		n++
	}
	return n
}

func isAlpha(c byte) bool { return 'a' <= c|' ' && c|' ' <= 'z' }

func (f *format) part(text string) (string, error) {
	if !isAlpha(text[0]) {
		literal := strings.Trim(text, "'")
		if text == "''" {
			literal = "'"
		}
		if literal != "T" && literal != "Z" && strings.ContainsFunc(literal, func(r rune) bool { return r < 128 && isWord(byte(r)) }) {
			return "", fmt.Errorf("it has the text %s", text)
		}
		return literal, nil
	}
	if text[0] == 'S' && strings.HasSuffix(f.layout, ".") {
		return strings.Repeat("0", len(text)), nil
	}
	layout, ok := letters[text]
	if !ok {
		return "", fmt.Errorf("it has %s", text)
	}
	f.local = f.local && strings.IndexByte("ZXxz", text[0]) < 0
	return layout, nil
}

func (f *format) read(text string) (instant, bool) {
	if f.unit == 0 {
		t, ok := parseTime(f.layout, text)
		return instant{t, f.local}, ok
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return instant{}, false
	}
	rest := n % f.unit
	return instant{Time: time.Unix(n/f.unit, rest*int64(time.Second)/f.unit).UTC()}, true
}
