package fake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// camel and kebab write a name of snake_case otherwise.
func camel(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

func kebab(name string) string { return strings.ReplaceAll(name, "_", "-") }

// inOrder are names of which, in one object, each is at most the next.
var inOrder = map[string][]string{
	`{"type":"string","format":"date-time"}`: {
		"first_seen last_seen", "first_seen_at last_seen_at", "valid_from valid_until", "valid_from valid_to", "begins_at ends_at", "begin end",
		"starts_at ends_at", "start end", "start_time end_time", "ordered_at shipped_at delivered_at", "issued_on expires_on", "issued_at expires_at",
		"check_in check_out", "date_from date_to", "from to", "from_date to_date", "departure arrival", "departure_time arrival_time",
		"hired_at terminated_at", "not_before not_after", "created_at updated_at", "created updated deleted_at", "birth_date created_at",
		"min_date max_date", "earliest latest", "opens_at closes_at", "created_at expires_at", "trial_start trial_end",
	},
	`{"type":"string","format":"date"}`: {
		"valid_from valid_until", "check_in check_out", "check_in_date check_out_date", "date_from date_to", "from to", "hire_date termination_date",
		"issue_date expiry_date", "birth_date hire_date", "departure_date arrival_date", "order_date ship_date delivery_date",
	},
	`{"type":"string","format":"time"}`:                      {"start_time end_time", "opens_at closes_at", "opening_time closing_time", "from to", "departure arrival"},
	`{"type":"string"}`:                                      {"first_seen last_seen", "valid_from valid_until", "ordered_at shipped_at delivered_at", "issued_on expires_on", "hired_at terminated_at", "check_in_date check_out_date"},
	`{"type":"integer"}`:                                     {"min max", "minimum maximum", "low high", "min_price max_price", "price_min price_max", "from to", "lower upper", "created_at expires_at", "valid_from valid_until", "start end", "subtotal total", "paid total", "amount_paid total"},
	`{"type":"integer","minimum":0,"maximum":10}`:            {"min max", "low high", "min_age max_age", "from to"},
	`{"type":"integer","minimum":5,"maximum":6}`:             {"min max", "low high"},
	`{"type":"integer","minimum":0,"multipleOf":5}`:          {"min max", "low high"},
	`{"type":"number"}`:                                      {"min max", "minimum maximum", "low high", "min_price max_price", "subtotal total", "paid total", "amount_paid total_amount", "subtotal grand_total", "min_latitude max_latitude"},
	`{"type":"number","minimum":0,"exclusiveMaximum":1}`:     {"min max", "low high", "min_score max_score"},
	`{"type":"number","minimum":0,"multipleOf":0.01}`:        {"subtotal total", "min_price max_price"},
	`{"type":"string","format":"date-time","minLength":20}`:  {"valid_from valid_until"},
	`{"title":"Order","type":"string","format":"date-time"}`: {"ordered_at shipped_at delivered_at"},
	`{"type":["string","null"],"format":"date-time"}`:        {"valid_from valid_until"},
	`{"type":"integer","format":"int64","minimum":1}`:        {"started_at ended_at", "min max"},
}

func TestWhatBelongsTogetherIsInOrder(t *testing.T) {
	for of, rows := range inOrder {
		for _, row := range rows {
			for _, written := range []func(string) string{strings.Clone, camel, kebab} {
				var names, properties []string
				for name := range strings.FieldsSeq(row) {
					names = append(names, written(name))
					properties = append(properties, `"`+written(name)+`":`+of)
				}
				for _, title := range []string{"", `"title":"Order",`} {
					s := compiled(t, "{"+title+required(strings.Join(properties, ","))[1:])
					alone := compiled(t, "{"+title+required(properties[1])[1:])
					for seed := range uint64(60) {
						v := made(t, fake.Generator{Mode: schema.Answer}, seed, s)
						for i := range names[1:] {
							a, b := value.At(v, names[i]), value.At(v, names[i+1])
							require.LessOrEqual(t, value.Compare(a, b), 0, "%s of %s", value.AppendJSON(nil, v), of)
						}
						require.Equal(t, value.At(v, names[1]), value.At(made(t, fake.Generator{Mode: schema.Answer}, seed, alone), names[1]), "alone it is the same")
					}
				}
			}
		}
	}
}

func TestMostOfWhatExpiresIsStillValid(t *testing.T) {
	for _, name := range []string{"expires_at", "expiresOn", "valid-until", "expiry_date", "not_after"} {
		after := share(t, fake.Generator{}, required(`"`+name+`":{"type":"string","format":"date-time"}`), func(v any) bool {
			return textAt(v, name) > clock.Format(time.RFC3339)
		})
		assert.Greater(t, after, 70, name)
		assert.Less(t, after, 100, name)
	}
}

func TestTheAgeIsThatOfTheBirth(t *testing.T) {
	s := compiled(t, required(`"age":{"type":"integer"},"date_of_birth":{"type":"string","format":"date"},"birth_year":{"type":"integer"}`))
	for seed := range uint64(100) {
		v := made(t, fake.Generator{}, seed, s)
		born, err := time.Parse(time.DateOnly, textAt(v, "date_of_birth"))
		require.NoError(t, err)
		age, _ := value.Int(value.At(v, "age"))
		birthday := born.AddDate(int(age), 0, 0)
		require.False(t, birthday.After(clock), "%s", value.AppendJSON(nil, v))
		require.True(t, born.AddDate(int(age)+1, 0, 0).After(clock), "%s", value.AppendJSON(nil, v))
		require.Equal(t, textAt(v, "date_of_birth")[:4], textAt(v, "birth_year"))
	}
}

func TestTextsLookLikeWhatTheyAreCalled(t *testing.T) {
	for name, pattern := range map[string]string{
		"mac_address":    `^00:00:5e:00:53:[0-9a-f]{2}$`,
		"cardNumber":     `^[2-6]\d{14,15}$`,
		"credit-card":    `^[2-6]\d{14,15}$`,
		"cvv":            `^\d{3}$`,
		"card_cvc":       `^\d{3}$`,
		"stars":          `^[1-5]$`,
		"rating":         `^[1-5]$`,
		"X-Request-Id":   `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		"correlation_id": `^[0-9a-f]{8}-`,
		"trace_id":       `^[0-9a-f]{32}$`,
		"client_ip":      `^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$`,
		"ipAddress":      `^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$`,
		"iban":           `^(DE|GB|FR|NL|ES)\d\d[A-Z0-9]+$`,
		"vat_number":     `^DE\d{9}$`,
		"sku":            `^[A-Z]{3}-\d{6}$`,
		"hex_color":      `^#[0-9a-f]{6}$`,
		"opening_time":   `^\d\d:\d\d:\d\d$`,
	} {
		s := compiled(t, required(`"`+name+`":{"type":"string"}`))
		for seed := range uint64(40) {
			o := made(t, fake.Generator{}, seed, s).(*value.Object)
			text, _ := o.Get(name)
			require.Regexp(t, pattern, text, name)
		}
	}
	for name, pattern := range map[string]string{"stars": `^[1-5]$`, "rating": `^[1-5]$`, "cvv": `^\d{3}$`, "age": `^\d\d$`} {
		s := compiled(t, required(`"`+name+`":{"type":"integer"}`))
		for seed := range uint64(40) {
			require.Regexp(t, pattern, textAt(made(t, fake.Generator{}, seed, s), name), name)
		}
	}
}

func TestUnlikeAgesAreFound(t *testing.T) {
	s := compiled(t, `{"type":"object","required":["ages"],"properties":{"ages":{"type":"array","uniqueItems":true,"minItems":45,"items":{"type":"integer"}}}}`)
	for seed := range uint64(20) {
		made(t, fake.Generator{}, seed, s)
	}
}

// apart are properties of which a bound takes one out of the scope of its name, the lower one first.
var apart = []string{
	`"subtotal":{"type":"number","minimum":100},"total":{"type":"number"}`,
	`"subtotal":{"type":"integer"},"total":{"type":"integer","maximum":20}`,
	`"min":{"type":"integer"},"max":{"type":"integer","maximum":100}`,
	`"min":{"type":"integer","minimum":500},"max":{"type":"integer","minimum":0}`,
	`"min_price":{"type":"number","minimum":60},"max_price":{"type":"number","maximum":100}`,
	`"min_price":{"type":"number","exclusiveMinimum":60},"max_price":{"type":"number","exclusiveMaximum":61}`,
	`"low":{"type":"integer","multipleOf":7,"minimum":700},"high":{"type":"integer","multipleOf":10}`,
	`"from":{"type":"integer","minimum":-50,"maximum":-10},"to":{"type":"integer","maximum":-20}`,
	`"created_at":{"type":"integer","minimum":1700000000},"updated_at":{"type":"integer","minimum":0}`,
	`"created_at":{"type":"integer"},"updated_at":{"type":"integer","maximum":1500000000}`,
	`"start_date":{"type":"string","format":"date","pattern":"^2024-"},"end_date":{"type":"string","format":"date","pattern":"^2024-"}`,
	`"start_date":{"type":"string","format":"date"},"end_date":{"type":"string","format":"date","pattern":"^2019-"}`,
	`"created_at":{"type":"string","format":"date-time","pattern":"^2031-"},"updated_at":{"type":"string","format":"date-time"}`,
	`"valid_from":{"type":"string","format":"date-time","pattern":"^2024-"},"valid_until":{"type":"string","format":"date"}`,
	`"start_time":{"type":"string","format":"time","pattern":"^23"},"end_time":{"type":"string","format":"time"}`,
}

func TestBoundsLeaveWhatBelongsTogetherInOrder(t *testing.T) {
	for _, properties := range apart {
		t.Run(properties, func(t *testing.T) {
			s := compiled(t, required(properties))
			for seed := range uint64(200) {
				o := made(t, fake.Generator{Mode: schema.Answer}, seed, s).(*value.Object)
				a, b := o.Members()[0].Value, o.Members()[1].Value
				if x, ok := a.(string); ok {
					n := min(len(x), len(b.(string)))
					a, b = x[:n], b.(string)[:n]
				}
				require.LessOrEqual(t, value.Compare(a, b), 0, "seed %d: %s", seed, value.AppendJSON(nil, o))
			}
		})
	}
}

func TestTheLowerOneStaysWhatItIsAlone(t *testing.T) {
	s := compiled(t, required(`"min":{"type":"integer","minimum":500},"max":{"type":"integer","minimum":0}`))
	alone := compiled(t, required(`"min":{"type":"integer","minimum":500}`))
	for seed := range uint64(200) {
		require.Equal(t, value.At(made(t, fake.Generator{}, seed, alone), "min"), value.At(made(t, fake.Generator{}, seed, s), "min"))
	}
}

func TestWhatNoOrderIsPossibleForFits(t *testing.T) {
	s := compiled(t, required(`"list":{"type":"array","minItems":300,"items":`+required(`"min":{"type":"integer","minimum":10},"max":{"type":"integer","maximum":5}`)+`}`))
	made(t, fake.Generator{Mode: schema.Answer}, 1, s)
}

func TestToPutLongListsInOrderTakesNothingFromTheSearch(t *testing.T) {
	for _, properties := range apart {
		s := compiled(t, `{"type":"array","minItems":10000,"items":`+required(properties)+`}`)
		made(t, fake.Generator{Mode: schema.Answer}, 1, s)
	}
}

func TestAnOrderThatIsRuledOutIsNotKept(t *testing.T) {
	s := compiled(t, `{"allOf":[{"not":{"properties":{"min":{"const":10},"max":{"const":10}}}},`+required(`"min":{"type":"integer","minimum":10},"max":{"type":"integer","maximum":10}`)+`]}`)
	for seed := range uint64(50) {
		made(t, fake.Generator{Mode: schema.Answer}, seed, s)
	}
}

func TestExamplesAreLeftInTheirOrder(t *testing.T) {
	s := compiled(t, required(`"min":{"type":"integer","examples":[9]},"max":{"type":"integer","examples":[3]}`))
	require.JSONEq(t, `{"min":9,"max":3}`, string(value.AppendJSON(nil, made(t, fake.Generator{}, 1, s))))
}

func TestTheAgeIsThatOfTheBirthWithinBounds(t *testing.T) {
	for _, c := range []string{
		`"age":{"type":"integer","maximum":30},"birth_date":{"type":"string","format":"date"}`,
		`"age":{"type":"integer","minimum":60},"birth_date":{"type":"string","format":"date"}`,
		`"age":{"type":"integer"},"birth_date":{"type":"string","format":"date","pattern":"^2010-"}`,
		`"age":{"type":"integer","minimum":100},"birth_date":{"type":"string","format":"date-time"}`,
	} {
		s := compiled(t, required(c))
		for seed := range uint64(200) {
			v := made(t, fake.Generator{}, seed, s)
			born, err := time.Parse(time.DateOnly, textAt(v, "birth_date")[:len(time.DateOnly)])
			require.NoError(t, err)
			age, _ := value.Int(value.At(v, "age"))
			require.False(t, born.AddDate(int(age), 0, 0).After(clock), "seed %d: %s", seed, value.AppendJSON(nil, v))
			require.True(t, born.AddDate(int(age)+1, 0, 0).After(clock), "seed %d: %s", seed, value.AppendJSON(nil, v))
		}
	}
}
