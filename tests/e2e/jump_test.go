//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/backends/query"
)

func shippedFile(t *testing.T, path ...string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{backends.SourceDir(), "..", "..", "distribution"}, path...)...))
	require.NoError(t, err)
	return text
}

// queryString runs a query in the language of Lucene, as Grafana sends it.
func queryString(t *testing.T, text string) ([]query.Record, error) {
	return elasticsearch().Search(t.Context(), map[string]any{"query_string": map[string]any{"query": text, "analyze_wildcard": true}})
}

// services are the services of the records, without the gateway's own.
func services(records []query.Record) []string {
	var names []string
	for _, r := range records {
		if r.Service != "lethe" {
			names = append(names, r.Signal+" "+strings.SplitN(r.Service, "-", 2)[0])
		}
	}
	slices.Sort(names)
	return names
}

func wanted(got []query.Record, err error, want ...string) error {
	if err != nil {
		return err
	}
	if names := services(got); !slices.Equal(names, want) {
		return fmt.Errorf("%q, not %q", names, want)
	}
	return nil
}

// The queries of what ships for Grafana, Kibana and Jaeger, with their variables
// filled in, find all of a request in two hops: from the id to its traces, and
// from these to everything.
func TestShippedQueries(t *testing.T) {
	s := startDirect(t, servers())
	story := tell(t, s.gateway)
	eventually(t, 40*time.Second, func() error { return same(letheFind(t, "", nil, story.id), story.want) })

	var dashboard struct {
		Templating struct {
			List []struct{ Name, Query string }
		}
		Panels []struct {
			Datasource struct{ Type string }
			Targets    []struct{ Expr, Query string }
		}
	}
	require.NoError(t, json.Unmarshal(shippedFile(t, "grafana", "dashboards", "correlation.json"), &dashboard))
	var variable struct{ Find, Field, Query string }
	require.NoError(t, json.Unmarshal([]byte(dashboard.Templating.List[1].Query), &variable))
	traces := terms(t, variable.Field, strings.ReplaceAll(variable.Query, "$correlation_id", story.id))
	require.Equal(t, []string{story.trace.String()}, traces)

	lucene := `("` + strings.Join(traces, `" OR "`) + `")`
	fill := strings.NewReplacer("$correlation_id", story.id, "${trace_id:pipe}", strings.Join(traces, "|"), "${trace_id:lucene}", lucene)
	logs, spans := []string{"log edge", "log stock"}, []string{"span edge", "span stock"}
	check := func(panel int, want ...string) {
		target := dashboard.Panels[panel].Targets[0]
		if dashboard.Panels[panel].Datasource.Type == "loki" {
			got, err := loki().Query(t.Context(), fill.Replace(target.Expr))
			assert.NoError(t, wanted(got, err, want...), target.Expr)
			return
		}
		got, err := queryString(t, fill.Replace(target.Query))
		assert.NoError(t, wanted(got, err, want...), target.Query)
	}
	check(0, logs...)
	check(1, spans...)
	check(2, logs...)
	// Without a trace the queries stay whole: Grafana puts these in then.
	fill = strings.NewReplacer("$correlation_id", story.id, "${trace_id:pipe}", "", "${trace_id:lucene}", "__empty__")
	check(0, "log edge")
	check(1, "span edge")
	// Whoever has no Elasticsearch sees the record that names the trace. Where no
	// batch of logs takes it along it comes a little later.
	eventually(t, 20*time.Second, func() error {
		got, err := loki().Query(t.Context(), fill.Replace(dashboard.Panels[3].Targets[0].Expr))
		if err == nil && (len(got) == 0 || got[0].TraceID != story.trace.String()) {
			err = fmt.Errorf("%d records name the trace", len(got))
		}
		return err
	})

	var file struct {
		Datasources []struct {
			UID      string
			JSONData struct {
				TracesToLogs struct{ Query string }   `yaml:"tracesToLogsV2"`
				DataLinks    []struct{ Field string } `yaml:"dataLinks"`
			} `yaml:"jsonData"`
		}
	}
	require.NoError(t, yaml.Unmarshal(shippedFile(t, "grafana", "provisioning", "datasources", "lethe.yaml"), &file))
	for _, source := range file.Datasources {
		if source.UID == "jaeger" {
			expr := strings.ReplaceAll(source.JSONData.TracesToLogs.Query, "$${__trace.traceId}", story.trace.String())
			got, err := loki().Query(t.Context(), expr)
			require.NoError(t, err)
			assert.Contains(t, services(got), "log stock")
		}
		for _, l := range source.JSONData.DataLinks {
			got, err := queryString(t, fmt.Sprintf(`%s:(%q OR %q)`, l.Field, story.trace.String(), story.id))
			require.NoError(t, err)
			assert.NotEmpty(t, got, l.Field)
		}
	}
	// The trace id of a log opens the trace.
	opened, err := jaeger().ByTrace(t.Context(), traces[0])
	assert.NoError(t, wanted(opened, err, spans...))
}

// terms are the values of a field, as Grafana asks for those of a variable.
func terms(t *testing.T, field, text string) []string {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"size": 0, "query": map[string]any{"query_string": map[string]any{"query": text}},
		"aggs": map[string]any{"1": map[string]any{"terms": map[string]any{"field": field, "size": 100}}},
	})
	require.NoError(t, err)
	resp, err := http.Post(world.elasticsearch.URL+"/lethe-logs-*,lethe-traces-*/_search", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer resp.Body.Close()
	var answer struct {
		Aggregations map[string]struct {
			Buckets []struct{ Key string }
		}
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&answer))
	var values []string
	for _, bucket := range answer.Aggregations["1"].Buckets {
		values = append(values, bucket.Key)
	}
	return values
}

// Jaeger takes the configuration of its user interface that ships, and serves
// it; the links in it ask for what the backends have.
func TestJaegerServesItsLinks(t *testing.T) {
	resp, err := http.Get(world.jaeger.Query + "/")
	require.NoError(t, err)
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	_, after, ok := strings.Cut(string(page), "JAEGER_CONFIG = ")
	require.True(t, ok)
	var served, shipped struct {
		LinkPatterns []struct{ Type, URL string } `json:"linkPatterns"`
	}
	require.NoError(t, json.NewDecoder(strings.NewReader(after)).Decode(&served))
	require.NoError(t, json.Unmarshal(shippedFile(t, "jaeger", "ui-config.json"), &shipped))
	assert.Equal(t, shipped, served)

	s := startDirect(t, servers())
	story := tell(t, s.gateway)
	eventually(t, 40*time.Second, func() error { return same(letheFind(t, "", nil, story.id), story.want) })
	fill := strings.NewReplacer("#{traceID}", story.trace.String(), "#{correlation.id}", url.QueryEscape(story.id))
	asked := 0
	for _, p := range served.LinkPatterns {
		link, err := url.Parse(fill.Replace(p.URL))
		require.NoError(t, err)
		switch {
		case link.Query().Get("panes") != "":
			var panes map[string]struct {
				Queries []struct{ Expr string }
			}
			require.NoError(t, json.Unmarshal([]byte(link.Query().Get("panes")), &panes))
			got, err := loki().Query(t.Context(), panes["lethe"].Queries[0].Expr)
			assert.NoError(t, err)
			assert.Contains(t, services(got), "log stock")
			asked++
		case link.Fragment != "":
			// field:"value" means the same in Kibana's language and in Lucene's.
			_, rest, _ := strings.Cut(link.Fragment, "query:'")
			text, _, _ := strings.Cut(rest, "'")
			got, err := queryString(t, text)
			assert.NoError(t, err)
			assert.NotEmpty(t, got, text)
			asked++
		}
	}
	assert.Equal(t, 3, asked)
}

// The saved searches of Kibana find the records that they are about.
func TestKibanaSearches(t *testing.T) {
	s := startDirect(t, servers())
	story := tell(t, s.gateway)
	eventually(t, 40*time.Second, func() error { return same(letheFind(t, "", nil, story.id), story.want) })
	asked := 0
	for line := range strings.Lines(string(shippedFile(t, "kibana", "lethe.ndjson"))) {
		var saved struct {
			Attributes struct {
				Meta struct {
					Source string `json:"searchSourceJSON"`
				} `json:"kibanaSavedObjectMeta"`
			}
		}
		require.NoError(t, json.Unmarshal([]byte(line), &saved))
		if saved.Attributes.Meta.Source == "" {
			continue
		}
		var source struct{ Query struct{ Query string } }
		require.NoError(t, json.Unmarshal([]byte(saved.Attributes.Meta.Source), &source))
		text := strings.ReplaceAll(source.Query.Query, " and ", " AND ")
		text = strings.ReplaceAll(text, ": ", ":")
		// The pair record goes on its own where no batch of logs follows.
		eventually(t, 30*time.Second, func() error {
			got, err := queryString(t, text+` AND correlation.id:"`+story.id+`"`)
			if err == nil && len(got) == 0 {
				err = fmt.Errorf("nothing found by %s", text)
			}
			return err
		})
		asked++
	}
	assert.Equal(t, 2, asked)
}
