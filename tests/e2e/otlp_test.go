//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// post sends a body to the gateway over HTTPS, as a language without an SDK
// would do it.
func post(ctx context.Context, g *gateway.Gateway, path, contentType string, body []byte, header http.Header) (int, string, error) {
	tls, err := g.Certs.Client()
	if err != nil {
		return 0, "", err
	}
	transport := &http.Transport{TLSClientConfig: tls}
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.HTTP+path, bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Authorization", "Bearer "+g.Token)
	maps.Copy(req.Header, header)
	req.Header.Set("Content-Type", contentType)
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(answer), err
}

func sendLogs(t *testing.T, g *gateway.Gateway, logs plog.Logs, header http.Header) {
	t.Helper()
	body, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	status, answer, err := post(t.Context(), g, "/v1/logs", "application/json", body, header)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status, answer)
}

func sendTraces(t *testing.T, g *gateway.Gateway, traces ptrace.Traces, header http.Header) {
	t.Helper()
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	status, answer, err := post(t.Context(), g, "/v1/traces", "application/x-protobuf", body, header)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status, answer)
}

// batch is n logs and n spans of one service, for tests that only count.
type batch struct {
	service     string
	logs, spans []string
	nextID      int
}

// send makes n logs and n spans of one trace, sends them and remembers their
// ids.
func (b *batch) send(t *testing.T, g *gateway.Gateway, n int) {
	t.Helper()
	logs, traces := plog.NewLogs(), ptrace.NewTraces()
	rl, rs := logs.ResourceLogs().AppendEmpty(), traces.ResourceSpans().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", b.service)
	rs.Resource().Attributes().PutStr("service.name", b.service)
	records, spans := rl.ScopeLogs().AppendEmpty().LogRecords(), rs.ScopeSpans().AppendEmpty().Spans()
	traceID := newTraceID()
	now := time.Now()
	for range n {
		b.nextID++
		id := fmt.Sprintf("%s.%d", b.service, b.nextID)
		spanID := newSpanID()
		at := pcommon.NewTimestampFromTime(now.Add(time.Duration(b.nextID) * time.Microsecond))

		record := records.AppendEmpty()
		record.SetTimestamp(at)
		record.SetTraceID(traceID)
		record.SetSpanID(spanID)
		record.Body().SetStr("counted")
		record.Attributes().PutStr(query.RecordAttribute, id)
		b.logs = append(b.logs, id)

		span := spans.AppendEmpty()
		span.SetTraceID(traceID)
		span.SetSpanID(spanID)
		span.SetName("counted")
		span.SetStartTimestamp(at)
		span.SetEndTimestamp(at + 1000)
		span.Attributes().PutStr(query.RecordAttribute, id)
		b.spans = append(b.spans, id)
	}
	sendLogs(t, g, logs, nil)
	sendTraces(t, g, traces, nil)
}
