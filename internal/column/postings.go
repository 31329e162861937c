package column

// postings say in which rows each text of a column stands, so that a search looks at no row that it does not find. Large columns
// have none: they would take as much memory as the column. BenchmarkMissSearch of package server pays.
type postings struct {
	starts []uint16 // by code, in rows; one more than there are codes
	rows   []uint16
}

// mostPosted is the number of rows up to which a column has postings.
const mostPosted = 4096

func newPostings(codes *Codes, number int) *postings {
	if codes.Len() > mostPosted {
		return nil
	}
	p := &postings{make([]uint16, number+1), make([]uint16, codes.Len())}
	for row := range codes.Len() {
		p.starts[codes.At(row)+1]++
	}
	for code := range number {
		p.starts[code+1] += p.starts[code]
	}
	next := append([]uint16(nil), p.starts...)
	for row := range codes.Len() {
		code := codes.At(row)
		p.rows[next[code]] = uint16(row)
		next[code]++
	}
	return p
}

// add adds the rows of a code to a set, which is made with the first, of n rows.
func (p *postings) add(found Bits, code, n int) Bits {
	if found == nil {
		found = NewBits(n)
	}
	for _, row := range p.rows[p.starts[code]:p.starts[code+1]] {
		found.Set(int(row))
	}
	return found
}
