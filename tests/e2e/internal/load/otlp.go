package load

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

func newOTLP(p pace, d doors, path string) *overHTTP {
	return &overHTTP{
		pace: p, client: d.client(), url: d.g.HTTP + path,
		header: http.Header{"Content-Type": {"application/x-protobuf"}, "Authorization": {"Bearer " + d.g.Token}},
	}
}

// newLogs makes a sender like an SDK that exports logs. Some records of a
// request are equal, to the nanosecond.
func newLogs(p pace, d doors) *overHTTP {
	s := newOTLP(p, d, "/v1/logs")
	s.fill = func(names []string) ([]string, []byte, error) {
		logs := plog.NewLogs()
		rl := logs.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", s.Service)
		records := rl.ScopeLogs().AppendEmpty().LogRecords()
		all := names
		for _, name := range names {
			record := records.AppendEmpty()
			record.SetTimestamp(pcommon.NewTimestampFromTime(time.Now()))
			record.SetTraceID(s.traceID())
			record.Body().SetStr(name + " was ordered")
			if s.random.IntN(20) == 0 {
				record.CopyTo(records.AppendEmpty())
				all = append(slices.Clip(all), name)
			}
		}
		body, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
		return all, body, err
	}
	s.check = func(_ int, answer []byte) error {
		response := plogotlp.NewExportResponse()
		if err := response.UnmarshalProto(answer); err != nil {
			return err
		}
		if n := response.PartialSuccess().RejectedLogRecords(); n != 0 {
			return fmt.Errorf("%d rejected", n)
		}
		return nil
	}
	return s
}

// newSpans makes a sender like an SDK that exports spans.
func newSpans(p pace, d doors) *overHTTP {
	p.Spans = true
	s := newOTLP(p, d, "/v1/traces")
	s.fill = func(names []string) ([]string, []byte, error) {
		traces := ptrace.NewTraces()
		rs := traces.ResourceSpans().AppendEmpty()
		rs.Resource().Attributes().PutStr("service.name", s.Service)
		spans := rs.ScopeSpans().AppendEmpty().Spans()
		for _, name := range names {
			span := spans.AppendEmpty()
			span.SetTraceID(s.traceID())
			var id pcommon.SpanID
			binary.BigEndian.PutUint64(id[:], s.random.Uint64())
			span.SetSpanID(id)
			span.SetName("order")
			now := time.Now()
			span.SetStartTimestamp(pcommon.NewTimestampFromTime(now.Add(-time.Millisecond)))
			span.SetEndTimestamp(pcommon.NewTimestampFromTime(now))
			span.Attributes().PutStr("order.name", name)
		}
		body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
		return names, body, err
	}
	s.check = func(_ int, answer []byte) error {
		response := ptraceotlp.NewExportResponse()
		if err := response.UnmarshalProto(answer); err != nil {
			return err
		}
		if n := response.PartialSuccess().RejectedSpans(); n != 0 {
			return fmt.Errorf("%d rejected", n)
		}
		return nil
	}
	return s
}

// perTrace is how many records of a sender share a trace: to read them back one
// trace after the other takes its time.
const perTrace = 500

func (p *pace) traceID() pcommon.TraceID {
	var id pcommon.TraceID
	copy(id[:], "t"+p.Service[max(0, len(p.Service)-6):])
	binary.BigEndian.PutUint64(id[8:], uint64(p.next/perTrace)+1) //nolint:gosec // small
	return id
}
