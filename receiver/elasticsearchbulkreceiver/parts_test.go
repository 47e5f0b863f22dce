package elasticsearchbulkreceiver

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/intake"
	"github.com/lethe-otel/lethe/internal/jsontext"
)

type recorder struct {
	discard
	text strings.Builder
}

func (r *recorder) Write(p []byte) (int, error) { return r.text.Write(p) }

func newTestRequest(t testing.TB) *http.Request {
	t.Helper()
	return httptest.NewRequest(http.MethodPost, "/_bulk", http.NoBody)
}

func TestIndexNames(t *testing.T) {
	for _, name := range []string{"a", "logs-2026.11.22", ".hidden", "<logs-{now/d}>", "größe", "a_b+c", "1", ""} {
		assert.Empty(t, checkIndexName(name), name)
	}
	for name, want := range map[string]string{
		"Logs":                   "lowercase",
		"ÄB":                     "lowercase",
		"_all":                   "must not start",
		"-a":                     "must not start",
		"+a":                     "must not start",
		"a b":                    "following characters",
		"a/b":                    "following characters",
		"a*":                     "following characters",
		"a,b":                    "following characters",
		"<a":                     "following characters",
		"a#b":                    "'#'",
		"a:b":                    "':'",
		".":                      "'.' or '..'",
		"..":                     "'.' or '..'",
		strings.Repeat("a", 256): "too long",
		"a\x00b":                 "control",
	} {
		assert.Contains(t, checkIndexName(name), want, name)
	}
}

func TestVersions(t *testing.T) {
	config := createDefaultConfig().(*Config)
	for agent, want := range map[string]string{
		"Elastic-filebeat/8.15.0 (linux; amd64; abc; 2024-08-02)":       "8.15.0",
		"Elastic-metricbeat/9.0.0-SNAPSHOT (linux)":                     "9.0.0",
		"Filebeat/7.3.0 (linux; amd64)":                                 "7.3.0",
		"Elastic-elastic-agent/9.0.1 (linux)":                           "9.0.1",
		"Elastic-APM-Server/8.1.0 (linux)":                              "8.1.0",
		"Logstash/8.13.0 (OS=Linux) logstash-output-elasticsearch/11.2": "8.13.0",
		"Logstash 7.10.2 (OS=Linux)":                                    "7.10.2",
		"elastic-transport-ruby/8.3.5 (RUBY_VERSION: 3.2.2)":            "8.19.9",
		"elasticsearch-py/7.17.0":                                       "8.19.9",
		"Elastic-filebeat/8.15":                                         "8.19.9",
		"Elastic-filebeat/12345.1.1":                                    "8.19.9",
		"curl/7.88.1":                                                   "8.19.9",
		"":                                                              "8.19.9",
		strings.Repeat("x", 100000):                                     "8.19.9",
	} {
		r := newTestRequest(t)
		r.Header.Set("User-Agent", agent)
		assert.Equal(t, want, config.versionFor(r), agent)
	}
}

func TestAnswerType(t *testing.T) {
	for header, want := range map[string]string{
		"":                                "application/json",
		"application/json; charset=UTF-8": "application/json",
		"application/x-ndjson":            "application/json",
		"application/vnd.elasticsearch+x-ndjson; compatible-with=9":         "application/vnd.elasticsearch+json;compatible-with=9",
		"application/vnd.elasticsearch+json;compatible-with=8,text/plain":   "application/vnd.elasticsearch+json;compatible-with=8",
		"text/plain,application/vnd.elasticsearch+json; compatible-with=7":  "application/vnd.elasticsearch+json;compatible-with=7",
		"application/vnd.elasticsearch+json":                                "application/json",
		"application/vnd.elasticsearch+json; compatible-with=999":           "application/json",
		"application/vnd.elasticsearch+json; compatible-with=\r\nX-Evil: 1": "application/json",
	} {
		r := newTestRequest(t)
		r.Header["Accept"] = []string{header}
		assert.Equal(t, want, answerType(r), header)
		r = newTestRequest(t)
		r.Header["Content-Type"] = []string{header}
		assert.Equal(t, want, answerType(r), header)
	}
}

func TestJSONStrings(t *testing.T) {
	for text, want := range map[string]string{
		"":               `""`,
		"a/b <ä> 😀":      `"a/b <ä> 😀"`,
		"\"\\":           `"\"\\"`,
		"\n\r\t\x00\x1f": `"\n\r\t\u0000\u001f"`,
		"a\xffb\xc3":     "\"a\uFFFDb\uFFFD\"",
	} {
		assert.Equal(t, want, string(jsontext.AppendString(nil, text)))
	}
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	type line struct {
		text string
		long bool
	}
	for name, tt := range map[string]struct {
		body string
		want []line
	}{
		"empty":           {"", nil},
		"one":             {"a\n", []line{{"a", false}}},
		"no last newline": {"a\nb", []line{{"a", false}, {"b", false}}},
		"carriage return": {"a\r\nb\r\n\r\n", []line{{"a", false}, {"b", false}, {"", false}}},
		"long":            {"a\n" + long + "\nb\n", []line{{"a", false}, {"", true}, {"b", false}}},
		"long at the end": {long, []line{{"", true}}},
		"at the limit":    {strings.Repeat("y", 100_000) + "\r\n" + strings.Repeat("z", 100_001) + "\n", []line{{strings.Repeat("y", 100_000), false}, {"", true}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				var l lineReader
				budget := intake.NewBudget(mib)
				body := strings.NewReader(tt.body)
				if slow {
					l.reset(t.Context(), iotest.HalfReader(body), budget)
				} else {
					l.reset(t.Context(), body, budget)
				}
				var got []line
				for {
					text, isLong, err := l.next(100_000)
					if err != nil {
						break
					}
					if isLong {
						text = nil
					}
					got = append(got, line{string(text), isLong})
				}
				assert.Equal(t, tt.want, got)
				assert.False(t, len(tt.body) > 0 && budget.Take(mib), "the bytes read are taken")
				l.release()
				assert.True(t, budget.Take(mib), "and given back")
			}
		})
	}
}

func TestValidate(t *testing.T) {
	require.NoError(t, createDefaultConfig().(*Config).Validate())
	config := createDefaultConfig().(*Config)
	config.ServerConfig.NetAddr.Endpoint = ""
	config.ServerConfig.MaxRequestBodySize = 0
	config.ServerConfig.CompressionAlgorithms = []string{"gzip", "brotli"}
	config.Version = "newest"
	config.PathPrefix = "elastic"
	config.Limits = LimitsConfig{MaxDepth: 2000}
	config.Allow = AllowConfig{Indices: []string{"a", ""}, Pipelines: []string{""}, Routing: []string{""}}
	assert.EqualError(t, config.Validate(), strings.Join([]string{
		`endpoint: must be set, for example localhost:9201`,
		`max_request_body_size: 0 is not above 0`,
		`compression_algorithms::1: "brotli" is not one of ["" "gzip" "zstd" "zlib" "deflate" "snappy" "x-snappy-framed" "lz4"]`,
		`version: "newest" is not a version of three numbers, for example 8.19.9`,
		`path_prefix: "elastic" does not begin with a slash; write "/elastic"`,
		`limits::max_document_bytes: 0 is not between 1024 and 1073741824`,
		`limits::max_action_bytes: 0 is not between 1024 and 1048576`,
		`limits::max_actions: 0 is not between 1 and 10000000`,
		`limits::max_depth: 2000 is not between 1 and 1000`,
		`limits::max_fields: 0 is not between 1 and 16777216`,
		`limits::max_connections: 0 is not between 1 and 1000000`,
		`allow::indices::1: is empty; write a name, or a pattern in which * stands for any text, for example app-*`,
		`allow::pipelines::0: is empty; write a name, or a pattern in which * stands for any text, for example app-*`,
		`allow::routing::0: is empty; write a name, or a pattern in which * stands for any text, for example app-*`,
	}, "\n"))

	for prefix, want := range map[string]string{
		"/a?b":                         `path_prefix: "/a?b" is not a path; allowed are names between single slashes, without ?, #, % and blanks`,
		"ela stic":                     `path_prefix: "ela stic" is not a path; allowed are names between single slashes, without ?, #, % and blanks`,
		"//":                           `path_prefix: "//" is not a path; allowed are names between single slashes, without ?, #, % and blanks`,
		"/" + strings.Repeat("a", 300): `path_prefix: 301 bytes are more than 256`,
	} {
		config := createDefaultConfig().(*Config)
		config.PathPrefix = prefix
		assert.EqualError(t, config.Validate(), want)
	}

	config = createDefaultConfig().(*Config)
	config.Version = "6.8.0"
	config.Limits.MaxInFlightBytes = 1000
	assert.EqualError(t, config.Validate(), `version: "6.8.0" is not 7.x, 8.x or 9.x
limits::max_in_flight_bytes: 1000 is below max_request_body_size and 256 bytes for each of max_actions (59154432), so that the largest request could never be taken`)
}
