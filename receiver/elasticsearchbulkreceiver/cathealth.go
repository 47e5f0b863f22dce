package elasticsearchbulkreceiver

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// column is a column of a table of _cat: its name, and the others by which it can
// be asked for.
type column struct {
	name  string
	other []string
}

// healthColumns are those of _cat/health
// (https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cat-health),
// in the order of healthRow.
var healthColumns = []column{
	{"epoch", []string{"t", "time"}},
	{"timestamp", []string{"ts", "hms", "hhmmss"}},
	{"cluster", []string{"cl"}},
	{"status", []string{"st"}},
	{"node.total", []string{"nt", "nodeTotal"}},
	{"node.data", []string{"nd", "nodeData"}},
	{"shards", []string{"sh", "shards.total", "shardsTotal"}},
	{"pri", []string{"p", "shards.primary", "shardsPrimary"}},
	{"relo", []string{"r", "shards.relocating", "shardsRelocating"}},
	{"init", []string{"i", "shards.initializing", "shardsInitializing"}},
	{"unassign", []string{"u", "shards.unassigned", "shardsUnassigned"}},
	{"pending_tasks", []string{"pt", "pendingTasks"}},
	{"max_task_wait_time", []string{"mtwt", "maxTaskWaitTime"}},
	{"active_shards_percent", []string{"asp", "activeShardsPercent"}},
}

func healthRow(now time.Time) []string {
	return []string{
		fmt.Sprint(now.Unix()), now.Format(time.TimeOnly), clusterName, "green",
		"1", "1", "1", "1", "0", "0", "0", "0", "-", "100.0%",
	}
}

// catHealth answers the table that health checks of containers and of rsyslog
// ask for, often for one column of it: _cat/health?h=st.
func catHealth(c *call) {
	row := healthRow(c.e.now().UTC())
	query := c.r.URL.Query()
	var heads, cells []string
	for _, head := range wantedColumns(query.Get("h"), query.Get("ts") == "false") {
		heads, cells = append(heads, head.name), append(cells, row[head.at])
	}
	if wantsJSON(c.r) {
		table := object{}
		for i, head := range heads {
			table = append(table, member{head, cells[i]})
		}
		replyList(c.w, c.r, []any{table})
		return
	}
	text := strings.Join(cells, " ") + "\n"
	if query.Has("v") {
		text = strings.Join(heads, " ") + "\n" + text
	}
	replyText(c.w, c.r, text)
}

// maxColumns bounds the list: what follows is one name, which no column has.
const maxColumns = 64

// wanted is a column as it was asked for: at is its place.
type wanted struct {
	name string
	at   int
}

// wantedColumns are the columns that a list names, each by the name in the list,
// in its order; without a list all. Unknown ones are left out, as are those that
// are named again.
func wantedColumns(list string, withoutTime bool) []wanted {
	var found []wanted
	if list == "" {
		for i, c := range healthColumns {
			if !withoutTime || i > 1 {
				found = append(found, wanted{c.name, i})
			}
		}
		return found
	}
	for _, name := range strings.SplitN(list, ",", maxColumns) {
		name = strings.TrimSpace(name)
		for i, c := range healthColumns {
			as := ""
			switch {
			case c.name == name || slices.Contains(c.other, name):
				as = name
			case strings.Contains(name, "*"):
				if ok, err := path.Match(name, c.name); ok && err == nil {
					as = c.name
				}
			}
			if as != "" && !slices.ContainsFunc(found, func(w wanted) bool { return w.at == i }) {
				found = append(found, wanted{as, i})
			}
		}
	}
	return found
}
