package journal

import "fmt"

// followedEntries is how many entries wait for one who follows; their bytes are an equal share of the limit journal-bytes.
const followedEntries = 1000

// Full is the error of Follow where the limit journal-streams is reached.
type Full struct{ Streams int }

func (f *Full) Error() string {
	return fmt.Sprintf("%d clients follow the journal already, the limit that --limit journal-streams=N sets; try again when one of them has ended", f.Streams)
}

// Follow gives each entry that is added from now on. Adding never waits for who follows: what finds no room is left out, and an
// entry with Missed stands in its place. Who follows calls stop at the end; the channel is closed then, and when the journal is.
func (j *Journal) Follow() (entries <-chan *Entry, stop func(), err error) {
	js := j.all
	js.mutex.Lock()
	defer js.mutex.Unlock()
	most := js.config.Limits.JournalStreams
	if js.streams >= most {
		return nil, nil, &Full{most}
	}
	f := &follower{
		journal: j, room: js.config.Limits.JournalBytes / most,
		more: make(chan struct{}, 1), done: make(chan struct{}), out: make(chan *Entry),
	}
	go f.run()
	if j.place < 0 {
		f.end()
		return f.out, func() {}, nil
	}
	js.streams++
	j.followers = append(j.followers, f)
	return f.out, f.stop, nil
}

// follower hands entries on to one who follows. What it has is guarded by the mutex of the journals.
type follower struct {
	journal *Journal
	waiting []*Entry
	bytes   int // of those
	room    int // for bytes
	missed  uint64
	more    chan struct{} // has something when there is something to hand on
	done    chan struct{}
	out     chan *Entry
}

// offer adds an entry if there is room. One finds room always, however large: else it would never come.
func (f *follower) offer(e *Entry) {
	full := len(f.waiting) == followedEntries || len(f.waiting) > 0 && f.bytes+e.size > f.room
	if f.missed > 0 || full {
		f.missed++
	} else {
		f.waiting = append(f.waiting, e)
		f.bytes += e.size
	}
	select {
	case f.more <- struct{}{}:
	default:
	}
}

// next is what is handed on next, nil if nothing is: what was missed came after all that waits.
func (f *follower) next() *Entry {
	f.journal.all.mutex.Lock()
	defer f.journal.all.mutex.Unlock()
	if len(f.waiting) > 0 {
		e := f.waiting[0]
		f.waiting[0] = nil
		f.waiting = f.waiting[1:]
		f.bytes -= e.size
		return e
	}
	f.waiting = nil
	if f.missed == 0 {
		return nil
	}
	e := &Entry{Session: f.journal.session, Missed: f.missed}
	f.missed = 0
	return e
}

func (f *follower) run() {
	defer close(f.out)
	for {
		e := f.next()
		if e == nil {
			select {
			case <-f.more:
				continue
			case <-f.done:
				return
			}
		}
		select {
		case f.out <- e:
		case <-f.done:
			return
		}
	}
}

// end lets run end, once.
func (f *follower) end() { close(f.done) }

func (f *follower) stop() {
	js := f.journal.all
	js.mutex.Lock()
	defer js.mutex.Unlock()
	for i, other := range f.journal.followers {
		if other == f {
			f.journal.followers = append(f.journal.followers[:i], f.journal.followers[i+1:]...)
			js.streams--
			f.end()
			return
		}
	}
}
