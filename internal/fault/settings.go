package fault

import (
	"strconv"
	"time"

	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// ReadSettings reads WireMock's global settings: the pace of all answers that have none of their own. What WireMock's own
// clients send of the rest, as it is by default, says nothing.
func ReadSettings(n *tree.Node, at string, l limit.Set) (Pace, error) {
	known := []string{"fixedDelay", "delayDistribution"}
	refused := map[string]string{}
	if proxy := member(n, "proxyPassThrough"); proxy != nil && !proxy.True() {
		refused["proxyPassThrough"] = "mockserver calls nobody"
	} else {
		known = append(known, "proxyPassThrough")
	}
	if extended := member(n, "extended"); extended != nil && (!extended.Is(tree.Object) || extended.Len() > 0) {
		refused["extended"] = "mockserver has no extensions"
	} else {
		known = append(known, "extended")
	}
	if err := given.Known(n, at, known, refused); err != nil {
		return Pace{}, err
	}
	return readPace(n, at, "fixedDelay", l)
}

// Settings is the pace as ReadSettings reads it.
func (p Pace) Settings() *value.Object {
	o := value.NewObject(2)
	if p.own || p.Fixed > 0 {
		o.Set("fixedDelay", p.Fixed.Milliseconds())
	}
	if p.Delay.Type != "" {
		o.Set("delayDistribution", p.Delay.json())
	}
	return o
}

func (d Distribution) json() *value.Object {
	o := value.ObjectOf(value.Member{Name: "type", Value: d.Type})
	millis := func(name string, t time.Duration) { o.Set(name, t.Milliseconds()) }
	number := func(name string, f float64) { o.Set(name, value.ParseNumber(strconv.FormatFloat(f, 'f', -1, 64))) }
	switch d.Type {
	case "fixed":
		millis("milliseconds", d.Lower)
	case "uniform":
		millis("lower", d.Lower)
		millis("upper", d.Upper)
	case "lognormal":
		number("median", d.Median)
		number("sigma", d.Sigma)
		if d.Most > 0 {
			millis("maxValue", d.Most)
		}
	}
	return o
}
