//go:build e2e

package elasticsearchexporter

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// TestRealOperations: what clients ask for is what a real server does with it.
func TestRealOperations(t *testing.T) {
	base := realServer(t)
	run := strconv.FormatInt(time.Now().UnixNano(), 36)
	cfg := testConfig(base)
	cfg.LogsIndex, cfg.TracesIndex = "lethe-logs-ops-"+run, "lethe-traces-ops-"+run
	cfg.Template.Install = true
	h := newHarness(t, cfg)
	app, stream := "ops-app-"+run, "ops-stream-"+run
	request(t, http.MethodPut, base+"/_ingest/pipeline/ops-"+run, `{"processors":[]}`)
	request(t, http.MethodPut, base+"/_index_template/"+stream, `{"index_patterns":["`+stream+`*"],"data_stream":{},"priority":400}`)
	request(t, http.MethodPut, base+"/"+app, `{"settings":{"number_of_shards":3,"number_of_replicas":0}}`)
	t.Cleanup(func() {
		for _, path := range []string{
			"/" + cfg.LogsIndex + "-*", "/" + app, "/_data_stream/" + stream, "/_index_template/" + stream,
			"/_index_template/" + cfg.LogsIndex, "/_index_template/" + cfg.TracesIndex, "/_ingest/pipeline/ops-" + run,
		} {
			request(t, http.MethodDelete, base+path, "")
		}
	})

	version := time.Now().UnixNano()
	next := func() int64 { version++; return version }
	day := pcommon.NewTimestampFromTime(time.Now())
	send := func(text string, ts pcommon.Timestamp, op delivery.Operation) {
		t.Helper()
		ld := plog.NewLogs()
		lr := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		lr.SetTimestamp(ts)
		lr.Body().SetStr(text)
		lr.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", next()))
		op.Put(lr.Attributes())
		require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
	}
	byID := func(source string) string { return string(appendByID(nil, cfg.LogsIndex, source)) }
	text := func(index, id, query string) string {
		t.Helper()
		var doc struct {
			Source struct {
				Body struct{ Text string }
			} `json:"_source"`
		}
		body := request(t, http.MethodGet, base+"/"+index+"/_doc/"+url.PathEscape(id)+query, "")
		require.NoError(t, json.Unmarshal([]byte(body), &doc), body)
		return doc.Source.Body.Text
	}
	outcomes := func(want map[string]int64, do func()) {
		t.Helper()
		before := h.outcomes(t)
		do()
		got := h.outcomes(t)
		for name, n := range before {
			if got[name] -= n; got[name] == 0 {
				delete(got, name)
			}
		}
		assert.Equal(t, want, got)
	}

	// The second content of an id stays, another day or not, in whatever order
	// the two are sent.
	outcomes(map[string]int64{"stored": 2}, func() {
		send("first", day, indexed("in-order", next()))
		send("second", day-3*86_400_000_000_000, indexed("in-order", next()))
	})
	assert.Equal(t, "second", text(byID("shop"), "in-order", ""))
	older, later := next(), next()
	outcomes(map[string]int64{"stored": 2, "superseded": 1}, func() {
		send("second", day, indexed("turned", later))
		send("first", day-86_400_000_000_000, indexed("turned", older))
		send("second", day, indexed("turned", later))
	})
	assert.Equal(t, "second", text(byID("shop"), "turned", ""))

	// A create stays, gives way to an index, and never takes its place.
	outcomes(map[string]int64{"stored": 2, "duplicate": 2}, func() {
		send("created", day, created("made"))
		send("created again", day, created("made"))
		assert.Equal(t, "created", text(byID("shop"), "made", ""))
		send("indexed", day, indexed("made", next()))
		send("created late", day, created("made"))
	})
	assert.Equal(t, "indexed", text(byID("shop"), "made", ""))

	// Equal ids of two indexes, ids of any form.
	stock := created("made")
	stock.SourceIndex = "stock"
	odd := []string{"a/b?c=d", `quote " \ `, "größe-漢", "a@example.com", "b@example.com", strings.Repeat("x", 512)}
	outcomes(map[string]int64{"stored": int64(1 + len(odd))}, func() {
		send("of the stock", day, stock)
		for _, id := range odd {
			send("under "+id, day, indexed(id, next()))
		}
	})
	assert.Equal(t, "of the stock", text(byID("stock"), "made", ""))
	for _, id := range odd {
		assert.Equal(t, "under "+id, text(byID("shop"), id, ""))
	}

	// Routing and pipeline, in an index of the client's, also over a document
	// that somebody wrote without a version.
	routed := delivery.Operation{Action: delivery.ActionIndex, ID: "1", Index: app, SourceIndex: app, Routing: "customer-17", Pipeline: "ops-" + run}
	for range 3 {
		request(t, http.MethodPut, base+"/"+app+"/_doc/1?routing=customer-17", `{"body":{"text":"by hand"}}`)
	}
	outcomes(map[string]int64{"stored": 1}, func() {
		routed.Version = next()
		send("through the gateway", day, routed)
	})
	assert.Equal(t, "through the gateway", text(app, "1", "?routing=customer-17"))
	var got struct {
		Routing string `json:"_routing"`
		Version int64  `json:"_version"`
	}
	require.NoError(t, json.Unmarshal([]byte(request(t, http.MethodGet, base+"/"+app+"/_doc/1?routing=customer-17", "")), &got))
	assert.Equal(t, "customer-17", got.Routing)
	assert.Equal(t, routed.Version, got.Version)

	// A data stream takes creates only; names that nothing can have do not stand
	// in the way; a pipeline that is not there rejects.
	outcomes(map[string]int64{"stored": 2, "rejected": 1}, func() {
		send("streamed", day, delivery.Operation{Action: delivery.ActionIndex, Index: stream, SourceIndex: stream})
		send("streamed", day, delivery.Operation{Action: delivery.ActionCreate, ID: "1", Index: stream, SourceIndex: stream})
		send("streamed", day, delivery.Operation{Action: delivery.ActionIndex, ID: "2", Index: stream, SourceIndex: stream, Version: next()})
	})
	outcomes(map[string]int64{"stored": 1}, func() {
		send("no such name", day, delivery.Operation{Action: delivery.ActionIndex, ID: "3", Index: "No Such Name", SourceIndex: "No Such Name", Version: next()})
	})
	assert.Equal(t, "no such name", text(byID("No Such Name"), "3", ""))
	outcomes(map[string]int64{"rejected": 1}, func() {
		missing := indexed("4", next())
		missing.Pipeline = "ops-missing-" + run
		send("no such pipeline", day, missing)
	})
	assert.Equal(t, []string{"illegal_argument_exception"}, slices.Collect(maps.Keys(h.reasons(t))))

	// The indexes by id came into being with the template.
	mappings := request(t, http.MethodGet, base+"/"+byID("shop")+"/_mapping", "")
	assert.Contains(t, mappings, map[bool]string{false: `"flattened"`, true: `"flat_object"`}[isOpenSearch(t, base)])
	assert.Contains(t, mappings, `"date_nanos"`)
}

// TestRealOperationsOfOneBatch: a batch with everything in it, in one request.
func TestRealOperationsOfOneBatch(t *testing.T) {
	base := realServer(t)
	run := strconv.FormatInt(time.Now().UnixNano(), 36)
	cfg := testConfig(base)
	cfg.LogsIndex, cfg.TracesIndex = "lethe-logs-batch-"+run, "lethe-traces-batch-"+run
	cfg.Template.Install = true
	h := newHarness(t, cfg)
	t.Cleanup(func() {
		request(t, http.MethodDelete, base+"/"+cfg.LogsIndex+"-*", "")
		request(t, http.MethodDelete, base+"/_index_template/"+cfg.LogsIndex, "")
		request(t, http.MethodDelete, base+"/_index_template/"+cfg.TracesIndex, "")
	})
	version := time.Now().UnixNano()
	ops := []delivery.Operation{
		indexed("a", version), created("b"), indexed("a", version+2), indexed("b", version+3), created("b"), created("a"), {}, indexed("a", version+1),
	}
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), operatedLogs(ops...)))
	assert.Equal(t, map[string]int64{"stored": 5, "duplicate": 2, "superseded": 1}, h.outcomes(t))
	request(t, http.MethodPost, base+"/"+cfg.LogsIndex+"-*/_refresh", "")
	assert.Equal(t, 3, hits(t, base+"/"+cfg.LogsIndex+"-*/_search?track_total_hits=true", `{}`))
	for id, want := range map[string]string{"a": "record 002", "b": "record 003"} {
		assert.Contains(t, request(t, http.MethodGet, base+"/"+string(appendByID(nil, cfg.LogsIndex, "shop"))+"/_doc/"+id, ""), want)
	}
}
