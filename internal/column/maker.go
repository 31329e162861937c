package column

// Maker makes the narrowest column that holds the values that it is given, some at a time: those of a million rows are never
// there as values all at once.
type Maker struct {
	rows, size int

	kind    Kind
	numbers []int64 // of all rows so far, where all values are of one kind
	nulls   Bits    // nil: none so far
	texts   *dictionary
	mixed   []any
}

// NewMaker makes a maker of a column of so many rows.
func NewMaker(size int) *Maker { return &Maker{size: size} }

// Add adds the values of the next rows.
func (m *Maker) Add(values []any) {
	for _, v := range values {
		m.add(v)
		m.rows++
	}
}

func (m *Maker) add(v any) {
	if m.mixed != nil {
		m.mixed = append(m.mixed, v)
		return
	}
	if v == nil {
		m.addNull()
		return
	}
	if text, ok := v.(string); ok && m.numbers == nil {
		if m.texts == nil {
			m.texts = newDictionary(m.size)
			for range m.rows {
				m.texts.addNull()
			}
		}
		m.texts.add(text)
		return
	}
	kind, n, ok := NumberOf(v)
	if !ok || m.texts != nil || m.numbers != nil && kind != m.kind {
		m.mix()
		m.mixed = append(m.mixed, v)
		return
	}
	if m.numbers == nil {
		m.kind, m.numbers = kind, make([]int64, m.rows, m.size)
	}
	m.numbers = append(m.numbers, n)
}

func (m *Maker) addNull() {
	if m.texts != nil {
		m.texts.addNull()
		return
	}
	if m.nulls == nil {
		m.nulls = NewBits(m.size)
	}
	m.nulls.Set(m.rows)
	if m.numbers != nil {
		m.numbers = append(m.numbers, 0)
	}
}

// mix keeps what there is so far as values, since no typed column holds all.
func (m *Maker) mix() {
	so := m.column(m.rows)
	m.mixed = make([]any, m.rows, m.size)
	for row := range m.mixed {
		m.mixed[row] = so.At(row)
	}
	m.numbers, m.texts, m.nulls = nil, nil, nil
}

// Column is what was made.
func (m *Maker) Column() Column { return m.column(m.rows) }

func (m *Maker) column(rows int) Column {
	switch {
	case m.mixed != nil:
		return &Mixed{values: m.mixed}
	case m.numbers != nil:
		return newNumbers(m.kind, m.numbers, m.nulls)
	case m.texts != nil:
		return m.texts.column()
	}
	nothing := newDictionary(rows)
	for range rows {
		nothing.addNull()
	}
	return nothing.column()
}
