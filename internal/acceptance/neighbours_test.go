package acceptance

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const creating = "/aggregation/v2/customers/"

func (m *mock) create(t tb, kind, body string) answer {
	t.Helper()
	return m.do(t, "POST", creating+kind, body, asPartner)
}

func TestPartnersAreGivenAToken(t *testing.T) {
	const path, body = "/aggregation/v2/partners/authentication", `{"partnerId":"p","partnerSecret":"s"}`
	h := headers{"App-Key": "k", "Accept": "application/json"}
	o := common.do(t, "POST", path, body, h).wants(t, 200).object(t)
	token := o.text(t, "token")
	require.NotEmpty(t, token)
	common.get(t, customers, asPartner.with("Finicity-App-Token", token)).wants(t, 200)
	common.do(t, "POST", path, body, headers{"Finicity-App-Key": "k"}).wants(t, 200)
	requireCode(t, common.do(t, "POST", path, body, headers{}), 401, "10026")
	for _, bad := range []string{`{}`, `{"partnerId":"p"}`, `{"partnerSecret":"s"}`, `{"partnerId":1,"partnerSecret":"s"}`, `[]`, `{`, `"x"`} {
		requireCode(t, common.do(t, "POST", path, bad, h), 400, "14020")
	}
}

func TestCreatedCustomersAppearEverywhere(t *testing.T) {
	m := start(t)
	before := m.everyCustomer(t)
	for i, kind := range []string{"testing", "active"} {
		username := fmt.Sprintf("zyxwv_%s", kind)
		o := m.create(t, kind, fmt.Sprintf(`{"username":%q,"firstName":"Quirinus","lastName":"Zyxwvson"}`, username)).wants(t, 201).object(t)
		require.Equal(t, []string{"id", "username", "createdDate"}, o.keys)
		require.Regexp(t, `^[0-9]+$`, o.text(t, "id"))
		require.Equal(t, username, o.text(t, "username"))
		seconds := o.number(t, "createdDate")
		c := m.get(t, customers+"/"+o.text(t, "id"), asPartner).wants(t, 200).object(t)
		require.Equal(t, strconv.Itoa(seconds), c.text(t, "createdDate"), "a string in a get, an integer in the answer to a create")
		require.Equal(t, kind, c.text(t, "type"))
		require.Equal(t, "Quirinus", c.text(t, "firstName"))
		all := m.everyCustomer(t)
		require.Len(t, all, 201+i)
		require.Equal(t, show(c), show(all[200+i]), "the last, by ascending id")
		require.Equal(t, show(c), show(m.search(t, param("username", username)).customers[0]))
		require.Equal(t, shown(byHand(all, func(c object) bool { return c.values["type"] == kind })), shown(m.search(t, "limit=1000&type="+kind).customers))
		requireSearch(t, m, all, "search=QUIRINUS+zyxwvson", "quirinus zyxwvson")
		requireSearch(t, m, all, "search=zyxwvson%20q", "zyxwvson q")
	}
	require.Equal(t, shown(before), shown(m.everyCustomer(t)[:200]), "the others stay as they were")
	last := m.search(t, "start=202&limit=5")
	require.Equal(t, 1, last.displaying)
	require.False(t, last.more)
}

func TestCustomersWithoutNames(t *testing.T) {
	m := start(t)
	m.create(t, "testing", `{"username":"nameless_one"}`).wants(t, 201)
	m.create(t, "testing", `{"username":"only_last_1","lastName":"Qwyjibo"}`).wants(t, 201)
	m.create(t, "testing", `{"username":"only_first_1","firstName":"Xylander"}`).wants(t, 201)
	for _, term := range []string{"nameless", "QWYJIBO", "xylander", "only_"} {
		requireSearch(t, m, m.everyCustomer(t), param("search", term), term)
	}
	c := m.search(t, "username=nameless_one").customers[0]
	require.Nil(t, c.values["firstName"], "what was not given and not required stays absent")
}

func TestUsernamesAreCheckedWhenCreated(t *testing.T) {
	m := start(t)
	for name, test := range map[string]struct {
		username string
		status   int
	}{
		"five characters":              {"abcde", 400},
		"six characters":               {"abcdef", 201},
		"255 characters":               {strings.Repeat("a", 255), 201},
		"256 characters":               {strings.Repeat("a", 256), 400},
		"none":                         {"", 400},
		"all that is allowed":          {"aZ09!@.#$%&*_-+", 201},
		"a space":                      {"ab cdef", 400},
		"a letter that is not English": {"abcdéf", 400},
		"a slash":                      {"abc/def", 400},
		"a line break":                 {`abcdef\n`, 400},
		"a quote":                      {`abc\"def`, 400},
	} {
		for _, kind := range []string{"testing", "active"} {
			username := test.username
			if kind == "active" && test.status == 201 {
				username = strings.ToUpper(username[:3]) + "1" + username[4:]
			}
			a := m.create(t, kind, `{"username":"`+username+`"}`)
			require.Equal(t, test.status, a.status, "%s: %s", name, a)
			if test.status == 400 {
				requireCode(t, a, 400, "110039")
			}
		}
	}
	require.Len(t, m.everyCustomer(t), 206, "what was refused was not created")
}

func TestUsernamesAreUnique(t *testing.T) {
	m := start(t)
	taken := m.everyCustomer(t)[7].text(t, "username")
	for _, kind := range []string{"testing", "active"} {
		requireCode(t, m.create(t, kind, fmt.Sprintf(`{"username":%q}`, taken)), 409, "110002")
	}
	m.create(t, "testing", `{"username":"mine_alone"}`).wants(t, 201)
	requireCode(t, m.create(t, "active", `{"username":"mine_alone"}`), 409, "110002")
	require.Len(t, m.everyCustomer(t), 201)
}

func TestBodiesThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"no username": `{"firstName":"A"}`, "not JSON": `username=x`, "cut short": `{"username":"abcdef"`, "a list": `[]`, "a text": `"abcdef"`, "null": `null`, "nothing": ``,
		"a username that is a number": `{"username":1234567}`, "a name that is a number": `{"username":"abcdefg","firstName":5}`, "something behind": `{"username":"abcdefg"}{}`,
		"a number out of this world": `{"username":1e9999999}`, "a null username": `{"username":null}`, "very deep": strings.Repeat("[", 100000),
	} {
		t.Run(name, func(t *testing.T) {
			a := common.create(t, "testing", body)
			require.Equal(t, 400, a.status, "%s", a)
			require.Equal(t, []string{"code", "message"}, a.object(t).keys)
		})
	}
	a := common.do(t, "POST", creating+"testing", "username=abcdefgh", asPartner.with("Content-Type", "application/x-www-form-urlencoded"))
	require.Contains(t, []int{400, 415}, a.status, "%s", a)
	require.Equal(t, 200, common.search(t).found, "nothing was created")
}

func TestCustomersAreModified(t *testing.T) {
	m := start(t)
	before := m.everyCustomer(t)
	id := before[4].text(t, "id")
	a := m.do(t, "PUT", customers+"/"+id, `{"firstName":"Quirinus","lastName":"Zyxwvson"}`, asPartner).wants(t, 204)
	require.Empty(t, a.body)
	c := m.get(t, customers+"/"+id, asPartner).wants(t, 200).object(t)
	require.Equal(t, "Quirinus Zyxwvson", c.text(t, "firstName")+" "+c.text(t, "lastName"))
	for _, key := range []string{"id", "username", "type", "createdDate"} {
		require.Equal(t, before[4].values[key], c.values[key], "%s stays", key)
	}
	all := m.everyCustomer(t)
	require.Equal(t, show(c), show(all[4]))
	require.Len(t, all, 200)
	requireSearch(t, m, all, "search=zyxwvson", "zyxwvson")
	if name, ok := before[4].values["lastName"].(string); ok {
		requireSearch(t, m, all, param("search", name), name)
	}
	requireCode(t, m.do(t, "PUT", customers+"/999999999", `{"firstName":"A"}`, asPartner), 404, "14001")
	m.do(t, "PUT", customers+"/"+id, `{"firstName":7}`, asPartner).wants(t, 400)
	require.Equal(t, show(c), show(m.everyCustomer(t)[4]), "what was refused changed nothing")
}

func TestCustomersAreDeletedAndComeBackOnReset(t *testing.T) {
	m := start(t)
	before := m.search(t, "limit=1000").answer.body
	all := m.everyCustomer(t)
	gone := all[9]
	require.Empty(t, m.do(t, "DELETE", customers+"/"+gone.text(t, "id"), "", asPartner).wants(t, 204).body)
	requireCode(t, m.get(t, customers+"/"+gone.text(t, "id"), asPartner), 404, "14001")
	requireCode(t, m.do(t, "DELETE", customers+"/"+gone.text(t, "id"), "", asPartner), 404, "14001")
	requireCode(t, m.do(t, "PUT", customers+"/"+gone.text(t, "id"), `{"firstName":"A"}`, asPartner), 404, "14001")
	require.Equal(t, shown(append(all[:9:9], all[10:]...)), shown(m.everyCustomer(t)))
	require.Zero(t, m.search(t, param("username", gone.text(t, "username"))).found)
	again := m.create(t, "active", fmt.Sprintf(`{"username":%q}`, gone.text(t, "username"))).wants(t, 201).object(t)
	require.NotEqual(t, gone.text(t, "id"), again.text(t, "id"), "an id is not given out twice")
	status := send(t, "POST", m.admin+"/__admin/reset", "", nil).status
	require.Equal(t, 2, status/100)
	require.Equal(t, string(before), string(m.search(t, "limit=1000").answer.body), "reset: as at the start")
	require.Equal(t, 404, m.get(t, customers+"/"+again.text(t, "id"), asPartner).status)
}

func TestChangesAreTheSameOnEveryRun(t *testing.T) {
	run := func() string {
		m := start(t)
		m.create(t, "testing", `{"username":"first_one"}`)
		m.do(t, "DELETE", customers+"/"+m.everyCustomer(t)[3].text(t, "id"), "", asPartner)
		return string(m.create(t, "active", `{"username":"second_one"}`).body) + string(m.search(t, "limit=1000").answer.body)
	}
	require.Equal(t, run(), run())
}
