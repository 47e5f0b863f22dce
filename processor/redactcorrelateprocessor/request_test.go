package redactcorrelateprocessor

import (
	"context"
	"net"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/trace"
)

type fakeAuth struct{}

func (fakeAuth) GetAttribute(string) any     { return "subject" }
func (fakeAuth) GetAttributeNames() []string { return []string{"subject"} }

func clientContext(t *testing.T) context.Context {
	state, err := trace.ParseTraceState("vendor=S3CR3T")
	require.NoError(t, err)
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}, TraceState: state,
	}))
	return client.NewContext(ctx, client.Info{
		Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 4711},
		Auth: fakeAuth{},
		Metadata: client.NewMetadata(map[string][]string{
			"Authorization": {"Bearer S3CR3T"},
			"Cookie":        {"session=S3CR3T"},
			"X-Scope-OrgID": {"tenant-1"},
			"X-Note":        {"mail alice@example.com", "marker"},
		}),
	})
}

func checkScrubbed(ctx context.Context, t *testing.T, want map[string][]string) {
	t.Helper()
	info := client.FromContext(ctx)
	assert.Nil(t, info.Addr)
	assert.Nil(t, info.Auth)
	got := map[string][]string{}
	for _, k := range slices.Sorted(info.Metadata.Keys()) {
		got[k] = info.Metadata.Get(k)
	}
	assert.Equal(t, want, got)
	sc := trace.SpanContextFromContext(ctx)
	assert.Zero(t, sc.TraceState().Len())
	assert.Equal(t, trace.TraceID{1}, sc.TraceID(), "the gateway's own trace goes on")
}

func TestRequestMetadata(t *testing.T) {
	for name, c := range map[string]struct {
		allow []string
		mode  string
		want  map[string][]string
	}{
		"the tenant by default": {
			allow: createDefaultConfig().(*Config).RequestMetadata.Allow,
			want:  map[string][]string{"x-scope-orgid": {"tenant-1"}},
		},
		"nothing": {want: map[string][]string{}},
		"redacted": {
			allow: []string{"X-Note", "missing"},
			want:  map[string][]string{"x-note": {"mail [REDACTED:email]", "marker"}},
		},
		"redacted while observing": {
			allow: []string{"X-Note"},
			mode:  modeObserve,
			want:  map[string][]string{"x-note": {"mail [REDACTED:email]", "marker"}},
		},
		"a secret, though validation refuses it": {
			allow: []string{"authorization"},
			want:  map[string][]string{"authorization": {"[REDACTED:authorization]"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := testConfig()
			cfg.RequestMetadata.Allow = c.allow
			if c.mode != "" {
				cfg.Redaction.Mode, cfg.Redaction.AcknowledgeRawData = c.mode, true
			}
			calls := 0
			check := func(ctx context.Context) error {
				calls++
				checkScrubbed(ctx, t, c.want)
				return nil
			}
			nextLogs, _ := consumer.NewLogs(func(ctx context.Context, _ plog.Logs) error { return check(ctx) })
			nextTraces, _ := consumer.NewTraces(func(ctx context.Context, _ ptrace.Traces) error { return check(ctx) })
			nextMetrics, _ := consumer.NewMetrics(func(ctx context.Context, _ pmetric.Metrics) error { return check(ctx) })
			f := NewFactory()
			l, err := f.CreateLogs(t.Context(), nopSettings(), cfg, nextLogs)
			require.NoError(t, err)
			startStop(t, l, componenttest.NewNopHost())
			tr, err := f.CreateTraces(t.Context(), nopSettings(), cfg, nextTraces)
			require.NoError(t, err)
			startStop(t, tr, componenttest.NewNopHost())
			m, err := f.CreateMetrics(t.Context(), nopSettings(), cfg, nextMetrics)
			require.NoError(t, err)
			startStop(t, m, componenttest.NewNopHost())
			ctx := clientContext(t)
			require.NoError(t, l.ConsumeLogs(ctx, plog.NewLogs()))
			require.NoError(t, tr.ConsumeTraces(ctx, ptrace.NewTraces()))
			require.NoError(t, m.ConsumeMetrics(ctx, pmetric.NewMetrics()))
			assert.Equal(t, 3, calls)
		})
	}
}
