package population

import (
	"fmt"
	"strconv"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// Keys of records that schemas describe: unique by construction, each a function of the record's number.

// identify finds how the keys of the collection are made, where the fixture does not say.
func (c *Collection) identify() {
	f := c.byName[c.Key]
	if f == nil {
		f = &Field{Name: c.Key, hidden: true}
		c.add(f)
	}
	var one func(number int) any
	switch {
	case f.drawn || f.hidden && f.make == nil:
		f.drawn = false
		one = c.keyMaker(f, c.SchemaOf(c.Key))
	case f.sequence != nil:
		start, step := f.sequence.start, f.sequence.step
		one = func(number int) any { return start + int64(number)*step }
	default:
		return // the fixture says
	}
	taken := map[any]int{}
	for i, pinned := range c.pinned {
		if v, ok := pinned.Get(c.Key); ok && v != nil {
			taken[v] = i
		}
	}
	f.make = func(_ *Field, cell *cell) any {
		v := one(cell.number)
		for owner, pinned := taken[v]; pinned && owner != cell.number; owner, pinned = taken[v] {
			v = one(owner) // a pinned record leaves its own to the one whose key is pinned
		}
		return v
	}
}

// keyMaker is the first way to make keys whose keys fit the schema, or the values of an enum, which bound the collection.
func (c *Collection) keyMaker(f *Field, s *schema.Schema) func(number int) any {
	if s == nil {
		return func(number int) any { return int64(number + 1) }
	}
	if values := domainOf(s); values != nil {
		c.Size = min(c.Size, len(values))
		c.declared = min(c.declared, c.Size)
		return func(number int) any { return values[number%len(values)] }
	}
	for _, one := range []func(int) any{c.counted(s), c.uuid(f, s), c.likeExample(f, s), c.numbered(s)} {
		if one != nil && c.fitsAll(one, s) {
			return one
		}
	}
	return c.generated(f, s)
}

// fitsAll tells whether keys fit a schema: the first, the last, and those that may be created.
func (c *Collection) fitsAll(one func(int) any, s *schema.Schema) bool {
	for _, number := range []int{0, 1, 9, max(0, c.Size-1), c.Size + 1} {
		if !s.Fits(one(number), schema.Answer) {
			return false
		}
	}
	return true
}

// counted are integers from 1, or from the least that there may be.
func (c *Collection) counted(s *schema.Schema) func(int) any {
	if !s.Kinds().Has(schema.Integer) && !s.Kinds().Has(schema.Number) || s.Kinds().Has(schema.String) {
		return nil
	}
	start, step := int64(1), int64(1)
	for one := range s.Chain {
		if one.Minimum != nil {
			if least, ok := value.Int(one.Minimum); ok && least > start {
				start = least
			}
		}
		if one.MultipleOf != nil {
			if by, ok := value.Int(one.MultipleOf); ok && by > 0 {
				start, step = (start+by-1)/by*by, by
			}
		}
	}
	return func(number int) any { return start + int64(number)*step }
}

// uuid are UUIDs of version 4 (RFC 9562): the number of the record is in the first digits, permuted.
func (c *Collection) uuid(f *Field, s *schema.Schema) func(int) any {
	if format := s.FormatOf(); format != "uuid" && format != "guid" {
		return nil
	}
	key := f.key.Sub("uuid")
	return func(number int) any {
		stream := key.Cell(number)
		first := key.Permute(uint64(number), 1<<32)
		rest, last := stream.Uint64(), stream.Uint64()
		return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", first, rest&0xffff, rest>>16&0xfff, 0x8000|rest>>32&0x3fff, last&0xffffffffffff)
	}
}

// likeExample are texts that look like the example of the schema: its letters and digits are others.
func (c *Collection) likeExample(f *Field, s *schema.Schema) func(int) any {
	example, ok := c.keyExample(s)
	if !ok || len(example) > maxExampleKey {
		return nil
	}
	prefix := example[:strings.LastIndexAny(example, "_-:/.")+1]
	tail := example[len(prefix):]
	width := uint64(1)
	for _, r := range tail {
		if class := classOf(r); class != "" && width < 1<<40 {
			width *= uint64(len(class))
		}
	}
	if !strings.ContainsAny(tail, digits) || width < 4*uint64(c.Size)+1000 {
		return nil
	}
	key := f.key.Sub("example")
	return func(number int) any {
		rest, stream := key.Permute(uint64(number), width), key.Cell(number)
		made, left := []rune(tail), width
		for i, r := range made {
			class := classOf(r)
			switch {
			case class == "":
			case left > 1:
				made[i] = rune(class[rest%uint64(len(class))])
				rest, left = rest/uint64(len(class)), left/uint64(len(class))
			default: // what comes before tells the records apart
				made[i] = rune(class[stream.Below(uint64(len(class)))])
			}
		}
		return prefix + string(made)
	}
}

const (
	maxExampleKey = 64
	digits        = "0123456789"
	smallLetters  = "abcdefghijklmnopqrstuvwxyz"
	largeLetters  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// classOf are the characters that may stand for one of an example; "" if it stays.
func classOf(r rune) string {
	for _, class := range []string{digits, smallLetters, largeLetters} {
		if strings.ContainsRune(class, r) {
			return class
		}
	}
	return ""
}

// keyExample is the text that the schema, or the first record that the document shows, has for a key.
func (c *Collection) keyExample(s *schema.Schema) (string, bool) {
	for one := range s.Chain {
		for _, v := range one.Examples {
			if text, ok := v.(string); ok && text != "" {
				return text, true
			}
		}
	}
	for _, pinned := range c.pinned {
		v, _ := pinned.Get(c.Key)
		if text, ok := v.(string); ok && text != "" {
			return text, true
		}
	}
	return "", false
}

// numbered are the numbers of the records as texts, as long as the schema wants them.
func (c *Collection) numbered(s *schema.Schema) func(int) any {
	if !s.Kinds().Has(schema.String) && s.Kinds() != 0 {
		return nil
	}
	least := int64(0)
	for one := range s.Chain {
		least = max(least, min(one.MinLength, maxExampleKey))
	}
	return func(number int) any {
		text := strconv.Itoa(number + 1)
		return strings.Repeat("0", max(0, int(least)-len(text))) + text
	}
}

// lettered is a number in letters.
func lettered(number int) string {
	text := ""
	for n := number; ; n = n/len(smallLetters) - 1 {
		if text = string(smallLetters[n%len(smallLetters)]) + text; n < len(smallLetters) {
			return text
		}
	}
}

// maxDraws is how often a key is made anew that another record has.
const maxDraws = 20

// generated are values that fit the schema; where two are the same, the later one is made anew. It is the last way, since
// those depend on the ones before.
func (c *Collection) generated(f *Field, s *schema.Schema) func(int) any {
	keys, taken := make([]any, 0, c.Size), map[any]bool{}
	for number := range c.Size {
		key, fresh := c.drawKey(f.key, s, number, taken)
		if !fresh {
			c.Size = number // no more are to be found
			c.declared = min(c.declared, c.Size)
			break
		}
		keys, taken[key] = append(keys, key), true
	}
	return func(number int) any {
		if number < len(keys) {
			return keys[number]
		}
		key, _ := c.drawKey(f.key, s, number, nil)
		return key
	}
}

func (c *Collection) drawKey(k fake.Key, s *schema.Schema, number int, taken map[any]bool) (key any, fresh bool) {
	g := c.generator(1)
	for again := range maxDraws {
		v, err := g.Value(k.Sub(strconv.Itoa(number)).Sub(strconv.Itoa(again)), s)
		if err != nil {
			return nil, false
		}
		if key, err = keyOf(v); err != nil {
			return nil, false
		}
		if !taken[key] {
			return key, true
		}
		if text, ok := key.(string); ok { // names come again before there are enough of them
			name, domain, _ := strings.Cut(text, "@")
			numbered := strings.TrimSuffix(name+strconv.Itoa(number+1)+"@"+domain, "@")
			for _, longer := range []string{numbered, text + "-" + lettered(number), text + lettered(number)} {
				if !taken[longer] && s.Fits(longer, schema.Answer) {
					return longer, true
				}
			}
		}
	}
	return key, false
}
