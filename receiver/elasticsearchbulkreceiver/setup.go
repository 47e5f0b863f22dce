package elasticsearchbulkreceiver

import "strings"

// Senders load templates, policies and pipelines at start, and send nothing if
// one of these calls fails. The exporter decides where documents go, so all of
// it is there already, and empty.

// named returns the name that a call asks for; "" asks for all, of which there
// are none to list.
func (c *call) named(n int) string {
	if len(c.path) <= n || strings.Contains(c.path[n], "*") || c.path[n] == "_all" {
		return ""
	}
	return c.path[n]
}

// one answers with the one thing that a call names, under its name.
func (c *call) one(name string, body object) {
	if name == "" {
		c.ok(object{})
		return
	}
	c.ok(object{{name, body}})
}

// list answers with a list of the one thing that a call names.
func (c *call) list(what, name string, body object) {
	elements := []any{}
	if name != "" {
		elements = append(elements, body)
	}
	c.ok(object{{what, elements}})
}

func indexTemplates(c *call) {
	name := c.named(1)
	c.list("index_templates", name, object{
		{"name", name},
		{"index_template", object{
			{"index_patterns", []any{name}},
			{"template", object{{"settings", object{}}, {"mappings", object{}}, {"aliases", object{}}}},
			{"composed_of", []any{}},
			{"priority", 100},
			{"data_stream", object{{"hidden", false}, {"allow_custom_routing", false}}},
		}},
	})
}

func templates(c *call) {
	name := c.named(1)
	c.one(name, object{
		{"order", 0},
		{"index_patterns", []any{name}},
		{"settings", object{}},
		{"mappings", object{}},
		{"aliases", object{}},
	})
}

func componentTemplates(c *call) {
	name := c.named(1)
	c.list("component_templates", name, object{
		{"name", name},
		{"component_template", object{{"template", object{{"settings", object{}}, {"mappings", object{}}}}}},
	})
}

func ilmStatus(c *call) { c.ok(object{{"operation_mode", "RUNNING"}}) }

func policies(c *call) {
	c.one(c.named(len(c.path)-1), object{
		{"version", 1},
		{"modified_date", "2025-01-01T00:00:00.000Z"},
		{"policy", object{{"phases", object{}}}},
		{"in_use_by", object{{"indices", []any{}}, {"data_streams", []any{}}, {"composable_templates", []any{}}}},
	})
}

func pipelines(c *call) {
	c.one(c.named(2), object{{"description", ""}, {"processors", []any{}}})
}

func dataStreams(c *call) {
	name := c.named(1)
	c.list("data_streams", name, object{
		{"name", name},
		{"timestamp_field", object{{"name", "@timestamp"}}},
		{"indices", []any{}},
		{"generation", 1},
		{"status", "GREEN"},
		{"template", name},
		{"hidden", false},
		{"system", false},
		{"allow_custom_routing", false},
		{"replicated", false},
	})
}

func lifecycle(c *call) {
	name := c.named(1)
	c.list("data_streams", name, object{{"name", name}, {"lifecycle", object{{"enabled", true}}}})
}

// aliases says of an alias that it is there and can be written to.
func aliases(c *call) {
	name := c.named(1)
	if name == "" {
		nothing(c)
		return
	}
	c.one(name+"-000001", object{{"aliases", object{{name, object{{"is_write_index", true}}}}}})
}

// index answers what clients ask about an index.
func index(c *call) {
	c.one(c.named(0), object{{"aliases", object{}}, {"mappings", object{}}, {"settings", object{}}})
}

func createIndex(c *call) {
	c.ok(object{{"acknowledged", true}, {"shards_acknowledged", true}, {"index", c.path[0]}})
}

func rollover(c *call) {
	c.ok(object{
		{"acknowledged", true},
		{"shards_acknowledged", true},
		{"old_index", c.path[0]},
		{"new_index", c.path[0]},
		{"rolled_over", false},
		{"dry_run", false},
		{"conditions", object{}},
	})
}

func shards(c *call) {
	c.ok(object{{"_shards", object{{"total", 1}, {"successful", 1}, {"failed", 0}}}})
}

func stats(c *call) {
	c.ok(object{
		{"_shards", object{{"total", 1}, {"successful", 1}, {"failed", 0}}},
		{"_all", object{{"primaries", object{}}, {"total", object{}}}},
		{"indices", object{}},
	})
}

func resolve(c *call) {
	c.ok(object{{"indices", []any{}}, {"aliases", []any{}}, {"data_streams", []any{}}})
}
