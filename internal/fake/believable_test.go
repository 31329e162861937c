package fake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

func compiled(t testing.TB, text string) *schema.Schema {
	t.Helper()
	s, err := compile(text)
	require.NoError(t, err)
	return s
}

func made(t testing.TB, g fake.Generator, seed uint64, s *schema.Schema) any {
	t.Helper()
	if g.Clock.IsZero() {
		g.Clock = clock
	}
	v, err := g.Value(fake.NewKey(seed, "test"), s)
	require.NoError(t, err)
	require.True(t, s.Fits(v, g.Mode), "%s", value.AppendJSON(nil, v))
	return v
}

func required(properties string) string {
	root, _ := tree.Parse("p", []byte("{"+properties+"}"), tree.DefaultLimits)
	return `{"type":"object","required":["` + strings.Join(root.Members(), `","`) + `"],"properties":{` + properties + `}}`
}

// textAt is the text at a path, "" if there is none.
func textAt(v any, path string) string { return value.Text(value.At(v, path)) }

func TestWhatStandsTogetherGoesTogether(t *testing.T) {
	s := compiled(t, required(`"firstName":{"type":"string"},"last_name":{"type":"string"},"e-mail":{"type":"string","format":"email"},"FullName":{"type":"string"},
		"createdAt":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},"startDate":{"type":"string","format":"date"},"endDate":{"type":"string","format":"date"},
		"created":{"type":"integer"},"updated":{"type":"integer"},"minPrice":{"type":"number"},"maxPrice":{"type":"number"},"latitude":{"type":"number"},"longitude":{"type":"number"},
		"currency":{"type":"string"},"country":{"type":"string"},"countryCode":{"type":"string"},"url":{"type":"string"},"id":{"type":"integer"},
		"address":`+required(`"city":{"type":"string"},"country":{"type":"string"}`)))
	cities := map[string]string{}
	for seed := range uint64(200) {
		v := made(t, fake.Generator{Mode: schema.Answer}, seed, s)
		first, last := textAt(v, "firstName"), textAt(v, "last_name")
		assert.Equal(t, first+" "+last, textAt(v, "FullName"))
		assert.Contains(t, textAt(v, "e-mail"), strings.ToLower(last))
		assert.Regexp(t, `@example\.(com|org)$`, textAt(v, "e-mail"))
		assert.Less(t, textAt(v, "createdAt"), textAt(v, "updated_at"))
		assert.Less(t, textAt(v, "startDate"), textAt(v, "endDate"))
		assert.Negative(t, value.Compare(value.At(v, "created"), value.At(v, "updated")))
		assert.Negative(t, value.Compare(value.At(v, "minPrice"), value.At(v, "maxPrice")))
		for name, most := range map[string]int64{"latitude": 90, "longitude": 180} {
			assert.LessOrEqual(t, value.Compare(value.At(v, name), most), 0)
			assert.GreaterOrEqual(t, value.Compare(value.At(v, name), -most), 0)
		}
		assert.Regexp(t, `^[A-Z]{3}$`, textAt(v, "currency"))
		assert.Regexp(t, `^[A-Z]{2}$`, textAt(v, "countryCode"))
		assert.Regexp(t, `^https://(www\.)?example\.com`, textAt(v, "url"))
		assert.Positive(t, value.Compare(value.At(v, "id"), int64(0)))
		assert.Equal(t, textAt(v, "country"), textAt(v, "address.country"))
		city := textAt(v, "address.city")
		if cities[city] == "" {
			cities[city] = textAt(v, "country")
		}
		assert.Equal(t, cities[city], textAt(v, "country"), "the country of %s", city)
		assert.Less(t, textAt(v, "updated_at"), "2025-07-01T12:00:00Z")
		assert.Greater(t, textAt(v, "createdAt"), "2023-06-30T12:00:00Z")
	}
}

func TestTheEmailBelongsToTheName(t *testing.T) {
	properties := required(`"name":{"type":"string"},"email":{"type":"string"}`)
	for _, text := range []string{properties, required(`"account":` + properties), `{"title":"Team Member",` + properties[1:], `{"title":"Tagger",` + properties[1:]} {
		s := compiled(t, text)
		for seed := range uint64(20) {
			v := made(t, fake.Generator{}, seed, s)
			if inner := value.At(v, "account"); inner != nil {
				v = inner
			}
			parts := strings.Fields(strings.ToLower(textAt(v, "name")))
			require.Len(t, parts, 2)
			require.True(t, strings.HasPrefix(textAt(v, "email"), parts[0]+"."+parts[1]+"@"), "%s", value.AppendJSON(nil, v))
		}
	}
}

func TestOfNoSchemaThereIsAnEmptyObject(t *testing.T) {
	v, err := fake.Generator{}.Value(1, nil)
	require.NoError(t, err)
	require.Equal(t, "{}", string(value.AppendJSON(nil, v)))
}

func TestWithoutAClockTimesFitToo(t *testing.T) {
	s := compiled(t, `{"type":"string","format":"date-time"}`)
	_, err := fake.Generator{}.Value(1, s)
	require.NoError(t, err)
}

func TestANameIsThatOfItsOwner(t *testing.T) {
	for owner, pattern := range map[string]string{
		"customer": `^[A-Z][a-z]+ [A-Z][a-z]+$`,
		"company":  `^[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+$`,
		"file":     `^[a-z]+\.pdf$`,
		"pets":     `^[A-Z][a-z]+$`,
	} {
		s := compiled(t, required(`"`+owner+`":`+required(`"name":{"type":"string"}`)))
		for seed := range uint64(20) {
			assert.Regexp(t, pattern, textAt(made(t, fake.Generator{}, seed, s), owner+".name"))
		}
	}
}

func TestAnotherPropertyLeavesTheOthersAsTheyWere(t *testing.T) {
	few := compiled(t, `{"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"owner":{"type":"object","properties":{"email":{"type":"string"}}}}}`)
	more := compiled(t, `{"type":"object","required":["zip"],"properties":{"age":{"type":"integer"},"name":{"type":"string"},"zip":{"type":"string","pattern":"^[0-9]{5}$"},"tags":{"type":"array","items":{"type":"string"}},"owner":{"type":"object","properties":{"id":{"type":"integer"},"email":{"type":"string"}}}}}`)
	for seed := range uint64(100) {
		a, b := made(t, fake.Generator{}, seed, few), made(t, fake.Generator{}, seed, more)
		for _, path := range []string{"name", "tags", "owner.email"} {
			assert.Equal(t, value.At(a, path), value.At(b, path), path)
		}
	}
}

func TestTheSameKeyGivesTheSameValue(t *testing.T) {
	s := compiled(t, `{"type":"array","minItems":3,"items":{"type":"object","additionalProperties":{"type":"string"},"minProperties":3}}`)
	different := map[string]bool{}
	for seed := range uint64(50) {
		v := made(t, fake.Generator{}, seed, s)
		require.Equal(t, v, made(t, fake.Generator{}, seed, s))
		different[string(value.AppendJSON(nil, v))] = true
	}
	require.Len(t, different, 50)
}

func TestExamplesOfPropertiesAreTaken(t *testing.T) {
	s := compiled(t, required(`"a":{"type":"string","example":"first"},"b":{"type":"integer","examples":["no integer",7]},"c":{"type":"string","default":"usual"},
		"d":{"type":"object","required":["x"],"properties":{"x":{"type":"integer"}},"example":{"x":5}},"e":{"type":"integer","default":"wrong"},"f":{"type":"string","example":null}`))
	v := made(t, fake.Generator{Mode: schema.Answer}, 1, s)
	assert.Equal(t, []any{"first", int64(7), "usual", int64(5)}, []any{value.At(v, "a"), value.At(v, "b"), value.At(v, "c"), value.At(v, "d.x")})
	v = made(t, fake.Generator{Mode: schema.Answer, Dynamic: true}, 1, s)
	assert.NotEqual(t, "first", value.At(v, "a"))
	assert.NotEqual(t, int64(7), value.At(v, "b"))
	assert.NotEqual(t, "usual", value.At(v, "c"))
	assert.NotEqual(t, int64(5), value.At(v, "d.x"))
}

func TestAnArrayOfExamplesDoesNotRepeatThem(t *testing.T) {
	s := compiled(t, `{"type":"array","items":{"type":"object","required":["id"],"properties":{"id":{"type":"integer","example":12}}}}`)
	for seed := range uint64(20) {
		require.Equal(t, `[{"id":12}]`, string(value.AppendJSON(nil, made(t, fake.Generator{}, seed, s))))
	}
}

func TestPropertiesGoTheirWay(t *testing.T) {
	s := compiled(t, required(`"id":{"type":"integer","readOnly":true},"name":{"type":"string"},"secret":{"type":"string","writeOnly":true}`))
	for seed := range uint64(20) {
		require.Equal(t, "", textAt(made(t, fake.Generator{Mode: schema.Answer}, seed, s), "secret"))
		require.NotEqual(t, "", textAt(made(t, fake.Generator{Mode: schema.Answer}, seed, s), "id"))
		require.Equal(t, "", textAt(made(t, fake.Generator{Mode: schema.ReadRequest}, seed, s), "id"))
		require.NotEqual(t, "", textAt(made(t, fake.Generator{Mode: schema.ReadRequest}, seed, s), "secret"))
	}
}

func TestADiscriminatorNamesTheBranch(t *testing.T) {
	s := compiled(t, `{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"discriminator":{"propertyName":"kind","mapping":{"hound":"#/components/schemas/Dog"}},
		"components":{"schemas":{"Cat":`+required(`"kind":{"type":"string"},"lives":{"type":"integer"}`)+`,"Dog":`+required(`"kind":{"type":"string"},"bark":{"type":"string"}`)+`}}}`)
	seen := map[string]bool{}
	for seed := range uint64(20) {
		v := made(t, fake.Generator{}, seed, s)
		kind := textAt(v, "kind")
		seen[kind] = true
		assert.Equal(t, kind == "hound", textAt(v, "bark") != "")
		assert.Equal(t, kind == "Cat", textAt(v, "lives") != "")
	}
	require.Len(t, seen, 2)
}

func TestADiscriminatorThatNeedNotBeThereIsThere(t *testing.T) {
	s := compiled(t, `{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"discriminator":{"propertyName":"kind"},
		"components":{"schemas":{"Cat":{"type":"object","properties":{"kind":{"type":"string"},"name":{"type":"string"}}},"Dog":{"type":"object","properties":{"kind":{"type":"string"},"bark":{"type":"string"}}}}}}`)
	for seed := range uint64(40) {
		assert.Contains(t, []string{"Cat", "Dog"}, textAt(made(t, fake.Generator{}, seed, s), "kind"))
	}
}

func TestISBNsHaveTheirCheckDigits(t *testing.T) {
	s := compiled(t, `{"type":"object","required":["isbn","isbn10","short"],"properties":{"isbn":{"type":"string"},"isbn10":{"type":"string"},"short":{"type":"object","required":["isbn"],"properties":{"isbn":{"type":"string","maxLength":10}}}}}`)
	seen := map[string]bool{}
	for seed := range uint64(40) {
		v := made(t, fake.Generator{}, seed, s)
		short, _ := v.(*value.Object).Get("short")
		long := textAt(v, "isbn")
		require.Regexp(t, `^978[01]\d{9}$`, long)
		sum := 0
		for i, digit := range long {
			sum += int(digit-'0') * []int{1, 3}[i%2]
		}
		assert.Zero(t, sum%10, long)
		for _, ten := range []string{textAt(v, "isbn10"), textAt(short, "isbn")} {
			require.Regexp(t, `^[01]\d{8}[\dX]$`, ten)
			sum := 0
			for i, digit := range ten {
				sum += strings.IndexRune("0123456789X", digit) * (10 - i)
			}
			assert.Zero(t, sum%11, ten)
		}
		seen[long] = true
	}
	assert.Greater(t, len(seen), 30)
}

func TestValuesStayWhatTheyAre(t *testing.T) {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(scenario.Read(t, "testdata/schemas.txt")), "\n") {
		s := compiled(t, line)
		b.WriteString(line + "\n")
		for seed := range uint64(3) {
			b.WriteString("  " + string(value.AppendJSON(nil, made(t, fake.Generator{Mode: schema.Answer}, seed, s))) + "\n")
		}
	}
	scenario.Golden(t, "testdata/values.golden", b.String())
}

func BenchmarkValue(b *testing.B) {
	s := compiled(b, `{"type":"array","minItems":12,"maxItems":12,"items":`+required(`"id":{"type":"integer"},"name":{"type":"string"},"email":{"type":"string","format":"email"},"status":{"enum":["a","b"]},
		"createdAt":{"type":"string","format":"date-time"},"price":{"type":"number"},"description":{"type":"string"},"uuid":{"type":"string","format":"uuid"},"tags":{"type":"array","items":{"type":"string"}},
		"address":`+required(`"city":{"type":"string"},"zip":{"type":"string","pattern":"^[0-9]{5}$"},"url":{"type":"string","format":"uri"}`))+`}`)
	g := fake.Generator{Mode: schema.Answer, Clock: clock}
	b.ReportAllocs()
	for i := range b.N {
		v, err := g.Value(fake.Key(i), s)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(value.AppendJSON(nil, v))))
	}
}
