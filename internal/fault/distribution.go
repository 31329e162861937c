package fault

import (
	"math"
	"time"

	"mockserver/internal/fake"
	"mockserver/internal/given"
	"mockserver/internal/tree"
)

// Distribution says how delays are spread. The zero Distribution delays nothing.
type Distribution struct {
	Type          string        // fixed uniform lognormal; "": none
	Lower, Upper  time.Duration // of a uniform one, both included; of a fixed one the same
	Median, Sigma float64       // of a lognormal one: the median in milliseconds, the standard deviation of the logarithm
	Most          time.Duration // of a lognormal one; 0: none
}

var distributions = map[string][]string{
	"fixed":     {"type", "milliseconds"},
	"uniform":   {"type", "lower", "upper"},
	"lognormal": {"type", "median", "sigma", "maxValue"},
}

// maxSigma is far beyond what spreads anything: half of all delays are then longer than the median times e^6.
const maxSigma = 10

func readDistribution(n *tree.Node, at string, most time.Duration) (Distribution, error) {
	none := Distribution{}
	if n == nil {
		return none, nil
	}
	if !n.Is(tree.Object) {
		return none, given.Known(n, at, nil, nil)
	}
	kind := tree.Join(at, "type")
	if err := needed(member(n, "type"), kind, "fixed, uniform or lognormal"); err != nil {
		return none, err
	}
	word, err := given.Word(member(n, "type"), kind, "fixed", "uniform", "lognormal")
	if err != nil {
		return none, err
	}
	if err := given.Known(n, at, distributions[word], nil); err != nil {
		return none, err
	}
	d := Distribution{Type: word}
	switch word {
	case "fixed":
		d.Lower, err = readNeeded(n, at, "milliseconds", most)
		d.Upper = d.Lower
	case "uniform":
		err = d.readUniform(n, at, most)
	case "lognormal":
		err = d.readLognormal(n, at, most)
	}
	return d, err
}

func readNeeded(n *tree.Node, at, name string, most time.Duration) (time.Duration, error) {
	if err := needed(member(n, name), tree.Join(at, name), "a whole number of milliseconds"); err != nil {
		return 0, err
	}
	return readMillis(member(n, name), tree.Join(at, name), most)
}

func (d *Distribution) readUniform(n *tree.Node, at string, most time.Duration) (err error) {
	if d.Lower, err = readNeeded(n, at, "lower", most); err != nil {
		return err
	}
	if d.Upper, err = readNeeded(n, at, "upper", most); err != nil {
		return err
	}
	if d.Upper < d.Lower {
		return given.Wrong(tree.Join(at, "upper"), "this is %d, below lower, which is %d.", d.Upper.Milliseconds(), d.Lower.Milliseconds())
	}
	return nil
}

func (d *Distribution) readLognormal(n *tree.Node, at string, most time.Duration) (err error) {
	for _, part := range []struct {
		name string
		most float64
		to   *float64
	}{{"median", float64(most.Milliseconds()), &d.Median}, {"sigma", maxSigma, &d.Sigma}} {
		pointer := tree.Join(at, part.name)
		if err := needed(member(n, part.name), pointer, "a number"); err != nil {
			return err
		}
		if *part.to, err = given.Number(member(n, part.name), pointer, 0, part.most); err != nil {
			return err
		}
	}
	d.Most, err = readMillis(member(n, "maxValue"), tree.Join(at, "maxValue"), most)
	return err
}

// redraws bounds how often a delay above the greatest one is drawn again, as WireMock does without end.
const redraws = 100

// draw is the n-th delay, a whole number of milliseconds.
func (d Distribution) draw(key fake.Key, n uint64) time.Duration {
	stream := key.Cell(int(n))
	switch d.Type {
	case "fixed", "uniform":
		return time.Duration(stream.Between(d.Lower.Milliseconds(), d.Upper.Milliseconds())) * time.Millisecond
	case "lognormal":
		for range redraws {
			if drawn := d.lognormal(stream); d.Most == 0 || drawn <= d.Most {
				return drawn
			}
		}
		return d.Most
	}
	return 0
}

// lognormal is the median times e to the power of a normal deviate (Box and Muller's). Rounding to milliseconds keeps what
// processors compute differently in the last bit from being seen.
func (d Distribution) lognormal(stream *fake.Stream) time.Duration {
	unit := func() float64 { return (float64(stream.Uint64()>>11) + 0.5) / (1 << 53) }
	first, second := unit(), unit()
	normal := math.Sqrt(-2*math.Log(first)) * math.Cos(2*math.Pi*second)
	millis := math.Round(d.Median * math.Exp(d.Sigma*normal))
	return time.Duration(min(millis, math.MaxInt32)) * time.Millisecond
}
