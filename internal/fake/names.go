package fake

import (
	"slices"
	"strings"
	"unicode"
)

// wordsOf splits a name in snake_case, kebab-case, camelCase or PascalCase into its words in small letters.
func wordsOf(name string) []string {
	if isWord(name) {
		return []string{name}
	}
	var words []string
	start := 0
	runes := []rune(name)
	end := func(i int) {
		if i > start {
			words = append(words, strings.ToLower(string(runes[start:i])))
		}
	}
	for i, c := range runes {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			end(i)
			start = i + 1
		case i > start && unicode.IsUpper(c) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsUpper(runes[i-1])):
			end(i)
			start = i
		}
	}
	end(len(runes))
	return words
}

// isWord tells whether a name is a single word in small letters, as most are.
func isWord(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// compact appends the words of a name in small letters, without anything between them. It is false of what is not ASCII.
func compact(name string, to []byte) ([]byte, bool) {
	for i := range len(name) {
		switch c := name[i]; {
		case c >= unicode.MaxASCII:
			return to, false
		case 'A' <= c && c <= 'Z':
			to = append(to, c-'A'+'a')
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			to = append(to, c)
		}
	}
	return to, true
}

// suffixed finds what a table says of a name: of all its words together, else of as many of the last as it knows.
// The keys of the table are words without anything between them.
func suffixed[T any](table map[string]T, words []string) (found T, ok bool) {
	for i := range words {
		if found, ok = table[strings.Join(words[i:], "")]; ok {
			return found, true
		}
	}
	return found, false
}

// singular is the name of one of many: "tag" of "tags".
func singular(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	last := words[len(words)-1]
	switch {
	case strings.HasSuffix(last, "ies") && len(last) > len("ies")+1:
		last = strings.TrimSuffix(last, "ies") + "y"
	case strings.HasSuffix(last, "sses"), strings.HasSuffix(last, "xes"), strings.HasSuffix(last, "ches"):
		last = strings.TrimSuffix(last, "es")
	case strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "us") && len(last) > 2:
		last = strings.TrimSuffix(last, "s")
	}
	return append(append([]string(nil), words[:len(words)-1]...), last)
}

// numberScopes says where numbers lie, by name.
var numberScopes = map[string]scope{
	"id": {1, 9999, 0}, "age": {18, 80, 0}, "year": {2015, 2025, 0}, "month": {1, 12, 0}, "day": {1, 28, 0},
	"hour": {0, 23, 0}, "minute": {0, 59, 0}, "second": {0, 59, 0}, "hours": {1, 24, 0}, "minutes": {1, 60, 0},
	"seconds": {1, 60, 0}, "days": {1, 30, 0}, "port": {1024, 49151, 0}, "count": {0, 50, 0}, "total": {100, 200, 0},
	"totalcount": {1, 200, 0}, "totalamount": {10000, 100000, 2}, "totalprice": {10000, 100000, 2}, "grandtotal": {10000, 100000, 2}, "quantity": {1, 10, 0}, "qty": {1, 10, 0},
	"price": {199, 29999, 2}, "amount": {500, 50000, 2}, "cost": {199, 29999, 2}, "fee": {50, 2500, 2}, "tax": {50, 5000, 2},
	"balance": {10000, 1000000, 2}, "discount": {0, 5000, 2}, "salary": {3000000, 15000000, 2},
	"revenue": {10000, 10000000, 2},
	// what a total is made of is never more than the least total
	"subtotal": {500, 10000, 2}, "paid": {500, 10000, 2}, "amountpaid": {500, 10000, 2}, "paidamount": {500, 10000, 2}, "totalpaid": {500, 10000, 2},
	"amountdue": {500, 10000, 2}, "taxtotal": {50, 5000, 2}, "shippingtotal": {50, 5000, 2}, "discounttotal": {0, 5000, 2},
	"cvv": {100, 999, 0}, "cvc": {100, 999, 0}, "securitycode": {100, 999, 0}, "stars": {1, 5, 0},
	"pagesize": {10, 100, 0}, "perpage": {10, 100, 0}, "setsize": {1, 200, 0}, "pagecount": {1, 20, 0}, "totalpages": {1, 20, 0},
	"totalitems": {1, 200, 0}, "totalresults": {1, 200, 0}, "totalrecords": {1, 200, 0}, "expyear": {2026, 2032, 0}, "expiryyear": {2026, 2032, 0},
	"dayofweek": {1, 7, 0}, "weekday": {1, 7, 0}, "weeks": {1, 12, 0}, "months": {1, 24, 0}, "years": {1, 10, 0}, "color": {0, 0xffffff, 0},
	"batterylevel": {5, 100, 0}, "humidity": {20, 90, 0}, "popularity": {0, 100, 0}, "speed": {1, 120, 0}, "httpstatus": {200, 204, 0}, "installments": {1, 12, 0}, "start": {0, 0, 0}, "end": {1, 50, 0},
	"userstatus": {1, 3, 0}, "orderstatus": {1, 3, 0}, "paymentstatus": {1, 3, 0}, "accountstatus": {1, 3, 0},
	"percent": {0, 100, 0}, "percentage": {0, 100, 0}, "rate": {1, 99, 2}, "ratio": {1, 99, 2}, "rating": {1, 5, 0},
	"score": {0, 100, 0}, "probability": {1, 99, 2}, "confidence": {50, 99, 2}, "page": {1, 1, 0}, "pages": {1, 20, 0},
	"limit": {10, 100, 0}, "offset": {0, 0, 0}, "size": {100, 100000, 0}, "bytes": {100, 100000, 0}, "length": {1, 100, 0},
	"width": {100, 1920, 0}, "height": {100, 1080, 0}, "weight": {1, 100, 0}, "distance": {1, 500, 0}, "duration": {1, 600, 0},
	"version": {1, 10, 0}, "priority": {1, 5, 0}, "position": {1, 20, 0}, "index": {0, 20, 0}, "order": {1, 20, 0},
	"rank": {1, 100, 0}, "level": {1, 10, 0}, "status": {200, 204, 0}, "statuscode": {200, 204, 0}, "code": {100, 999, 0},
	"zip": {10000, 99999, 0}, "zipcode": {10000, 99999, 0}, "temperature": {1, 30, 0}, "stock": {0, 200, 0},
	"followers": {0, 5000, 0}, "following": {0, 500, 0}, "likes": {0, 1000, 0}, "views": {0, 10000, 0}, "retries": {0, 5, 0},
}

// isRare tells whether a name is of what most things do not have: an error, or the time of their end. Such a property is
// left out, or null, where the schema lets it. Of a failure, errors are not rare.
func isRare(words []string, failure bool) bool {
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if words[0] == "error" || words[0] == "failure" || last == "error" || last == "errors" || last == "warnings" {
		return !failure
	}
	return len(words) > 1 && (last == "at" || last == "on" || last == "date" || last == "time" || last == "by" || last == "reason") &&
		slices.Contains(endings, words[len(words)-2])
}

// isLikely tells how a flag of that name mostly is, if it is mostly one of the two: of a failure, ok is false.
func isLikely(words []string, failure bool) (flag, known bool) {
	if len(words) == 0 {
		return false, false
	}
	switch last := words[len(words)-1]; {
	case slices.Contains([]string{"error", "failed", "failure"}, last):
		return failure, true
	case slices.Contains([]string{"ok", "success", "successful", "succeeded"}, last):
		return !failure, true
	case slices.Contains([]string{"active", "enabled", "valid", "verified", "visible", "available", "healthy"}, last):
		return true, true
	case slices.Contains(endings, last), slices.Contains([]string{"deprecated", "hidden", "locked", "closed", "spam"}, last):
		return false, true
	}
	return false, false
}

// endings are what befalls few things.
var endings = strings.Fields("deleted removed archived cancelled canceled cancellation trashed purged revoked failed disabled deactivated suspended rejected blocked banned expired refunded")
