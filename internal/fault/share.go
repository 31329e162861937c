package fault

import (
	"math/big"
	"regexp"
	"regexp/syntax"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// share is a part of all requests: those whose 64 bits are below a bound. The zero share is none.
type share struct {
	all   bool
	below uint64
}

// takes tells whether the n-th request is one of the share.
func (s share) takes(key fake.Key, n uint64) bool {
	return s.all || key.Cell(int(n)).Uint64() < s.below
}

func (r *Rule) readShare(n *tree.Node, at string, _ limit.Set) error {
	pointer := tree.Join(at, "share")
	r.share = share{all: true}
	if of := member(n, "share"); of != nil {
		part, ok := shareOf(of)
		if !ok {
			return given.Wrong(pointer, "this is %s; expected a number from 0 to 1, such as 0.05, or a percentage, such as \"5%%\".", value.Cut(string(value.AppendJSON(nil, of.Value())), maxName))
		}
		r.share = part
	}
	for _, part := range []struct {
		name  string
		least int64
		to    *uint64
	}{{"first", 1, &r.first}, {"skip", 0, &r.skip}} {
		i, err := given.Int(member(n, part.name), tree.Join(at, part.name), part.least, maxCount)
		if err != nil {
			return err
		}
		*part.to = uint64(i)
	}
	return nil
}

// shareOf reads 0.05 or "5%".
func shareOf(n *tree.Node) (share, bool) {
	v, whole := n.Value(), int64(1)
	if text, is := v.(string); is {
		number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
		parsed, err := value.ParseJSON([]byte(number), value.Limits{})
		if !percent || err != nil {
			return share{}, false
		}
		v, whole = parsed, 100
	}
	part, ok := value.Rat(v)
	if !ok || part.Sign() < 0 || part.Cmp(big.NewRat(whole, 1)) > 0 {
		return share{}, false
	}
	part = part.Quo(part, big.NewRat(whole, 1))
	if part.Cmp(big.NewRat(1, 1)) == 0 {
		return share{all: true}, true
	}
	bound := new(big.Int).Lsh(part.Num(), 64)
	return share{below: bound.Quo(bound, part.Denom()).Uint64()}, true
}

// hits tells whether a rule does something to the n-th request that it is about, n from 1.
func (r *Rule) hits(key fake.Key, n uint64) bool {
	return n > r.skip && (r.first == 0 || n-r.skip <= r.first) && r.share.takes(key, n)
}

// readPattern reads a regular expression as WireMock means it: of the whole path, not of a part.
func (r *Rule) readPattern(n *tree.Node, at string, l limit.Set) error {
	pointer := tree.Join(at, "urlPathPattern")
	text, err := given.Text(member(n, "urlPathPattern"), pointer)
	if err != nil || member(n, "urlPathPattern") == nil {
		return err
	}
	if len(text) > l.PatternBytes {
		return given.Wrong(pointer, "this is longer than %d bytes, the limit that --limit pattern-bytes=N sets.", l.PatternBytes)
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return given.Wrong(pointer, "this is no regular expression of RE2: %s.", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(program.Inst) > maxPattern {
		return given.Wrong(pointer, "this expression has more than %d steps; expected a simpler one.", maxPattern)
	}
	r.bytes += len(program.Inst) * patternCost
	if r.pattern, err = regexp.Compile(`^(?:` + text + `)$`); err != nil {
		return given.Wrong(pointer, "this is no regular expression of RE2: %s.", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return nil
}
