package main

import (
	_ "embed"
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/plog"
)

//go:embed negatives.txt
var negativesFile string

// negativeTemplates are lines that hold no id of their record.
func negativeTemplates() []string {
	return strings.Split(strings.TrimSuffix(negativesFile, "\n"), "\n")
}

// negativeKeys are names whose values are no ids of their record, with the
// templates of their values.
func negativeKeys() []field {
	var all []field
	for _, name := range []string{
		"parent_id", "parentId", "parent.id", "parent_span_id", "parentSpanId", "trace.parent_id", "parent.trace_id", "span.parent.span_id",
		"links.trace_id", "link.span_id", "linked.trace_id", "previous.trace_id", "original_trace_id", "caller.span_id", "remote.trace.id",
		"x-b3-parentspanid", "x-datadog-parent-id", "operation_ParentId", "enduser.id", "user.id", "user_id", "session.id", "sessionId",
		"k8s.pod.uid", "k8s.node.uid", "container.id", "container_id", "host.id", "device.id", "service.instance.id", "process.executable.build_id.htlhash",
		"faas.instance", "cloud.resource_id", "vcs.ref.head.revision", "git.commit.sha", "commit", "etag", "http.response.header.etag",
		"http.response.header.x-request-id", "response.requestId", "order.trace_id", "order_id", "message.id", "messaging.message.id", "event.id",
		"client_id", "job_id", "task_id", "file.hash.md5", "hash", "digest", "nonce", "transaction_id", "transactionId", "operation_id",
		"spanner.id", "trace_id_suffix", "trace", "span", "tid", "id", "_id", "guid", "uuid", "tracestate", "elasticsearch.document_id",
	} {
		for _, value := range []string{"{hex:32}", "{hex:16}", "{uuid}"} {
			all = append(all, field{name, value})
		}
	}
	return all
}

// putNegative puts a filled template into the i-th of its places; a template
// that is an object of JSON also becomes a map.
func putNegative(r plog.LogRecord, text string, i int) {
	var m map[string]any
	if i%4 == 3 && json.Unmarshal([]byte(text), &m) == nil {
		mustPut(r.Body().SetEmptyMap(), m)
		return
	}
	switch i % 4 {
	case 0:
		r.Body().SetStr(text)
	case 1:
		r.Body().SetStr(`{"level":"info","msg":` + encode(text) + `}`)
	case 2:
		r.Body().SetStr("2026-11-22 10:11:12.123 INFO shop.Cart - " + text)
	default:
		mustPut(r.Body().SetEmptyMap(), map[string]any{"message": text})
	}
}
