package load

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// thread is a sender of logs that know their trace only. A span teaches the
// gateway the correlation id of each trace, and the logs after it are filled.
type thread struct {
	*overHTTP
	teacher *overHTTP
	trace   pcommon.TraceID
}

func newThread(p pace, d doors) *thread {
	s := &thread{overHTTP: newLogs(p, d)}
	s.fill = func(names []string) ([]string, []byte, error) {
		logs := plog.NewLogs()
		rl := logs.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", s.Service)
		records := rl.ScopeLogs().AppendEmpty().LogRecords()
		for _, name := range names {
			record := records.AppendEmpty()
			record.SetTimestamp(pcommon.NewTimestampFromTime(time.Now()))
			record.SetTraceID(s.trace)
			record.Body().SetStr(name + " was ordered")
		}
		body, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
		return names, body, err
	}
	teaching := p
	teaching.Ledger = newLedger(p.Kind, p.Service+"-teacher")
	s.teacher = newSpans(teaching, d)
	s.teacher.fill = func(names []string) ([]string, []byte, error) {
		traces := ptrace.NewTraces()
		rs := traces.ResourceSpans().AppendEmpty()
		rs.Resource().Attributes().PutStr("service.name", s.teacher.Service)
		span := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
		span.SetTraceID(s.trace)
		span.SetSpanID(pcommon.SpanID(s.trace[:8]))
		span.SetKind(ptrace.SpanKindServer)
		span.SetName("order")
		now := pcommon.NewTimestampFromTime(time.Now())
		span.SetStartTimestamp(now)
		span.SetEndTimestamp(now + 1000)
		span.Attributes().PutStr("x-request-id", "req-"+hex.EncodeToString(s.trace[:10]))
		body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
		return names, body, err
	}
	return s
}

// Run sends.
func (s *thread) Run(ctx context.Context, stop <-chan struct{}) error {
	defer s.client.CloseIdleConnections()
	defer s.teacher.client.CloseIdleConnections()
	for !stopped(stop) {
		binary.BigEndian.PutUint64(s.trace[:8], s.random.Uint64())
		binary.BigEndian.PutUint64(s.trace[8:], s.random.Uint64())
		if err := s.teacher.request(ctx, []string{"teacher"}); err != nil {
			return fmt.Errorf("%s: %w", s.teacher.Service, err)
		}
		for range 3 {
			if names := s.names(); len(names) > 0 {
				if err := s.request(ctx, names); err != nil {
					return fmt.Errorf("%s: %w", s.Service, err)
				}
			}
			s.rest(ctx, pause)
		}
	}
	return nil
}
