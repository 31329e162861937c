package jsonpath_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/jsonpath"
	"mockserver/internal/value"
)

// shop is the document of the tables; JSON with single quotes.
const shop = `{
	'store': {
		'book': [
			{'category': 'reference', 'author': 'Nigel Rees', 'title': 'Sayings', 'price': 8.95, 'tags': ['old', 'short']},
			{'category': 'fiction', 'author': 'Evelyn Waugh', 'title': 'Sword', 'price': 12.99, 'tags': []},
			{'category': 'fiction', 'author': 'Herman Melville', 'title': 'Moby Dick', 'isbn': '0-553', 'price': 8.99},
			{'category': 'fiction', 'author': 'J. R. R. Tolkien', 'title': 'The Lord', 'isbn': '0-395', 'price': 22.99}
		],
		'bicycle': {'color': 'red', 'price': 19.95}
	},
	'firstName': 'Zoe', 'expensive': 10, 'nothing': null, 'none': {}, 'numbers': [1, 2, 3, 4], 'my name': 'x', 'n': '10',
	'limit': {'title': 'Sword'}, 'yes': true, 'words': ['a', 'b', 'a'], 'deep': [[1, 2], [3]]
}`

func parsed(t testing.TB, text string) any {
	v, err := value.ParseJSON([]byte(text), value.Limits{})
	require.NoError(t, err)
	return v
}

func TestWhatAPathFinds(t *testing.T) {
	root := parsed(t, strings.ReplaceAll(shop, "'", `"`))
	const titles = `$.store.book`
	for _, c := range []struct{ name, path, want string }{
		{"the root", `$`, `one`},
		{"a member", `$.firstName`, `one "Zoe"`},
		{"a member without the dollar", `firstName`, `one "Zoe"`},
		{"blanks around", `  $.firstName `, `one "Zoe"`},
		{"null is found", `$.nothing`, `one null`},
		{"a member that is missing", `$.lastName`, `nothing`},
		{"a member below what is missing", `$.a.b.c`, `nothing`},
		{"a member of a text", `$.firstName.x`, `nothing`},
		{"a name in brackets", `$['my name']`, `one "x"`},
		{"a name in double quotes behind a dot", `$.["my name"]`, `one "x"`},
		{"an escape in a name", `$['my\u0020name']`, `one "x"`},
		{"several names make one object", `$.store.bicycle['color','price','wheels']`, `one {"color":"red","price":19.95}`},
		{"several names on the way are a list", `$['store','limit'].title`, `list ["Sword"]`},
		{"an element", `$.numbers[0]`, `one 1`},
		{"an element from the end", `$.numbers[-1]`, `one 4`},
		{"an element beyond the end", `$.numbers[4]`, `nothing`},
		{"an element of an object", `$.store[0]`, `nothing`},
		{"several elements", `$.numbers[0, 2,9]`, `list [1,3]`},
		{"a slice", `$.numbers[1:3]`, `list [2,3]`},
		{"a slice to the end", `$.numbers[2:]`, `list [3,4]`},
		{"a slice from the end", `$.numbers[-2:]`, `list [3,4]`},
		{"a slice from the beginning", `$.numbers[:2]`, `list [1,2]`},
		{"a slice up to the last one", `$.numbers[:-1]`, `list [1,2,3]`},
		{"a slice between two from the end", `$.numbers[-3:-1]`, `list [2,3]`},
		{"a slice of everything", `$.numbers[:]`, `list [1,2,3,4]`},
		{"an empty slice", `$.numbers[3:1]`, `list []`},
		{"a slice of a text", `$.firstName[0:1]`, `nothing`},
		{"all members", `$.store.bicycle.*`, `list ["red",19.95]`},
		{"all elements", `$.numbers[*]`, `list [1,2,3,4]`},
		{"all of an empty object", `$.none.*`, `list []`},
		{"a member of all elements, where it is", `$.store.book[*].isbn`, `list ["0-553","0-395"]`},
		{"at any depth", `$..price`, `list [8.95,12.99,8.99,22.99,19.95]`},
		{"at any depth, and on from there", `$..bicycle.color`, `list ["red"]`},
		{"at any depth, an element", `$.deep..[0]`, `list [[1,2],1,3]`},
		{"at any depth, two members", `$..['color','price']`, `list [{"color":"red","price":19.95}]`},
		{"at any depth, nothing", `$..wheels`, `list []`},
		{"everything at any depth", `$.deep..*`, `list [[1,2],[3],1,2,3]`},

		{"a filter on an object judges the object", `$[?(@.firstName == "Zoe")].n`, `list ["10"]`},
		{"a filter on an object that does not fit", `$[?(@.firstName == "Tom")]`, `list []`},
		{"a filter on an array judges the elements", titles + `[?(@.price < 10)].title`, `list ["Sayings","Moby Dick"]`},
		{"a filter on a text", `$.firstName[?(@ == 'Zoe')]`, `nothing`},
		{"a filter on texts", `$.words[?(@ == 'a')]`, `list ["a","a"]`},
		{"a filter with the root", titles + `[?(@.price > $.expensive)].title`, `list ["Sword","The Lord"]`},
		{"a filter at any depth", `$..[?(@.isbn)].title`, `list ["Moby Dick","The Lord"]`},
		{"existence", titles + `[?(@.isbn)].title`, `list ["Moby Dick","The Lord"]`},
		{"no existence", titles + `[?(!@.isbn)].title`, `list ["Sayings","Sword"]`},
		{"null exists", `$[?(@.nothing)].n`, `list ["10"]`},
		{"and, or, not", titles + `[?(@.category == 'fiction' && @.price > 20 || !(@.category == 'fiction'))].title`, `list ["Sayings","The Lord"]`},
		{"brackets", titles + `[?(@.category == 'fiction' && (@.price > 20 || @.price < 9))].title`, `list ["Moby Dick","The Lord"]`},
		{"without blanks", titles + `[?(@.isbn&&@.price<10)].title`, `list ["Moby Dick"]`},
		{"blanks everywhere", titles + `[ ? ( @.isbn && @['price'] < 10 ) ] . title`, `error`},
		{"not equal", titles + `[?(@.category != 'fiction')].title`, `list ["Sayings"]`},
		{"what is missing differs", titles + `[?(@.isbn != '0-553')].title`, `list ["Sayings","Sword","The Lord"]`},
		{"what is missing is not null", titles + `[?(@.isbn == null)].title`, `list []`},
		{"null", `$[?(@.nothing == null)].n`, `list ["10"]`},
		{"a boolean", `$[?(@.yes == true)].n`, `list ["10"]`},
		{"a number and its text", `$[?(@.n == 10)].n`, `list ["10"]`},
		{"a text and its number", `$[?(@.expensive == '10.0')].n`, `list ["10"]`},
		{"a number and its text, strictly", `$[?(@.n === 10)].n`, `list []`},
		{"a number written in another way", `$[?(@.expensive === 1e1)].n`, `list ["10"]`},
		{"texts in their order", titles + `[?(@.title >= 'Sword')].title`, `list ["Sword","The Lord"]`},
		{"an array", `$[?(@.numbers == [1, 2, 3, 4])].n`, `list ["10"]`},
		{"an object", `$[?(@.limit == {'title': "Sword"})].n`, `list ["10"]`},
		{"a pattern takes the whole", titles + `[?(@.title =~ /S.*/)].title`, `list ["Sayings","Sword"]`},
		{"a pattern that takes a part", titles + `[?(@.title =~ /wor/)].title`, `list []`},
		{"a pattern without regard to case", titles + `[?(@.title =~ /s.*D/i)].title`, `list ["Sword"]`},
		{"a pattern on an array", titles + `[?(@.tags =~ /o.d/)].title`, `list ["Sayings"]`},
		{"a pattern with a slash", titles + `[?(@.title =~ /\/|Sword/)].title`, `list ["Sword"]`},
		{"in", titles + `[?(@.title in ['Sword', "Moby Dick"])].price`, `list [12.99,8.99]`},
		{"in, by capitals", `$[?(@.firstName IN ['Zoe'])].n`, `list ["10"]`},
		{"nin", titles + `[?(@.title nin ['Sword', "Moby Dick"])].price`, `list [8.95,22.99]`},
		{"nin of what is missing", titles + `[?(@.isbn nin ['0-553'])].price`, `list [8.95,12.99,22.99]`},
		{"in another array", `$.numbers[?(@ in $.numbers[0:2])]`, `list [1,2]`},
		{"a text that contains", titles + `[?(@.author contains 'R.')].title`, `list ["The Lord"]`},
		{"an array that contains", titles + `[?(@.tags contains 'old')].title`, `list ["Sayings"]`},
		{"size", titles + `[?(@.tags size 2)].title`, `list ["Sayings"]`},
		{"size of a text", titles + `[?(@.title size 5)].title`, `list ["Sword"]`},
		{"empty", titles + `[?(@.tags empty true)].title`, `list ["Sword"]`},
		{"not empty", titles + `[?(@.tags empty false)].title`, `list ["Sayings"]`},
		{"subsetof", titles + `[?(@.tags subsetof ['old', 'short', 'new'])].title`, `list ["Sayings","Sword"]`},
		{"anyof", titles + `[?(@.tags anyof ['old', 'new'])].title`, `list ["Sayings"]`},
		{"noneof", titles + `[?(@.tags noneof ['old', 'new'])].title`, `list ["Sword"]`},
		{"all", titles + `[?(@.tags all ['short', 'old'])].title`, `list ["Sayings"]`},
		{"a function in a filter", titles + `[?(@.tags.length() > 1)].title`, `list ["Sayings"]`},
		{"a filter in a filter is a list, which is there", `$[?(@.numbers[?(@ > 9)])].n`, `list ["10"]`},
		{"a filter in a filter that is counted", `$[?(@.numbers[?(@ > 3)] size 1)].n`, `list ["10"]`},

		{"length of an array", `$.numbers.length()`, `one 4`},
		{"length of an object", `$.store.length()`, `one 2`},
		{"length of a text", `$.firstName.length()`, `one null`},
		{"length of all that is found", `$..book.length()`, `one 4`},
		{"length of each that is found", `$.deep[*].length()`, `list [2,1]`},
		{"sum", `$.numbers.sum()`, `one 10.0`},
		{"sum of all that is found", `$..price.sum()`, `one 73.87`},
		{"sum with parameters", `$.numbers.sum(5, $.expensive)`, `one 25.0`},
		{"avg", `$.numbers.avg()`, `one 2.5`},
		{"min", `$.numbers.min()`, `one 1.0`},
		{"max", `$.numbers.max()`, `one 4.0`},
		{"stddev", `$.numbers.stddev()`, `one 1.118033988749895`},
		{"sum of nothing", `$.none.sum()`, `nothing`},
		{"keys", `$.store.bicycle.keys()`, `one ["color","price"]`},
		{"concat", `$.words.concat("-", $.n)`, `one "aba-10"`},
		{"append", `$.words.append('c')`, `one ["a","b","a","c"]`},
		{"first", `$.numbers.first()`, `one 1`},
		{"last, and on", `$.store.book.last().title`, `one "The Lord"`},
		{"index", `$.numbers.index(-2)`, `one 3`},
		{"distinct", `$.words.distinct()`, `one ["a","b"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, err := jsonpath.Parse(c.path)
			if c.want == "error" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			found, definite, err := path.Find(root, jsonpath.NewSteps(10_000))
			require.NoError(t, err)
			got := "list " + string(value.AppendJSON(nil, append([]any{}, found...)))
			switch {
			case definite && len(found) == 0:
				got = "nothing"
			case definite && c.path == "$":
				got = "one"
			case definite:
				got = "one " + string(value.AppendJSON(nil, found[0]))
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestWhatIsWrongWithAPath(t *testing.T) {
	for _, c := range []struct{ name, path, want string }{
		{"nothing", ``, `the JSONPath "$." is wrong at character 3: expected a name or *`},
		{"a dot at the end", `$.a.`, `the JSONPath "$.a." is wrong at character 5: expected a name or *`},
		{"three dots", `$...a`, `the JSONPath "$...a" is wrong at character 4: expected a name, * or [ behind ..`},
		{"something behind the root", `$a`, `the JSONPath "$a" is wrong at character 2: expected . or [ or the end`},
		{"a blank in a name", `$.a b`, `the JSONPath "$.a b" is wrong at character 4: a name with blanks is written in brackets and quotes: ['my name']`},
		{"a bracket that stays open", `$.ä[0`, `the JSONPath "$.ä[0" is wrong at character 6: expected ]`},
		{"a name without quotes", `$[name]`, `the JSONPath "$[name]" is wrong at character 3: expected a name in quotes, a number, *, or a filter ?(…)`},
		{"a text that stays open", `$['a]`, `the JSONPath "$['a]" is wrong at character 3: expected a ' at the end of the text`},
		{"a step", `$[0:4:2]`, `the JSONPath "$[0:4:2]" is wrong at character 7: expected ]: a slice has no step`},
		{"a large index", `$[99999999999]`, `the JSONPath "$[99999999999]" is wrong at character 3: expected a whole number of at most 2147483647`},
		{"a filter without brackets", `$[?@.a == 1]`, `the JSONPath "$[?@.a == 1]" is wrong at character 4: expected a filter in brackets: [?(@.name == 'x')]`},
		{"an operator that nobody has", `$[?(@.a = 1)]`, `the JSONPath "$[?(@.a = 1)]" is wrong at character 9: expected one of == != < <= > >= === !== =~ in nin contains size empty all subsetof anyof noneof`},
		{"a filter without an end", `$[?(@.a == 1]`, `the JSONPath "$[?(@.a == 1]" is wrong at character 13: expected && or || or )`},
		{"a literal alone", `$[?('a')]`, `the JSONPath "$[?('a')]" is wrong at character 5: expected a comparison or a path that should exist`},
		{"a word without quotes", `$[?(@.a == abc)]`, `the JSONPath "$[?(@.a == abc)]" is wrong at character 12: expected a path, a text in quotes, a number, true, false, null, an array or an object`},
		{"not before a comparison", `$[?(!@.a == 1)]`, `the JSONPath "$[?(!@.a == 1)]" is wrong at character 6: expected a path that should not exist, or !(…)`},
		{"a pattern that is none", `$[?(@.a =~ /(/)]`, "the JSONPath \"$[?(@.a =~ /(/)]\" is wrong at character 12: the pattern cannot be used: error parsing regexp: missing closing ): `\\A(?:()\\z`"},
		{"a flag that nobody has", `$[?(@.a =~ /a/g)]`, `the JSONPath "$[?(@.a =~ /a/g)]" is wrong at character 15: the flags of a pattern are i, m, s, u, U and d`},
		{"a function that nobody has", `$.a.count()`, `the JSONPath "$.a.count()" is wrong at character 5: there is no function count; there are append, avg, concat, distinct, first, index, keys, last, length, max, min, size, stddev and sum`},
		{"a call that stays open", `$.a.sum(1`, `the JSONPath "$.a.sum(1" is wrong at character 10: expected , or ) behind a parameter`},
		{"a function of everything", `$..sum()`, `the JSONPath "$..sum()" is wrong at character 4: expected a name, * or [ behind ..`},
		{"a long path", `$.` + strings.Repeat("a", 10_000), `the JSONPath has 10002 bytes; expected at most 10000`},
		{"deep brackets", `$[?(` + strings.Repeat("(", 100) + `@.a`, `the JSONPath "$[?(` + strings.Repeat("(", 100) + `@.a" is wrong at character 45: expected at most 40 brackets within each other`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := jsonpath.Parse(c.path)
			assert.EqualError(t, err, c.want)
		})
	}
}
