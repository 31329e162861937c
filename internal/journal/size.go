package journal

import "container/heap"

// bySize are the open journals, the largest first: a heap.
type bySize []*Journal

func (s bySize) Len() int           { return len(s) }
func (s bySize) Less(a, b int) bool { return s[a].bytes > s[b].bytes }
func (s bySize) Swap(a, b int) {
	s[a], s[b] = s[b], s[a]
	s[a].place, s[b].place = a, b
}

// Push is for package heap.
func (s *bySize) Push(j any) {
	j.(*Journal).place = len(*s)
	*s = append(*s, j.(*Journal))
}

// Pop is for package heap.
func (s *bySize) Pop() any {
	last := len(*s) - 1
	j := (*s)[last]
	(*s)[last] = nil
	*s = (*s)[:last]
	j.place = -1
	return j
}

func (s *bySize) add(j *Journal)    { heap.Push(s, j) }
func (s *bySize) remove(j *Journal) { heap.Remove(s, j.place) }
func (s *bySize) fix(j *Journal)    { heap.Fix(s, j.place) }
