package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// schema looks at a schema and those within it for keywords that are misspelt or that the
// version does not know. Their values are judged when operations are compiled.
func (l *linter) schema(n *tree.Node, at string) {
	if !n.Is(tree.Object) || l.seen[n] {
		return
	}
	l.seen[n] = true
	ref := n.Get("$ref")
	if ref.Is(tree.String) {
		l.follow(n, at, "Schema")
	}
	if l.document.Dialect != schema.Draft202012 && n.Get("type").Str() == "array" && n.Get("items") == nil && !ref.Is(tree.String) {
		l.report(n, at, "the type is array, but there are no items, which OpenAPI "+l.version+" requires; any elements are accepted", "say with items what an element is")
	}
	l.bareItems(n, at)
	for i, key := range n.Keys {
		pointer, child := tree.Join(at, key), n.Items[i]
		l.keyword(key, child, pointer)
		switch {
		case key == "xml":
			l.xml(n, child, pointer)
		case slices.Contains(oneSchema, key) && child.Is(tree.Object):
			l.schema(child, pointer)
		case slices.Contains(severalSchemas, key) || key == "items":
			for j, item := range child.Elements() {
				l.schema(item, tree.Join(pointer, strconv.Itoa(j)))
			}
		case slices.Contains(namedSchemas, key):
			for j, name := range child.Members() {
				l.schema(child.Items[j], tree.Join(pointer, name))
			}
		}
	}
}

// keyword looks at one keyword.
func (l *linter) keyword(key string, n *tree.Node, pointer string) {
	known := slices.Contains(keywords, key)
	f := at(NotEnforced, n, pointer, "")
	switch {
	case l.document.Dialect == schema.Draft202012 && key == "nullable":
		f.Message = "nullable is no keyword any more in OpenAPI " + l.version
		f.Hint = `write the type as a list with "null" in it, such as type: [string, "null"]`
	case l.document.Dialect != schema.Draft202012 && key == "type" && (n.Str() == "null" || n.Is(tree.Array)):
		f.Kind, f.Message = Invalid, fmt.Sprintf("the type is %s, as OpenAPI 3.1 has it, and the document says it is %s; it is understood as it is meant", typeWords(n), l.version)
		f.Hint = "raise the version of the document, or write nullable: true"
	case !known && !strings.HasPrefix(key, "x-"):
		near := violation.Closest(key, keywords)
		if !nearlySame(key, near) {
			return
		}
		f.Kind, f.Message, f.Hint = Invalid, fmt.Sprintf("the schema has the unknown keyword %s", shown(key)), "did you mean "+near+"?"
	default:
		return
	}
	l.found(f)
}

func typeWords(n *tree.Node) string {
	if n.Is(tree.Array) {
		return "a list"
	}
	return `"null"`
}

// nearlySame tells whether an unknown keyword is most likely a misspelt one. Schemas may have keywords of anybody's, so
// that only small slips count: as Closest allows, but for short words.
func nearlySame(key, near string) bool {
	return near != "" && (strings.EqualFold(key, near) || len(near) >= 6 && len(key) >= 5)
}

// shownLength is how many characters of a document's text a message repeats, with the ellipsis of one that is cut.
const shownLength = 61

func shown(text string) string { return strconv.Quote(cut(text)) }

func cut(text string) string { return value.Cut(text, shownLength) }

// shownToken is the last token of a pointer in a sentence: bare if it is a word.
func shownToken(token string) string {
	token = tree.Unescape(token)
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`"'/{}`, r) }) {
		return shown(token)
	}
	return cut(token)
}
