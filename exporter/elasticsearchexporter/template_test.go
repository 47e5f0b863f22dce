package elasticsearchexporter

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func installingConfig(f *fakeServer) *Config {
	cfg := testConfig(f.URL)
	cfg.Template.Install = true
	return cfg
}

// TestTemplatesAgree: the templates of OpenSearch are those of Elasticsearch
// with its own name for the flattened type.
func TestTemplatesAgree(t *testing.T) {
	for mapping := range mappings {
		var elastic, open map[string]any
		require.NoError(t, json.Unmarshal(template("elasticsearch", mapping, "x"), &elastic))
		require.NoError(t, json.Unmarshal(template("opensearch", mapping, "x"), &open))
		assert.Equal(t, rename(elastic), open)
		assert.InDelta(t, templateVersion, elastic["version"], 0)
		assert.Equal(t, []any{"x-*"}, elastic["index_patterns"])
	}
}

func rename(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	if m["type"] == "flattened" {
		return map[string]any{"type": "flat_object"}
	}
	out := map[string]any{}
	for k, v := range m {
		out[k] = rename(v)
	}
	return out
}

func TestTemplateIsInstalledOnce(t *testing.T) {
	f := newFakeServer(t)
	installed := map[string]string{}
	f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
		switch r.method {
		case http.MethodGet:
			if installed[r.path] == "" {
				w.WriteHeader(http.StatusNotFound)
			}
			fmt.Fprint(w, installed[r.path])
		case http.MethodPut:
			var got struct{ Version int }
			assert.NoError(t, json.Unmarshal(r.body, &got))
			installed[r.path] = fmt.Sprintf(`{"index_templates":[{"index_template":{"version":%d}}]}`, got.Version)
		default:
			return false
		}
		return true
	}
	for range 2 {
		h := newHarness(t, installingConfig(f))
		require.NoError(t, h.logs.ConsumeLogs(t.Context(), someLogs(1)))
		require.Eventually(t, func() bool { return installedNow(h) }, 5*time.Second, time.Millisecond)
	}
	var puts []string
	for _, r := range f.requests() {
		if r.method == http.MethodPut {
			puts = append(puts, r.path)
		}
	}
	assert.ElementsMatch(t, []string{"/_index_template/lethe-logs", "/_index_template/lethe-traces"}, puts)
}

func installedNow(h *harness) bool {
	select {
	case <-h.traces.(*boundedTraces).e.template.ready:
		return true
	default:
		return false
	}
}

func TestTemplateStates(t *testing.T) {
	version := func(s string) string { return `{"index_templates":[{"index_template":{` + s + `}}]}` }
	tests := []struct {
		name   string
		get    int
		body   string
		put    []int
		puts   int
		reason string
	}{
		{name: "ours of today", get: 200, body: version(`"version":1`)},
		{name: "ours of tomorrow", get: 200, body: version(`"version":2`)},
		{name: "ours of yesterday", get: 200, body: version(`"version":0`), put: []int{200}, puts: 1},
		{name: "somebody's own", get: 200, body: version(``)},
		{name: "none", get: 404, put: []int{200}, puts: 1},
		{name: "OpenSearch", get: 404, put: []int{400, 200}, puts: 2},
		{name: "neither", get: 404, put: []int{400, 400}, puts: 2, reason: "template_http_400"},
		{name: "no right to look", get: 403, reason: "template_http_403"},
		{name: "no right to write", get: 404, put: []int{403}, puts: 1, reason: "template_http_403"},
		{name: "away", get: 503, reason: "template_http_503"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakeServer(t)
			puts := 0
			f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
				switch r.method {
				case http.MethodGet:
					assert.Empty(t, r.body)
					assert.NotEqual(t, "gzip", r.encoding)
					w.WriteHeader(tt.get)
					fmt.Fprint(w, tt.body)
				case http.MethodPut:
					w.WriteHeader(tt.put[puts%len(tt.put)])
					puts++
				default:
					return false
				}
				return true
			}
			cfg := installingConfig(f)
			c := newHarness(t, testConfig(f.URL)).logs.(*boundedLogs).e.client
			in := newInstaller(c, cfg.LogsIndex, cfg.Mapping, newHarness(t, testConfig(f.URL)).logs.(*boundedLogs).e.set.Logger)
			assert.Equal(t, tt.reason, in.install(t.Context()))
			assert.Equal(t, tt.puts, puts)
		})
	}
}

// TestRecordsWaitForTheTemplate: nothing is sent into an index that could come
// into being without it.
func TestRecordsWaitForTheTemplate(t *testing.T) {
	f := newFakeServer(t)
	allowed := false
	f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
		if r.path == "/_bulk" {
			return false
		}
		if !allowed {
			w.WriteHeader(http.StatusForbidden)
		}
		return true
	}
	h := newHarness(t, installingConfig(f))
	err := h.logs.ConsumeLogs(t.Context(), someLogs(3))
	assert.Equal(t, 3, retryOf(t, err).LogRecordCount())
	assert.Equal(t, []string{"StatusRecoverableError: the backend does not take data: template_http_403, the user has no right to manage index templates; grant manage_index_templates, or install the template by hand and set template.install to false"}, h.status.statuses())
	assert.Empty(t, f.sources())

	f.mu.Lock()
	allowed = true
	f.mu.Unlock()
	require.Eventually(t, func() bool { return h.logs.ConsumeLogs(t.Context(), someLogs(3)) == nil }, 10*time.Second, 20*time.Millisecond)
	assert.Len(t, f.sources(), 3)
	assert.Equal(t, "StatusOK", h.status.statuses()[1])
}

func TestUnreachableServerDoesNotStopTheStart(t *testing.T) {
	f := newFakeServer(t)
	f.Close()
	h := newHarness(t, installingConfig(f))
	err := h.logs.ConsumeLogs(t.Context(), someLogs(1))
	assert.ErrorContains(t, err, "connection")
}
