package fake

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"mockserver/internal/value"
)

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
		return fraction(v, 64)
	case float32:
		return fraction(float64(v), 32)
	case error:
		return v.Error(), nil
	case []string:
		return list(v)
	case []int:
		return list(v)
	case []uint:
		return list(v)
	}
	return nil, fmt.Errorf("it makes neither text, number, boolean nor list")
}

func list[T any](made []T) (any, error) {
	items := make([]any, len(made))
	for i, item := range made {
		items[i], _ = plain(item) // of a kind that plain knows
	}
	return items, nil
}

// The digits that all processors agree on: some multiply and add in one step, and round once instead of twice. A number
// with more digits than anybody writes is cut down to those.
const (
	written = 15 // significant digits of a float64
	agreed  = 9
	narrow  = 6 // significant digits of a float32, written and agreed
)

func fraction(v float64, bits int) (any, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("it makes no finite number")
	}
	most, left := written, agreed
	if bits == 32 {
		most, left = narrow, narrow
	}
	if significant(strconv.FormatFloat(v, 'e', -1, bits)) > most {
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', left-1, bits), bits)
	}
	return value.ParseNumber(strconv.FormatFloat(v, 'f', -1, bits)), nil
}

// significant counts the digits of a number such as -1.25e+03.
func significant(text string) int {
	mantissa, _, _ := strings.Cut(text, "e")
	return len(strings.NewReplacer("-", "", ".", "").Replace(mantissa))
}
