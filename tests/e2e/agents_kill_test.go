//go:build e2e

package e2e

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
)

// agentKills is how often the gateway is killed under the load of real agents.
const agentKills = 5

// ledger is what one kind of sender believes to be delivered.
type ledger struct {
	name string
	mu   sync.Mutex
	from []*sender
	errs []error
}

func (l *ledger) add(from *sender, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.errs = append(l.errs, err)
		return
	}
	l.from = append(l.from, from)
}

// Load from real agents of each kind in strict mode, and a gateway that is killed
// meanwhile: what they believe to be delivered is there at the end, once.
func TestKilledGatewayKeepsFaithWithAgents(t *testing.T) {
	s, plain := startPlainBeats(t, servers(), strictMode(t))
	done := make(chan struct{})
	var wait sync.WaitGroup
	var ledgers []*ledger
	for _, c := range []struct {
		client   agent.Client
		settings agent.Settings
		action   string
	}{
		{agent.JavaScript, s.bulkDoor(), "create"},
		{agent.PythonBulk, s.bulkDoor(), "index"},
		{agent.PythonStreaming, s.bulkDoor(), ""},
		{agent.Go8, s.bulkDoor(), "index"},
		{agent.Go9, s.bulkDoor(), ""},
		{agent.LumberjackSync, s.beatsDoor(), ""},
		{agent.LumberjackAsync, agent.Settings{Address: plain}, ""},
		{agent.PyLogBeat, s.beatsDoor(), ""},
	} {
		l := &ledger{name: string(c.client)}
		ledgers = append(ledgers, l)
		c.settings.Patient, c.settings.Batch = true, 20
		wait.Go(func() {
			for !isClosed(done) {
				l.round(s, c.client, c.settings, c.action)
			}
		})
	}
	daemons := startFed(t, s)
	for range agentKills {
		for _, d := range daemons {
			d.feed(t)
		}
		time.Sleep(500*time.Millisecond + rand.N(1500*time.Millisecond))
		s.gateway.Kill()
		time.Sleep(200 * time.Millisecond)
		require.NoError(t, s.gateway.Start(t.Context()))
	}
	close(done)
	wait.Wait()
	for _, d := range daemons {
		ledgers = append(ledgers, &d.ledger)
	}
	check := func(l *ledger) func() error {
		return func() error {
			var errs []error
			for _, from := range l.from {
				errs = append(errs, from.once(t)())
			}
			return errors.Join(errs...)
		}
	}
	for _, l := range ledgers {
		require.NoError(t, errors.Join(l.errs...), l.name)
		require.NotEmpty(t, l.from, l.name)
		eventually(t, 60*time.Second, check(l))
	}
	time.Sleep(2 * time.Second)
	for _, l := range ledgers {
		require.NoError(t, check(l)(), l.name)
		records := 0
		for _, from := range l.from {
			records += len(from.records)
		}
		summarize("killed "+fmt.Sprint(agentKills)+" times", l.name+": each acknowledged record once in both", fmt.Sprint(records))
	}
}

// round sends once more; the whole must be acknowledged in the end.
func (l *ledger) round(s *stage, client agent.Client, settings agent.Settings, action string) {
	from := newSender("kill", 200, nano)
	if action != "" {
		from.indexed(action)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	report, err := world.agents.Run(ctx, client, s.dir, from.name, settings, from.documents())
	if err == nil && (report.Acked != len(from.records) || report.Failed != 0) {
		err = fmt.Errorf("%+v", report)
	}
	l.add(from, err)
}

func isClosed(done chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// fed is a daemon that gets lines from time to time, and the ledger of what it was
// given: it keeps all of it.
type fed struct {
	ledger
	give func(from *sender) error
}

func (d *fed) feed(t *testing.T) {
	t.Helper()
	from := newSender("kill", 50, 1003*time.Microsecond).indexed("create")
	require.NoError(t, d.give(from))
	d.add(from, nil)
}

func startFed(t *testing.T, s *stage) []*fed {
	t.Helper()
	rsyslog, err := world.agents.StartRsyslog(t.Context(), s.folder(t), "shop", s.door(t, s.gateway.Bulk))
	require.NoError(t, err)
	stopped(t, rsyslog)
	syslogNG, err := world.agents.StartSyslogNG(t.Context(), s.folder(t), "shop", true, s.door(t, s.gateway.Bulk))
	require.NoError(t, err)
	stopped(t, syslogNG)
	telegraf, err := world.agents.StartTelegraf(s.folder(t), "shop", s.door(t, s.gateway.Bulk), s.door(t, s.gateway.LokiPush))
	require.NoError(t, err)
	stopped(t, telegraf)
	return []*fed{
		{ledger: ledger{name: "rsyslog"}, give: func(from *sender) error { return rsyslog.SendLines(t.Context(), from.syslogLines()) }},
		{ledger: ledger{name: "syslog-ng"}, give: func(from *sender) error { return syslogNG.SendLines(t.Context(), from.syslogLines()) }},
		{ledger: ledger{name: "Telegraf to elasticsearch_bulk"}, give: func(from *sender) error { return telegraf.AppendLines(from.influxLines("es_shop")) }},
		{ledger: ledger{name: "Telegraf to loki_push"}, give: func(from *sender) error { return telegraf.AppendLines(from.influxLines("loki_shop")) }},
	}
}
