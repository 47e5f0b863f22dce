//go:build e2e

package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
	"github.com/lethe-otel/lethe/tests/e2e/internal/cut"
)

// plainBeats is laid over agents.yaml: Lumberjack without TLS, on loopback.
const plainBeats = `receivers:
  lumberjack/plain:
    endpoint: %s
service:
  pipelines:
    logs:
      receivers: [otlp, elasticsearch_bulk, lumberjack, lumberjack/plain, loki_push]
`

// startPlainBeats starts a gateway that also has that door, and returns the
// door's address.
func startPlainBeats(t *testing.T, to targets, overlays ...string) (s *stage, plain string) {
	t.Helper()
	ports, err := backends.FreePorts(1)
	require.NoError(t, err)
	plain = backends.Loopback(ports[0])
	return startAgents(t, to, append([]string{fmt.Sprintf(plainBeats, plain)}, overlays...)...), plain
}

// beat makes the sender's documents look like Filebeat's: a file and an offset,
// and a time that says no more than the millisecond of the reading.
func (s *sender) beat() *sender {
	for i := range s.records {
		r := &s.records[i]
		r.at = r.at.Truncate(time.Millisecond)
		r.fields += fmt.Sprintf(`,"@metadata":{"beat":"filebeat","type":"_doc","version":"9.1.0"},"log":{"file":{"path":"/var/log/%s.log"},"offset":%d},"agent":{"type":"filebeat"}`,
			s.name, 120*i)
	}
	return s
}

// Clients of the protocol of Beats and Logstash, with a certificate and without
// any TLS.
func TestLumberjackClients(t *testing.T) {
	s, plain := startPlainBeats(t, servers())
	for _, client := range []agent.Client{agent.LumberjackSync, agent.LumberjackAsync, agent.PyLogBeat} {
		for name, settings := range map[string]agent.Settings{"TLS": s.beatsDoor(), "plain": {Address: plain}} {
			t.Run(string(client)+" "+name, func(t *testing.T) {
				t.Parallel()
				from := newSender("beat", perAgent, nano).with(exactNumbers)
				s.delivered(t, client, settings, from)
				from.arrived(t, true)
				from.keptNumbers(t, true)
			})
		}
	}
}

// Without a certificate that the authority has signed nobody gets in.
func TestLumberjackDemandsACertificate(t *testing.T) {
	s := startAgents(t, servers())
	settings := s.beatsDoor()
	settings.Cert, settings.Key, settings.Retries = "", "", 1
	from := newSender("stranger", 10, nano)
	report := s.run(t, agent.LumberjackSync, settings, from)
	require.Zero(t, report.Acked)
	require.Equal(t, len(from.records), report.Failed)
	records, err := from.inLoki(t)
	require.NoError(t, err)
	require.Empty(t, records)
}

// The acknowledgement of a window is lost with the connection, and the sender
// cuts what it sends again in other windows, as Beats do. File and offset tell
// the lines: none is doubled, though their times do not.
func TestLostAcknowledgements(t *testing.T) {
	s, plain := startPlainBeats(t, servers())
	for _, client := range []agent.Client{agent.LumberjackSync, agent.LumberjackAsync, agent.PyLogBeat} {
		t.Run(string(client), func(t *testing.T) {
			t.Parallel()
			// Each of the first connections brings its window to the gateway, and
			// no answer back.
			proxy, err := cut.Start(plain, 5)
			require.NoError(t, err)
			t.Cleanup(func() { _ = proxy.Close() })
			from := newSender("lostack", perAgent, 100*time.Microsecond).beat()
			report := s.delivered(t, client, agent.Settings{Address: proxy.Addr}, from)
			require.GreaterOrEqual(t, report.Retries, 5, "%+v", report)
			from.arrived(t, true)
		})
	}
}
