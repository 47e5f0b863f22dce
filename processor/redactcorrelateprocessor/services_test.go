package redactcorrelateprocessor

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

func TestServices(t *testing.T) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), testConfig(), signalLogs)
	require.NoError(t, err)
	w := newWorker(p)
	label := func(name string) string { return p.services.name(p.services.number(name, w.harmless)) }
	assert.Equal(t, "unknown_service", label(""))
	assert.Equal(t, "shop", label("shop"))
	assert.Equal(t, "other", label("alice@example.com"), "a name with a finding")
	assert.Equal(t, "other", label("shop 4111111111111111"))
	long := strings.Repeat("ä", 100)
	assert.LessOrEqual(t, len(label(long)), maxServiceName)
	assert.True(t, utf8.ValidString(label(long)))
	// The first names stay, whatever comes.
	for i := range 200 {
		want := "other"
		if i < maxServices-2 {
			want = fmt.Sprint("service-", i)
		}
		assert.Equal(t, want, label(fmt.Sprint("service-", i)))
	}
	assert.Equal(t, "shop", label("shop"))
	assert.Equal(t, "service-7", label("service-7"))
	assert.Equal(t, "other", label("alice@example.com"))
	assert.Zero(t, testing.AllocsPerRun(100, func() { p.services.number("shop", w.harmless); p.services.number("no such", w.harmless) }))
}

func TestServicesAreShared(t *testing.T) {
	var s services
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 500 {
				name := fmt.Sprint("service-", (i*7+g)%80)
				if n := s.number(name, func(string) bool { return true }); n >= firstService {
					assert.Equal(t, name, s.name(n))
				}
			}
		})
	}
	wg.Wait()
	assert.Len(t, s.names, maxServices)
}
