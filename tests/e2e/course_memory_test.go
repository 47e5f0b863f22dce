//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/load"
)

// memoryKills is how often the gateway is killed for records that it has to
// remember something of.
const memoryKills = 5

// patientStoreConfig has a batch wait for the second level: without the answer
// its records would be filled as if they had never been there.
const patientStoreConfig = `extensions:
  correlation_store:
    shared:
      timeout: 1s
`

// What the gateway adds to a record is the same when the record is sent again,
// as long as it remembers the first time. A kill takes that memory: the copy
// that the gateway has filled differently is there beside the first. Nothing is
// lost, and where the id does not depend on what was added, Elasticsearch has
// one document. With a second level of the store nothing is doubled anywhere.
func TestKillCourseOfWhatTheGatewayAdds(t *testing.T) {
	t.Run("alone", func(t *testing.T) {
		seed := courseSeed(t)
		s, senders, all := startCourseOf(t, load.Remembered, servers(), seed)
		course(t, s.gateway, seed, memoryKills)
		drained(t, all)
		audited(t, senders, map[string][]string{
			"bulk-timeless": {"loki", "elasticsearch"},
			"otlp-thread":   {"loki"},
		})
	})
	t.Run("shared", func(t *testing.T) {
		seed := courseSeed(t)
		dir := filepath.Join(world.dir, "redis-course")
		require.NoError(t, os.MkdirAll(dir, 0o755))
		redis, err := backends.NewRedis(t.Context(), world.cache, dir)
		require.NoError(t, err)
		require.NoError(t, redis.Start(t.Context()))
		t.Cleanup(func() { require.NoError(t, redis.Stop()) })
		s, senders, all := startCourseOf(t, load.Remembered, servers(), seed, fmt.Sprintf(sharedStoreConfig, redis.Addr), patientStoreConfig)
		course(t, s.gateway, seed, memoryKills)
		drained(t, all)
		audited(t, senders, nil)
	})
}
