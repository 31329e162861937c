package tree

import "slices"

// Draft is a document in the making: it takes many changes to another document, which stays as it was. Each array or
// object is copied at its first change, however many follow, and shares what is unchanged.
type Draft struct {
	own map[*Node]map[string]int // the copies; of objects, where their keys are
}

// NewDraft begins without changes.
func NewDraft() *Draft { return &Draft{own: map[*Node]map[string]int{}} }

// Own is a copy of an array or object that the draft may change: the node itself if it is one. It has to take its place.
func (d *Draft) Own(n *Node) *Node {
	if _, ok := d.own[n]; ok {
		return n
	}
	made := *n
	made.Items = slices.Clone(n.Items)
	var places map[string]int
	if n.Kind == Object {
		made.Keys, made.index = slices.Clone(n.Keys), nil
		made.inherit(n)
		places = make(map[string]int, len(n.Keys))
		for i, key := range n.Keys {
			places[key] = i
		}
	}
	d.own[&made] = places
	return &made
}

// Get is the value of an object's key as it is by now, nil if there is none.
func (d *Draft) Get(n *Node, key string) *Node {
	places, ok := d.own[n]
	if !ok {
		return n.Get(key)
	}
	if i, there := places[key]; there {
		return n.Items[i]
	}
	return nil
}

// Set gives a key of an object that is the draft's own a value: in the key's place, or at the end if it is new.
func (d *Draft) Set(n *Node, key string, child *Node) {
	places := d.own[n]
	if i, there := places[key]; there {
		n.Items[i] = child
		return
	}
	places[key] = len(n.Keys)
	n.Keys, n.Items = append(n.Keys, key), append(n.Items, child)
}

// Remove takes a key from an object that is the draft's own.
func (d *Draft) Remove(n *Node, key string) {
	places := d.own[n]
	if i, there := places[key]; there {
		n.Keys[i], n.Items[i] = "", nil // for Finish, so that each of many removals costs the same
		delete(places, key)
	}
}

// Append adds elements to an array, and returns the one that has them.
func (d *Draft) Append(n *Node, items ...*Node) *Node {
	n = d.Own(n)
	n.Items = append(n.Items, items...)
	return n
}

// Merge lays an update over a target, as OpenAPI Overlay says: the members of objects are merged, one by one and at
// every depth, new ones coming behind the target's own; arrays are concatenated; anything else, and what differs in
// kind, is replaced. It returns what has to take the target's place.
func (d *Draft) Merge(target, update *Node) *Node {
	switch {
	case target.Kind != update.Kind:
		return update
	case target.Kind == Array:
		return d.Append(target, update.Items...)
	case target.Kind != Object:
		return update
	case update.Len() == 0:
		return target
	}
	target = d.Own(target)
	for i, key := range update.Keys {
		child := update.Items[i]
		if old := d.Get(target, key); old != nil {
			child = d.Merge(old, child)
		}
		d.Set(target, key, child)
	}
	return target
}

// Finish makes nodes as all others of the draft's own, which takes no more changes.
func (d *Draft) Finish() {
	for n, places := range d.own { // each by itself
		if len(places) < len(n.Keys) {
			kept := 0 // what was removed is nil; its key may be that of another
			for i, item := range n.Items {
				if item != nil {
					n.Keys[kept], n.Items[kept] = n.Keys[i], item
					kept++
				}
			}
			n.Keys, n.Items = n.Keys[:kept], n.Items[:kept]
			n.inherit(n) // without what was removed
		}
		n.Index()
	}
	clear(d.own)
}
