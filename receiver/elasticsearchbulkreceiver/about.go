package elasticsearchbulkreceiver

import (
	"net"
	"net/http"
)

// What the server says of itself. Nothing of it depends on the machine, so that
// all replicas are one cluster to a client.
const (
	clusterName = "lethe"
	clusterUUID = "bGV0aGUtZ2F0ZXdheS0wMQ"
	nodeName    = "lethe"
	nodeID      = "bGV0aGUtbm9kZS0wMDAwMQ"
	licenseUID  = "6c657468-6520-4761-8465-776179206f6b"
	buildHash   = "6c6574686567617465776179000000000000000a"
	buildDate   = "2025-01-01T00:00:00.000000000Z"
)

func (c *call) ok(body object) { reply(c.w, c.r, http.StatusOK, body) }

func nothing(c *call)     { c.ok(object{}) }
func acknowledge(c *call) { c.ok(object{{"acknowledged", true}}) }

// info is the answer to GET /, by which clients know the server: its version, and
// for Logstash 7.0 to 7.13 build_flavor and tagline.
func info(c *call) {
	version := object{
		{"number", c.e.config.versionFor(c.r)},
		{"build_flavor", "default"},
		{"build_type", "tar"},
		{"build_hash", buildHash},
		{"build_date", buildDate},
		{"build_snapshot", false},
		{"lucene_version", "9.12.2"},
		{"minimum_wire_compatibility_version", "7.17.0"},
		{"minimum_index_compatibility_version", "7.0.0"},
	}
	tagline := "You Know, for Search"
	if isOpenSearch(c.r) {
		version = append(object{{"distribution", "opensearch"}}, version...)
		version[1].value = openSearchVersion
		version[2].value = "oss"
		tagline = "The OpenSearch Project: https://opensearch.org/"
	}
	c.ok(object{
		{"name", nodeName},
		{"cluster_name", clusterName},
		{"cluster_uuid", clusterUUID},
		{"version", version},
		{"tagline", tagline},
	})
}

const openSearchVersion = "2.19.3"

// license needs license.status for Logstash, which gives the server up without
// it, and type and uid for Beats.
func license(c *call) {
	c.ok(object{{"license", object{
		{"status", "active"},
		{"uid", licenseUID},
		{"type", "basic"},
		{"issue_date", "2025-01-01T00:00:00.000Z"},
		{"issue_date_in_millis", int64(1735689600000)},
		{"max_nodes", 1000},
		{"max_resource_units", nil},
		{"issued_to", clusterName},
		{"issuer", "elasticsearch"},
		{"start_date_in_millis", -1},
	}}})
}

func licenseStatus(c *call) {
	switch c.path[len(c.path)-1] {
	case "basic_status":
		c.ok(object{{"eligible_to_start_basic", false}})
	case "trial_status":
		c.ok(object{{"eligible_to_start_trial", false}})
	default:
		fail(c.w, c.r, errUnknownPath)
	}
}

func xpack(c *call) {
	feature := func(available bool) object {
		return object{{"available", available}, {"enabled", available}}
	}
	c.ok(object{
		{"build", object{{"hash", buildHash}, {"date", buildDate}}},
		{"license", object{{"uid", licenseUID}, {"type", "basic"}, {"mode", "basic"}, {"status", "active"}}},
		{"features", object{
			{"data_streams", feature(true)},
			{"graph", feature(false)},
			{"ilm", feature(true)},
			{"logstash", feature(true)},
			{"ml", feature(false)},
			{"monitoring", feature(true)},
			{"rollup", feature(true)},
			{"security", feature(c.e.config.ServerConfig.Auth.HasValue())},
			{"slm", feature(true)},
			{"transform", feature(true)},
			{"watcher", feature(false)},
		}},
		{"tagline", "You know, for X"},
	})
}

func health(c *call) {
	c.ok(object{
		{"cluster_name", clusterName},
		{"status", "green"},
		{"timed_out", false},
		{"number_of_nodes", 1},
		{"number_of_data_nodes", 1},
		{"active_primary_shards", 1},
		{"active_shards", 1},
		{"relocating_shards", 0},
		{"initializing_shards", 0},
		{"unassigned_shards", 0},
		{"delayed_unassigned_shards", 0},
		{"number_of_pending_tasks", 0},
		{"number_of_in_flight_fetch", 0},
		{"task_max_waiting_in_queue_millis", 0},
		{"active_shards_percent_as_number", rawNumber("100.0")},
	})
}

func clusterSettings(c *call) {
	body := object{{"persistent", object{}}, {"transient", object{}}}
	if c.r.URL.Query().Get("include_defaults") == "true" {
		body = append(body, member{"defaults", object{}})
	}
	c.ok(body)
}

func putClusterSettings(c *call) {
	c.ok(object{{"acknowledged", true}, {"persistent", object{}}, {"transient", object{}}})
}

func clusterState(c *call) {
	c.ok(object{
		{"cluster_name", clusterName},
		{"cluster_uuid", clusterUUID},
		{"version", 1},
		{"state_uuid", clusterUUID},
		{"master_node", nodeID},
		{"nodes", object{{nodeID, object{{"name", nodeName}}}}},
		{"metadata", object{{"cluster_uuid", clusterUUID}, {"templates", object{}}, {"indices", object{}}}},
	})
}

func clusterStats(c *call) {
	c.ok(object{
		{"_nodes", object{{"total", 1}, {"successful", 1}, {"failed", 0}}},
		{"cluster_name", clusterName},
		{"cluster_uuid", clusterUUID},
		{"status", "green"},
		{"indices", object{{"count", 0}}},
		{"nodes", object{{"count", object{{"total", 1}}}, {"versions", []any{c.e.config.versionFor(c.r)}}}},
	})
}

// ingestProcessors are those that the modules of Beats look for.
var ingestProcessors = []any{
	object{{"type", "append"}},
	object{{"type", "convert"}},
	object{{"type", "date"}},
	object{{"type", "dissect"}},
	object{{"type", "geoip"}},
	object{{"type", "grok"}},
	object{{"type", "gsub"}},
	object{{"type", "json"}},
	object{{"type", "kv"}},
	object{{"type", "pipeline"}},
	object{{"type", "remove"}},
	object{{"type", "rename"}},
	object{{"type", "script"}},
	object{{"type", "set"}},
	object{{"type", "urldecode"}},
	object{{"type", "user_agent"}},
}

// nodes names one node. Its address is the one that the client came by: who
// sniffs must not find a way around a load balancer.
func nodes(c *call) {
	address := c.publishAddress()
	host, _, _ := net.SplitHostPort(address)
	c.ok(object{
		{"_nodes", object{{"total", 1}, {"successful", 1}, {"failed", 0}}},
		{"cluster_name", clusterName},
		{"nodes", object{{nodeID, object{
			{"name", nodeName},
			{"transport_address", net.JoinHostPort(host, "9300")},
			{"host", host},
			{"ip", host},
			{"version", c.e.config.versionFor(c.r)},
			{"build_flavor", "default"},
			{"build_type", "tar"},
			{"build_hash", buildHash},
			{"roles", []any{"data", "ingest", "master"}},
			{"http", object{
				{"bound_address", []any{address}},
				{"publish_address", address},
				{"max_content_length_in_bytes", c.e.config.ServerConfig.MaxRequestBodySize},
			}},
			{"plugins", []any{}},
			{"modules", []any{}},
			{"ingest", object{{"processors", ingestProcessors}}},
		}}}},
	})
}

func (c *call) publishAddress() string {
	address := c.r.Host
	if _, _, err := net.SplitHostPort(address); err == nil {
		return address
	}
	port := "80"
	if c.r.TLS != nil {
		port = "443"
	}
	if len(address) > 1 && address[0] == '[' && address[len(address)-1] == ']' {
		address = address[1 : len(address)-1]
	}
	return net.JoinHostPort(address, port)
}

func cat(c *call) {
	replyText(c.w, c.r, "=^.^=\n/_cat/health\n/_cat/indices\n/_cat/nodes\n")
}

// catNothing answers all other tables: there is nothing to list.
func catNothing(c *call) {
	if wantsJSON(c.r) {
		replyList(c.w, c.r, []any{})
		return
	}
	replyText(c.w, c.r, "")
}

func authenticate(c *call) {
	c.ok(object{
		{"username", clusterName},
		{"roles", []any{}},
		{"full_name", nil},
		{"email", nil},
		{"metadata", object{}},
		{"enabled", true},
		{"authentication_realm", object{{"name", "lethe"}, {"type", "native"}}},
		{"lookup_realm", object{{"name", "lethe"}, {"type", "native"}}},
		{"authentication_type", "realm"},
	})
}

func privileges(c *call) {
	c.ok(object{
		{"username", clusterName},
		{"has_all_requested", true},
		{"cluster", object{}},
		{"index", object{}},
		{"application", object{}},
	})
}

// monitoring answers what a server answers that collects none.
func monitoring(c *call) {
	c.ok(object{{"took", 0}, {"ignored", true}, {"errors", false}})
}
