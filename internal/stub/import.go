package stub

import (
	"strconv"

	"mockserver/internal/given"
	"mockserver/internal/tree"
)

// Policy says what becomes of a mapping whose ID is taken.
type Policy string

// The policies by WireMock's names.
const (
	Overwrite Policy = "OVERWRITE"
	Ignore    Policy = "IGNORE"
)

// Import is the body of an import.
type Import struct {
	Mappings     []*Mapping
	Policy       Policy
	DeleteOthers bool
}

// ReadImport reads the body of an import; a list of mappings, as the control API gives it out and mapping files have it, is
// one too. The error is a *given.Mistake.
func ReadImport(n *tree.Node, at string, c Config) (*Import, error) {
	if err := object(n, at, []string{"mappings", "importOptions", "meta", "$schema"}, nil); err != nil {
		return nil, err
	}
	i := &Import{Policy: Overwrite}
	if member(n, "mappings") == nil {
		return nil, given.Wrong(tree.Join(at, "mappings"), "this is missing; expected an array of mappings.")
	}
	items, err := given.Elements(n.Get("mappings"), tree.Join(at, "mappings"))
	if err != nil {
		return nil, err
	}
	for k, item := range items {
		m, err := Read(item, tree.Join(at, "mappings", strconv.Itoa(k)), c)
		if err != nil {
			return nil, err
		}
		i.Mappings = append(i.Mappings, m)
	}
	return i, i.readOptions(member(n, "importOptions"), tree.Join(at, "importOptions"))
}

func (i *Import) readOptions(n *tree.Node, at string) error {
	if n == nil {
		return nil
	}
	if err := object(n, at, []string{"duplicatePolicy", "deleteAllNotInImport"}, nil); err != nil {
		return err
	}
	policy, err := given.Word(member(n, "duplicatePolicy"), tree.Join(at, "duplicatePolicy"), string(Overwrite), string(Ignore))
	if err != nil {
		return err
	}
	if policy != "" {
		i.Policy = Policy(policy)
	}
	i.DeleteOthers, err = given.Bool(member(n, "deleteAllNotInImport"), tree.Join(at, "deleteAllNotInImport"))
	return err
}

// Import takes all mappings or, with a *Full, none. They are taken from the last to the first, so that the first is the
// newest; a policy says what becomes of those whose ID is taken, and those that the import does not have may be deleted.
func (s *Set) Import(mappings []*Mapping, policy Policy, deleteOthers bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, kept := s.distinct(mappings, policy)
	var others []*entry
	if deleteOthers {
		for _, m := range s.all(func(m *Mapping) bool { return !kept[m.ID] }) {
			others = append(others, s.find(m.ID))
		}
	}
	if err := s.reserve(s.changeBy(list, others)); err != nil {
		return err
	}
	for _, e := range others {
		s.lift(e)
	}
	for _, m := range list {
		if old := s.find(m.ID); old != nil {
			s.put(m, old, old.number)
			continue
		}
		s.put(m, nil, s.next)
		s.next++
	}
	return nil
}

// changeBy is the change when mappings come and others go.
func (s *Set) changeBy(list []*Mapping, others []*entry) change {
	var c change
	gone := make(map[string]bool, len(others)+len(list))
	for _, e := range others {
		c.stubs, c.bytes = c.stubs-1, c.bytes-s.sizes[e.ID]
		gone[e.ID] = true
	}
	for _, m := range list {
		if s.find(m.ID) == nil {
			c.stubs++
		}
		c.bytes += m.bytes - s.sizes[m.ID]
		gone[m.ID] = true
	}
	scenarios := map[string]bool{}
	for _, m := range append(s.all(func(m *Mapping) bool { return !gone[m.ID] }), list...) {
		if m.Scenario != "" {
			scenarios[m.Scenario] = true
		}
	}
	c.scenarios = len(scenarios) - s.scenarioCount()
	return c
}

// distinct are the mappings that an import takes, one of each ID, in the order in which they are taken; and the IDs of all
// that it has.
func (s *Set) distinct(mappings []*Mapping, policy Policy) (list []*Mapping, has map[string]bool) {
	has, at := map[string]bool{}, map[string]int{}
	for k := len(mappings) - 1; k >= 0; k-- {
		m := mappings[k]
		s.name(m)
		has[m.ID] = true
		i, again := at[m.ID]
		switch {
		case policy == Ignore && (again || s.find(m.ID) != nil):
		case again:
			list[i] = m
		default:
			at[m.ID] = len(list)
			list = append(list, m)
		}
	}
	return list, has
}
