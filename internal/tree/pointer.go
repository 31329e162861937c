package tree

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

var (
	tokenEscaper   = strings.NewReplacer("~", "~0", "/", "~1")
	tokenUnescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// At returns the node that a JSON pointer (RFC 6901) names below this one, nil if there is none or the pointer is
// malformed. The form of a URI fragment, "#/paths/~1a%20b", is accepted too.
func (n *Node) At(pointer string) *Node {
	tokens, err := Split(pointer)
	if err != nil {
		return nil
	}
	for _, token := range tokens {
		n = n.child(token)
	}
	return n
}

// child is the member of an object, or the element of an array, that a pointer's token names.
func (n *Node) child(token string) *Node {
	if !n.Is(Array) {
		return n.Get(token)
	}
	// RFC 6901 §4: digits without leading zeros.
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(n.Items) || strconv.Itoa(i) != token {
		return nil
	}
	return n.Items[i]
}

// Unescape is the name that a token of a JSON pointer means (RFC 6901, section 4).
func Unescape(token string) string { return tokenUnescaper.Replace(token) }

// Join appends tokens to a JSON pointer, escaping what must be: Join("/paths", "/a/b") is "/paths/~1a~1b".
func Join(pointer string, tokens ...string) string {
	var b strings.Builder
	b.WriteString(pointer)
	for _, token := range tokens {
		b.WriteByte('/')
		if strings.ContainsAny(token, "~/") {
			token = tokenEscaper.Replace(token)
		}
		b.WriteString(token)
	}
	return b.String()
}

// Split takes a JSON pointer apart into its unescaped tokens; the form of a URI fragment (#…) is percent-decoded first.
// The error says what is malformed.
func Split(pointer string) ([]string, error) {
	plain := pointer
	if fragment, ok := strings.CutPrefix(pointer, "#"); ok {
		decoded, err := url.PathUnescape(fragment)
		if err != nil {
			return nil, fmt.Errorf("%q is not a JSON pointer: after %% two hexadecimal digits are expected", pointer)
		}
		plain = decoded
	}
	if plain == "" {
		return nil, nil
	}
	if plain[0] != '/' {
		return nil, fmt.Errorf("%q is not a JSON pointer: it must be empty or begin with /", pointer)
	}
	tokens := strings.Split(plain[1:], "/")
	for i, token := range tokens {
		if !strings.Contains(token, "~") {
			continue
		}
		if !validEscapes(token) {
			return nil, fmt.Errorf("%q is not a JSON pointer: after ~ a 0 (for ~) or a 1 (for /) is expected", pointer)
		}
		tokens[i] = Unescape(token)
	}
	return tokens, nil
}

func validEscapes(token string) bool {
	for i := 0; i < len(token); i++ {
		if token[i] != '~' {
			continue
		}
		if i++; i == len(token) || token[i] != '0' && token[i] != '1' {
			return false
		}
	}
	return true
}
