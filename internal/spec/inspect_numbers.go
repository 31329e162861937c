package spec

import "mockserver/internal/tree"

// number reports an element or member that is a number which JSON does not have.
func (w *referenceWalk) number(n *tree.Node, i int) {
	child := n.Items[i]
	if !child.Infinite() || w.told[child] {
		return
	}
	w.told[child] = true
	token := itoa(i)
	if n.Kind == tree.Object {
		token = n.Keys[i]
	}
	w.document.found(child, w.pointer(token), false, "%s is not a number that JSON has, so it is read as a text", child.Text)
}

// numbers looks for those in what is none of the document's own text, such as an example.
func (w *referenceWalk) numbers(n *tree.Node, token string) {
	w.tokens = append(w.tokens, token)
	for i, child := range n.Items {
		switch {
		case child.Kind < tree.Array:
			w.number(n, i)
		case n.Kind == tree.Array:
			w.numbers(child, itoa(i))
		default:
			w.numbers(child, n.Keys[i])
		}
	}
	w.tokens = w.tokens[:len(w.tokens)-1]
}
