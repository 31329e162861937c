package spec

import (
	"sync"

	"mockserver/internal/tree"
)

// Operation is one method of one path of a document.
type Operation struct {
	Document *Document
	ID       string // operationId; "GET /things/{id}" where there is none
	Method   string // in capitals
	Template string // the path as the document writes it, without a base path
	Node     *tree.Node
	Pointer  string // of Node
	PathItem *tree.Node

	basePaths   []string // of the servers of the operation or its path item; nil: the document's
	itemPointer string   // of PathItem
	segments    []segment
	names       []string
	pins        []pin
	queried     []queried
	second      bool         // it is among the rivals of another, at whose places it stands
	rivals      []*Operation // of the same method and shape of path, after this one in the document
	compile     sync.Once
	contract    *Contract
	err         error
}

// PathParameters are the names of the template's parameters in its order.
func (o *Operation) PathParameters() []string { return o.names }

// BasePaths are where the operation is served: under the servers of itself, of its path item or of the document.
func (o *Operation) BasePaths() []string {
	if o.basePaths != nil {
		return o.basePaths
	}
	return o.Document.BasePaths
}

// Contract is what the operation asks of requests and promises of answers, compiled at the first call; the error is a
// *Broken that says, with file and line, what costs the operation. It is safe for concurrent use.
func (o *Operation) Contract() (*Contract, error) {
	o.compile.Do(func() {
		o.Document.compiling.Lock()
		defer o.Document.compiling.Unlock()
		o.contract, o.err = compile(o)
	})
	return o.contract, o.err
}
