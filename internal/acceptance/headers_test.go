package acceptance

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestColumnHeadersDescribeTheColumnsInTheirOrder(t *testing.T) {
	for _, set := range columnSets() {
		r := common.groups(t, columns(set...), "limit=0")
		require.Len(t, r.columns, len(set))
		labels := map[string]bool{}
		for i, h := range r.columns {
			require.Equal(t, set[i], h.text(t, "key"))
			require.NotEmpty(t, h.text(t, "label"))
			require.False(t, labels[h.text(t, "label")], "label %q twice", h.text(t, "label"))
			labels[h.text(t, "label")] = true
			require.False(t, h.boolean(t, "holds_customer_id"), "no column of the grouped report holds a customer's id")
			require.False(t, h.boolean(t, "required"))
			require.False(t, h.has("sorted"), "no sort was asked for: %s", show(h))
			require.Equal(t, []string{"label", "key", "sortable", "holds_customer_id", "required"}, h.keys, "the document's order")
		}
	}
}

func TestColumnHeadersTellTheSort(t *testing.T) {
	tests := map[string]struct {
		sort string
		want map[string]string // column → order and priority
	}{
		"one key":                        {"sort=gender", map[string]string{"gender": "asc 0"}},
		"one key, descending":            {"sort=-count", map[string]string{"count": "desc 0"}},
		"two keys, the later one first":  {"sort=-count,gender", map[string]string{"count": "desc 0", "gender": "asc 1"}},
		"three keys":                     {"sort=age,-gender,count", map[string]string{"age": "asc 0", "gender": "desc 1", "count": "asc 2"}},
		"keys in two parameters":         {"sort=-age&sort=count", map[string]string{"age": "desc 0", "count": "asc 1"}},
		"a key twice counts once":        {"sort=age,age,count", map[string]string{"age": "asc 0", "count": "asc 1"}},
		"a key twice counts as it first": {"sort=-age,age,count", map[string]string{"age": "desc 0", "count": "asc 1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := common.groups(t, "columns=gender,age,count", test.sort)
			got := map[string]string{}
			for _, h := range r.columns {
				if sorted, ok := h.values["sorted"].(object); ok {
					require.Equal(t, []string{"order", "priority"}, sorted.keys)
					got[h.text(t, "key")] = sorted.text(t, "order") + " " + strconv.Itoa(sorted.number(t, "priority"))
				}
			}
			require.Equal(t, test.want, got)
		})
	}
}

func TestEverySortableColumnSorts(t *testing.T) {
	for path, query := range map[string]string{
		grouped: columns(attributes...) + ",count&extra_customer_fields=1,2,3",
		flat:    columns("id", "full_name", "venue", "gender", "created_at", "age", "date_of_birth", "is_active", "latest_registration", "address"),
	} {
		sortable := 0
		for _, h := range common.report(t, path, query, "limit=1").columns {
			if !h.boolean(t, "sortable") {
				continue
			}
			sortable++
			key := h.text(t, "key")
			for _, sort := range []string{key, "-" + key} {
				common.get(t, path+"?"+join(query, "limit=1", param("sort", sort)), asJSON).wants(t, 200)
			}
		}
		require.NotZero(t, sortable, "%s: no column can be sorted on", path)
	}
}
