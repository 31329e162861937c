package infer

import (
	"slices"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// Document infers what the operations of a document read and change. What the document's own x-mock says stands: of it,
// nothing is among the lines.
func Document(d *spec.Document) *Meaning {
	m := &Meaning{Operations: make([]Reading, len(d.Operations))}
	f := &finder{
		reader: &reader{document: d, shapes: map[*tree.Node]*shape{}},
		said:   d.Root.Path("x-mock", "collections"),
		byPath: map[string][]*reading{},
	}
	off := isOff(d.Root.Get("x-mock"))
	for i, o := range d.Operations {
		m.Operations[i].Operation = o
		f.read(&m.Operations[i], off)
	}
	f.findCollections()
	for _, c := range f.collections {
		f.findKey(c)
	}
	f.indexTargets()
	for _, c := range f.collections {
		f.findReferences(c)
	}
	for _, rd := range f.readings {
		if rd.collection != nil {
			f.describe(rd)
		}
	}
	m.Document = f.documentLines()
	return m
}

// finder finds the collections of one document.
type finder struct {
	*reader
	said        *tree.Node // what the document itself says of collections
	readings    []*reading
	byPath      map[string][]*reading
	sites       []*site
	collections []*collection
	targets     map[string][]*collection // by what a reference to a record may be called, in plain form
}

// reading is an operation, as far as it is understood.
type reading struct {
	*Reading
	route      route
	answer     *answer // nil: none that is JSON
	own        *tree.Node
	off        bool // nothing is inferred of it
	parameters []parameter
	asked      bool // parameters are read
	paging     bool
	rows       array // of a list; without element it is none
	problem    string

	collection *collection
	action     string
	path       []string // of the record in the answer
	shown      bool     // the answer has the record
	input      []string // of the record in the request
}

// isOff tells whether an x-mock says that nothing is inferred.
func isOff(own *tree.Node) bool {
	infer := own.Get("infer")
	return infer.Is(tree.Bool) && !infer.True()
}

// read looks at one operation by itself.
func (f *finder) read(to *Reading, off bool) {
	o := to.Operation
	rd := &reading{Reading: to, route: readRoute(o.Template), answer: f.success(o), own: o.Node.Get("x-mock")}
	to.Example = rd.answer.shows()
	rd.off = off || isOff(rd.own)
	f.readings = append(f.readings, rd)
	f.byPath[rd.route.path()] = append(f.byPath[rd.route.path()], rd)
	if o.Method != "GET" || rd.answer == nil {
		return
	}
	rd.paging = f.paging(rd)
	rd.rows, rd.problem = rowsOf(rd.answer.body, rd.route, rd.paging)
	to.List = rd.rows.element != nil
}

// isSaid tells whether the operation's own x-mock says what it does with which collection.
func (rd *reading) isSaid() bool {
	return rd.own.Get("collection") != nil && rd.own.Get("action") != nil
}

// fits tells whether the operation's own x-mock lets it have an action.
func (rd *reading) fits(action string) bool {
	said := rd.own.Get("action").Str()
	return said == "" || said == action
}

// paging tells whether a query parameter asks for a page.
func (f *finder) paging(rd *reading) bool {
	for _, p := range f.parametersFor(rd) {
		if p.in != "query" {
			continue
		}
		name := plain(p.name)
		if paged[name] && (p.shape.kinds == 0 || p.shape.kinds.has(integerKind|numberKind|stringKind|objectKind)) || len(name) > 4 && name[:4] == "page" && paged[name[4:]] {
			return true
		}
	}
	return false
}

// parametersFor are the parameters of an operation; each operation's are read once.
func (f *finder) parametersFor(rd *reading) []parameter {
	if !rd.asked {
		rd.asked, rd.parameters = true, f.parametersOf(rd.Operation)
	}
	return rd.parameters
}

// pathParameter is a parameter of the path; one that nothing describes has an empty shape.
func (f *finder) pathParameter(rd *reading, name string) parameter {
	for _, p := range f.parametersFor(rd) {
		if p.in == "path" && p.name == name {
			return p
		}
	}
	place := name
	if slices.ContainsFunc(f.parametersFor(rd), func(p parameter) bool { return p.name == name }) {
		place = "path." + name // another one has the name
	}
	return parameter{name: name, in: "path", place: place, shape: f.shape(nil, "")}
}
