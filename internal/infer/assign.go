package infer

import "slices"

// assign says what each operation does with the collection of its site.
func (f *finder) assign() {
	for _, s := range f.sites {
		for _, rd := range s.lists {
			rd.take(s.collection, "list")
		}
		for _, rd := range s.items {
			f.assignItem(s.collection, rd)
		}
		for _, rd := range s.makers {
			f.assignMaker(s.collection, rd)
		}
	}
	for _, rd := range f.readings {
		if rd.collection == nil && rd.problem != "" && !rd.off && !rd.isSaid() && !rd.route.isItem() {
			rd.Open = append(rd.Open, rd.problem)
		}
	}
}

func (rd *reading) take(c *collection, action string) {
	if own := rd.own.Get("collection").Str(); rd.collection == nil && rd.fits(action) && (own == "" || own == c.name) {
		rd.collection, rd.action = c, action
	}
}

// itemActions are what the methods do with one record.
var itemActions = map[string]string{"GET": "get", "PUT": "replace", "PATCH": "update", "POST": "update", "DELETE": "delete"}

// assignItem takes an operation on one record.
func (f *finder) assignItem(c *collection, rd *reading) {
	action := itemActions[rd.Operation.Method]
	if action == "" {
		return
	}
	if !rd.shown && rd.answer != nil {
		var record *shape
		if rd.path, record = recordIn(rd.answer.body, c.shapes); record != nil {
			rd.shown = true
			c.add(record)
		}
	}
	switch action {
	case "get":
		if rd.shown {
			rd.take(c, action)
			return
		}
		if rd.answer != nil && !rd.off {
			rd.Open = append(rd.Open, orElse(rd.problemOfItem(), "the answer holds no record of "+c.name))
		}
	case "delete":
		rd.take(c, action)
	default:
		input, ok := inputIn(f.sent(rd.Operation), c.shapes)
		if ok && (rd.Operation.Method != "POST" || rd.shown) {
			rd.input = input
			rd.take(c, action)
		}
	}
}

func (rd *reading) problemOfItem() string {
	if rd.answer.body.isArray() || rd.problem == oneOfList {
		return oneOfList
	}
	return ""
}

// assignMaker takes a POST at a site, if its body is a record's.
func (f *finder) assignMaker(c *collection, rd *reading) {
	body := f.sent(rd.Operation)
	input, ok := inputIn(body, c.shapes)
	if !ok {
		switch {
		case body == nil:
			rd.Open = append(rd.Open, "it takes no body to make a record from")
		case body.isArray():
			rd.Open = append(rd.Open, "the body is an array, not a record")
		default:
			rd.Open = append(rd.Open, "the body has too little of a record of "+c.name)
		}
		return
	}
	rd.input = input
	rd.take(c, "create")
	if rd.collection == nil || rd.answer == nil {
		return
	}
	var record *shape
	if rd.path, record = recordIn(rd.answer.body, c.shapes); record != nil {
		rd.shown = true
		c.add(record)
	}
}

// add notes a schema of records, if it shows more of them than a key.
func (c *collection) add(s *shape) {
	if s.pointer == "" || len(c.shapes) >= maxShapes || slices.ContainsFunc(c.shapes, func(k *shape) bool { return k.pointer == s.pointer }) {
		return
	}
	if n := shared(s, c.shapes[0]); n*2 >= len(c.shapes[0].fields()) {
		c.shapes = append(c.shapes, s)
	}
}

func orElse(text, other string) string {
	if text != "" {
		return text
	}
	return other
}
