package check

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheTablesOfMembersHaveNoHoles(t *testing.T) {
	for version, table := range map[string]map[string]object{"3.x": objects(), "2.0": objects20()} {
		for name, o := range table {
			if o.others == "" {
				assert.NotEmpty(t, nouns[name], "%s: %s has a noun", version, name)
			}
			kinds := []string{}
			if o.others != "" {
				kinds = append(kinds, o.others)
			}
			for member, m := range o.members {
				assert.NotEmpty(t, m.kind, "%s: %s.%s", version, name, member)
				kinds = append(kinds, m.kind)
			}
			for _, kind := range kinds {
				bare := strings.TrimPrefix(strings.Trim(kind, "[]{}"), "&")
				if bare != text && bare != flag && bare != any_ && bare != "Schema" && !strings.Contains(bare, "|") {
					assert.Contains(t, table, bare, "%s: %s", version, name)
				}
			}
		}
	}
}
