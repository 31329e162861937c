package infer

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// describe writes what is understood of an operation as lines of x-mock. What the operation says itself is not among them.
func (f *finder) describe(rd *reading) {
	c := rd.collection
	said := func(name string) bool { return rd.own.Get(name) != nil }
	if !said("collection") {
		rd.Lines = append(rd.Lines, Line{Name: "collection", Value: Text(c.name), Reason: rd.because()})
	}
	if !said("action") {
		rd.Lines = append(rd.Lines, Line{Name: "action", Value: Text(rd.action)})
	}
	parameters := f.family(rd)
	if rd.action != "list" && rd.action != "create" {
		p := f.pathParameter(rd, rd.route.last().parameter)
		parameters = append(parameters, Line{Name: p.place, Lines: []Line{{Name: "key", Value: True()}}, Reason: "it is the " + c.keyField() + " of " + c.name})
		f.pin(c, p)
	}
	var respond, headers []Line
	if rd.action == "list" {
		l := &list{operation: rd.Operation, collection: c, body: rd.answer.body, media: rd.answer.media, rows: rd.rows.path, headers: rd.answer.headers}
		var taken []string
		for _, line := range parameters {
			taken = append(taken, line.Name)
		}
		roles, open, paging := f.roles(l, f.parametersFor(rd), taken)
		parameters = append(parameters, roles...)
		rd.Open, rd.Paging = append(rd.Open, open...), paging || rd.paging
		if len(rd.rows.path) > 0 {
			respond = append(respond, Line{Name: tree.Join("", rd.rows.path...), Value: Text("${rows}"), Reason: "the records"})
		}
		if said("parameters") {
			roles = pagingOf(rd.own.Get("parameters"))
		}
		more, fields := f.metadata(l, roles)
		respond, headers = append(respond, more...), append(fields, untold(more, fields, roles)...)
	} else if rd.shown && len(rd.path) > 0 {
		respond = append(respond, Line{Name: tree.Join("", rd.path...), Value: Text("${record}"), Reason: "the record"})
	}
	if len(parameters) > 0 && !said("parameters") {
		rd.Lines = append(rd.Lines, Line{Name: "parameters", Lines: parameters})
	}
	if len(rd.input) > 0 && rd.action != "list" && rd.action != "get" && rd.action != "delete" && !said("input") {
		rd.Lines = append(rd.Lines, Line{Name: "input", Value: Text(tree.Join("", rd.input...)), Reason: "there the body holds the record"})
	}
	if respond = unsaid(respond, rd.own.Get("respond")); len(respond) > 0 {
		rd.Lines = append(rd.Lines, Line{Name: "respond", Lines: respond})
	}
	if headers = unsaid(headers, rd.own.Get("headers")); len(headers) > 0 {
		rd.Lines = append(rd.Lines, Line{Name: "headers", Lines: headers})
	}
	f.show(rd)
}

// untold is the header Link of a list whose document has nothing that says where the next page is.
func untold(members, headers, roles []Line) []Line {
	paged := slices.ContainsFunc(roles, func(l Line) bool {
		return len(l.Lines) > 0 && l.Lines[0].Name == "page" && slices.Contains([]string{"cursor", "after", "number", "offset"}, l.Lines[0].Value.Str())
	})
	for _, line := range slices.Concat(members, headers) {
		if text := line.Value.Str(); strings.Contains(text, "links.") || strings.Contains(text, "cursors.") {
			return nil
		}
	}
	if !paged {
		return nil
	}
	return []Line{{Name: "Link", Value: Text("${links.header}"), Reason: "nothing that is documented leads to the next page"}}
}

// pagingOf are the roles in paging that the operation itself gives its parameters.
func pagingOf(parameters *tree.Node) []Line {
	var lines []Line
	for i, name := range parameters.Members() {
		if page := parameters.Items[i].Get("page"); page != nil {
			lines = append(lines, Line{Name: name, Lines: []Line{{Name: "page", Value: page}}})
		}
	}
	return lines
}

// unsaid are the lines of which the document itself says nothing.
func unsaid(lines []Line, said *tree.Node) []Line {
	return slices.DeleteFunc(lines, func(l Line) bool { return said.Get(l.Name) != nil })
}

// because says why an operation belongs to its collection.
func (rd *reading) because() string {
	switch rd.action {
	case "list":
		if name := nameOf(rd.rows.element.pointer); name != "" {
			return "it answers with an array of " + name
		}
		return "it answers with an array of objects"
	case "create":
		return "it takes a record at the path of the list"
	case "get":
		return "it answers with one record"
	}
	return "the path names a record"
}

// nameOf is the name of a component; "" if the pointer leads to none.
func nameOf(pointer string) string {
	tokens, err := tree.Split(pointer)
	if n := len(tokens); err == nil && n >= 2 && (tokens[n-2] == "schemas" || tokens[n-2] == "definitions") {
		return tokens[n-1]
	}
	return ""
}

// pin notes the key that the example of a path parameter names: people paste it first.
func (f *finder) pin(c *collection, p parameter) {
	example := p.node.Get("example")
	if example == nil {
		example = p.node.Get("x-example") // of Swagger 2.0
	}
	if named := p.node.Get("examples"); example == nil && named.Is(tree.Object) && named.Len() > 0 {
		example, _ = f.follow(named.Items[0], "")
		example = example.Get("value")
	}
	if example == nil {
		example = p.shape.example
	}
	if !example.Is(tree.String) && !example.Is(tree.Number) || example.Text == "" || len(c.pinned) >= maxPinned {
		return
	}
	if self[plain(example.Text)] {
		return
	}
	if !slices.ContainsFunc(c.pinned, func(n *tree.Node) bool { return n.Kind == example.Kind && n.Text == example.Text }) {
		c.pinned = append(c.pinned, &tree.Node{Kind: example.Kind, Text: example.Text})
	}
}

// self are words that stand for the caller, and are no keys.
var self = setOf("me self current myself default")

// Bounds of what the examples of a document make.
const (
	maxPinned   = 20
	maxExamples = 40
)

// show notes the examples of an answer that hold records.
func (f *finder) show(rd *reading) {
	c := rd.collection
	if rd.answer == nil {
		return
	}
	path := rd.path
	if rd.action == "list" {
		path = rd.rows.path
	} else if !rd.shown {
		return
	}
	add := func(pointer string, n *tree.Node) {
		for _, token := range path {
			n, pointer = n.Get(token), tree.Join(pointer, token)
		}
		if ref := ref(pointer); (n.Is(tree.Object) || n.Is(tree.Array)) && n.Len() > 0 && len(c.examples) < maxExamples && !slices.Contains(c.examples, ref) && f.document.NodeAt(ref) != nil {
			c.examples = append(c.examples, ref)
		}
	}
	media, at := rd.answer.media, rd.answer.pointer
	if rd.answer.swagger {
		examples := media.Get("examples")
		add(tree.Join(at, "examples", rd.answer.kind), examples.Get(rd.answer.kind))
		return
	}
	add(tree.Join(at, "example"), media.Get("example"))
	named := media.Get("examples")
	for _, name := range named.Members() {
		n, pointer := f.follow(named.Get(name), tree.Join(at, "examples", name))
		add(tree.Join(pointer, "value"), n.Get("value"))
	}
	if body := rd.answer.body; body.example != nil && body.pointer != "" {
		add(tree.Join(body.pointer, "example"), body.example)
	}
}

// documentLines say which collections there are.
func (f *finder) documentLines() []Line {
	var all []Line
	for _, c := range f.collections {
		if used := slices.ContainsFunc(f.readings, func(rd *reading) bool { return rd.collection == c }); used && len(c.shapes) > 0 {
			if lines := f.collectionLines(c); len(lines) > 0 {
				all = append(all, Line{Name: c.name, Lines: lines})
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []Line{{Name: "collections", Lines: all}}
}

func (f *finder) collectionLines(c *collection) []Line {
	own := f.said.Get(c.name)
	var lines []Line
	add := func(line Line) {
		if own.Get(line.Name) == nil {
			lines = append(lines, line)
		}
	}
	var pointers []*tree.Node
	for _, s := range c.shapes {
		pointers = append(pointers, Text(ref(s.pointer)))
	}
	add(Line{Name: "schemas", Value: List(pointers...), Reason: c.where()})
	add(Line{Name: "key", Value: Text(c.keyField()), Reason: orElse(c.keyReason, "it is called like a key")})
	f.ofSchemas(c)
	if len(c.examples) > 0 {
		var examples []*tree.Node
		for _, pointer := range c.examples {
			examples = append(examples, Text(pointer))
		}
		add(Line{Name: "examples", Value: List(examples...), Reason: "the first records"})
	}
	if len(c.pinned) > 0 {
		var rows []*tree.Node
		for _, key := range c.pinned {
			rows = append(rows, tree.NewObject(&tree.Node{}, []string{c.keyField()}, []*tree.Node{key}))
		}
		add(Line{Name: "pinned", Value: List(rows...), Reason: "the examples of the path parameter"})
	}
	if fields := c.fieldLines(own.Get("fields")); len(fields) > 0 {
		lines = append(lines, Line{Name: "fields", Lines: fields})
	}
	return lines
}

// ref is a pointer as a $ref writes it: a percent sign is escaped, as in any fragment.
func ref(pointer string) string {
	file, fragment := "", pointer
	if !strings.HasPrefix(pointer, "/") { // it leads into another file
		file, fragment, _ = strings.Cut(pointer, "#")
	}
	return file + "#" + strings.ReplaceAll(fragment, "%", "%25")
}

// where says where the collection's records are.
func (c *collection) where() string {
	for _, s := range c.sites {
		for _, rd := range slices.Concat(s.lists, s.items) {
			if rd.collection == c {
				return "the records of " + rd.Operation.Method + " " + rd.Operation.Template
			}
		}
	}
	return "its records"
}

// ofSchemas notes the examples of the schemas themselves.
func (f *finder) ofSchemas(c *collection) {
	for _, s := range c.shapes {
		for _, p := range s.parts[:min(1, len(s.parts))] {
			if example := p.node.Get("example"); example.Is(tree.Object) && example.Len() > 0 {
				if pointer := ref(tree.Join(p.pointer, "example")); !slices.Contains(c.examples, pointer) && len(c.examples) < maxExamples {
					c.examples = append(c.examples, pointer)
				}
			}
		}
	}
}

// within are the references in the objects of a field.
func (c *collection) within(field string) []Line {
	var lines []Line
	for _, r := range c.references {
		if r.field == field && r.within != nil {
			lines = append(lines, Line{Name: r.within[0], Value: Text(r.to.name)})
		}
	}
	return lines
}

// fieldLines say of the fields what the schemas do not.
func (c *collection) fieldLines(own *tree.Node) []Line {
	var lines []Line
	add := func(name, reason string, members ...Line) {
		if own.Get(name) == nil && !slices.ContainsFunc(lines, func(l Line) bool { return l.Name == name }) {
			lines = append(lines, Line{Name: name, Lines: members, Reason: reason})
		}
	}
	if c.hiddenKey != "" && !c.saysKey { // of one that the document says, it is for the document to say how it is made
		add(c.hiddenKey, "no property shows it", Line{Name: "sequence", Value: tree.NewObject(&tree.Node{}, nil, nil)})
	}
	for _, r := range c.references {
		if r.within != nil {
			add(r.field, r.reason, Line{Name: "within", Lines: c.within(r.field)})
		} else if r.beside != "" {
			add(r.field, r.reason, Line{Name: "refers", Lines: []Line{{Name: "collection", Value: Text(r.to.name)}, {Name: "key", Value: Text(r.beside)}}})
		} else if r.many {
			add(r.field, r.reason, Line{Name: "some_of", Lines: []Line{{Name: "collection", Value: Text(r.to.name)}}})
		} else {
			add(r.field, r.reason, Line{Name: "one_of", Value: Text(r.to.name)})
		}
	}
	for _, h := range c.hidden {
		if h.to != nil {
			add(h.name, h.reason, Line{Name: "one_of", Value: Text(h.to.name)})
		} else {
			add(h.name, h.reason, Line{Name: "expr", Value: Text("nil")})
		}
	}
	for _, d := range c.uses {
		if f := c.field(d.field); f != nil && d.field != c.key {
			add(d.field, d.reason, Line{Name: "pick", Value: List(d.values...)})
		}
	}
	return lines
}
