package value_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/value"
)

func TestWhatIsKeptOfAnObjectIsDroppedWhenItIsChanged(t *testing.T) {
	o := value.ObjectOf(value.Member{Name: "a", Value: int64(1)})
	schema := new(int)
	assert.Equal(t, len(`{"a":1}`), o.Keep(schema))
	assert.True(t, o.IsKeptFor(schema))
	assert.False(t, o.IsKeptFor(new(int)))
	assert.JSONEq(t, `[{"a":1}]`, string(value.JSON([]any{o})))
	assert.False(t, o.With().IsKeptFor(schema), "a copy is another object")

	o.Set("a", int64(2))
	assert.False(t, o.IsKeptFor(schema))
	assert.JSONEq(t, `{"a":2}`, string(value.JSON(o)))
	assert.False(t, value.NewObject(0).IsKeptFor(nil), "nothing is known of what is not kept")
}
