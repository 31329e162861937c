package fault_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

func node(t require.TestingT, text string) *tree.Node {
	n, err := tree.Parse("", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return n
}

func rule(t testing.TB, text string) *fault.Rule {
	t.Helper()
	r, err := fault.Read(node(t, text), "", limit.Set{})
	require.NoError(t, err)
	return r
}

func TestWhatARuleCannotSay(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"no object", `[]`, `this is an array; expected an object.`},
		{"nothing to do", `{"operation":"a"}`, `this rule does nothing; expected status, fault, rateLimit, fixedDelayMilliseconds, delayDistribution, chunkedDribbleDelay or bandwidth.`},
		{"a misspelt member", `{"statsu":503}`, `/statsu: "statsu" is no member here; did you mean "status"?`},
		{"a member of stubs", `{"urlPath":"/a","status":503}`, `/urlPath: urlPath is not supported: a rule of faults says path.`},
		{"an empty operation", `{"operation":"","status":503}`, `/operation: this is an empty text; leave it out where any will do.`},
		{"a path without its slash", `{"path":"a","status":503}`, `/path: this is "a"; expected a path that begins with /, without a query.`},
		{"a path with a query", `{"path":"/a?b=1","status":503}`, `/path: this is "/a?b=1"; expected a path that begins with /, without a query.`},
		{"a name within a segment", `{"path":"/a/{id}.json","status":503}`, `/path: a name in braces stands for a whole segment of the path; urlPathPattern says what "{id}.json" cannot.`},
		{"a pattern with a look-ahead", `{"urlPathPattern":"/a(?=b)","status":503}`, "/urlPathPattern: this is no regular expression of RE2: invalid or unsupported Perl syntax: `(?=`."},
		{"a pattern that closes what it has not opened", `{"urlPathPattern":"a)|(b","status":503}`, "/urlPathPattern: this is no regular expression of RE2: unexpected ): `a)|(b`."},
		{"a pattern that explodes", `{"urlPathPattern":"(.{900}){50}","status":503}`, "/urlPathPattern: this is no regular expression of RE2: invalid repeat count: `{50}`."},
		{"a pattern that is large", `{"urlPathPattern":"(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}(.{30}){30}","status":503}`, "/urlPathPattern: this expression has more than 10000 steps; expected a simpler one."},
		{"a share beyond all", `{"share":5,"status":503}`, `/share: this is 5; expected a number from 0 to 1, such as 0.05, or a percentage, such as "5%".`},
		{"a percentage beyond all", `{"share":"101%","status":503}`, `/share: this is "101%"; expected a number from 0 to 1, such as 0.05, or a percentage, such as "5%".`},
		{"a text that is no percentage", `{"share":"0.5","status":503}`, `/share: this is "0.5"; expected a number from 0 to 1, such as 0.05, or a percentage, such as "5%".`},
		{"a share below none", `{"share":-0.1,"status":503}`, `/share: this is -0.1; expected a number from 0 to 1, such as 0.05, or a percentage, such as "5%".`},
		{"the first of none", `{"first":0,"status":503}`, `/first: this is 0; expected a whole number from 1 to 9007199254740992.`},
		{"a status that is no answer", `{"status":100}`, `/status: this is 100; expected a whole number from 200 to 599.`},
		{"a misspelt fault", `{"fault":"EMPTY_RESPONS"}`, `/fault: this is "EMPTY_RESPONS"; expected EMPTY_RESPONSE, MALFORMED_RESPONSE_CHUNK, RANDOM_DATA_THEN_CLOSE or CONNECTION_RESET_BY_PEER. Did you mean "EMPTY_RESPONSE"?`},
		{"a status that nobody sees", `{"status":503,"fault":"EMPTY_RESPONSE"}`, `/status: EMPTY_RESPONSE sends no status; only MALFORMED_RESPONSE_CHUNK does.`},
		{"a rate limit with a status", `{"status":503,"rateLimit":{"requests":1,"perSeconds":1}}`, `/status: a rate limit answers with status 429; expected no other status beside it.`},
		{"a rate limit with a fault", `{"fault":"EMPTY_RESPONSE","rateLimit":{"requests":1,"perSeconds":1}}`, `/fault: a rate limit answers with status 429; expected no fault beside it.`},
		{"a rate limit without a time", `{"rateLimit":{"requests":1}}`, `/rateLimit/perSeconds: this is missing; expected a whole number.`},
		{"a rate limit of nobody", `{"rateLimit":{"requests":0,"perSeconds":1}}`, `/rateLimit/requests: this is 0; expected a whole number from 1 to 9007199254740992.`},
		{"a delay beyond the limit", `{"fixedDelayMilliseconds":300001}`, `/fixedDelayMilliseconds: this is 300001 ms; an answer is held back for at most 300000 ms, the limit that --limit delay-seconds=N sets.`},
		{"a delay before now", `{"fixedDelayMilliseconds":-1}`, `/fixedDelayMilliseconds: this is -1; expected a whole number from 0 to 300000.`},
		{"a delay in words", `{"fixedDelayMilliseconds":"1s"}`, `/fixedDelayMilliseconds: this is "1s"; expected a whole number from 0 to 300000.`},
		{"a distribution without a type", `{"delayDistribution":{"lower":1}}`, `/delayDistribution/type: this is missing; expected fixed, uniform or lognormal.`},
		{"a distribution that is a number", `{"delayDistribution":1}`, `/delayDistribution: this is 1; expected an object.`},
		{"an unknown distribution", `{"delayDistribution":{"type":"normal"}}`, `/delayDistribution/type: this is "normal"; expected fixed, uniform or lognormal. Did you mean "lognormal"?`},
		{"a member of another distribution", `{"delayDistribution":{"type":"uniform","median":1}}`, `/delayDistribution/median: "median" is no member here; there are type, lower and upper.`},
		{"bounds the wrong way round", `{"delayDistribution":{"type":"uniform","lower":9,"upper":1}}`, `/delayDistribution/upper: this is 1, below lower, which is 9.`},
		{"an upper bound beyond the limit", `{"delayDistribution":{"type":"uniform","lower":9,"upper":300001}}`, `/delayDistribution/upper: this is 300001 ms; an answer is held back for at most 300000 ms, the limit that --limit delay-seconds=N sets.`},
		{"a lognormal one without a median", `{"delayDistribution":{"type":"lognormal","sigma":1}}`, `/delayDistribution/median: this is missing; expected a number.`},
		{"a sigma beyond sense", `{"delayDistribution":{"type":"lognormal","median":80,"sigma":11}}`, `/delayDistribution/sigma: this is 11; expected a number from 0 to 10.`},
		{"a dribble without chunks", `{"chunkedDribbleDelay":{"totalDuration":1}}`, `/chunkedDribbleDelay/numberOfChunks: this is missing; expected a whole number of chunks.`},
		{"a dribble in no chunks", `{"chunkedDribbleDelay":{"numberOfChunks":0,"totalDuration":1}}`, `/chunkedDribbleDelay/numberOfChunks: this is 0; expected a whole number from 1 to 100000.`},
		{"a dribble beyond the limit", `{"chunkedDribbleDelay":{"numberOfChunks":1,"totalDuration":300001}}`, `/chunkedDribbleDelay/totalDuration: this is 300001 ms; an answer is held back for at most 300000 ms, the limit that --limit delay-seconds=N sets.`},
		{"no bandwidth", `{"bandwidth":0}`, `/bandwidth: this is 0; expected a whole number from 1 to 1099511627776.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := fault.Read(node(t, c.json), "", limit.Set{})
			assert.EqualError(t, err, c.want)
			var mistake *given.Mistake
			assert.ErrorAs(t, err, &mistake)
		})
	}
}

func TestNullSaysNothing(t *testing.T) {
	r := rule(t, `{"id":null,"operation":null,"share":null,"first":null,"rateLimit":null,"fault":null,"delayDistribution":null,"chunkedDribbleDelay":null,"fixedDelayMilliseconds":null,"bandwidth":null,"path":null,"urlPathPattern":null,"status":503}`)
	assert.Equal(t, `{"id":"","status":503}`, string(value.AppendJSON(nil, r.JSON())))
}

func TestARuleIsShownAsItWasGiven(t *testing.T) {
	set := fault.NewSet(fault.SetConfig{Session: "a"})
	r, err := set.Add(rule(t, `{"operation":"GetCustomers","share":"5%","status":503}`))
	require.NoError(t, err)
	assert.Equal(t, `{"id":"`+fault.ID("fault", "a", 0)+`","operation":"GetCustomers","share":"5%","status":503}`, string(value.AppendJSON(nil, r.JSON())))
	r, err = set.Add(rule(t, `{"status":503,"id":"mine"}`))
	require.NoError(t, err)
	assert.Equal(t, `{"id":"mine","status":503}`, string(value.AppendJSON(nil, r.JSON())))
}

func TestTheLimitOfDelaysCanBeSet(t *testing.T) {
	l := limit.Default()
	l.DelaySeconds = 1
	_, err := fault.Read(node(t, `{"fixedDelayMilliseconds":1001}`), "", l)
	assert.EqualError(t, err, "/fixedDelayMilliseconds: this is 1001 ms; an answer is held back for at most 1000 ms, the limit that --limit delay-seconds=N sets.")
	p, err := fault.ReadPace(node(t, `{"fixedDelayMilliseconds":600,"delayDistribution":{"type":"fixed","milliseconds":600}}`), "", l)
	require.NoError(t, err)
	assert.Equal(t, time.Second, p.Late(1, 1), "the two together are held to it as well")
}

func TestGlobalSettings(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"a fixed delay", `{"fixedDelay":500}`, `{"fixedDelay":500}`},
		{"what WireMock's Java client sends", `{"fixedDelay":500,"delayDistribution":null,"extended":{},"proxyPassThrough":true}`, `{"fixedDelay":500}`},
		{"a uniform distribution", `{"delayDistribution":{"type":"uniform","lower":1,"upper":9}}`, `{"delayDistribution":{"type":"uniform","lower":1,"upper":9}}`},
		{"a fixed one", `{"delayDistribution":{"type":"fixed","milliseconds":9}}`, `{"delayDistribution":{"type":"fixed","milliseconds":9}}`},
		{"a lognormal one", `{"delayDistribution":{"type":"lognormal","median":80.5,"sigma":0.4,"maxValue":200}}`, `{"delayDistribution":{"type":"lognormal","median":80.5,"sigma":0.4,"maxValue":200}}`},
		{"none", `{}`, `{}`},
		{"an extension", `{"extended":{"a":1}}`, `/extended: extended is not supported: mockserver has no extensions.`},
		{"a proxy", `{"proxyPassThrough":false}`, `/proxyPassThrough: proxyPassThrough is not supported: mockserver calls nobody.`},
		{"a member of responses", `{"fixedDelayMilliseconds":500}`, `/fixedDelayMilliseconds: "fixedDelayMilliseconds" is no member here; there are fixedDelay, delayDistribution, proxyPassThrough and extended.`},
		{"a delay beyond the limit", `{"fixedDelay":300001}`, `/fixedDelay: this is 300001 ms; an answer is held back for at most 300000 ms, the limit that --limit delay-seconds=N sets.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := fault.ReadSettings(node(t, c.json), "", limit.Set{})
			if err != nil {
				assert.EqualError(t, err, c.want)
				return
			}
			assert.Equal(t, c.want, string(value.AppendJSON(nil, p.Settings())))
		})
	}
}
