package fake

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/brianvoe/gofakeit/v7"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Leaf makes one value from a stream.
type Leaf func(s *Stream) any

// Parameter is one argument of a gofakeit function, a list having several words.
type Parameter struct {
	Name  string
	Words []string
}

// clocked are the functions of gofakeit that depend on the day on which they are called: no use here.
var clocked = []string{"date", "pastdate", "futuredate", "year", "creditcardexp", "creditcard", "time", "daterange", "nanosecond"}

// Function finds a function of gofakeit by its name, such as "firstname", with its parameters.
func Function(name string, parameters []Parameter) (Leaf, error) {
	info := gofakeit.GetFuncLookup(name)
	switch {
	case info == nil:
		return nil, unknownFunction(name)
	case slices.Contains(clocked, strings.ToLower(name)):
		return nil, fmt.Errorf("gofakeit's %q depends on the day it is called on; use `time:` instead", name)
	}
	arguments := gofakeit.NewMapParams()
	for _, p := range parameters {
		known := slices.ContainsFunc(info.Params, func(k gofakeit.Param) bool { return k.Field == p.Name })
		if !known {
			return nil, fmt.Errorf("gofakeit's %q has no parameter %q", name, p.Name)
		}
		for _, word := range p.Words {
			arguments.Add(p.Name, word)
		}
	}
	if _, err := call(info, arguments, &Stream{}); err != nil {
		return nil, fmt.Errorf("gofakeit's %q: %w", name, err)
	}
	return func(s *Stream) any {
		v, _ := call(info, arguments, s) // it depends on the parameters alone whether it fails: tried above
		return v
	}, nil
}

func unknownFunction(name string) error {
	if near := violation.Closest(name, slices.Sorted(maps.Keys(gofakeit.FuncLookups))); near != "" {
		return fmt.Errorf("gofakeit has no function %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("gofakeit has no function %q", name)
}

func call(info *gofakeit.Info, arguments *gofakeit.MapParams, s *Stream) (any, error) {
	made, err := info.Generate(gofakeit.NewFaker(source{s}, false), arguments, info)
	if err != nil {
		return nil, err
	}
	return plain(made)
}

type source struct{ *Stream }

var _ rand.Source = source{}

// plain turns what gofakeit made into a value.
func plain(made any) (any, error) {
	switch v := made.(type) {
	case string:
		return v, nil
	case bool:
		return v, nil
	case int:
		return int64(v), nil
	case int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return value.ParseNumber(fmt.Sprint(v)), nil
	case float64:
		return value.ParseNumber(strconv.FormatFloat(v, 'f', -1, 64)), nil
	case float32:
		return value.ParseNumber(strconv.FormatFloat(float64(v), 'f', -1, 32)), nil
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return list, nil
	}
	return nil, fmt.Errorf("it makes neither text, number, boolean nor list")
}
