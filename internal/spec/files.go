package spec

import (
	"errors"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"mockserver/internal/tree"
)

// files are the other files that the $refs of a document have led to. It may be used by several goroutines: operations
// are compiled while others are served.
type files struct {
	mutex     sync.Mutex
	byAddress map[string]opened
	byName    map[string]*tree.Node // what a node says of its File → the root of that file; not the document's own
	anchors   map[*tree.Node]map[string]place
	found     map[written]place // where $refs lead
	chains    map[*tree.Node]endless
}

// endless is what is known of a $ref that begins a chain without an end: it is still on its way after so many steps.
type endless struct {
	steps  int
	circle bool
}

func (f *files) endless(n *tree.Node) (endless, bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	e, ok := f.chains[n]
	return e, ok
}

func (f *files) markEndless(n *tree.Node, e endless) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.chains == nil {
		f.chains = map[*tree.Node]endless{}
	}
	f.chains[n] = e
}

// written is a $ref as it is written in a file.
type written struct{ file, ref string }

func (f *files) lookUp(key written) (place, bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	p, ok := f.found[key]
	return p, ok
}

func (f *files) remember(key written, p place) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.found == nil {
		f.found = map[written]place{}
	}
	f.found[key] = p
}

// opened is what came of opening a file, once.
type opened struct {
	root *tree.Node
	err  error
}

// rootOf is the root of the file that a node stands in. What an overlay has brought belongs to the document.
func (d *Document) rootOf(n *tree.Node) *tree.Node {
	if n == nil || n.File == d.Root.File {
		return d.Root
	}
	d.files.mutex.Lock()
	defer d.files.mutex.Unlock()
	if root := d.files.byName[n.File]; root != nil {
		return root
	}
	return d.Root
}

// open finds the root of a file by its address.
func (d *Document) open(address string) (*tree.Node, error) {
	if address == cleaned(d.Root.File) {
		return d.Root, nil
	}
	if d.config.Open == nil {
		return nil, errors.New("it leads out of the document, which is all that is read")
	}
	f := &d.files
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if o, ok := f.byAddress[address]; ok {
		return o.root, o.err
	}
	root, err := d.config.Open(address)
	if f.byAddress == nil {
		f.byAddress, f.byName = map[string]opened{}, map[string]*tree.Node{}
	}
	f.byAddress[address] = opened{root, err}
	if err == nil {
		f.byName[root.File] = root
	}
	return root, err
}

// addressOf resolves a $ref, without its fragment, against the file that it is written in: a path or a URL.
func (d *Document) addressOf(ref string, from *tree.Node) string {
	base := d.rootOf(from).File
	u, err := url.Parse(ref)
	if err != nil {
		u = &url.URL{Path: ref}
	}
	if d.isSelf(u, from) {
		return cleaned(d.Root.File)
	}
	if isURL(base) {
		if b, err := url.Parse(base); err == nil {
			return b.ResolveReference(u).String()
		}
	}
	if u.Scheme != "" || u.Host != "" {
		return u.String()
	}
	if path.IsAbs(u.Path) {
		return path.Clean(u.Path)
	}
	return path.Join(path.Dir(base), u.Path)
}

// isSelf tells whether an address that a node refers to is the one that the document gives itself in $self (OpenAPI 3.2,
// section 4.1.2.2): resolved against that if the node is the document's own (RFC 3986, section 5.2). What else is resolved
// against $self is looked for where the files are: an address of the network is not where the document was read from.
func (d *Document) isSelf(u *url.URL, from *tree.Node) bool {
	self, err := url.Parse(d.Root.Get("$self").Str())
	if err != nil || *self == (url.URL{}) {
		return false
	}
	if d.rootOf(from) == d.Root {
		u = self.ResolveReference(u)
	}
	own, other := self.ResolveReference(&url.URL{}), *u
	own.Fragment, other.Fragment = "", ""
	return own.String() == other.String()
}

// label is the beginning of a pointer into a file: nothing for the document itself, else "file.yaml#", relative to the
// document's folder.
func (d *Document) label(root *tree.Node) string {
	if root == d.Root {
		return ""
	}
	name, base := cleaned(root.File), cleaned(d.Root.File)
	if isURL(name) || isURL(base) {
		return name + "#"
	}
	if relative, err := filepath.Rel(path.Dir(base), name); err == nil {
		name = filepath.ToSlash(relative)
	}
	return name + "#"
}

func isURL(address string) bool {
	scheme, _, ok := strings.Cut(address, "://")
	return ok && len(scheme) > 1 && !strings.ContainsAny(scheme, "/.")
}

func cleaned(file string) string {
	if isURL(file) {
		return file
	}
	return path.Clean(file)
}

// anchor finds what a file calls by a plain name, with $anchor or $dynamicAnchor.
func (d *Document) anchor(root *tree.Node, name string) (place, bool) {
	f := &d.files
	f.mutex.Lock()
	defer f.mutex.Unlock()
	named, ok := f.anchors[root]
	if !ok {
		named = map[string]place{}
		collectAnchors(root, "", named)
		if f.anchors == nil {
			f.anchors = map[*tree.Node]map[string]place{}
		}
		f.anchors[root] = named
	}
	a, ok := named[name]
	return a, ok
}

// collectAnchors goes as deep as the file does, which the parser bounds.
func collectAnchors(n *tree.Node, pointer string, named map[string]place) {
	for _, member := range []string{"$anchor", "$dynamicAnchor"} {
		if name := n.Get(member).Str(); name != "" {
			if _, taken := named[name]; !taken {
				named[name] = place{n, pointer}
			}
		}
	}
	for i, child := range n.Items {
		if child.Kind < tree.Array {
			continue
		}
		token := ""
		if n.Kind == tree.Object {
			token = n.Keys[i]
		} else {
			token = itoa(i)
		}
		collectAnchors(child, tree.Join(pointer, token), named)
	}
}
