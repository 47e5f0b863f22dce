//go:build e2e

package e2e

import (
	"testing"

	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
)

// Loggers that push to Loki by themselves.
func TestLokiClients(t *testing.T) {
	s := startAgents(t, servers())
	t.Run(string(agent.PinoLoki), func(t *testing.T) {
		t.Parallel()
		from := newSender("pinoloki", perAgent, nano)
		s.delivered(t, agent.PinoLoki, s.lokiDoor(from.name), from)
		from.arrived(t, false)
	})
	// The older path and form of the same client, too.
	for version, path := range map[string]string{"1": "/loki/api/v1/push", "0": "/api/prom/push"} {
		t.Run(string(agent.PythonLoki)+" "+path, func(t *testing.T) {
			t.Parallel()
			from := newSender("pyloki", perAgent, nano)
			settings := s.lokiDoor(from.name)
			settings.Path, settings.Version = path, version
			s.delivered(t, agent.PythonLoki, settings, from)
			from.arrived(t, false)
		})
	}
}
