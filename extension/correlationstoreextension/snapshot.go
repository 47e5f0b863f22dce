package correlationstoreextension

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// snapshots keep the content of the store across a restart, in an extension of
// the collector that stores.
//
// A snapshot is written next to the one before it, under the other of two
// names, and counts from the moment its number of chunks is written: a process
// that ends while it writes finds the older one whole.
type snapshots struct {
	id     component.ID // of the storage
	self   component.ID
	every  time.Duration
	local  *correlate.MemoryStore
	logger *zap.Logger

	client storage.Client
	stop   context.CancelFunc
	done   sync.WaitGroup
}

const (
	snapshotName = "snapshot"
	// currentKey holds which of the two counts, and how many chunks it has.
	currentKey = "current"
	// maxChunks bounds what is read of a damaged entry.
	maxChunks = 1 << 20
	// snapshotTimeout bounds the last snapshot at shutdown.
	snapshotTimeout = 30 * time.Second
)

func (s *snapshots) start(ctx context.Context, host component.Host) error {
	ext, ok := host.GetExtensions()[s.id]
	if !ok {
		return fmt.Errorf("storage: there is no extension %q, add it to extensions and to service::extensions", s.id)
	}
	stores, ok := ext.(storage.Extension)
	if !ok {
		return fmt.Errorf("storage: extension %q stores nothing, use one such as file_storage", s.id)
	}
	var err error
	if s.client, err = stores.GetClient(ctx, component.KindExtension, s.self, snapshotName); err != nil {
		return fmt.Errorf("storage: open %q: %w", s.id, err)
	}
	// A snapshot that cannot be read costs joins, and no start.
	if err := s.load(ctx, time.Now()); err != nil {
		s.logger.Warn("the snapshot of the correlation store cannot be read; starting without it", zap.Error(err))
	}
	run, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	if s.every > 0 {
		s.done.Go(func() { s.run(run) })
	}
	return nil
}

func (s *snapshots) run(ctx context.Context) {
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.save(ctx, time.Now()); err != nil && ctx.Err() == nil {
				s.logger.Warn("the snapshot of the correlation store cannot be written", zap.Error(err))
			}
		}
	}
}

func (s *snapshots) shutdown(ctx context.Context) error {
	if s.client == nil {
		return nil
	}
	s.stop()
	s.done.Wait()
	ctx, cancel := context.WithTimeout(ctx, snapshotTimeout)
	defer cancel()
	err := errors.Join(s.save(ctx, time.Now()), s.client.Close(ctx))
	s.client = nil
	return err
}

func chunkKey(which byte, n int) string { return string(which) + "." + strconv.Itoa(n) }

// current returns which of the two snapshots counts and how many chunks it has.
func (s *snapshots) current(ctx context.Context) (which byte, chunks int, err error) {
	b, err := s.client.Get(ctx, currentKey)
	if err != nil || b == nil {
		return 0, 0, err
	}
	if len(b) != 5 || b[0] != 'a' && b[0] != 'b' {
		return 0, 0, errors.New("its head is damaged")
	}
	n := binary.BigEndian.Uint32(b[1:])
	if n > maxChunks {
		return 0, 0, errors.New("its head is damaged")
	}
	return b[0], int(n), nil
}

func (s *snapshots) load(ctx context.Context, now time.Time) error {
	which, chunks, err := s.current(ctx)
	if err != nil {
		return err
	}
	for n := range chunks {
		b, err := s.client.Get(ctx, chunkKey(which, n))
		if err != nil {
			return err
		}
		if err := s.local.Restore(b, now); err != nil {
			return err
		}
	}
	return nil
}

func (s *snapshots) save(ctx context.Context, now time.Time) error {
	old, oldChunks, err := s.current(ctx)
	if err != nil {
		old, oldChunks = 0, 0
	}
	which := byte('a')
	if old == 'a' {
		which = 'b'
	}
	n := 0
	for chunk := range s.local.Snapshot(now) {
		if err := s.client.Set(ctx, chunkKey(which, n), chunk); err != nil {
			return err
		}
		n++
	}
	head := binary.BigEndian.AppendUint32([]byte{which}, uint32(n))
	if err := s.client.Set(ctx, currentKey, head); err != nil {
		return err
	}
	for i := range oldChunks {
		if err := s.client.Delete(ctx, chunkKey(old, i)); err != nil {
			return err
		}
	}
	return nil
}
