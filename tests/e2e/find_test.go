//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// found is what lethe find printed.
type found struct {
	code   int
	items  []foundItem
	traces []string
	ids    []string
	stderr string
}

type foundItem struct {
	Kind, Service, Name, Message string
	TraceID                      string `json:"trace_id"`
	Backends                     []string
}

// names are the items, as "kind name: backends", without the pair records, of
// which there can be one for each process of the gateway.
func (f *found) names() []string {
	var names []string
	for _, it := range f.items {
		if it.Kind == "pair" {
			continue
		}
		backends := ""
		for _, b := range it.Backends {
			backends += b[:1]
		}
		names = append(names, it.Kind+" "+it.Name+it.Message+" "+backends)
	}
	slices.Sort(names)
	return names
}

// letheFind runs lethe find against the servers, with environment on top.
func letheFind(t *testing.T, stdin string, env []string, args ...string) *found {
	t.Helper()
	binary, err := gateway.Binary()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), binary, append([]string{"find", "--json"}, args...)...)
	cmd.Env = append(os.Environ(), "LETHE_FIND_LOKI="+world.loki.URL, "LETHE_FIND_ELASTICSEARCH="+world.elasticsearch.URL,
		"LETHE_FIND_JAEGER="+world.jaeger.Query)
	cmd.Env = append(cmd.Env, env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err = cmd.Run()
	f := &found{stderr: stderr.String()}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		f.code = exit.ExitCode()
	} else {
		require.NoError(t, err)
	}
	for line := range strings.Lines(stdout.String()) {
		var it struct {
			foundItem
			Traces []string `json:"traces"`
			IDs    []string `json:"correlation_ids"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &it), line)
		if it.Kind == "summary" {
			f.traces, f.ids = it.Traces, it.IDs
			continue
		}
		f.items = append(f.items, it.foundItem)
	}
	return f
}

// story is a request whose correlation id stands on its server span alone, which
// comes last: only the pair record joins it with what went by before.
type story struct {
	id    string
	trace pcommon.TraceID
	want  []string
	line  string
}

func tell(t *testing.T, g *gateway.Gateway) story {
	t.Helper()
	s := story{id: "req-" + letters(lower+digits, 20), trace: newTraceID()}
	edge, stock := newService("edge"), newService("stock")
	sendLogs(t, g, oneLog(stock, stock+".log", func(r plog.LogRecord) {
		r.SetTraceID(s.trace)
		r.Body().SetStr("early")
	}), nil)
	sendTraces(t, g, oneSpan(stock, stock+".span", s.trace, func(span ptrace.Span) {
		span.SetName("reserve")
		span.Events().AppendEmpty().SetName("retried")
		span.Events().At(0).SetTimestamp(span.StartTimestamp() + 5)
	}), nil)
	sendLogs(t, g, oneLog(edge, edge+".plain", func(r plog.LogRecord) {
		s.line = `{"level":"info","msg":"plain","x-request-id":"` + s.id + `"}`
		r.Body().SetStr(s.line)
	}), nil)
	sendTraces(t, g, oneSpan(edge, edge+".span", s.trace, func(span ptrace.Span) {
		span.SetName("serve")
		span.SetKind(ptrace.SpanKindServer)
		span.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(s.id)
	}), nil)
	s.want = []string{"event retried ej", "log early el", "log " + s.line + " el", "span reserve ej", "span serve ej"}
	return s
}

func same(got *found, want []string) error {
	if names := got.names(); !slices.Equal(names, want) {
		return fmt.Errorf("found %q, not %q; %s", names, want, got.stderr)
	}
	return nil
}

// Everything of a request is found from each of its ids, in each notation, and
// from a log line.
func TestFindFromEveryID(t *testing.T) {
	s := startDirect(t, servers())
	story := tell(t, s.gateway)
	took := eventually(t, 40*time.Second, func() error { return same(letheFind(t, "", nil, story.id), story.want) })
	summarize("find", "all of a request whose id came last, found after", took.Round(100*time.Millisecond).String())
	hex := story.trace.String()
	for name, input := range map[string]string{
		"trace id":    hex,
		"upper case":  strings.ToUpper(hex),
		"uuid":        hex[:8] + "-" + hex[8:12] + "-" + hex[12:16] + "-" + hex[16:20] + "-" + hex[20:],
		"x-ray":       "1-" + hex[:8] + "-" + hex[8:],
		"traceparent": "00-" + hex + "-00f067aa0ba902b7-01",
		"b3":          hex + "-00f067aa0ba902b7-1",
		"uber":        hex + ":00f067aa0ba902b7:0:1",
		"lower half":  hex[16:],
		"decimal":     new(big.Int).SetBytes(story.trace[8:]).String(),
		"log line":    `ts=2026-11-22T08:30:00Z level=info msg=early trace_id=` + hex,
		"plain line":  story.line,
	} {
		t.Run(name, func(t *testing.T) {
			got := letheFind(t, input+"\n", nil, "-")
			assert.Zero(t, got.code)
			assert.Equal(t, story.want, got.names(), got.stderr)
			assert.Equal(t, []string{hex}, got.traces)
			assert.Equal(t, []string{story.id}, got.ids)
		})
	}
	nothing := letheFind(t, "", nil, "req-"+letters(lower+digits, 20))
	assert.Equal(t, 1, nothing.code, nothing.stderr)
	assert.Empty(t, nothing.items)
}

// Each backend alone, and each two of them, tell what they have.
func TestFindWithBackendsDown(t *testing.T) {
	s := startDirect(t, servers())
	story := tell(t, s.gateway)
	eventually(t, 40*time.Second, func() error { return same(letheFind(t, "", nil, story.id), story.want) })
	gone := "http://127.0.0.1:1"
	for name, tt := range map[string]struct {
		env  []string
		want []string
	}{
		"jaeger":        {[]string{"LETHE_FIND_JAEGER=" + gone}, []string{"event retried e", "log early el", "log " + story.line + " el", "span reserve e", "span serve e"}},
		"elasticsearch": {[]string{"LETHE_FIND_ELASTICSEARCH=" + gone}, []string{"event retried j", "log early l", "log " + story.line + " l", "span reserve j", "span serve j"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, id := range []string{story.id, story.trace.String()} {
				got := letheFind(t, "", tt.env, id)
				assert.Zero(t, got.code)
				assert.Equal(t, tt.want, got.names())
				assert.Contains(t, got.stderr, name+": cannot connect")
			}
		})
	}
	t.Run("only jaeger", func(t *testing.T) {
		got := letheFind(t, "", []string{"LETHE_FIND_LOKI=", "LETHE_FIND_ELASTICSEARCH="}, story.id)
		assert.Zero(t, got.code)
		assert.Equal(t, []string{"event retried j", "span reserve j", "span serve j"}, got.names())
	})
	t.Run("loki stopped", func(t *testing.T) {
		require.NoError(t, world.loki.Stop())
		t.Cleanup(func() { require.NoError(t, world.loki.Start(context.Background())) })
		got := letheFind(t, "", nil, story.id)
		assert.Zero(t, got.code)
		assert.Equal(t, []string{"event retried ej", "log early e", "log " + story.line + " e", "span reserve ej", "span serve ej"}, got.names())
		assert.Contains(t, got.stderr, "loki: cannot connect")
	})
}
