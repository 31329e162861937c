package admin

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"mockserver/internal/fault"
	"mockserver/internal/given"
	"mockserver/internal/tree"
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

// replaceFaults puts the rules of the body in the place of all others, in the form in which they are listed.
func (c *call) replaceFaults() error {
	if err := given.Known(c.body, "", []string{"faults"}, nil); err != nil {
		return err
	}
	elements, err := given.Elements(c.body.Get("faults"), "/faults")
	if err != nil {
		return err
	}
	rules := make([]*fault.Rule, len(elements))
	for i, n := range elements {
		if rules[i], err = c.ruleOf(n, tree.Join("/faults", strconv.Itoa(i))); err != nil {
			return err
		}
	}
	if most := c.Limits.Faults; len(rules) > most {
		return &fault.Full{Message: fmt.Sprintf("There are %d fault rules; --limit faults=N allows %d.", len(rules), most)}
	}
	c.clearRules()
	for _, r := range rules {
		if _, err := c.session.Faults.Add(r); err != nil {
			return err
		}
	}
	return c.faults()
}

// readFault reads the rule of the body.
func (c *call) readFault() (*fault.Rule, error) { return c.ruleOf(c.body, "") }

// ruleOf reads a rule. One for an operation that no document has would never do anything.
func (c *call) ruleOf(n *tree.Node, at string) (*fault.Rule, error) {
	r, err := fault.Read(n, at, c.Limits)
	if err != nil || r.Operation == "" {
		return r, err
	}
	names := c.Mock.Operations()
	if slices.Contains(names, r.Operation) {
		return r, nil
	}
	if near := violation.Closest(r.Operation, names); near != "" {
		return nil, given.Wrong(at+"/operation", "no document has the operation %q; did you mean %q?", value.Cut(r.Operation, 81), near)
	}
	return nil, given.Wrong(at+"/operation", "no document has the operation %q.", value.Cut(r.Operation, 81))
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
	c.clearRules()
	return c.ok()
}

func (c *call) clearRules() {
	settings := c.session.Faults.Global()
	c.session.Faults.Clear()
	c.session.Faults.SetGlobal(settings)
}

// resetFaults begins to count requests anew; the rules stay.
func (c *call) resetFaults() error {
	c.session.Faults.Reset()
	return c.ok()
}

func (c *call) noFault() error {
	return &refusal{http.StatusNotFound, "There is no fault rule with the id " + c.named("id") + " in this session."}
}
