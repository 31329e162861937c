package admin

import (
	"net/http"

	"mockserver/internal/given"
	"mockserver/internal/matcher"
	"mockserver/internal/stub"
	"mockserver/internal/value"
)

// mappings lists the stubs of the session, the newest first.
func (c *call) mappings() error { return c.listed(c.session.Stubs.All()) }

// listed answers with some mappings, of which limit and offset choose.
func (c *call) listed(all []*stub.Mapping) error {
	from, to, err := c.window(len(all))
	if err != nil {
		return err
	}
	list := []any{}
	for _, m := range all[from:to] {
		list = append(list, m.JSON())
	}
	return c.ok(member("mappings", list), total(len(all)))
}

// total is how many there are beside those that are shown.
func total(n int) value.Member {
	return member("meta", value.ObjectOf(member("total", int64(n))))
}

func (c *call) addMapping() error {
	m, err := stub.Read(c.body, "", c.stubs)
	if err != nil {
		return err
	}
	if err := c.session.Stubs.Add(m); err != nil {
		return err
	}
	return c.send(http.StatusCreated, m.JSON())
}

func (c *call) mapping() error {
	m := c.session.Stubs.Get(c.named("id"))
	if m == nil {
		return c.noMapping()
	}
	return c.send(http.StatusOK, m.JSON())
}

func (c *call) replaceMapping() error {
	m, err := stub.Read(c.body, "", c.stubs)
	if err != nil {
		return err
	}
	found, err := c.session.Stubs.Replace(c.named("id"), m)
	if err != nil {
		return err
	}
	if !found {
		return c.noMapping()
	}
	return c.mapping()
}

func (c *call) removeMapping() error {
	if !c.session.Stubs.Remove(c.named("id")) {
		return c.noMapping()
	}
	return c.ok()
}

// removeMappingLike removes the stub that is given as a whole: by its id, or else the newest whose request is the same.
func (c *call) removeMappingLike() error {
	m, err := stub.Read(c.body, "", c.stubs)
	if err != nil {
		return err
	}
	id := m.ID
	if id == "" {
		for _, other := range c.session.Stubs.All() {
			if other.Like(m) {
				id = other.ID
				break
			}
		}
	}
	if id == "" || !c.session.Stubs.Remove(id) {
		return &refusal{http.StatusNotFound, "There is no such stub in this session."}
	}
	return c.ok()
}

// editMapping replaces the stub whose id is given with it, as clients of WireMock 2 do.
func (c *call) editMapping() error {
	m, err := stub.Read(c.body, "", c.stubs)
	if err != nil {
		return err
	}
	if m.ID == "" {
		return given.Wrong("/id", "this is missing; expected the id of the stub that is edited.")
	}
	found, err := c.session.Stubs.Replace(m.ID, m)
	if err != nil {
		return err
	}
	if !found {
		return &refusal{http.StatusNotFound, "There is no stub with the id " + m.ID + " in this session."}
	}
	return c.ok()
}

func (c *call) noMapping() error {
	return &refusal{http.StatusNotFound, "There is no stub with the id " + c.named("id") + " in this session."}
}

func (c *call) clearMappings() error {
	c.session.Stubs.Clear()
	return c.ok()
}

// resetMappings goes back to the stubs that flags gave.
func (c *call) resetMappings() error {
	c.session.Stubs.Reset()
	return c.ok()
}

// importMappings takes many stubs at once: all of them or, if one is wrong or there is no room, none.
func (c *call) importMappings() error {
	i, err := stub.ReadImport(c.body, "", c.stubs)
	if err != nil {
		return err
	}
	if err := c.session.Stubs.Import(i.Mappings, i.Policy, i.DeleteOthers); err != nil {
		return err
	}
	return c.ok()
}

// metadata reads the pattern by which stubs are looked for.
func (c *call) metadata() (*matcher.Pattern, error) {
	return matcher.Read(c.body, "", matcher.Config{Limits: c.Limits, Now: c.Clock})
}

func (c *call) findByMetadata() error {
	p, err := c.metadata()
	if err != nil {
		return err
	}
	return c.listed(c.session.Stubs.Find(p))
}

func (c *call) removeByMetadata() error {
	p, err := c.metadata()
	if err != nil {
		return err
	}
	return c.listed(c.session.Stubs.RemoveWhere(p))
}

// unmatchedMappings lists the stubs that no request has met.
func (c *call) unmatchedMappings() error { return c.listed(c.session.Stubs.Unmatched()) }

func (c *call) removeUnmatchedMappings() error {
	for _, m := range c.session.Stubs.Unmatched() {
		c.session.Stubs.Remove(m.ID)
	}
	return c.ok()
}

// scenarios lists them with their states.
func (c *call) scenarios() error {
	list := []any{}
	for _, s := range c.session.Stubs.Scenarios() {
		states, mappings := []any{}, []any{}
		for _, state := range s.PossibleStates {
			states = append(states, state)
		}
		for _, m := range s.Mappings {
			mappings = append(mappings, m.JSON())
		}
		list = append(list, value.ObjectOf(member("id", s.Name), member("name", s.Name), member("state", s.State),
			member("possibleStates", states), member("mappings", mappings)))
	}
	return c.ok(member("scenarios", list))
}

func (c *call) resetScenarios() error {
	c.session.Stubs.ResetScenarios()
	return c.ok()
}

// setScenario sets the state of a scenario; without a state it begins anew.
func (c *call) setScenario() error {
	name := c.named("name")
	if c.body != nil {
		if err := given.Known(c.body, "", []string{"state"}, nil); err != nil {
			return err
		}
	}
	state, err := given.Text(there(c.body, "state"), "/state")
	if err != nil {
		return err
	}
	if state == "" {
		state = stub.Started
	}
	if err := c.session.Stubs.SetState(name, state); err != nil {
		return err
	}
	return c.ok()
}
