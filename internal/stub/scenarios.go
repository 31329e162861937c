package stub

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Scenario is what is known of one.
type Scenario struct {
	Name           string
	State          string
	PossibleStates []string // those that its mappings name, in their order
	Mappings       []*Mapping
}

// NoScenario says that there is no scenario of a name.
type NoScenario struct{ Name string }

// Error is a sentence.
func (e *NoScenario) Error() string {
	return fmt.Sprintf("There is no scenario %q; a stub makes one by its scenarioName.", value.Cut(e.Name, 81))
}

// NoState says that no mapping of a scenario names a state, so that none would answer in it.
type NoState struct {
	Scenario, State string
	States          []string // that there are
}

// Error names the states that there are.
func (e *NoState) Error() string {
	return fmt.Sprintf("the scenario %q has no state %q; it has %s", value.Cut(e.Scenario, 81), value.Cut(e.State, 81), violation.Join(append([]string{Started}, slices.DeleteFunc(slices.Clone(e.States), func(s string) bool { return s == Started })...), "and"))
}

func (s *Set) state(scenario string) string {
	if state := s.states[scenario]; state != "" {
		return state
	}
	return Started
}

// members is how many mappings a scenario has.
func (s *Set) members(scenario string) int {
	n := s.own.scenarios[scenario]
	if s.base != nil {
		n += s.base.scenarios[scenario]
	}
	return n
}

func (s *Set) hasScenario(name string) bool { return s.members(name) > 0 }

func (s *Set) scenarioCount() int {
	n := len(s.own.scenarios)
	if s.base == nil {
		return n
	}
	for name := range s.base.scenarios {
		if s.own.scenarios[name] == 0 {
			n++
		}
	}
	return n
}

// forget forgets the state of a scenario that has no mappings left.
func (s *Set) forget(scenario string) {
	if !s.hasScenario(scenario) {
		delete(s.states, scenario)
	}
}

// Scenarios lists the scenarios that mappings are of, by name.
func (s *Set) Scenarios() []Scenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Scenario
	at := map[string]int{}
	for _, m := range s.all(func(m *Mapping) bool { return m.Scenario != "" }) {
		i, known := at[m.Scenario]
		if !known {
			i = len(list)
			at[m.Scenario] = i
			list = append(list, Scenario{Name: m.Scenario, State: s.state(m.Scenario)})
		}
		list[i].Mappings = append(list[i].Mappings, m)
	}
	for i := range list {
		list[i].PossibleStates = statesOf(list[i].Mappings)
	}
	slices.SortFunc(list, func(a, b Scenario) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func statesOf(mappings []*Mapping) []string {
	states, known := []string{}, map[string]bool{"": true}
	for _, m := range mappings {
		for _, state := range []string{m.Required, m.Next} {
			if !known[state] {
				known[state] = true
				states = append(states, state)
			}
		}
	}
	return states
}

// SetState puts a scenario into a state: the first one, or one that its mappings name. The error is a *NoScenario or a *NoState.
func (s *Set) SetState(name, state string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.hasScenario(name) {
		return &NoScenario{name}
	}
	states := statesOf(s.all(func(m *Mapping) bool { return m.Scenario == name }))
	if state != Started && !slices.Contains(states, state) {
		return &NoState{name, state, states}
	}
	s.states[name] = state
	return nil
}

// ResetScenario puts a scenario into its first state. The error is a *NoScenario.
func (s *Set) ResetScenario(name string) error { return s.SetState(name, Started) }

// ResetScenarios puts all scenarios into their first state.
func (s *Set) ResetScenarios() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.states)
}
