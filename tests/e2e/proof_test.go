//go:build e2e

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
	"github.com/lethe-otel/lethe/tests/e2e/internal/record"
	"github.com/lethe-otel/lethe/tests/e2e/internal/scan"
	"github.com/lethe-otel/lethe/tests/e2e/internal/service"
)

// The secrets are gone, wherever one may look; the markers beside them are not.
func TestProofThatSecretsAreGone(t *testing.T) {
	evidence := collect(t, startRecorded(t))
	for _, p := range evidence.plants {
		for _, place := range evidence.names() {
			for i, s := range p.secrets {
				leaks := func(text string) bool { return evidence.found[place][text] }
				if slices.ContainsFunc(slices.Concat(s.forms, s.parts), leaks) {
					t.Errorf("%s: secret %d planted in %s (%s) is there: %v", place, i+1, p.Place, p.Record, p.Value)
				}
			}
		}
		for _, place := range placesOf(p.signal()) {
			if !evidence.found[place][p.marker] {
				t.Errorf("%s: the marker beside the secret planted in %s (%s) is missing: %v", place, p.Place, p.Record, p.Value)
			}
		}
	}
	for _, text := range evidence.headers {
		for _, place := range evidence.names() {
			if evidence.found[place][text] {
				t.Errorf("%s: a secret of a request's headers is there", place)
			}
		}
	}
	evidence.summarize(t)
}

// The control: the same with the processor taken out finds every secret in
// every place. A scan that does not is blind, and the proof above is none. The
// gateway starts like that only with an exemption for every exporter.
func TestProofCanSee(t *testing.T) {
	taken := filepath.Join(world.dir, "without-processor.yaml")
	require.NoError(t, os.WriteFile(taken, []byte(`lethe:
  allow_unredacted: [loki, elasticsearch, jaeger, prometheus]
service:
  pipelines:
    logs: {processors: [memory_limiter]}
    traces: {processors: [memory_limiter]}
    metrics: {processors: [memory_limiter]}
`), 0o600))
	evidence := collect(t, startRecorded(t, shipped, taken))
	for _, p := range evidence.plants {
		for _, place := range placesOf(p.signal()) {
			for i, s := range p.secrets {
				if !slices.ContainsFunc(s.forms, func(form string) bool { return evidence.found[place][form] }) {
					t.Errorf("%s: secret %d planted in %s (%s) is not found, though nothing was redacted: %v", place, i+1, p.Place, p.Record, p.Value)
				}
			}
			if !evidence.found[place][p.marker] {
				t.Errorf("%s: the marker planted in %s (%s) is missing", place, p.Place, p.Record)
			}
		}
	}
	for name, text := range evidence.headers {
		if !evidence.found[queueFiles][text] {
			t.Errorf("%s: the header %s is not found, though the queue keeps the headers of requests", queueFiles, name)
		}
	}
	evidence.summarize(t)
}

// The places that are looked at.
const (
	lokiAPI             = "Loki, read back"
	lokiBodies          = "Loki, requests to it"
	elasticsearchAPI    = "Elasticsearch, read back"
	elasticsearchBodies = "Elasticsearch, requests to it"
	jaegerAPI           = "Jaeger, read back"
	jaegerBodies        = "Jaeger, requests to it"
	queueFiles          = "queue directory"
	senderMetrics       = "senders' metrics, for Prometheus"
	gatewayLog          = "gateway's log"
	gatewayMetrics      = "gateway's own metrics"
)

// placesOf are the places where a signal is found.
func placesOf(signal string) []string {
	switch signal {
	case "log":
		return []string{lokiAPI, lokiBodies, elasticsearchAPI, elasticsearchBodies, queueFiles}
	case "span":
		return []string{jaegerAPI, jaegerBodies, elasticsearchAPI, elasticsearchBodies, queueFiles}
	case "resource":
		return []string{lokiAPI, lokiBodies, jaegerAPI, jaegerBodies, elasticsearchAPI, elasticsearchBodies, queueFiles}
	case "metric":
		return []string{senderMetrics}
	default:
		panic("no such signal: " + signal)
	}
}

// evidence is what one run has planted, and which of it was found where.
type evidence struct {
	plants []planted
	// headers are the secrets in the headers of the senders' requests, by name.
	headers map[string]string
	found   map[string]map[string]bool
	sizes   map[string]int
}

func (e *evidence) names() []string { return slices.Sorted(maps.Keys(e.found)) }

func (e *evidence) summarize(t *testing.T) {
	t.Helper()
	secrets := len(e.headers)
	for _, p := range e.plants {
		secrets += len(p.secrets)
	}
	for _, name := range e.names() {
		summarize(t.Name(), name, fmt.Sprintf("%d bytes, %d of the texts found", e.sizes[name], len(e.found[name])))
	}
	summarize(t.Name(), "planted", fmt.Sprintf("%d secrets in %d places of records, %d in headers", secrets, len(e.plants), len(e.headers)))
}

// collect plants through every SDK and by hand while the servers are away, so
// that the queues hold it all; lets it pass, waits until every record is stored
// once, and scans everything.
func collect(t *testing.T, s *stage) *evidence {
	t.Helper()
	e := &evidence{
		headers: map[string]string{"authorization": s.gateway.Token},
		found:   map[string]map[string]bool{},
		sizes:   map[string]int{},
	}
	// Other tests have filled the servers before.
	began := time.Now()
	proxies := []*record.Proxy{s.loki, s.elasticsearch, s.jaeger}
	for _, proxy := range proxies {
		proxy.SetDown(true)
	}
	var chain []*service.Service // the last one calls the one before
	for _, sender := range []struct {
		language service.Language
		protocol string
	}{{service.Python, "http/protobuf"}, {service.Node, "http/json"}, {service.Go, "grpc"}} {
		apiKey, cookie := newSecret(), newSecret()
		e.headers["x-api-key of "+string(sender.language)] = apiKey
		e.headers["cookie of "+string(sender.language)] = cookie
		settings := service.Settings{
			Name: newService("plants-" + string(sender.language)),
			Env:  s.gateway.SDKEnv(sender.protocol, "x-api-key="+apiKey, "cookie=session%3D"+cookie),
		}
		if len(chain) > 0 {
			settings.Downstream = chain[len(chain)-1]
		}
		plants := plantsFor(settings.Name)
		for _, p := range plants {
			settings.Plants = append(settings.Plants, p.Plant)
		}
		e.plants = append(e.plants, plants...)
		chain = append(chain, startService(t, s, sender.language, settings))
	}
	// The plants go while requests cross the services.
	for _, running := range chain {
		_, err := chain[len(chain)-1].Work(t.Context(), "req-"+letters(lower+digits, 20))
		require.NoError(t, err)
		require.NoError(t, running.Plant(t.Context()))
	}
	sent := quit(t, chain...)
	apiKey, cookie := newSecret(), newSecret()
	e.headers["x-api-key by hand"], e.headers["cookie by hand"] = apiKey, cookie
	handmade, byHand := sendHandmade(t, s.gateway, newService("plants-hand"), http.Header{
		"X-Api-Key": {apiKey}, "Cookie": {"session=" + cookie},
	})
	e.plants = append(e.plants, handmade...)
	sent = append(sent, byHand...)
	require.NotEmpty(t, sent)

	haystacks := []scan.Haystack{{Name: queueFiles, Data: readTree(t, s.gateway.QueueDir)}}
	for _, proxy := range proxies {
		proxy.SetDown(false)
	}
	check := func() error { return storedOnce(t, began, sent) }
	eventually(t, 90*time.Second, check)
	settled(t, check)

	haystacks = append(haystacks, readBack(t, began)...)
	haystacks = append(haystacks, recorded(t, lokiBodies, s.loki), recorded(t, elasticsearchBodies, s.elasticsearch), recorded(t, jaegerBodies, s.jaeger))
	haystacks = append(haystacks, ownPages(t, s.gateway)...)
	e.scan(t, haystacks)
	return e
}

// storedOnce checks that each record is in its servers exactly once.
func storedOnce(t *testing.T, began time.Time, sent []service.Sent) error {
	ours := map[string]bool{}
	var logs, spans []string
	for _, record := range sent {
		ours[record.ID] = true
		if record.Signal == "log" {
			logs = append(logs, record.ID)
		} else {
			spans = append(spans, record.ID)
		}
	}
	only := func(records []query.Record, err error) ([]query.Record, error) {
		return slices.DeleteFunc(records, func(r query.Record) bool { return !ours[r.ID] }), err
	}
	ctx := t.Context()
	inLoki, errLoki := only(loki().Since(ctx, began))
	inElasticsearch, errElasticsearch := only(elasticsearch().Since(ctx, began))
	inJaeger, errJaeger := only(jaeger().All(ctx))
	return errors.Join(
		expect.Once("loki", logs, inLoki, errLoki),
		expect.Once("elasticsearch", slices.Concat(logs, spans), inElasticsearch, errElasticsearch),
		expect.Once("jaeger", spans, inJaeger, errJaeger),
	)
}

// readBack returns everything since then that the servers give back.
func readBack(t *testing.T, began time.Time) []scan.Haystack {
	t.Helper()
	var haystacks []scan.Haystack
	add := func(name string, records []query.Record, err error) {
		require.NoError(t, err)
		var all bytes.Buffer
		for _, r := range records {
			all.Write(r.Raw)
			all.WriteByte('\n')
		}
		haystacks = append(haystacks, scan.Haystack{Name: name, Data: all.Bytes()})
	}
	records, err := loki().Since(t.Context(), began)
	add(lokiAPI, records, err)
	records, err = elasticsearch().Since(t.Context(), began)
	add(elasticsearchAPI, records, err)
	records, err = jaeger().All(t.Context())
	add(jaegerAPI, records, err)
	return haystacks
}

// recorded returns all requests of the gateway to a server, headers included.
func recorded(t *testing.T, name string, proxy *record.Proxy) scan.Haystack {
	t.Helper()
	requests, err := proxy.Requests()
	require.NoError(t, err)
	require.NotEmpty(t, requests)
	var all bytes.Buffer
	for _, request := range requests {
		all.WriteString(request.Path + "\n")
		require.NoError(t, request.Header.Write(&all))
		all.Write(request.Body)
		all.WriteByte('\n')
	}
	return scan.Haystack{Name: name, Data: all.Bytes()}
}

// ownPages returns what the gateway says itself: its log and both its pages of
// metrics.
func ownPages(t *testing.T, g *gateway.Gateway) []scan.Haystack {
	t.Helper()
	log, err := os.ReadFile(g.LogFile)
	require.NoError(t, err)
	own, err := gateway.Get(t.Context(), g.Metrics)
	require.NoError(t, err)
	senders, err := gateway.Get(t.Context(), g.Prometheus)
	require.NoError(t, err)
	return []scan.Haystack{
		{Name: gatewayLog, Data: log}, {Name: gatewayMetrics, Data: own}, {Name: senderMetrics, Data: senders},
	}
}

func (e *evidence) scan(t *testing.T, haystacks []scan.Haystack) {
	t.Helper()
	texts := slices.Collect(maps.Values(e.headers))
	for _, p := range e.plants {
		texts = append(texts, p.marker)
		for _, s := range p.secrets {
			texts = append(append(texts, s.forms...), s.parts...)
		}
	}
	needles, err := scan.NewNeedles(texts)
	require.NoError(t, err)
	for _, haystack := range haystacks {
		e.found[haystack.Name] = needles.Find(haystack)
		e.sizes[haystack.Name] = len(haystack.Data)
	}
}

// readTree returns the contents of all files below dir.
func readTree(t *testing.T, dir string) []byte {
	t.Helper()
	var all bytes.Buffer
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a file that the storage has just renamed
		}
		all.WriteString(strings.TrimPrefix(path, dir) + "\n")
		all.Write(content)
		return err
	}))
	return all.Bytes()
}
