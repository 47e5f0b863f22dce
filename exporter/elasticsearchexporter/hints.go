package elasticsearchexporter

// withHint adds to a reason what to do about it.
func withHint(reason string) string {
	if hint := hints[reason]; hint != "" {
		return reason + ", " + hint
	}
	return reason
}

// hints say what to do about reasons that somebody can do something about.
var hints = map[string]string{
	"cluster_block_exception":      "the cluster or the index is blocked for writing, for example because a disk is full",
	"http_301":                     "the server redirects; set endpoint to where it points",
	"http_302":                     "the server redirects; set endpoint to where it points",
	"http_307":                     "the server redirects; set endpoint to where it points",
	"http_308":                     "the server redirects; set endpoint to where it points",
	"http_400":                     "every request is refused; check endpoint, proxy and what stands between",
	"http_401":                     "the server does not accept the credentials",
	"http_403":                     "the user has no right to write",
	"http_404":                     "no bulk API there; check the path of endpoint",
	"http_405":                     "no bulk API there; check the path of endpoint",
	"index_closed_exception":       "the index is closed",
	"index_create_block_exception": "OpenSearch takes no new index, for example because all disks are full; check cluster.blocks.create_index",
	"index_not_found_exception":    "the index does not exist and must not be created automatically",
	"malformed_answer":             "the answer is not that of a bulk API; check endpoint and proxy",
	"security_exception":           "the user has no right to create documents or indexes",
	"template_http_400":            "the server refuses the index template, most likely because another one of priority 300 matches the same indexes; choose other index names, or install a template by hand and set template.install to false",
	"template_http_401":            "the server does not accept the credentials",
	"template_http_403":            "the user has no right to manage index templates; grant manage_index_templates, or install the template by hand and set template.install to false",
	"tls":                          "no trusted connection; check tls and the server's certificate",
	"validation_exception":         "the cluster has no room for another index; check cluster.max_shards_per_node",
}
