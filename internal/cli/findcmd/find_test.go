package findcmd

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/correlate"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func (f *fakes) settings() *settings {
	var s settings
	s.Loki.Endpoint, s.Elasticsearch.Endpoint, s.Jaeger.Endpoint = f.loki.URL, f.elasticsearch.URL, f.jaeger.URL
	s.Links = linkSettings{Grafana: "https://grafana.example", Kibana: "https://kibana.example", Jaeger: "https://jaeger.example/"}
	s.defaults()
	return &s
}

func newSearch() *search {
	return &search{from: begin.Add(-time.Hour), to: begin.Add(time.Hour), limit: 1000, maxTraces: 50}
}

// find searches the fakes.
func find(t *testing.T, all *settings, input string) *search {
	t.Helper()
	require.NoError(t, all.validate())
	s := newSearch()
	seeds, err := readSeeds(input)
	require.NoError(t, err)
	s.connect(t.Context(), all)
	s.run(t.Context(), seeds)
	return s
}

func texts(s *search) []string {
	var all []string
	for _, it := range s.items.sorted() {
		all = append(all, marks(it.Backends)+" "+it.Kind+" "+printable(it.Name))
	}
	return all
}

// wholeRequest is all that belongs to the request, wherever one begins.
var wholeRequest = []string{
	"LE- log GET /pay x-request-id=" + testID,
	"-EJ span POST /pay",
	"LE- log paying ·[31mred",
	"-EJ span reserve",
	"-EJ event exception",
	"LE- pair correlation.pair",
}

func TestFindsAllFromEveryNotation(t *testing.T) {
	inputs := map[string]string{
		"correlation id":     testID,
		"trace id":           testTrace,
		"upper case":         strings.ToUpper(testTrace),
		"uuid":               "0af76519-16cd-43dd-8448-eb211c80319c",
		"x-ray":              "1-0af76519-16cd43dd8448eb211c80319c",
		"x-ray header":       "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=53995c3f42cd8ad8;Sampled=1",
		"traceparent":        "00-" + testTrace + "-b7ad6b7169203331-01",
		"b3":                 testTrace + "-b7ad6b7169203331-1",
		"uber":               testTrace[1:] + ":b7ad6b7169203331:0:1",
		"cloud":              testTrace + "/123;o=1",
		"lower half":         testTrace[16:],
		"lower half decimal": "9532127138774266268",
		"decimal":            "14576827793038113322513871894673895836",
		"log line":           `2026-11-22 08:30:00 INFO paying trace_id=` + testTrace + ` span_id=b7ad6b7169203331`,
		"log line with id":   `{"level":30,"msg":"paying","req":{"headers":{"x-request-id":"` + testID + `"}}}`,
		"both in a line":     `paid trace_id=` + testTrace + ` request_id=` + testID,
		"short key in line":  `{"dd.trace_id":"9532127138774266268","msg":"x"}`,
	}
	f := startFakes(t, world())
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			s := find(t, f.settings(), input)
			assert.Empty(t, s.failed)
			assert.Equal(t, wholeRequest, texts(s))
			assert.Equal(t, []string{testTrace}, s.traces)
			assert.Equal(t, []string{testID}, s.ids)
			assert.Empty(t, s.notes)
		})
	}
}

func TestJaegerWithoutTheOlderAPI(t *testing.T) {
	f := startFakes(t, world())
	f.newer = true
	all := f.settings()
	all.Loki.Endpoint, all.Elasticsearch.Endpoint = "", ""
	s := find(t, all, testID)
	assert.Equal(t, []string{"--J span POST /pay", "--J span reserve", "--J event exception"}, texts(s))
}

func TestOneBackendIsEnough(t *testing.T) {
	want := map[string]int{lokiName: 3, elasticsearchName: 6, jaegerName: 3}
	for _, name := range backendNames {
		t.Run(name, func(t *testing.T) {
			f := startFakes(t, world())
			all := f.settings()
			for other, e := range all.endpoints() {
				if other != name {
					e.Endpoint = ""
				}
			}
			s := find(t, all, testID)
			assert.Empty(t, s.failed)
			assert.Len(t, texts(s), want[name])
		})
	}
}

func TestTimelineAndJSON(t *testing.T) {
	f := startFakes(t, world())
	all := f.settings()
	s := find(t, all, testID)
	items := s.items.sorted()
	v := &view{items: items, ids: s.ids, traces: s.traces, links: all.Links.links(all.Attribute, s.ids, s.traces, items[0].Time, items[len(items)-1].Time)}
	var out bytes.Buffer
	require.NoError(t, writeTimeline(&out, v))
	golden(t, "timeline.txt", out.String())
	out.Reset()
	v.width = 60
	v.links = nil
	require.NoError(t, writeTimeline(&out, v))
	golden(t, "timeline_narrow.txt", out.String())
	for line := range strings.SplitSeq(out.String(), "\n") {
		if strings.Contains(line, "-EJ") {
			assert.LessOrEqual(t, len([]rune(line)), 60)
		}
	}
	out.Reset()
	require.NoError(t, writeJSON(&out, v, []string{"a note"}, map[string]string{"jaeger": "not configured"}))
	golden(t, "items.jsonl", out.String())
}

func TestAnotherTraceOfTheIDIsFound(t *testing.T) {
	// From a trace to its id, and from there to the other trace.
	second := "11111111222222223333333344444444"
	records := append(world(),
		rec{signal: "log", at: at(90000), service: "mailer", text: "sent", trace: second, id: testID, record: record(20)},
		rec{signal: "span", at: at(90001), service: "mailer", text: "mail", trace: second, span: "aaaaaaaaaaaaaaaa", record: record(21), duration: 1, kind: "Consumer"})
	f := startFakes(t, records)
	s := find(t, f.settings(), testTrace)
	assert.Contains(t, texts(s), "-EJ span mail")
	assert.Len(t, s.traces, 2)
}

func TestIDsOfOtherRequestsOnATraceAreNotFollowed(t *testing.T) {
	records := append(world(), rec{signal: "log", at: at(800), service: "checkout", text: "batch", trace: testTrace, id: otherID, record: record(22)})
	f := startFakes(t, records)
	s := find(t, f.settings(), testID)
	assert.Contains(t, texts(s), "LE- log batch")
	assert.NotContains(t, s.traces, otherTrace)
}

func TestLimits(t *testing.T) {
	var records []rec
	for i := range 2500 {
		records = append(records, rec{signal: "log", at: at(i), service: "s", text: "line", id: testID, record: record(i + 1), trace: correlate.TraceID{1, byte(i / 100)}.String()})
	}
	f := startFakes(t, records)
	all := f.settings()
	seeds, err := readSeeds(testID)
	require.NoError(t, err)
	run := func(change func(*search)) *search {
		s := newSearch()
		change(s)
		s.connect(t.Context(), all)
		s.run(t.Context(), seeds)
		assert.Empty(t, s.failed)
		return s
	}
	s := run(func(s *search) { s.limit = 5000 })
	assert.Len(t, s.items.byKey, 2500, "several pages")
	assert.Empty(t, s.notes)
	s = run(func(s *search) { s.limit = 1500 })
	assert.Len(t, s.items.byKey, 1500)
	assert.Contains(t, strings.Join(s.notes, "\n"), "--limit")
	s = run(func(s *search) { s.limit, s.maxTraces = 5000, 3 })
	assert.Len(t, s.traces, 3)
	assert.Contains(t, strings.Join(s.notes, "\n"), "--max-traces")
}

func TestMoreOfOneMomentThanAPage(t *testing.T) {
	var records []rec
	for i := range pageSize + 200 {
		records = append(records, rec{signal: "log", at: at(0), service: "s", text: "line", id: testID, record: record(i + 1)})
	}
	records = append(records, rec{signal: "log", at: at(5), service: "s", text: "later", id: testID, record: record(9999)})
	f := startFakes(t, records)
	s := newSearch()
	s.limit = 5000
	s.connect(t.Context(), f.settings())
	seeds, err := readSeeds(testID)
	require.NoError(t, err)
	s.run(t.Context(), seeds)
	assert.Len(t, s.items.byKey, pageSize+1)
	assert.Contains(t, strings.Join(s.notes, "\n"), "one moment")
	assert.Empty(t, s.failed)
}

func TestCanceled(t *testing.T) {
	f := startFakes(t, world())
	s := newSearch()
	s.connect(t.Context(), f.settings())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.run(ctx, seeds{ids: []string{testID}})
	assert.Len(t, s.failed, 3)
}
