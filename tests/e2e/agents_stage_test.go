//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// agentsConfig is laid over the shipped configuration, as its head says.
var agentsConfig = gateway.ShippedConfig("agents.yaml")

// startAgents starts a gateway with the doors for agents. overlays are texts
// that are laid over it.
func startAgents(t *testing.T, to targets, overlays ...string) *stage {
	t.Helper()
	return startDirect(t, to, append([]string{shipped, agentsConfig}, overlayFiles(t, overlays...)...)...)
}

// strictMode is the text of the overlay that ships for it.
func strictMode(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(strictConfig)
	require.NoError(t, err)
	return string(text)
}

// overlayFiles writes each text to a file.
func overlayFiles(t *testing.T, texts ...string) []string {
	t.Helper()
	dir, err := os.MkdirTemp(world.dir, "overlays-")
	require.NoError(t, err)
	files := make([]string, len(texts))
	for i, text := range texts {
		files[i] = filepath.Join(dir, fmt.Sprintf("%d.yaml", i))
		require.NoError(t, os.WriteFile(files[i], []byte(text), 0o600))
	}
	return files
}

// bulkDoor, lokiDoor and beatsDoor are what a client needs to get in.
func (s *stage) bulkDoor() agent.Settings {
	g := s.gateway
	return agent.Settings{URL: g.Bulk, CA: g.Certs.CA, User: g.User, Password: g.Password}
}

func (s *stage) lokiDoor(service string) agent.Settings {
	g := s.gateway
	return agent.Settings{
		URL: g.LokiPush, CA: g.Certs.CA, User: g.User, Password: g.Password,
		Labels: map[string]string{"service_name": service},
	}
}

func (s *stage) beatsDoor() agent.Settings {
	g := s.gateway
	return agent.Settings{Address: g.Lumberjack, CA: g.Certs.CA, Cert: g.Certs.ClientCert, Key: g.Certs.ClientKey}
}

// door is the same for a daemon.
func (s *stage) door(t *testing.T, address string) agent.Door {
	t.Helper()
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	g := s.gateway
	return agent.Door{
		URL: address, Host: parsed.Hostname(), Port: parsed.Port(),
		CA: g.Certs.CA, User: g.User, Password: g.Password,
	}
}

// folder makes a folder for a daemon. Its name is plain: Telegraf takes a comma
// for the end of a path.
func (s *stage) folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(world.dir, "daemon-")
	require.NoError(t, err)
	return dir
}

// run runs a client with the sender's records to its end.
func (s *stage) run(t *testing.T, client agent.Client, settings agent.Settings, from *sender) agent.Report {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	report, err := world.agents.Run(ctx, client, s.dir, from.name, settings, from.documents())
	require.NoError(t, err)
	return report
}

// delivered runs a client that must have delivered everything when it ends.
func (s *stage) delivered(t *testing.T, client agent.Client, settings agent.Settings, from *sender) agent.Report {
	t.Helper()
	report := s.run(t, client, settings, from)
	require.Equal(t, len(from.records), report.Acked, "%+v", report)
	require.Zero(t, report.Failed, "%+v", report)
	return report
}
