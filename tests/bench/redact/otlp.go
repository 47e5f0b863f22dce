package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor"
)

const (
	batchRecords = 1000
	resources    = 10
)

// batch is a request of logs and one of spans.
type batch struct {
	logs  plog.Logs
	spans ptrace.Traces
}

// encoded is a batch to make copies of, and how many bytes of values it holds.
type encoded struct {
	logs, spans []byte
	values      int
}

func encode(planted bool) (e encoded, err error) {
	b := batch{logsOf(planted), spansOf(planted)}
	if e.logs, err = new(plog.ProtoMarshaler).MarshalLogs(b.logs); err != nil {
		return e, err
	}
	if e.spans, err = new(ptrace.ProtoMarshaler).MarshalTraces(b.spans); err != nil {
		return e, err
	}
	e.values = b.bytes()
	return e, nil
}

func (e encoded) decode() (b batch, err error) {
	if b.logs, err = new(plog.ProtoUnmarshaler).UnmarshalLogs(e.logs); err != nil {
		return b, err
	}
	b.spans, err = new(ptrace.ProtoUnmarshaler).UnmarshalTraces(e.spans)
	return b, err
}

// bytes counts those of all texts that are values, and of names of spans and
// scopes.
func (b batch) bytes() (n int) {
	attributes := func(m pcommon.Map) {
		for _, v := range m.All() {
			n += len(v.AsString())
		}
	}
	for _, rl := range b.logs.ResourceLogs().All() {
		attributes(rl.Resource().Attributes())
		for _, sl := range rl.ScopeLogs().All() {
			n += len(sl.Scope().Name())
			for _, r := range sl.LogRecords().All() {
				n += len(r.Body().AsString())
				attributes(r.Attributes())
			}
		}
	}
	for _, rs := range b.spans.ResourceSpans().All() {
		attributes(rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			n += len(ss.Scope().Name())
			for _, s := range ss.Spans().All() {
				n += len(s.Name()) + len(s.Status().Message())
				attributes(s.Attributes())
				for _, e := range s.Events().All() {
					n += len(e.Name())
					attributes(e.Attributes())
				}
			}
		}
	}
	return n
}

func resourceOf(r pcommon.Resource, i int) {
	a := r.Attributes()
	a.PutStr("service.name", fmt.Sprintf("checkout-%d", i))
	a.PutStr("service.version", "1.24.3")
	a.PutStr("deployment.environment.name", "production")
	a.PutStr("k8s.pod.name", fmt.Sprintf("checkout-7d9c5b6f4-x%dk2p", i))
	a.PutStr("k8s.namespace.name", "shop")
	a.PutStr("telemetry.sdk.language", "go")
}

var start = time.Unix(1_800_000_000, 0)

func at(n int) pcommon.Timestamp {
	return pcommon.NewTimestampFromTime(start.Add(time.Duration(n) * 1_234_567))
}

// idOf makes ids that look random.
func idOf(n int) (id [16]byte) {
	a, b := uint64(n+1)*0x9e3779b97f4a7c15, uint64(n+1)*0xc2b2ae3d27d4eb4f
	for i := range 8 {
		id[i], id[8+i] = byte(a>>(8*i)), byte(b>>(8*i))
	}
	return id
}

// plantFor is the text of a planted secret for every tenth record.
func plantFor(n int, planted bool) string {
	if !planted || n%10 != 0 {
		return ""
	}
	return plants[n/10%len(plants)].text
}

func logsOf(planted bool) plog.Logs {
	ld := plog.NewLogs()
	lines := generated(batchRecords)
	for r := range resources {
		rl := ld.ResourceLogs().AppendEmpty()
		resourceOf(rl.Resource(), r)
		sl := rl.ScopeLogs().AppendEmpty()
		sl.Scope().SetName("github.com/example/checkout")
		for i := range batchRecords / resources {
			n := r*batchRecords/resources + i
			lr := sl.LogRecords().AppendEmpty()
			lr.SetTimestamp(at(n))
			lr.SetSeverityText("INFO")
			trace, span := idOf(n/10), idOf(n)
			lr.SetTraceID(trace)
			lr.SetSpanID([8]byte(span[:8]))
			lr.Body().SetStr(lines[n] + " #" + letters(n) + plantFor(n, planted))
			a := lr.Attributes()
			a.PutStr("http.request.method", "GET")
			a.PutStr("http.route", "/api/v2/carts/{id}/items")
			a.PutInt("http.response.status_code", 200)
			a.PutStr("server.address", "inventory-"+letters(n)+".shop.svc.cluster.local")
			a.PutStr("thread.name", "worker-"+letters(n))
			a.PutStr("code.function.name", "checkout.(*Cart).Items")
		}
	}
	return ld
}

func spansOf(planted bool) ptrace.Traces {
	td := ptrace.NewTraces()
	for r := range resources {
		rs := td.ResourceSpans().AppendEmpty()
		resourceOf(rs.Resource(), r)
		ss := rs.ScopeSpans().AppendEmpty()
		ss.Scope().SetName("github.com/example/checkout")
		for i := range batchRecords / resources {
			n := r*batchRecords/resources + i
			s := ss.Spans().AppendEmpty()
			trace, span := idOf(n/10), idOf(n)
			s.SetTraceID(trace)
			s.SetSpanID([8]byte(span[:8]))
			s.SetName("GET /api/v2/carts/{id}/items")
			s.SetStartTimestamp(at(n))
			s.SetEndTimestamp(at(n + 5))
			a := s.Attributes()
			a.PutStr("http.request.method", "GET")
			a.PutStr("url.path", "/api/v2/carts/"+letters(n)+"/items")
			a.PutStr("url.query", "page=3&sort=price&cart="+letters(n))
			a.PutInt("http.response.status_code", 200)
			a.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36")
			a.PutStr("db.query.text", "SELECT id, name, price FROM items WHERE cart = '"+letters(n)+"' ORDER BY price LIMIT 50")
			a.PutStr("network.protocol.version", "1.1")
			if plant := plantFor(n, planted); plant != "" {
				a.PutStr("note", plant)
			}
			if n%4 == 0 {
				e := s.Events().AppendEmpty()
				e.SetName("cache miss")
				e.Attributes().PutStr("cache.key", "cart:"+letters(n))
			}
		}
	}
	return td
}

// benchmarkKey is made up.
const benchmarkKey = "7d1c0f9be2a4583601cd77f2496e8ab35f20c9d4e18b6a7340fe52d9b8c61a07"

// process is a processor for both signals.
type process struct {
	name  string
	exact bool
	logs  processor.Logs
	spans processor.Traces
}

func newProcess(name string, f processor.Factory, section *confmap.Conf) (*process, error) {
	cfg := f.CreateDefaultConfig()
	if err := section.Unmarshal(cfg); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	set := processortest.NewNopSettings(f.Type())
	p := &process{name: name}
	ctx := context.Background()
	var err error
	if p.logs, err = f.CreateLogs(ctx, set, cfg, consumertest.NewNop()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if p.spans, err = f.CreateTraces(ctx, set, cfg, consumertest.NewNop()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	host := componenttest.NewNopHost()
	return p, errors.Join(p.logs.Start(ctx, host), p.spans.Start(ctx, host))
}

func (p *process) shutdown() error {
	return errors.Join(p.logs.Shutdown(context.Background()), p.spans.Shutdown(context.Background()))
}

func (p *process) consume(b batch) error {
	ctx := context.Background()
	return errors.Join(p.logs.ConsumeLogs(ctx, b.logs), p.spans.ConsumeTraces(ctx, b.spans))
}

// speed is MB of values per CPU-second in the processor alone. A processor
// changes its batch, so each turn needs a fresh one.
func (p *process) speed(each time.Duration, e encoded) (float64, error) {
	used, turns := time.Duration(0), 0
	for used < each {
		var pack [16]batch
		for i := range pack {
			var err error
			if pack[i], err = e.decode(); err != nil {
				return 0, err
			}
		}
		from := cpuTime()
		for _, b := range pack {
			if err := p.consume(b); err != nil {
				return 0, err
			}
		}
		used += cpuTime() - from
		turns += len(pack)
	}
	return float64(e.values) * float64(turns) / 1e6 / used.Seconds(), nil
}

// recall counts the planted secrets that no longer stand in what comes out.
func (p *process) recall(e encoded) (masked, of int, err error) {
	b, err := e.decode()
	if err != nil {
		return 0, 0, err
	}
	if err := p.consume(b); err != nil {
		return 0, 0, err
	}
	logs, err := new(plog.JSONMarshaler).MarshalLogs(b.logs)
	if err != nil {
		return 0, 0, err
	}
	spans, err := new(ptrace.JSONMarshaler).MarshalTraces(b.spans)
	if err != nil {
		return 0, 0, err
	}
	for n := 0; n < batchRecords; n += 10 {
		of += 2
	}
	masked = of
	for _, plant := range plants {
		masked -= strings.Count(string(logs), plant.secret) + strings.Count(string(spans), plant.secret)
	}
	return masked, of, nil
}

// records measures whole processors on logs and spans.
func (b bench) records(contrib *confmap.Conf) error {
	lethe, err := newProcess("Lethe, redact_correlate (ids and correlation included)", redactcorrelateprocessor.NewFactory(),
		confmap.NewFromStringMap(map[string]any{"record_id": map[string]any{"key": benchmarkKey}}))
	if err != nil {
		return err
	}
	lethe.exact = true
	processes := []*process{lethe}
	if f := contribFactory(); f != nil {
		p, err := newProcess("contrib redaction processor, ten patterns", f, contrib)
		if err != nil {
			return err
		}
		processes = append(processes, p)
	}
	clean, err := encode(false)
	if err != nil {
		return err
	}
	planted, err := encode(true)
	if err != nil {
		return err
	}
	var wrong error
	b.row("OTLP logs and spans (%d records, %.2f MB of values)\tnothing found, MB/s\tone in ten, MB/s\tplanted secrets masked", 2*batchRecords, float64(clean.values)/1e6)
	for _, p := range processes {
		c, err := p.speed(b.each, clean)
		if err != nil {
			return err
		}
		f, err := p.speed(b.each, planted)
		if err != nil {
			return err
		}
		masked, of, err := p.recall(planted)
		if err != nil {
			return err
		}
		b.row("%s\t%.1f\t%.1f\t%d of %d", p.name, c, f, masked, of)
		if p.exact && masked != of {
			wrong = errors.Join(wrong, fmt.Errorf("%s masked %d of %d planted secrets", p.name, masked, of))
		}
		wrong = errors.Join(wrong, p.shutdown())
	}
	b.flush()
	return errors.Join(wrong, b.values(clean, planted))
}
