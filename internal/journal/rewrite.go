package journal

// rewriting replaces parts of a text; all else stays as it is written.
type rewriting struct {
	from   []byte
	copied int // of from, to out
	out    []byte
}

func (w *rewriting) replace(start, end int, with string) {
	w.out = append(w.out, w.from[w.copied:start]...)
	w.out = append(w.out, with...)
	w.copied = end
}

// done is the whole.
func (w *rewriting) done() []byte {
	if w.copied == 0 && w.out == nil {
		return w.from
	}
	return append(w.out, w.from[w.copied:]...)
}
