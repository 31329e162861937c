package acceptance

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

// The business of the fixture is in New York; the mock's clock stands at noon UTC unless a flag says otherwise.
var (
	newYork = must(time.LoadLocation("America/New_York"))
	clock   = time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A person is one customer as the flat report tells it: the model that the grouped report is checked against.
type person struct {
	id      int
	created time.Time
	born    string // a date, or empty
	deleted bool
	lead    bool
	flags   map[string]bool
	gender  any
	age     any
	active  []int     // ids of the memberships that are active
	latest  time.Time // when the latest registration starts; zero for none
}

var flatForModel = columns("id", "created_at", "deleted_at", "date_of_birth", "gender", "age", "is_active", "is_claimed", "is_new",
	"is_slipping_away", "registration_blocked", "is_lead", "account_credit_balance", "active_customer_memberships", "latest_registration")

var model struct {
	once   sync.Once
	people []person
}

// everyone is all customers of the common server, deleted ones among them, by ascending id.
func everyone(t tb) []person {
	t.Helper()
	model.once.Do(func() { model.people = readPeople(t, common) })
	require.NotEmpty(t, model.people, "the flat report could not be read, see the first failure")
	return model.people
}

// living is everyone but the deleted.
func living(t tb) []person {
	t.Helper()
	return having(everyone(t), func(p person) bool { return !p.deleted })
}

func having(people []person, keep func(person) bool) []person {
	var out []person
	for _, p := range people {
		if keep(p) {
			out = append(out, p)
		}
	}
	return out
}

func readPeople(t tb, m *mock) []person {
	t.Helper()
	var people []person
	for _, row := range m.whole(t, flat, flatForModel, "include_deleted=true").rows {
		people = append(people, readPerson(t, row))
	}
	return people
}

func readPerson(t tb, row object) person {
	t.Helper()
	p := person{id: row.number(t, "id"), flags: map[string]bool{}, deleted: row.values["deleted_at"] != nil,
		gender: cell(t, row.values["gender"]), age: cell(t, row.values["age"]), lead: row.boolean(t, "is_lead")}
	p.created = instant(t, row.text(t, "created_at"))
	if row.values["date_of_birth"] != nil {
		p.born = row.text(t, "date_of_birth")
	}
	for _, f := range without(flags, "has_account_credit") {
		p.flags[f] = row.boolean(t, f)
	}
	p.flags["has_account_credit"] = hasCredit(t, row)
	for _, held := range row.list(t, "active_customer_memberships") {
		membership, ok := held.values["membership"].(object)
		require.True(t, ok, "a customer membership without its membership: %s", show(held))
		p.active = append(p.active, membership.number(t, "id"))
	}
	if latest, ok := row.values["latest_registration"].(object); ok && latest.values["starts_at"] != nil {
		p.latest = instant(t, latest.text(t, "starts_at"))
	}
	return p
}

func hasCredit(t tb, row object) bool {
	t.Helper()
	balance, ok := row.values["account_credit_balance"].(object)
	if !ok || balance.values["decimal"] == nil {
		return false
	}
	amount, err := strconv.ParseFloat(fmt.Sprint(balance.values["decimal"]), 64)
	require.NoError(t, err, "account_credit_balance.decimal of %s", show(row))
	return amount > 0
}

func instant(t tb, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at
}

// attribute is the cell of a person in a column of the grouped report: nil, bool, int or string.
func (p person) attribute(column string) any {
	local := p.created.In(newYork)
	switch column {
	case "created_date":
		return local.Format(time.DateOnly)
	case "created_year":
		return local.Year()
	case "created_month":
		return int(local.Month())
	case "created_hour":
		return local.Hour()
	case "gender":
		return p.gender
	case "age":
		return p.age
	case "birth_month":
		if p.born == "" {
			return nil
		}
		return must(strconv.Atoi(p.born[5:7]))
	}
	return p.flags[column]
}

func (p person) trait(name string) bool {
	switch name {
	case "inactive":
		return !p.flags["is_active"]
	case "lead":
		return p.lead
	case "registration_blocked":
		return p.flags[name]
	}
	return p.flags["is_"+name]
}

// groupByHand groups people by the columns, in the default order of the report, and shows the rows as the report would.
func groupByHand(people []person, names []string) []string {
	counts, firsts := map[string]int{}, [][]any{}
	attrs := without(names, "count")
	for _, p := range people {
		key := make([]any, len(attrs))
		for i, a := range attrs {
			key[i] = p.attribute(a)
		}
		if counts[show(key)]++; counts[show(key)] == 1 {
			firsts = append(firsts, key)
		}
	}
	if len(attrs) == 0 && len(firsts) == 0 {
		firsts = append(firsts, []any{})
	}
	slices.SortFunc(firsts, func(a, b []any) int { return slices.CompareFunc(a, b, compareCells) })
	rows := []string{}
	for _, key := range firsts {
		row := object{names, map[string]any{"count": counts[show(key)]}}
		for i, a := range attrs {
			row.values[a] = key[i]
		}
		rows = append(rows, show(row))
	}
	return rows
}

// compareCells orders nulls first, then false before true, numbers by size and texts by bytes.
func compareCells(a, b any) int {
	if a == nil || b == nil {
		return compareBools(a != nil, b != nil)
	}
	switch a := a.(type) {
	case bool:
		return compareBools(a, b.(bool))
	case int:
		return cmp.Compare(a, b.(int))
	}
	return strings.Compare(a.(string), b.(string))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
