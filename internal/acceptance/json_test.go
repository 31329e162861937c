package acceptance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// An object is a JSON object that remembers the order of its keys.
type object struct {
	keys   []string
	values map[string]any // nil, bool, json.Number, string, []any or object
}

func (o object) has(key string) bool { _, ok := o.values[key]; return ok }

func (o object) text(t tb, key string) string { t.Helper(); return as[string](t, o, key) }

func (o object) boolean(t tb, key string) bool { t.Helper(); return as[bool](t, o, key) }

func (o object) number(t tb, key string) int {
	t.Helper()
	i, err := as[json.Number](t, o, key).Int64()
	if err != nil {
		require.FailNow(t, "not an integer", "%q in %s", key, show(o))
	}
	return int(i)
}

func (o object) list(t tb, key string) []object {
	t.Helper()
	items := as[[]any](t, o, key)
	out := make([]object, len(items))
	for i, item := range items {
		var ok bool
		if out[i], ok = item.(object); !ok {
			require.FailNow(t, "not a list of objects", "%q in %s", key, show(o))
		}
	}
	return out
}

// as is the value of a key, which must be of the kind; the object is shown only if it is not.
func as[T any](t tb, o object, key string) T {
	t.Helper()
	v, ok := o.values[key].(T)
	if !ok {
		require.FailNow(t, "a value of another kind than expected", "%q in %s", key, show(o))
	}
	return v
}

// MarshalJSON writes the keys in their order, so that show tells rows apart by order as well.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(k)
		value, err := json.Marshal(o.values[k])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s:%s", name, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// show is a value as canonical JSON text.
func show(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

func decodeObject(t tb, raw []byte) object {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	v, err := decodeValue(d)
	require.NoError(t, err, "%s", raw)
	_, err = d.Token()
	require.Equal(t, io.EOF, err, "something follows the JSON value: %s", raw)
	o, ok := v.(object)
	require.True(t, ok, "not an object: %s", raw)
	return o
}

func decodeValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return decodeMembers(d)
	case json.Delim('['):
		return decodeItems(d)
	}
	return token, nil
}

func decodeMembers(d *json.Decoder) (any, error) {
	o := object{values: map[string]any{}}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := key.(string)
		if o.has(name) {
			return nil, fmt.Errorf("key %q twice in one object", name)
		}
		if o.values[name], err = decodeValue(d); err != nil {
			return nil, err
		}
		o.keys = append(o.keys, name)
	}
	_, err := d.Token()
	return o, err
}

func decodeItems(d *json.Decoder) (any, error) {
	items := []any{}
	for d.More() {
		v, err := decodeValue(d)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	_, err := d.Token()
	return items, err
}

func TestTheDecoderOfTheseTestsKeepsOrderAndRefusesDoubles(t *testing.T) {
	o := decodeObject(t, []byte(`{"b":1,"a":{"d":null,"c":[true]}}`))
	require.Equal(t, []string{"b", "a"}, o.keys)
	require.Equal(t, `{"b":1,"a":{"d":null,"c":[true]}}`, show(o))
	_, err := decodeValue(json.NewDecoder(bytes.NewReader([]byte(`{"a":1,"a":2}`))))
	require.ErrorContains(t, err, "twice")
}
