package admin

import (
	"net/http"
	"slices"

	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// faults lists the rules of the session in their order.
func (c *call) faults() error {
	list := []any{}
	for _, r := range c.session.Faults.All() {
		list = append(list, r.JSON())
	}
	return c.ok(member("faults", list))
}

// readFault reads the rule of the body. One for an operation that no document has would never do anything.
func (c *call) readFault() (*fault.Rule, error) {
	r, err := fault.Read(c.body, "", c.Limits)
	if err != nil || r.Operation == "" {
		return r, err
	}
	names := c.Mock.Operations()
	if slices.Contains(names, r.Operation) {
		return r, nil
	}
	if near := violation.Closest(r.Operation, names); near != "" {
		return nil, given.Wrong("/operation", "no document has the operation %q; did you mean %q?", value.Cut(r.Operation, 81), near)
	}
	return nil, given.Wrong("/operation", "no document has the operation %q.", value.Cut(r.Operation, 81))
}

func (c *call) addFault() error {
	r, err := c.readFault()
	if err != nil {
		return err
	}
	if r, err = c.session.Faults.Add(r); err != nil {
		return err
	}
	return c.send(http.StatusCreated, r.JSON())
}

func (c *call) fault() error {
	r := c.session.Faults.Get(c.named("id"))
	if r == nil {
		return c.noFault()
	}
	return c.send(http.StatusOK, r.JSON())
}

func (c *call) replaceFault() error {
	r, err := c.readFault()
	if err != nil {
		return err
	}
	found, err := c.session.Faults.Replace(c.named("id"), r)
	if err != nil {
		return err
	}
	if !found {
		return c.noFault()
	}
	return c.fault()
}

func (c *call) removeFault() error {
	if !c.session.Faults.Remove(c.named("id")) {
		return c.noFault()
	}
	return c.ok()
}

// clearFaults takes all rules away; the settings stay.
func (c *call) clearFaults() error {
	settings := c.session.Faults.Global()
	c.session.Faults.Clear()
	c.session.Faults.SetGlobal(settings)
	return c.ok()
}

// resetFaults begins to count requests anew; the rules stay.
func (c *call) resetFaults() error {
	c.session.Faults.Reset()
	return c.ok()
}

func (c *call) noFault() error {
	return &refusal{http.StatusNotFound, "There is no fault rule with the id " + c.named("id") + " in this session."}
}
