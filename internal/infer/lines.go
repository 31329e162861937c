package infer

import (
	"strings"

	"mockserver/internal/tree"
)

// describe writes the lines of one operation.
func (f *finder) describe(rd *reading) {
	c := rd.collection
	add := func(line Line) {
		if rd.own.Get(line.Name) == nil {
			rd.Lines = append(rd.Lines, line)
		}
	}
	add(Line{Name: "collection", Value: Text(c.name), Reason: rd.because()})
	add(Line{Name: "action", Value: Text(rd.action)})
	parameters, taken := f.pathLines(rd)
	f.pinAll(rd)
	respond, headers := []Line(nil), []Line(nil)
	if rd.action == "list" {
		l := &list{operation: rd.Operation, collection: c, body: rd.answer.body, media: rd.answer.media, rows: rd.rows.path, headers: rd.answer.headers}
		lines, open, paging := f.roles(l, f.parametersFor(rd), taken)
		rd.Paging = paging
		rd.Open = append(rd.Open, open...)
		parameters = append(parameters, lines...)
		if len(l.rows) > 0 {
			respond = append(respond, Line{Name: tree.Join("", l.rows...), Value: Text("${rows}"), Reason: "the array of the records"})
		}
		more, others := f.metadata(l, lines)
		respond, headers = append(respond, more...), others
	} else if rd.shown && len(rd.path) > 0 {
		respond = []Line{{Name: tree.Join("", rd.path...), Value: Text("${record}"), Reason: "the record in the answer"}}
	}
	if len(parameters) > 0 {
		add(Line{Name: "parameters", Lines: parameters})
	}
	if len(rd.input) > 0 {
		add(Line{Name: "input", Value: Text(tree.Join("", rd.input...)), Reason: "the record in the body"})
	}
	if len(respond) > 0 {
		add(Line{Name: "respond", Lines: respond})
	}
	if len(headers) > 0 {
		add(Line{Name: "headers", Lines: headers})
	}
}

// pinAll notes the keys that the examples of path parameters show, of the record itself and of its parent.
func (f *finder) pinAll(rd *reading) {
	for i, s := range rd.route {
		if s.parameter == "" {
			continue
		}
		p := f.pathParameter(rd, s.parameter)
		if i == len(rd.route)-1 && rd.action != "list" && rd.action != "create" {
			f.pin(rd.collection, p)
		} else if parent := f.targets.byItem[rd.route[:i+1].path()]; parent != nil {
			f.pin(parent, p)
		}
	}
}

// because says why an operation has its action.
func (rd *reading) because() string {
	where := rd.Operation.Method + " " + rd.Operation.Template
	switch rd.action {
	case "list":
		what := "objects"
		if name := rd.rows.element.called(); name != "" {
			what = name
		}
		if len(rd.rows.path) > 0 {
			return where + " answers with an array of " + what + " at " + strings.Join(rd.rows.path, ".")
		}
		return where + " answers with an array of " + what
	case "create":
		return "the body of " + where + " has properties of a record"
	case "get":
		return where + " answers with one record"
	}
	return where + " changes one record"
}

// called is the name of the component that a schema is; "" if it is none.
func (s *shape) called() string {
	pointer := s.identity()
	for _, list := range []string{"/components/schemas/", "/definitions/"} {
		if _, name, ok := strings.Cut(pointer, list); ok && !strings.Contains(name, "/") {
			return name
		}
	}
	return ""
}

// documentLines are the lines of the document's x-mock.
func (f *finder) documentLines() []Line {
	var all []Line
	for _, c := range f.collections {
		if !f.isUsed(c) {
			continue
		}
		f.samples(c)
		if lines := f.collectionLines(c); len(lines) > 0 {
			all = append(all, Line{Name: c.name, Lines: lines, Reason: c.because()})
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []Line{{Name: "collections", Lines: all}}
}

// isUsed tells whether an operation has the collection.
func (f *finder) isUsed(c *collection) bool {
	for _, s := range c.sites {
		for _, rd := range s.readings() {
			if rd.collection == c {
				return true
			}
		}
	}
	return c.said
}

func (c *collection) because() string {
	for _, s := range c.sites {
		for _, rd := range s.readings() {
			if rd.collection == c {
				return rd.because()
			}
		}
	}
	return ""
}

// collectionLines are what is inferred of a collection and not said by the document itself.
func (f *finder) collectionLines(c *collection) []Line {
	var all []Line
	own := f.said.Get(c.name)
	add := func(line Line) {
		if own.Get(line.Name) == nil {
			all = append(all, line)
		}
	}
	var schemas, examples, pinned []*tree.Node
	for _, s := range c.shapes {
		schemas = append(schemas, Text(refTo(s.pointer)))
	}
	add(Line{Name: "schemas", Value: List(schemas...)})
	add(Line{Name: "key", Value: Text(c.keyField()), Reason: c.keyReason})
	for _, pointer := range c.examples {
		examples = append(examples, Text(refTo(pointer)))
	}
	if len(examples) > 0 {
		add(Line{Name: "examples", Value: List(examples...)})
	}
	for _, p := range c.pinned {
		pinned = append(pinned, tree.NewObject(p.key, []string{c.keyField()}, []*tree.Node{p.key}))
	}
	if len(pinned) > 0 {
		add(Line{Name: "pinned", Value: List(pinned...), Reason: c.pinned[0].reason})
	}
	if fields := f.fieldLines(c, own.Get("fields")); len(fields) > 0 {
		all = append(all, Line{Name: "fields", Lines: fields})
	}
	return all
}

// refTo is a pointer as a $ref has it.
func refTo(pointer string) string {
	pointer = strings.ReplaceAll(pointer, "%", "%25")
	if strings.Contains(pointer, "#") {
		return pointer
	}
	return "#" + pointer
}

// fieldLines are the fields that schemas alone do not describe.
func (f *finder) fieldLines(c *collection, own *tree.Node) []Line {
	var all []Line
	add := func(name string, reason string, does ...Line) {
		if own.Get(name) == nil {
			all = append(all, Line{Name: name, Lines: does, Reason: reason})
		}
	}
	if c.hiddenKey != "" {
		add(c.hiddenKey, c.keyReason, Line{Name: "sequence", Value: Node(nil)})
	}
	for _, ref := range append(c.references[:len(c.references):len(c.references)], c.hidden...) {
		does := Line{Name: "one_of", Value: Text(ref.target.name)}
		if ref.many {
			does = Line{Name: "some_of", Lines: []Line{{Name: "collection", Value: Text(ref.target.name)}}}
		}
		add(ref.field, ref.reason, does)
	}
	for _, use := range c.uses {
		if c.reference(use.field) == nil && use.field != c.key {
			add(use.field, use.reason, Line{Name: "pick", Value: List(use.values...)})
		}
	}
	return all
}
