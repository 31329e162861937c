package infer

import (
	"cmp"
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// site is a path with the records below it: its lists, and the operations on one record of it.
type site struct {
	route      route
	lists      []*reading
	items      []*reading // at the path and a parameter
	makers     []*reading // POST at the path
	record     *shape     // what the get answers with, or an update; nil: nothing is known
	collection *collection
}

// table is how a collection was found.
type table struct {
	sites      []*site
	noun       string // what it is called in the path
	keyReason  string
	hiddenKey  string // a key that no schema shows; "": there is one
	said       bool   // the document's own x-mock has it
	saysKey    bool   // and says what its key is
	references []*reference
	hidden     []*hiddenField // what paths say of a record and no schema shows
	byPlain    map[string][]property
	examples   []string
	pinned     []*tree.Node // keys
}

// findCollections puts together what has the same records.
func (f *finder) findCollections() {
	byPath := map[string]*site{}
	at := func(rt route) *site {
		path := rt.path()
		if byPath[path] == nil {
			byPath[path] = &site{route: rt}
			f.sites = append(f.sites, byPath[path])
		}
		return byPath[path]
	}
	for _, rd := range f.readings {
		switch {
		case rd.off:
		case rd.List && rd.fits("list") && !f.isOneOfList(rd):
			at(f.siteOf(rd)).lists = append(at(f.siteOf(rd)).lists, rd)
		case rd.route.isItem() && len(rd.route) > 1 && rd.Operation.Method != "POST":
			s := at(rd.route[:len(rd.route)-1].place())
			s.items = append(s.items, rd)
		}
	}
	for _, rd := range f.readings {
		if rd.Operation.Method != "POST" || rd.off {
			continue
		}
		if s := byPath[rd.route.path()]; s != nil && !rd.route.isItem() {
			s.makers = append(s.makers, rd)
		} else if rd.route.isItem() {
			if s := byPath[rd.route[:len(rd.route)-1].path()]; s != nil && len(s.items) > 0 && !s.has("PUT", "PATCH") {
				s.items = append(s.items, rd)
			}
		}
	}
	f.settle()
	f.join()
	f.name()
	f.assign()
}

func (s *site) has(methods ...string) bool {
	return slices.ContainsFunc(s.items, func(rd *reading) bool { return slices.Contains(methods, rd.Operation.Method) })
}

// siteOf is the path of a list without a verb at its end, unless what is there lists something else.
func (f *finder) siteOf(rd *reading) route {
	place := rd.route.place()
	if place.path() == rd.route.path() {
		return rd.route
	}
	for _, other := range f.byPath[place.path()] {
		if other.List && !isOf(rd.rows.element, []*shape{other.rows.element}) {
			return rd.route
		}
	}
	if rd.route.isItem() {
		return rd.route
	}
	return place
}

// isOneOfList tells whether a path names one record of a list, and answers with it in an array. Then it is a list no more.
func (f *finder) isOneOfList(rd *reading) bool {
	if !rd.route.isItem() {
		return false
	}
	for _, other := range f.byPath[rd.route[:len(rd.route)-1].path()] {
		if other.List && other.rows.element.identity() == rd.rows.element.identity() {
			rd.List, rd.problem = false, oneOfList
			return true
		}
	}
	return false
}

const oneOfList = "the answer holds an array, though the path names one record"

// settle finds the record of each site, and leaves out the sites without one.
func (f *finder) settle() {
	for _, s := range f.sites {
		var known []*shape
		for _, rd := range s.lists {
			known = append(known, rd.rows.element)
		}
		noun, _ := s.route.noun()
		for _, method := range []string{"GET", "PATCH", "PUT", "POST"} {
			for _, rd := range s.items {
				if rd.Operation.Method == method && rd.answer != nil && s.record == nil {
					s.record = rd.locate(known, noun)
				}
			}
		}
	}
	f.sites = slices.DeleteFunc(f.sites, func(s *site) bool {
		return len(s.lists) == 0 && (s.record == nil || len(s.record.fields()) == 0)
	})
}

// locate finds the record in the answer of an operation on one.
func (rd *reading) locate(known []*shape, noun string) *shape {
	body := rd.answer.body
	if !body.isObject() || body.kinds.has(arrayKind) || rd.List {
		return nil
	}
	path, record := recordIn(body, known)
	if record == nil && rd.Operation.Method == "GET" {
		path, record = wrapped(body, noun)
	}
	if record == nil && len(known) == 0 && len(body.fields()) > 2 {
		path, record = wrapped(body, noun)
	}
	if record != nil {
		rd.path, rd.shown = path, true
	}
	return record
}

// shapes are the schemas of a site's records.
func (s *site) shapes() []*shape {
	var all []*shape
	if s.record != nil {
		all = append(all, s.record)
	}
	for _, rd := range s.lists {
		all = append(all, rd.rows.element)
	}
	return all
}

// join makes one collection of the sites that show the same schema.
func (f *finder) join() {
	known := map[string]*collection{}
	for _, s := range f.sites {
		marks := s.marks()
		for _, mark := range marks {
			if c := known[mark]; c != nil && s.collection == nil {
				s.collection = c
			}
		}
		if s.collection == nil {
			s.collection = &collection{}
			f.collections = append(f.collections, s.collection)
		}
		s.collection.sites = append(s.collection.sites, s)
		for _, mark := range marks {
			if known[mark] == nil {
				known[mark] = s.collection
			}
		}
	}
}

// marks are what sites of one collection have in common: a schema, or equal properties and the same last segment.
func (s *site) marks() []string {
	var all []string
	noun, _ := s.route.noun()
	for _, shape := range s.shapes() {
		if id := shape.identity(); id != "" {
			all = append(all, id)
		}
		fields := shape.fields()
		names := make([]string, len(fields))
		for i, p := range fields {
			names[i] = p.name
		}
		slices.Sort(names)
		all = append(all, plain(noun)+" "+strings.Join(names, " "))
	}
	return all
}

// name gives each collection a name of its own, that of its shortest path.
func (f *finder) name() {
	taken := map[string]bool{}
	for _, c := range f.collections {
		slices.SortStableFunc(c.sites, func(a, b *site) int {
			return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(len(a.route), len(b.route)))
		})
		if said := c.saidName(); said != "" && !taken[said] {
			c.name, taken[said] = said, true
		}
	}
	inOrder := slices.Clone(f.collections)
	slices.SortStableFunc(inOrder, func(a, b *collection) int {
		x, y := a.sites[0], b.sites[0]
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(len(x.route), len(y.route)))
	})
	for _, c := range inOrder {
		noun, at := c.sites[0].route.noun()
		if c.noun = noun; noun == "" {
			c.noun = "records"
		}
		if c.name == "" {
			c.name = c.sites[0].freeName(c.noun, at, taken)
			taken[c.name] = true
		}
		c.said = f.said.Get(c.name) != nil
		c.collectShapes()
	}
}

// rank is lower for sites that are better to name a collection by.
func (s *site) rank() int {
	rank := 0
	if s.route.parameters() {
		rank++
	}
	if noun, _ := s.route.noun(); noun == "" || isVerb(noun) {
		rank += 2
	}
	return rank
}

// saidName is the name that the operations' own x-mock gives.
func (c *collection) saidName() string {
	for _, s := range c.sites {
		for _, rd := range slices.Concat(s.lists, s.items) {
			if name := rd.own.Get("collection").Str(); name != "" {
				return name
			}
		}
	}
	return ""
}

// freeName is a name that is not taken: with the segments before it, then with a number.
func (s *site) freeName(name string, at int, taken map[string]bool) string {
	for i := at - 1; i >= 0 && taken[name]; i-- {
		if before := s.route[i]; before.literal != "" && !before.mixed {
			name = before.literal + "_" + name
		}
	}
	free := name
	for n := 2; taken[free]; n++ {
		free = name + "_" + itoa(n)
	}
	return free
}

// collectShapes lists the schemas of the records, those of gets first.
func (c *collection) collectShapes() {
	known := map[string]bool{}
	add := func(s *shape) {
		if s != nil && s.pointer != "" && !known[s.pointer] && len(c.shapes) < maxShapes {
			known[s.pointer] = true
			c.shapes = append(c.shapes, s)
		}
	}
	for _, s := range c.sites {
		add(s.record)
	}
	for _, s := range c.sites {
		for _, rd := range s.lists {
			add(rd.rows.element)
		}
	}
}

// maxShapes bounds the schemas of one collection.
const maxShapes = 40
