package fake

// drafts are all texts that suggestions makes of a name, written into one buffer by the same draws: where lengths or patterns are asked
// for, most of them are never wanted as texts (BenchmarkMissGenerated in package server). They are of ASCII, none is empty.
type drafts struct {
	room [160]byte
	ends [8]int
	n    int
}

// add writes one more, of several parts behind each other.
func (d *drafts) add(parts ...string) {
	end := d.start(d.n)
	for _, part := range parts {
		end += copy(d.room[end:], part)
	}
	d.ends[d.n] = end
	d.n++
}

func (d *drafts) start(i int) int {
	if i == 0 {
		return 0
	}
	return d.ends[i-1]
}

func (d *drafts) at(i int) []byte { return d.room[d.start(i):d.ends[i]] }

// drafters write the texts of rows of textRows, by the first name of the row, without the noun that suggestions adds to all.
var drafters = map[string]func(d *drafts, s *Stream){
	"code": func(d *drafts, s *Stream) {
		digits := drawnDigits(s, 6)
		var short [3]byte
		n, word := string(digits[:6]), capitals(append(short[:0], pick(s, nouns)[:3]...))
		d.add(string(word), "-", n)
		d.add(n)
		d.add(n[:3])
	},
}

// drafterByName is drafters by every name.
var drafterByName = byEachName(drafters)

// draft writes all suggestions of a name; false: they are to be made as texts.
func (r *run) draft(called *naming, s *Stream) bool {
	d := &r.drafts
	d.n, r.drawn = 0, *s
	switch {
	case called.drafter != nil:
		called.drafter(d, &r.drawn)
	case called.other:
		d.add(pick(&r.drawn, adjectives), " ", pick(&r.drawn, nouns))
	default:
		return false
	}
	d.add(pick(&r.drawn, nouns))
	*s = r.drawn
	return true
}

// drafted takes the first draft that fits. Where done, none does, and none would if it were made longer or shorter.
func (r *run) drafted(w *want) (text string, ok, done bool) {
	done = true
	for i := range r.drafts.n {
		made := r.drafts.at(i)
		if w.mayTake(made) {
			if text := string(made); r.takes(w, text) {
				return text, true, true
			}
		} else {
			r.write(w.roots[0], len(made))
		}
		n := int64(len(made))
		done = done && n >= w.minLength && (w.maxLength < 0 || n <= w.maxLength)
	}
	return "", false, done
}
