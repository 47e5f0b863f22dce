package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// strictJSON decodes a file and refuses fields that nobody knows.
func strictJSON(t *testing.T, text []byte, out any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(out))
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return text
}

// datasources are the fields of Grafana's provisioning that are used; another
// name would be ignored there, and the link missing.
type datasources struct {
	APIVersion  int `yaml:"apiVersion"`
	Datasources []struct {
		Name, UID, Type, Access, URL string
		JSONData                     struct {
			DerivedFields []struct {
				Name            string
				MatcherType     string `yaml:"matcherType"`
				MatcherRegex    string `yaml:"matcherRegex"`
				DatasourceUID   string `yaml:"datasourceUid"`
				URL             string
				URLDisplayLabel string `yaml:"urlDisplayLabel"`
			} `yaml:"derivedFields"`
			TracesToLogs struct {
				DatasourceUID string `yaml:"datasourceUid"`
				Start         string `yaml:"spanStartTimeShift"`
				End           string `yaml:"spanEndTimeShift"`
				CustomQuery   bool   `yaml:"customQuery"`
				Query         string
			} `yaml:"tracesToLogsV2"`
			Index           string
			TimeField       string `yaml:"timeField"`
			LogMessageField string `yaml:"logMessageField"`
			LogLevelField   string `yaml:"logLevelField"`
			DataLinks       []struct {
				Field           string
				DatasourceUID   string `yaml:"datasourceUid"`
				URL             string
				URLDisplayLabel string `yaml:"urlDisplayLabel"`
			} `yaml:"dataLinks"`
		} `yaml:"jsonData"`
	}
}

// Each link of Grafana leads to a data source or a dashboard that ships beside it.
func TestGrafanaDatasources(t *testing.T) {
	var file datasources
	d := yaml.NewDecoder(bytes.NewReader(readFile(t, "grafana/provisioning/datasources/lethe.yaml")))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&file))
	assert.Equal(t, 1, file.APIVersion)
	uids := map[string]string{}
	for _, source := range file.Datasources {
		uids[source.UID] = source.Type
		assert.Equal(t, "proxy", source.Access)
		assert.True(t, strings.HasPrefix(source.URL, "$LETHE_"), source.URL)
	}
	assert.Equal(t, map[string]string{"loki": "loki", "jaeger": "jaeger", "elasticsearch": "elasticsearch"}, uids)
	var dashboard struct{ UID string }
	require.NoError(t, json.Unmarshal(readFile(t, "grafana/dashboards/correlation.json"), &dashboard))
	check := func(uid, address string) {
		// Provisioning replaces what stands behind one "$".
		assert.NotRegexp(t, `(^|[^$])\$\{`, address)
		assert.Contains(t, address, "$${__value.raw}")
		if uid == "" {
			assert.Contains(t, address, "/d/"+dashboard.UID+"?var-correlation_id=")
		} else {
			assert.Contains(t, uids, uid)
		}
	}
	links := 0
	for _, source := range file.Datasources {
		for _, f := range source.JSONData.DerivedFields {
			assert.Equal(t, "label", f.MatcherType)
			assert.Contains(t, []string{"trace_id", "correlation_id"}, f.MatcherRegex)
			check(f.DatasourceUID, f.URL)
			links++
		}
		for _, l := range source.JSONData.DataLinks {
			check(l.DatasourceUID, l.URL)
			links++
		}
		if source.Type == "jaeger" {
			assert.Contains(t, uids, source.JSONData.TracesToLogs.DatasourceUID)
			assert.True(t, source.JSONData.TracesToLogs.CustomQuery)
			assert.Contains(t, source.JSONData.TracesToLogs.Query, `trace_id="$${__trace.traceId}"`)
		}
	}
	assert.Equal(t, 5, links)
}

func TestGrafanaDashboard(t *testing.T) {
	var provider struct {
		APIVersion int `yaml:"apiVersion"`
		Providers  []struct {
			Name, Folder, Type string
			AllowUIUpdates     bool `yaml:"allowUiUpdates"`
			Options            struct{ Path string }
		}
	}
	d := yaml.NewDecoder(bytes.NewReader(readFile(t, "grafana/provisioning/dashboards/lethe.yaml")))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&provider))
	require.Len(t, provider.Providers, 1)

	text := readFile(t, "grafana/dashboards/correlation.json")
	var dashboard struct {
		Templating struct {
			List []struct{ Name, Type string }
		}
		Panels []struct {
			ID         int
			Type       string
			Datasource struct{ UID string }
			GridPos    struct{ H, W, X, Y int }
			Targets    []struct{ RefID string }
		}
	}
	require.NoError(t, json.Unmarshal(text, &dashboard))
	known := map[string]bool{}
	for _, v := range dashboard.Templating.List {
		known[v.Name] = true
	}
	// Every variable that a query uses is one of the dashboard.
	for _, m := range regexp.MustCompile(`\$\{?([a-z_]+)`).FindAllStringSubmatch(string(text), -1) {
		if m[1] != "__all" {
			assert.True(t, known[m[1]], m[1])
		}
	}
	ids := map[int]bool{}
	for _, p := range dashboard.Panels {
		assert.False(t, ids[p.ID])
		ids[p.ID] = true
		assert.Contains(t, []string{"loki", "elasticsearch"}, p.Datasource.UID)
		assert.Len(t, p.Targets, 1)
		assert.LessOrEqual(t, p.GridPos.X+p.GridPos.W, 24)
	}
	assert.Len(t, dashboard.Panels, 4)
}

func TestJaegerLinks(t *testing.T) {
	var config struct {
		LinkPatterns []struct{ Type, Key, URL, Text string }
	}
	strictJSON(t, readFile(t, "jaeger/ui-config.json"), &config)
	assert.Len(t, config.LinkPatterns, 4)
	variable := regexp.MustCompile(`#\{([^}]*)\}`)
	for _, p := range config.LinkPatterns {
		plain := variable.ReplaceAllString(p.URL, "x")
		_, err := url.Parse(plain)
		assert.NoError(t, err)
		allowed := "traceID"
		if p.Type == "tags" {
			allowed = "correlation.id"
			assert.Equal(t, allowed, p.Key)
		} else {
			assert.Equal(t, "traces", p.Type)
		}
		found := variable.FindAllStringSubmatch(p.URL, -1)
		assert.NotEmpty(t, found)
		for _, m := range found {
			assert.Equal(t, allowed, m[1])
		}
	}
}

func TestKibanaObjects(t *testing.T) {
	views, searches := map[string]bool{}, 0
	lines := bufio.NewScanner(bytes.NewReader(readFile(t, "kibana/lethe.ndjson")))
	for lines.Scan() {
		var saved struct {
			ID, Type   string
			Attributes struct {
				Name, Title, Description, TimeFieldName string
				Columns                                 []string
				Sort                                    [][]string
				KibanaSavedObjectMeta                   struct {
					SearchSourceJSON string `json:"searchSourceJSON"`
				} `json:"kibanaSavedObjectMeta"`
			}
			References []struct{ Name, Type, ID string }
		}
		strictJSON(t, lines.Bytes(), &saved)
		switch saved.Type {
		case "index-pattern":
			views[saved.ID] = true
			assert.Equal(t, "@timestamp", saved.Attributes.TimeFieldName)
		case "search":
			searches++
			require.Len(t, saved.References, 1)
			assert.True(t, views[saved.References[0].ID], "a view stands before what refers to it")
			var source struct {
				Query        struct{ Query, Language string }
				Filter       []any
				IndexRefName string
			}
			strictJSON(t, []byte(saved.Attributes.KibanaSavedObjectMeta.SearchSourceJSON), &source)
			assert.Equal(t, saved.References[0].Name, source.IndexRefName)
			assert.Equal(t, "kuery", source.Query.Language)
		default:
			t.Errorf("type %q", saved.Type)
		}
	}
	require.NoError(t, lines.Err())
	assert.Equal(t, map[string]bool{"lethe": true, "lethe-logs": true}, views)
	assert.Equal(t, 2, searches)
}
