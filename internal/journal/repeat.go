package journal

import "time"

// Template is an entry by which others are remembered that are the same but for what each request has for itself.
type Template struct{ entry Entry }

// Template makes one of an entry that is to be added.
func (j *Journal) Template(e *Entry) *Template {
	e.pack(j.all.config.Limits.JournalBody)
	return &Template{*e}
}

// Size is about how many bytes it takes.
func (t *Template) Size() int { return t.entry.size }

// Repeat adds an entry whose request was the same as that of the template to the last byte, and so was its answer: it shares what
// does not change, and counts as if it did not. BenchmarkCalls of package speed: writing it anew took 20 times as long.
func (j *Journal) Repeat(t *Template, at time.Time, client, protocol string, took time.Duration) {
	if !j.On() {
		return
	}
	e := new(Entry)
	*e = t.entry
	e.At, e.Request.ClientIP, e.Request.Protocol = at, client, protocol
	e.Timing = Timing{Processing: took, Total: took}
	j.all.mutex.Lock()
	defer j.all.mutex.Unlock()
	j.add(e)
}
