//go:build e2e

package e2e

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
	"github.com/lethe-otel/lethe/tests/e2e/internal/record"
)

// refused is how long the gateway takes nothing.
const refused = 6 * time.Second

// smallQueue is laid over the shipped configuration: what does not fit is
// refused.
const smallQueue = `exporters:
  elasticsearch:
    sending_queue: {queue_size: 200000}
`

// A backend that is away, with and without a queue in between, and a gateway
// without memory: every client keeps what it has, and delivers it later.
func TestRefusedAgentsKeepTheirData(t *testing.T) {
	t.Run("backend away in strict mode", func(t *testing.T) {
		s, plain, away := withProxy(t, strictMode(t))
		away.SetDown(true)
		refusedThenTaken(t, s, plain, func() { away.SetDown(false) })
	})
	t.Run("backend away and queue full", func(t *testing.T) {
		s, plain, away := withProxy(t, smallQueue)
		away.SetDown(true)
		fill(t, s)
		refusedThenTaken(t, s, plain, func() { away.SetDown(false) })
	})
	t.Run("memory limiter", func(t *testing.T) {
		s, plain := startPlainBeats(t, servers())
		require.NoError(t, s.gateway.Stop())
		s.gateway.Setenv("LETHE_MEMORY_LIMIT_MIB", "160")
		require.NoError(t, s.gateway.Start(t.Context()))
		canary := startCanary(t, s)
		free := ballast(t, s)
		eventually(t, 20*time.Second, func() error { return takesNothing(t, s) })
		refusedThenTaken(t, s, plain, free)
		// What it pushes late it reads back late: it counts that too, and only what
		// never comes is missing.
		checked(t, canary, perAgent)
		require.Zero(t, count(t, canary, "missing_entries_total"))
	})
}

// withProxy starts a gateway whose Elasticsearch can be away.
func withProxy(t *testing.T, overlay string) (s *stage, plain string, away *record.Proxy) {
	t.Helper()
	to := servers()
	away, err := record.Start(to.elasticsearch, false)
	require.NoError(t, err)
	t.Cleanup(func() { _ = away.Close() })
	to.elasticsearch = away.URL()
	s, plain = startPlainBeats(t, to, overlay)
	return s, plain, away
}

// takesNothing is satisfied when the gateway refuses.
func takesNothing(t *testing.T, s *stage) error {
	t.Helper()
	status, _, err := post(t.Context(), s.gateway, "/v1/logs", "application/json", []byte(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"full?"}}]}]}]}`), nil)
	if err == nil && status == 200 {
		return fmt.Errorf("it takes data: %d", status)
	}
	return err
}

// fill sends until the queue is full.
func fill(t *testing.T, s *stage) {
	t.Helper()
	from := newSender("fill", 20, nano)
	text := `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"` + from.name + letters(lower, 60000) + `"}}]}]}]}`
	eventually(t, 20*time.Second, func() error {
		status, _, err := post(t.Context(), s.gateway, "/v1/logs", "application/json", []byte(text), nil)
		if err != nil || status == 200 {
			return fmt.Errorf("still taken: %w", err)
		}
		return nil
	})
}

// ballast fills the gateway's memory with requests that do not end, and returns
// what ends them.
func ballast(t *testing.T, s *stage) (free func()) {
	t.Helper()
	trust, err := s.gateway.Certs.Client()
	require.NoError(t, err)
	const size = 30 << 20
	body := make([]byte, size-1)
	var conns []net.Conn
	for range 8 {
		conn, err := (&tls.Dialer{Config: trust}).DialContext(t.Context(), "tcp", s.gateway.HTTP[len("https://"):])
		require.NoError(t, err)
		_, err = fmt.Fprintf(conn, "POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", s.gateway.Token, size)
		require.NoError(t, err)
		_, err = conn.Write(body)
		require.NoError(t, err)
		conns = append(conns, conn)
	}
	return func() {
		for _, conn := range conns {
			_ = conn.Close()
		}
	}
}

// attempt is one kind of sender at work while the gateway refuses.
type attempt struct {
	name string
	from []*sender
	// report comes when a client that ends has ended; nil for a daemon.
	report chan agent.Report
	// once says that the client has no second try by its own design.
	once bool
}

// refusedThenTaken lets every kind of sender send while the gateway refuses,
// calls lift, and waits until each has delivered all that it had.
func refusedThenTaken(t *testing.T, s *stage, plain string, lift func()) {
	t.Helper()
	attempts := startAll(t, s, plain)
	time.Sleep(refused)
	// Nobody may believe that anything is delivered.
	for _, a := range attempts {
		if a.report != nil && !a.once {
			select {
			case report := <-a.report:
				t.Errorf("%s has ended before anything was taken: %+v", a.name, report)
				a.report <- report
			default:
			}
		}
	}
	wasRefused(t, s)
	lift()
	begin := time.Now()
	for _, a := range attempts {
		t.Run(a.name, func(t *testing.T) { a.ends(t, begin) })
	}
	settled(t, func() error {
		var errs []error
		for _, a := range attempts {
			for _, from := range a.from {
				if !a.once {
					errs = append(errs, from.once(t)())
				}
			}
		}
		return errors.Join(errs...)
	})
}

// wasRefused asserts by the gateway's own counts that each door has refused data.
func wasRefused(t *testing.T, s *stage) {
	t.Helper()
	page, err := gateway.Get(t.Context(), s.gateway.Metrics)
	require.NoError(t, err)
	// Of a window that waits for the pipeline Lumberjack tells nothing but that the
	// sender is kept alive meanwhile.
	for _, pattern := range []string{
		`otelcol_receiver_refused_log_records{receiver="elasticsearch_bulk",[^}]*} [1-9]`,
		`otelcol_receiver_refused_log_records{receiver="loki_push",[^}]*} [1-9]`,
		`otelcol_receiver_lumberjack_keepalives{receiver="lumberjack"} [1-9]`,
	} {
		require.Regexp(t, `(?m)^`+pattern, string(page))
	}
}

func (a *attempt) ends(t *testing.T, lifted time.Time) {
	if a.report != nil {
		report := <-a.report
		if a.once {
			// It must hear of it, and so be able to say it.
			require.NotEmpty(t, report.Errors)
			summarize(t.Name(), "has no second try; its error", fmt.Sprintf("%.60q", report.Errors[0]))
			return
		}
		require.Equal(t, len(a.from[0].records), report.Acked, "%+v", report)
		require.Zero(t, report.Failed, "%+v", report)
	}
	for _, from := range a.from {
		eventually(t, 60*time.Second, from.once(t))
	}
	took := time.Since(lifted)
	for _, from := range a.from {
		from.clean(t, true)
	}
	summarize(t.Name(), "all kept and delivered, after the end of the refusal", took.Round(10*time.Millisecond).String())
}

// startAll starts every kind of sender.
func startAll(t *testing.T, s *stage, plain string) []*attempt {
	t.Helper()
	var attempts []*attempt
	for _, c := range []struct {
		client   agent.Client
		settings agent.Settings
		action   string
	}{
		{agent.JavaScript, s.bulkDoor(), "create"},
		{agent.PinoElastic, s.bulkDoor(), ""},
		{agent.PythonBulk, s.bulkDoor(), "index"},
		{agent.PythonStreaming, s.bulkDoor(), "create"},
		{agent.Go8, s.bulkDoor(), "index"},
		{agent.Go9, s.bulkDoor(), "create"},
		{agent.LumberjackSync, s.beatsDoor(), ""},
		{agent.LumberjackAsync, agent.Settings{Address: plain}, ""},
		{agent.PyLogBeat, s.beatsDoor(), ""},
		{agent.PinoLoki, s.lokiDoor("once"), ""},
		{agent.PythonLoki, s.lokiDoor("once"), ""},
	} {
		from := newSender("refused", 150, nano)
		if c.action != "" {
			from.indexed(c.action)
		}
		a := &attempt{
			name: string(c.client), from: []*sender{from}, report: make(chan agent.Report, 1),
			once: c.client == agent.PinoLoki || c.client == agent.PythonLoki,
		}
		attempts = append(attempts, a)
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			report, err := world.agents.Run(ctx, c.client, s.dir, from.name, c.settings, from.documents())
			if err != nil {
				report.Errors = append(report.Errors, err.Error())
			}
			a.report <- report
		}()
	}
	syslog := func() *sender { return newSender("refused", 150, 1003*time.Microsecond).indexed("create") }
	started := func(name string, d *agent.Daemon, err error, from ...*sender) *agent.Daemon {
		require.NoError(t, err)
		stopped(t, d)
		attempts = append(attempts, &attempt{name: name, from: from})
		return d
	}
	from := syslog()
	d, err := world.agents.StartRsyslog(t.Context(), s.folder(t), "shop", s.door(t, s.gateway.Bulk))
	require.NoError(t, started("rsyslog", d, err, from).SendLines(t.Context(), from.syslogLines()))
	from = syslog()
	d, err = world.agents.StartSyslogNG(t.Context(), s.folder(t), "shop", true, s.door(t, s.gateway.Bulk))
	require.NoError(t, started("syslog-ng", d, err, from).SendLines(t.Context(), from.syslogLines()))
	bulk, push := newSender("refused-es", 150, nano), newSender("refused-loki", 150, nano)
	d, err = world.agents.StartTelegraf(s.folder(t), "shop", s.door(t, s.gateway.Bulk), s.door(t, s.gateway.LokiPush))
	require.NoError(t, started("Telegraf", d, err, bulk, push).AppendLines(append(bulk.influxLines("es_shop"), push.influxLines("loki_shop")...)))
	return attempts
}
