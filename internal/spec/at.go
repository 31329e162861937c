package spec

import (
	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// SchemaAt compiles the schema that a pointer leads to, such as "#/components/schemas/Tree". The same pointer gives the same
// schema. It is safe for concurrent use.
func (d *Document) SchemaAt(pointer string) (*schema.Schema, error) {
	d.compiling.Lock()
	defer d.compiling.Unlock()
	n, at, err := d.lead(pointer)
	if err != nil {
		return nil, err
	}
	return d.compiler.Compile(n, at)
}

// NodeAt is the node that a pointer leads to, behind all $refs; nil if there is none.
func (d *Document) NodeAt(pointer string) *tree.Node {
	d.compiling.Lock()
	defer d.compiling.Unlock()
	n, _, err := d.lead(pointer)
	if err != nil {
		return nil
	}
	return n
}

// lead follows a pointer of the document.
func (d *Document) lead(pointer string) (*tree.Node, string, error) {
	ref := &tree.Node{Kind: tree.String, Text: pointer, File: d.Root.File}
	n := tree.NewObject(&tree.Node{File: d.Root.File}, []string{"$ref"}, []*tree.Node{ref})
	return d.Resolve(n, pointer)
}
