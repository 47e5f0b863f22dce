package lokiexporter

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

var update = flag.Bool("update", false, "rewrite the wire snapshots")

// What goes over the wire, as it stands in testdata/wire.
func TestWire(t *testing.T) {
	for _, tt := range []struct {
		name   string
		config func(cfg *Config)
		logs   func(ld plog.Logs)
	}{
		{name: "record", logs: wholeRecord},
		{name: "bodies", logs: bodies},
		{name: "names_that_collide", logs: collidingNames},
		{name: "times", logs: times},
		{
			name: "streams",
			config: func(cfg *Config) {
				cfg.Labels = []LabelConfig{
					{Attribute: "service.name"},
					{Attribute: "deployment.environment.name", Name: "env", Allowed: []string{"production"}, Default: "none"},
				}
				cfg.Concurrency = 1
			},
			logs: streams,
		},
		{
			name: "tenant_and_headers",
			config: func(cfg *Config) {
				cfg.ClientConfig.Endpoint += "/gateway/"
				cfg.Tenant = "team-a"
				cfg.ClientConfig.Headers = configopaque.MapList{{Name: "X-Extra", Value: "1"}}
			},
			logs: func(ld plog.Logs) { fixedRecord(ld, "line") },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := newServer(t, noContent)
			cfg := newConfig(server.URL)
			if tt.config != nil {
				tt.config(cfg)
			}
			e := startExporter(t, cfg)
			// The order of the streams turns with every batch.
			e.turn.Store(^uint64(0))
			ld := plog.NewLogs()
			tt.logs(ld)
			require.NoError(t, e.consume(t.Context(), ld))

			var snapshots []any
			for _, r := range server.all() {
				snapshots = append(snapshots, snapshot(r))
			}
			got, err := json.MarshalIndent(snapshots, "", "  ")
			require.NoError(t, err)
			path := filepath.Join("testdata", "wire", tt.name+".json")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, "run the test with -update")
			assert.Equal(t, string(want), string(got)+"\n")
		})
	}
}

// snapshot is a request as readable JSON, without the headers that every HTTP
// client sends.
func snapshot(r request) any {
	type entry struct {
		Timestamp string      `json:"timestamp"`
		Line      string      `json:"line"`
		Metadata  [][2]string `json:"structured_metadata"`
	}
	type stream struct {
		Labels  string  `json:"labels"`
		Entries []entry `json:"entries"`
	}
	header := http.Header{}
	for name, values := range r.header {
		switch name {
		case "Accept-Encoding", "Content-Length", "Traceparent":
		default:
			header[name] = values
		}
	}
	var decoded []stream
	for _, s := range r.push.Streams {
		out := stream{Labels: s.Labels}
		for _, e := range s.Entries {
			metadata := [][2]string{}
			for _, p := range e.StructuredMetadata {
				metadata = append(metadata, [2]string{p.Name, p.Value})
			}
			out.Entries = append(out.Entries, entry{e.Timestamp.Format(time.RFC3339Nano), e.Line, metadata})
		}
		decoded = append(decoded, out)
	}
	return struct {
		Request string      `json:"request"`
		Header  http.Header `json:"header"`
		Streams []stream    `json:"streams"`
	}{r.method + " " + r.path, header, decoded}
}

var fixedTime = time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.UTC)

func fixedRecord(ld plog.Logs, line string) plog.LogRecord {
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", "checkout")
	lr := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	lr.SetTimestamp(pcommon.NewTimestampFromTime(fixedTime))
	lr.Body().SetStr(line)
	return lr
}

func wholeRecord(ld plog.Logs) {
	lr := fixedRecord(ld, "payment taken")
	resource := ld.ResourceLogs().At(0).Resource().Attributes()
	resource.PutStr("service.namespace", "shop")
	resource.PutStr("deployment.environment.name", "production")
	resource.PutStr("k8s.pod.name", "checkout-7d9f")
	resource.PutInt("process.pid", 4711)
	scope := ld.ResourceLogs().At(0).ScopeLogs().At(0).Scope()
	scope.SetName("shop.payment")
	scope.SetVersion("1.2.3")
	scope.Attributes().PutBool("generated", true)
	lr.SetObservedTimestamp(pcommon.NewTimestampFromTime(fixedTime.Add(time.Second)))
	lr.SetTraceID(pcommon.TraceID{0xab, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
	lr.SetSpanID(pcommon.SpanID{0xcd, 1, 2, 3, 4, 5, 6, 7})
	lr.SetFlags(plog.DefaultLogRecordFlags.WithIsSampled(true))
	lr.SetSeverityNumber(plog.SeverityNumberWarn)
	lr.SetSeverityText("WARN")
	lr.SetEventName("payment.taken")
	lr.SetDroppedAttributesCount(2)
	lr.Attributes().PutStr(delivery.RecordIDAttribute, "0123456789abcdef0123456789abcdef")
	// Not for Loki.
	delivery.Operation{Action: delivery.ActionIndex, ID: "order-42", Version: 1}.Put(lr.Attributes())
	lr.Attributes().PutStr("correlation.id", "order-42")
	lr.Attributes().PutStr("empty", "")
	lr.Attributes().PutDouble("duration", 0.25)
	list := lr.Attributes().PutEmptySlice("items")
	list.AppendEmpty().SetStr("a")
	list.AppendEmpty().SetInt(2)
}

func bodies(ld plog.Logs) {
	for i, set := range []func(v pcommon.Value){
		func(v pcommon.Value) { v.SetStr("text with \"quotes\", <tags> and\nlines") },
		func(pcommon.Value) {},
		func(v pcommon.Value) { v.SetInt(42) },
		func(v pcommon.Value) { v.SetBool(false) },
		func(v pcommon.Value) { v.SetDouble(1.5) },
		func(v pcommon.Value) { v.SetEmptyBytes().FromRaw([]byte("bytes")) },
		func(v pcommon.Value) {
			m := v.SetEmptyMap()
			m.PutStr("message", "<b>")
			m.PutEmptyMap("user").PutInt("id", 1)
		},
		func(v pcommon.Value) { v.SetEmptySlice().AppendEmpty().SetStr("a") },
	} {
		lr := fixedRecord(ld, "")
		lr.SetTimestamp(pcommon.NewTimestampFromTime(fixedTime.Add(time.Duration(i))))
		set(lr.Body())
	}
}

func collidingNames(ld plog.Logs) {
	lr := fixedRecord(ld, "line")
	lr.SetTraceID(pcommon.TraceID{1})
	lr.Attributes().PutStr("trace_id", "01000000000000000000000000000000")
	lr.Attributes().PutStr("trace.id", "another")
	lr.Attributes().PutStr("service.name", "of the record")
	lr.Attributes().PutStr("a.b", "1")
	lr.Attributes().PutStr("a_b", "2")
	lr.Attributes().PutStr("__name__", "reserved")
	ld.ResourceLogs().At(0).Resource().Attributes().PutStr("a-b", "3")
}

func times(ld plog.Logs) {
	fixedRecord(ld, "later").SetTimestamp(pcommon.NewTimestampFromTime(fixedTime.Add(time.Minute)))
	observed := fixedRecord(ld, "observed only")
	observed.SetTimestamp(0)
	observed.SetObservedTimestamp(pcommon.NewTimestampFromTime(fixedTime.Add(time.Second)))
	fixedRecord(ld, "whole second").SetTimestamp(pcommon.NewTimestampFromTime(fixedTime.Truncate(time.Second)))
	fixedRecord(ld, "no time at all").SetTimestamp(0)
	for _, id := range []string{"b", "a"} {
		fixedRecord(ld, "twin").Attributes().PutStr(delivery.RecordIDAttribute, id)
	}
	fixedRecord(ld, "a request later").SetTimestamp(pcommon.NewTimestampFromTime(fixedTime.Add(20 * time.Minute)))
}

func streams(ld plog.Logs) {
	for i, env := range []string{"production", "", "of-anna", "production"} {
		fixedRecord(ld, fmt.Sprint("line ", i))
		resource := ld.ResourceLogs().At(i).Resource().Attributes()
		if env != "" {
			resource.PutStr("deployment.environment.name", env)
		}
	}
}
