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

// IsOf tells whether it was made for a journal: only there can entries share it.
func (t *Template) IsOf(j *Journal) bool { return t.journal == j }

// Size is about how many bytes it takes.
func (t *Template) Size() int { return t.entry.size }

// Repeat adds an entry whose request was the same as that of the template to the last byte, and so was its answer: what does not
// change is shared, and counted once. How long it took is not asked, as it takes less than looking at a clock does.
// BenchmarkRemembered of package server: an entry of its own would take as long as all the rest.
func (j *Journal) Repeat(t *Template, at time.Time, client string) {
	if !j.On() {
		return
	}
	k := kept{template: t, at: at.UnixNano(), client: client}
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	j.number++
	k.number = j.number
	if j.place < 0 {
		return
	}
	if !t.IsOf(j) || len(j.followers) > 0 { // it has nobody to share with, or is seen at once
		k = kept{entry: j.seen(k)}
		k.entry.size = t.Size()
	}
	j.add(k)
}

// kept is what a journal has of a request: an entry, or what makes one of a template.
type kept struct {
	entry    *Entry
	template *Template // where there is no entry; with what the request has for itself:
	number   uint64
	at       int64 // in nanoseconds of Unix time
	client   string
}

// repeatedBytes is what a repeated one takes, with its texts.
const repeatedBytes = 128

// seen is the entry as it is shown.
func (j *Journal) seen(k kept) *Entry {
	e := k.entry
	if e == nil {
		e = new(Entry)
		*e = k.template.entry
		e.Session, e.Number, e.Request.ClientIP, e.Timing = j.session, k.number, k.client, Timing{}
		if !e.At.IsZero() { // else time stands still
			e.At = time.Unix(0, k.at).In(e.At.Location())
		}
	}
	if e.ID == "" && j.all.config.ID != nil { // not sooner: most are never seen
		e.ID = j.all.config.ID(j.session, e.Number)
	}
	return e
}

// order is which of its session's entries it is.
func (k *kept) order() uint64 {
	if k.entry != nil {
		return k.entry.Number
	}
	return k.number
}

// hold is how many bytes more there are as it comes.
func (k *kept) hold() int {
	if k.entry != nil {
		return k.entry.size
	}
	if k.template.entries++; k.template.entries > 1 {
		return repeatedBytes
	}
	return repeatedBytes + k.template.Size()
}

// release is how many bytes fewer there are when it goes.
func (k *kept) release() int {
	if k.entry != nil {
		return k.entry.size
	}
	if k.template.entries--; k.template.entries > 0 {
		return repeatedBytes
	}
	return repeatedBytes + k.template.Size()
}
