package elasticsearchbulkreceiver

import "net/http"

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

type methods = map[string]handler

// routes are the paths that clients ask for, in the order in which they are
// tried.
var routes = compile([]route{
	// Documents.
	{pattern: "/_bulk", methods: methods{post: bulk, put: bulk}},
	{pattern: "/{index}/_bulk", methods: methods{post: bulkInto, put: bulkInto}},
	{pattern: "/{index}/{type}/_bulk", methods: methods{post: bulkInto, put: bulkInto}},
	{pattern: "/{index}/_doc", methods: methods{post: indexDocument}},
	{pattern: "/{index}/_doc/{id}", methods: methods{post: indexDocument, put: indexDocument, get: readsNothing, del: changesNothing}},
	{pattern: "/{index}/_create/{id}", methods: methods{post: createDocument, put: createDocument}},
	{pattern: "/{index}/_update/{id}", methods: methods{post: changesNothing}},
	{pattern: "/{index}/_update_by_query", methods: methods{post: changesNothing}},
	{pattern: "/{index}/_delete_by_query", methods: methods{post: changesNothing}},
	{pattern: "/_reindex", methods: methods{post: changesNothing}},
	{pattern: "/_monitoring/bulk", methods: methods{post: monitoring, put: monitoring}},

	// What clients ask about the server.
	{pattern: "/", methods: methods{get: info}},
	{pattern: "/_license", methods: methods{get: license}},
	{pattern: "/_license/...", methods: methods{get: licenseStatus}},
	{pattern: "/_xpack", methods: methods{get: xpack}},
	{pattern: "/_xpack/license", methods: methods{get: license}},
	{pattern: "/_xpack/usage", methods: methods{get: nothing}},
	{pattern: "/_cluster/health", methods: methods{get: health}},
	{pattern: "/_cluster/health/{name}", methods: methods{get: health}},
	{pattern: "/_cluster/settings", methods: methods{get: clusterSettings, put: putClusterSettings}},
	{pattern: "/_cluster/state", methods: methods{get: clusterState}},
	{pattern: "/_cluster/state/...", methods: methods{get: clusterState}},
	{pattern: "/_cluster/stats", methods: methods{get: clusterStats}},
	{pattern: "/_cluster/stats/...", methods: methods{get: clusterStats}},
	{pattern: "/_nodes", methods: methods{get: nodes}},
	{pattern: "/_nodes/...", methods: methods{get: nodes}},
	{pattern: "/_cat", methods: methods{get: cat}},
	{pattern: "/_cat/health", methods: methods{get: catHealth}},
	{pattern: "/_cat/...", methods: methods{get: catNothing}},
	{pattern: "/_security/_authenticate", methods: methods{get: authenticate}},
	{pattern: "/_security/user/_has_privileges", methods: methods{get: privileges, post: privileges}},

	// What they set up: everything is there already, and may be put again.
	{pattern: "/_index_template", methods: methods{get: indexTemplates}},
	{pattern: "/_index_template/{name}", methods: methods{get: indexTemplates, put: acknowledge, post: acknowledge, del: acknowledge}},
	{pattern: "/_template", methods: methods{get: templates}},
	{pattern: "/_template/{name}", methods: methods{get: templates, put: acknowledge, post: acknowledge, del: acknowledge}},
	{pattern: "/_component_template", methods: methods{get: componentTemplates}},
	{pattern: "/_component_template/{name}", methods: methods{get: componentTemplates, put: acknowledge, post: acknowledge, del: acknowledge}},
	{pattern: "/_ilm/status", methods: methods{get: ilmStatus}},
	{pattern: "/_ilm/policy", methods: methods{get: nothing}},
	{pattern: "/_ilm/policy/{name}", methods: methods{get: policies, put: acknowledge, del: acknowledge}},
	{pattern: "/_plugins/_ism/policies/{name}", methods: methods{get: policies, put: acknowledge, del: acknowledge}},
	{pattern: "/_opendistro/_ism/policies/{name}", methods: methods{get: policies, put: acknowledge, del: acknowledge}},
	{pattern: "/_ingest/pipeline", methods: methods{get: pipelines}},
	{pattern: "/_ingest/pipeline/{name}", methods: methods{get: pipelines, put: acknowledge, del: acknowledge}},
	{pattern: "/_data_stream", methods: methods{get: dataStreams}},
	{pattern: "/_data_stream/{name}", methods: methods{get: dataStreams, put: acknowledge}},
	{pattern: "/_data_stream/{name}/_lifecycle", methods: methods{get: lifecycle, put: acknowledge, del: acknowledge}},
	{pattern: "/_alias", methods: methods{get: aliases}},
	{pattern: "/_alias/{name}", methods: methods{get: aliases}},
	{pattern: "/_aliases", methods: methods{get: aliases, post: acknowledge}},
	{pattern: "/_scripts/{name}", methods: methods{get: readsNothing, put: acknowledge, post: acknowledge}},
	{pattern: "/_logstash/pipeline", methods: methods{get: nothing}},
	{pattern: "/_logstash/pipeline/{name}", methods: methods{get: nothing}},

	// Indices.
	{pattern: "/_refresh", methods: methods{get: shards, post: shards}},
	{pattern: "/_flush", methods: methods{get: shards, post: shards}},
	{pattern: "/{index}", methods: methods{get: index, put: createIndex}},
	{pattern: "/{index}/_refresh", methods: methods{get: shards, post: shards}},
	{pattern: "/{index}/_flush", methods: methods{get: shards, post: shards}},
	{pattern: "/{index}/_mapping", methods: methods{get: index, put: acknowledge, post: acknowledge}},
	{pattern: "/{index}/_settings", methods: methods{get: index, put: acknowledge}},
	{pattern: "/{index}/_mapping/{type}", methods: methods{get: index, put: acknowledge, post: acknowledge}},
	{pattern: "/{index}/_stats/...", methods: methods{get: stats}},
	{pattern: "/_mapping", methods: methods{get: nothing}},
	{pattern: "/_settings", methods: methods{get: nothing}},
	{pattern: "/_stats/...", methods: methods{get: stats}},
	{pattern: "/_resolve/index/{name}", methods: methods{get: resolve}},
	{pattern: "/{index}/_alias", methods: methods{get: index}},
	{pattern: "/{index}/_alias/{name}", methods: methods{get: index, put: acknowledge, post: acknowledge}},
	{pattern: "/{index}/_aliases/{name}", methods: methods{put: acknowledge, post: acknowledge}},
	{pattern: "/{index}/_rollover", methods: methods{post: rollover}},

	// What clients of a search engine ask: they must not take "nothing" for an
	// answer.
	{pattern: "/_search", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/_search/...", methods: methods{get: readsNothing, post: readsNothing, del: readsNothing}},
	{pattern: "/_msearch", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/_mget", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/_count", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/_field_caps", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/{index}/_search", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/{index}/_msearch", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/{index}/_mget", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/{index}/_count", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/{index}/_field_caps", methods: methods{get: readsNothing, post: readsNothing}},
	{pattern: "/{index}/_source/{id}", methods: methods{get: readsNothing}},
})

func compile(list []route) []route {
	for i := range list {
		list[i].names = segments(list[i].pattern)
	}
	return list
}

func bulk(c *call)     { c.e.bulk(c.w, c.r, "") }
func bulkInto(c *call) { c.e.bulk(c.w, c.r, c.path[0]) }

func indexDocument(c *call)  { c.document(opIndex) }
func createDocument(c *call) { c.document(opCreate) }

func (c *call) document(op operation) {
	a := action{op: op, index: []byte(c.path[0])}
	if len(c.path) > 2 {
		a.id, a.hasID = []byte(c.path[2]), true
	}
	c.e.document(c.w, c.r, a)
}

func readsNothing(c *call)   { fail(c.w, c.r, errReadsNothing) }
func changesNothing(c *call) { fail(c.w, c.r, errChangesNothing) }
