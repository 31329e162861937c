package journal

import "time"

// Template is an entry by which others are remembered that are the same but for what each request has for itself.
type Template struct {
	entry   Entry
	journal *Journal
	entries int // of the journal that were made by it; guarded by the mutex of the journals
}

// Template makes one of an entry that is to be added.
func (j *Journal) Template(e *Entry) *Template {
	e.pack(j.all.config.Limits.JournalBody)
	return &Template{entry: *e, journal: j}
}

// Size is about how many bytes it takes.
func (t *Template) Size() int { return t.entry.size }

// Repeat adds an entry whose request was the same as that of the template to the last byte, and so was its answer: what does not
// change is shared, and counted once. BenchmarkRemembered of package server: an entry of its own would take as long as all the rest.
func (j *Journal) Repeat(t *Template, at time.Time, client, protocol string, took time.Duration) {
	if !j.On() {
		return
	}
	r := &repeated{template: t, at: at, client: client, protocol: protocol, took: took}
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	j.number++
	r.number = j.number
	if j.place < 0 {
		return
	}
	one := kept{again: r}
	if t.journal != j || len(j.followers) > 0 { // it has nobody to share with, or is seen at once
		one = kept{entry: j.seen(one)}
		one.entry.size = t.Size()
	}
	j.add(one)
}

// kept is what a journal has of a request: an entry, or what makes one of a template.
type kept struct {
	entry *Entry
	again *repeated
}

// repeated is what a request that came before has for itself.
type repeated struct {
	template         *Template
	number           uint64
	at               time.Time
	client, protocol string
	took             time.Duration
}

// repeatedBytes is what a repeated one takes, with its texts.
const repeatedBytes = 160

// seen is the entry as it is shown.
func (j *Journal) seen(k kept) *Entry {
	e := k.entry
	if e == nil {
		e = new(Entry)
		*e = k.again.template.entry
		e.Session, e.Number, e.At = j.session, k.again.number, k.again.at
		e.Request.ClientIP, e.Request.Protocol = k.again.client, k.again.protocol
		e.Timing = Timing{Processing: k.again.took, Total: k.again.took}
	}
	if e.ID == "" && j.all.config.ID != nil { // not sooner: most are never seen
		e.ID = j.all.config.ID(j.session, e.Number)
	}
	return e
}

func (k kept) number() uint64 {
	if k.entry != nil {
		return k.entry.Number
	}
	return k.again.number
}

// hold is how many bytes more there are as it comes.
func (k kept) hold() int {
	if k.entry != nil {
		return k.entry.size
	}
	if k.again.template.entries++; k.again.template.entries > 1 {
		return repeatedBytes
	}
	return repeatedBytes + k.again.template.Size()
}

// release is how many bytes fewer there are when it goes.
func (k kept) release() int {
	if k.entry != nil {
		return k.entry.size
	}
	if k.again.template.entries--; k.again.template.entries > 0 {
		return repeatedBytes
	}
	return repeatedBytes + k.again.template.Size()
}
