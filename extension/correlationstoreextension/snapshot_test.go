package correlationstoreextension

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/extension/xextension/storage"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// disk is a storage extension that outlives its users and can break.
type disk struct {
	component.StartFunc
	component.ShutdownFunc
	mu     sync.Mutex
	m      map[string][]byte
	sets   int
	failAt int // the Set with this number fails, and all after it
}

type hostWith map[component.ID]component.Component

func (h hostWith) GetExtensions() map[component.ID]component.Component { return h }

var diskID = component.MustNewID("file_storage")

func (d *disk) GetClient(context.Context, component.Kind, component.ID, string) (storage.Client, error) {
	return d, nil
}

func (d *disk) Get(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.m[key], nil
}

func (d *disk) Set(_ context.Context, key string, value []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sets++; d.failAt > 0 && d.sets >= d.failAt {
		return errors.New("disk full")
	}
	d.m[key] = append([]byte(nil), value...)
	return nil
}

func (d *disk) Delete(_ context.Context, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.m, key)
	return nil
}

func (d *disk) Batch(context.Context, ...*storage.Operation) error { return errors.New("not used") }

func (d *disk) Close(context.Context) error { return nil }

func withStorage(every time.Duration) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.Storage, cfg.SnapshotInterval = &diskID, every
	return cfg
}

func started(t *testing.T, cfg *Config, d *disk) *store {
	t.Helper()
	s := mustStore(t, extensiontest.NewNopSettings(NewFactory().Type()), cfg)
	assert.Equal(t, []component.ID{diskID}, s.Dependencies(), "the storage starts first and ends last")
	require.NoError(t, s.Start(t.Context(), hostWith{diskID: d}))
	return s
}

func TestRestartKeepsThePairs(t *testing.T) {
	d := &disk{m: map[string][]byte{}}
	now := time.Now()
	for round := range 4 { // both names are used in turn
		s := started(t, withStorage(0), d)
		for n := range round {
			id, ok := s.Correlation("red", correlate.TraceID{15: byte(n + 1)}, now)
			require.True(t, ok, "round %d", round)
			assert.Equal(t, fmt.Sprintf("order-%d", n), id)
		}
		s.Learn("red", correlate.TraceID{15: byte(round + 1)}, fmt.Sprintf("order-%d", round), correlate.SourceRequestID, now)
		require.NoError(t, s.Shutdown(t.Context()))
		require.NoError(t, s.Shutdown(t.Context()))
		assert.Len(t, d.m, 2, "the snapshot before has gone")
	}
}

func TestSnapshotThatBreaksOffLeavesTheOneBefore(t *testing.T) {
	d := &disk{m: map[string][]byte{}}
	now := time.Now()
	s := started(t, withStorage(0), d)
	s.Learn("red", traceA, orderID, correlate.SourceRequestID, now)
	require.NoError(t, s.Shutdown(t.Context()))

	s = started(t, withStorage(0), d)
	s.Learn("red", traceB, "order-2", correlate.SourceRequestID, now)
	d.sets, d.failAt = 0, 2 // the chunk is written, the head is not
	require.ErrorContains(t, s.Shutdown(t.Context()), "disk full")
	d.failAt = 0

	s = started(t, withStorage(0), d)
	_, ok := s.Correlation("red", traceA, now)
	assert.True(t, ok)
	require.NoError(t, s.Shutdown(t.Context()))
}

func TestDamagedSnapshotStopsNoStart(t *testing.T) {
	for name, damage := range map[string]func(map[string][]byte){
		"head":    func(m map[string][]byte) { m[currentKey] = []byte("zzzzz") },
		"count":   func(m map[string][]byte) { m[currentKey] = []byte{'a', 0xff, 0xff, 0xff, 0xff} },
		"missing": func(m map[string][]byte) { delete(m, chunkKey('a', 0)) },
		"chunk":   func(m map[string][]byte) { m[chunkKey('a', 0)][9] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			d := &disk{m: map[string][]byte{}}
			s := started(t, withStorage(0), d)
			s.Learn("red", traceA, orderID, correlate.SourceRequestID, time.Now())
			require.NoError(t, s.Shutdown(t.Context()))
			damage(d.m)
			s = started(t, withStorage(0), d)
			_, ok := s.Correlation("red", traceA, time.Now())
			assert.False(t, ok)
			require.NoError(t, s.Shutdown(t.Context()))
		})
	}
}

func TestSnapshotsInBetween(t *testing.T) {
	d := &disk{m: map[string][]byte{}}
	s := started(t, withStorage(time.Second), d)
	s.Learn("red", traceA, orderID, correlate.SourceRequestID, time.Now())
	require.Eventually(t, func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return strings.Contains(string(d.m[chunkKey('a', 0)])+string(d.m[chunkKey('b', 0)]), orderID)
	}, 10*time.Second, 10*time.Millisecond)
	require.NoError(t, s.Shutdown(t.Context()))
}

func TestStorageMustBeThere(t *testing.T) {
	s := mustStore(t, extensiontest.NewNopSettings(NewFactory().Type()), withStorage(0))
	require.EqualError(t, s.Start(t.Context(), componenttest.NewNopHost()),
		`storage: there is no extension "file_storage", add it to extensions and to service::extensions`)
	s = mustStore(t, extensiontest.NewNopSettings(NewFactory().Type()), withStorage(0))
	require.EqualError(t, s.Start(t.Context(), hostWith{diskID: s}), `storage: extension "file_storage" stores nothing, use one such as file_storage`)
	require.NoError(t, s.Shutdown(context.Background()))
}
