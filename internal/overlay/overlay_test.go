package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/overlay"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// parse reads a document that must be fine.
func parse(t testing.TB, file, text string) *tree.Node {
	t.Helper()
	n, err := tree.Parse(file, []byte(text), tree.Limits{})
	require.NoError(t, err)
	return n
}

func json(n *tree.Node) string { return string(value.AppendJSON(nil, n.Value())) }

const head = "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\n"

func TestParse(t *testing.T) {
	o, err := overlay.Parse(parse(t, "o.yaml", `
overlay: 1.0.0
info:
  title: Our part
  version: "2"
  x-more: 1
extends: ./teamup.yaml
x-ours: true
actions:
  - target: $.info
    description: says more
    update: {description: hello}
  - {target: "$['paths']['/a']", remove: true, x-why: old}
  - {target: $.tags, remove: true, update: [1]}
`))
	require.NoError(t, err)
	assert.Equal(t, "Our part", o.Title)
	assert.Equal(t, "2", o.Version)
	assert.Equal(t, "./teamup.yaml", o.Extends)
	require.Len(t, o.Actions, 3)
	assert.Equal(t, "$.info", o.Actions[0].Target)
	assert.Equal(t, "o.yaml:10:13", o.Actions[0].Place)
	assert.Equal(t, `{"description":"hello"}`, json(o.Actions[0].Update))
	assert.False(t, o.Actions[0].Remove)
	assert.Equal(t, "$['paths']['/a']", o.Actions[1].Target)
	assert.True(t, o.Actions[1].Remove)
	assert.Nil(t, o.Actions[2].Update, "an update has no impact beside remove")
}

func TestWhatIsNotAnOverlay(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"not an object", "[1]", "o:1:1: an overlay must be an object, not an array"},
		{"an OpenAPI document", "openapi: 3.1.0", `o:1:1: not an overlay: the member "overlay", its version ("1.0.0"), is missing`},
		{"a version to come", "overlay: 2.0.0", `o:1:10: the overlay version "2.0.0" is not supported; it must be a string such as "1.0.0" (1.0 and 1.1 are supported)`},
		{"a version that is a number", "overlay: 1.0", `o:1:10: the overlay version 1.0 is not supported; it must be a string such as "1.0.0" (1.0 and 1.1 are supported)`},
		{"no info", "overlay: 1.0.0", `o:1:1: an overlay must have the member "info"`},
		{"an info that is text", "overlay: 1.0.0\ninfo: x", `o:2:7: "info" must be an object, not "x"`},
		{"no title", "overlay: 1.0.0\ninfo: {version: '1'}", `o:2:7: "info" must have the member "title"`},
		{"no version", "overlay: 1.0.0\ninfo: {title: x}", `o:2:7: "info" must have the member "version"`},
		{"a version of ours that is a number", "overlay: 1.0.0\ninfo: {title: x, version: 1.0}", `o:2:27: "version" must be a string, not 1.0`},
		{"an unknown member of info", "overlay: 1.0.0\ninfo: {title: x, verison: '1'}", `o:2:27: "info" has no member "verison"; did you mean "version"?`},
		{"an unknown member", head + "action: []", `o:3:9: an overlay has no member "action"; did you mean "actions"?`},
		{"an unknown member like no other", head + "foo: []", `o:3:6: an overlay has no member "foo"; it has overlay, info, extends, actions and extensions (x-…)`},
		{"an extends that is an array", head + "extends: [a]\nactions: []", `o:3:10: "extends" must be a string, not an array`},
		{"no actions", head, `o:1:1: an overlay must have the member "actions"`},
		{"actions that are an object", head + "actions: {}", `o:3:10: "actions" must be an array, not an object`},
		{"empty actions", head + "actions: []", `o:3:10: "actions" is empty; an overlay has at least one action`},
		{"an action that is text", head + "actions: [x]", `o:3:11: an action must be an object, not "x"`},
		{"an action without a target", head + "actions: [{update: {}}]", `o:3:11: an action must have the member "target"`},
		{"a target that is null", head + "actions: [{target: , update: {}}]", `o:3:20: "target" must be a string, not null`},
		{"an action that does nothing", head + "actions: [{target: $.info}]", `o:3:11: the action on $.info has neither "update" nor "remove: true"`},
		{"an action that does not remove", head + "actions: [{target: $.info, remove: false}]", `o:3:11: the action on $.info has neither "update" nor "remove: true"`},
		{"a remove that is text", head + "actions: [{target: $.info, remove: 'yes'}]", `o:3:36: "remove" must be true or false, not "yes"`},
		{"an action with an unknown member", head + "actions: [{target: $.info, updates: {}}]", `o:3:37: an action has no member "updates"; did you mean "update"?`},
		{"the copy of Overlay 1.1", head + "actions: [{target: $.info, copy: $.x}]", `o:3:34: "copy" (of Overlay 1.1) is not supported; an action has "update" or "remove: true"`},
		{"the removal of everything", head + "actions: [{target: $, remove: true}]", `o:3:20: the target $ is the whole document, which cannot be removed`},
		{"a target that is not supported", head + "actions: [{target: $.paths.*, remove: true}]", `o:3:20: the target $.paths.*: the wildcard * (at character 8) is not supported; a target is $ followed by .name, ['name'] or ["name"], any number of times`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := overlay.Parse(parse(t, "o", "---\n"+c.text).At(""))
			require.Error(t, err)
			var e *tree.Error
			require.ErrorAs(t, err, &e)
			e.Line-- // the line of ---, which keeps [1] from being JSON
			assert.EqualError(t, e, c.want)
		})
	}
	_, err := overlay.Parse(nil)
	require.EqualError(t, err, "an overlay must be an object")
}

const petstore = `
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: /v1}]
tags: [a]
paths:
  /pets: {get: {operationId: list, parameters: [{name: limit, in: query}]}}
  /pets/{id}:
    get: {operationId: get}
    delete: {operationId: delete}
`

func TestApply(t *testing.T) {
	for _, c := range []struct{ name, actions, pointer, want string }{
		{"the document itself", "{target: $, update: {x-mock: {seed: 1}, info: {title: Cats}}}", "/info", `{"title":"Cats","version":"1"}`},
		{"a new member of the document", "{target: $, update: {x-mock: {seed: 1}}}", "/x-mock", `{"seed":1}`},
		{"info", "{target: $.info, update: {description: d}}", "/info", `{"title":"Pets","version":"1","description":"d"}`},
		{"an operation", "{target: \"$.paths['/pets'].get\", update: {x-mock: {collection: pets}}}", "/paths/~1pets/get/x-mock", `{"collection":"pets"}`},
		{"arrays within an object are concatenated", "{target: \"$.paths['/pets'].get\", update: {parameters: [{name: page}]}}", "/paths/~1pets/get/parameters", `[{"name":"limit","in":"query"},{"name":"page"}]`},
		{"an entry is appended to an array", "{target: $.tags, update: b}", "/tags", `["a","b"]`},
		{"an array is appended to an array, as in Overlay 1.1", "{target: $.tags, update: [b, c]}", "/tags", `["a","b","c"]`},
		{"an object is appended to an array", "{target: \"$['servers']\", update: {url: /}}", "/servers", `[{"url":"/v1"},{"url":"/"}]`},
		{"a primitive is replaced, as in Overlay 1.1", "{target: $.info.title, update: Cats}", "/info/title", `"Cats"`},
		{"a member is removed", "{target: \"$.paths['/pets/{id}'].delete\", remove: true}", "/paths/~1pets~1{id}", `{"get":{"operationId":"get"}}`},
		{"actions see what those before them did", "{target: $.tags, remove: true}\n- {target: $, update: {tags: [z]}}", "/tags", `["z"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := overlay.Parse(parse(t, "o", head+"actions:\n- "+c.actions))
			require.NoError(t, err)
			root := parse(t, "d", petstore)
			before := json(root)
			changed, err := o.Apply(root)
			require.NoError(t, err)
			assert.Equal(t, c.want, json(changed.At(c.pointer)))
			assert.Equal(t, before, json(root), "the document itself stays as it was")
			assert.Same(t, root.Get("openapi"), changed.Get("openapi"), "what is unchanged is shared")
		})
	}
}

func TestTheWholeChangedDocument(t *testing.T) {
	o, err := overlay.Parse(parse(t, "o", head+`actions:
- {target: $.paths, update: {/cats: {get: {}}}}
- {target: "$.paths['/pets/{id}']", remove: true}
- {target: $.tags, remove: true}`))
	require.NoError(t, err)
	changed, err := o.Apply(parse(t, "d", petstore))
	require.NoError(t, err)
	assert.Equal(t, `{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"servers":[{"url":"/v1"}],"paths":{"/pets":{"get":{"operationId":"list","parameters":[{"name":"limit","in":"query"}]}},"/cats":{"get":{}}}}`, json(changed))
	assert.Equal(t, "o:4:43", changed.At("/paths/~1cats/get").Place(), "what an overlay brings has its place there")
}

func TestWhatCannotBeApplied(t *testing.T) {
	for _, c := range []struct{ name, action, want string }{
		{"a mistyped path", "{target: \"$.paths['/pest']\", update: {}}", `o:4:12: the target $.paths['/pest']: there is no "/pest" in $.paths (d:7:3); did you mean "/pets"?`},
		{"a path like no other", "{target: \"$.paths['/users']\", remove: true}", `o:4:12: the target $.paths['/users']: there is no "/users" in $.paths (d:7:3)`},
		{"a mistyped name of the document", "{target: $.path.x, update: {}}", `o:4:12: the target $.path.x: there is no "path" in $ (d:2:1); did you mean "paths"?`},
		{"a name below text", "{target: $.info.title.x, update: {}}", `o:4:12: the target $.info.title.x: $.info.title is a string, which has no names (d:3:15)`},
		{"a name in an array", "{target: $.tags.x, remove: true}", `o:4:12: the target $.tags.x: $.tags is an array, which has no names (d:5:7)`},
		{"text for an object", "{target: $.info, update: x}", `o:4:28: the update must fit its target $.info (d:3:7), which is an object, not a string`},
		{"an array for an object", "{target: $.info, update: [x]}", `o:4:28: the update must fit its target $.info (d:3:7), which is an object, not an array`},
		{"an object for text", "{target: $.openapi, update: {}}", `o:4:31: the update must fit its target $.openapi (d:2:10), which is a string, not an object`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := overlay.Parse(parse(t, "o", head+"actions:\n- "+c.action))
			require.NoError(t, err)
			root, err := o.Apply(parse(t, "d", petstore))
			require.EqualError(t, err, c.want)
			assert.Nil(t, root)
		})
	}
}

func TestSentencesStayReadableWhateverTheTarget(t *testing.T) {
	long := strings.Repeat("k", 1<<20)
	for _, target := range []string{"$." + long, "$.info." + long, "$.info.title." + long, "$." + long + "-", "$[" + strings.Repeat("1", 1<<20) + "]", "$[1:" + strings.Repeat("1", 1<<20) + "]", long} {
		o, err := overlay.Parse(parse(t, "o", head+"actions: [{target: '"+target+"', remove: true}]"))
		if err == nil {
			_, err = o.Apply(parse(t, "api", petstore))
		}
		require.Error(t, err)
		assert.Less(t, len(err.Error()), 1000)
	}
}

// Actions on one place copy it once, not each: else their number would cost its square.
func TestManyActionsOnOnePlace(t *testing.T) {
	const n = 50_000
	var actions strings.Builder
	for i := range n {
		fmt.Fprintf(&actions, "\n  - {target: $.paths, update: {/p%d: {get: {}}}}", i)
	}
	for i := range n - 1 {
		fmt.Fprintf(&actions, "\n  - {target: \"$.paths['/p%d']\", remove: true}", i)
	}
	o, err := overlay.Parse(parse(t, "o", head+"actions:"+actions.String()))
	require.NoError(t, err)
	changed, err := o.Apply(parse(t, "api", petstore))
	require.NoError(t, err)
	assert.Equal(t, []string{"/pets", "/pets/{id}", "/p49999"}, changed.Get("paths").Keys)
}
