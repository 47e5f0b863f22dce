package redactcorrelateprocessor

import (
	"context"
	"encoding/binary"
	"sync"
	"time"

	"github.com/minio/highwayhash"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/delivery"
)

const (
	// pairEventName is the event name of a record that joins two ids.
	pairEventName = "correlation.pair"
	// pairTenantAttribute names the tenant, where there is one.
	pairTenantAttribute = "correlation.tenant"

	pairService = "lethe"
	pairScope   = "github.com/lethe-otel/lethe/processor/redactcorrelateprocessor"

	// maxPairsPerBatch bounds what joins a batch of somebody else.
	maxPairsPerBatch = 1000
	// pairInterval is after what time pairs that no batch took go on their own.
	pairInterval = 2 * time.Second
	// pairShutdown bounds the last attempt.
	pairShutdown = 5 * time.Second
)

// pairWriter lets the records of late pairs join the batches of a logs
// pipeline. Pairs that no batch takes along go on their own.
type pairWriter struct {
	p    *redactCorrelate
	next consumer.Logs
	stop chan struct{}
	done sync.WaitGroup
	once sync.Once
}

func newPairWriter(p *redactCorrelate, next consumer.Logs) *pairWriter {
	return &pairWriter{p: p, next: next, stop: make(chan struct{})}
}

func (w *pairWriter) start() {
	w.done.Go(func() {
		tick := time.NewTicker(pairInterval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				w.flush(context.Background())
			case <-w.stop:
				return
			}
		}
	})
}

// shutdown writes what is left, as far as that goes in its time.
func (w *pairWriter) shutdown(ctx context.Context) {
	w.once.Do(func() {
		close(w.stop)
		w.done.Wait()
		ctx, cancel := context.WithTimeout(ctx, pairShutdown)
		defer cancel()
		w.flush(ctx)
	})
}

// flush sends the pairs of all tenants that wait. What cannot be delivered
// waits on; nobody is told, since the next attempt follows.
func (w *pairWriter) flush(ctx context.Context) {
	for _, tenant := range w.p.store.PairTenants() {
		for ctx.Err() == nil {
			ld := plog.NewLogs()
			taken := w.join(tenant, ld)
			if len(taken) == 0 {
				break
			}
			if err := w.next.ConsumeLogs(w.p.tenantContext(ctx, tenant), ld); err != nil {
				w.p.store.GiveBack(tenant, taken)
				break
			}
			w.wrote(ctx, len(taken))
		}
	}
}

// send delivers a batch together with the pairs of its tenant that wait.
func (w *pairWriter) send(ctx context.Context, tenant string, ld plog.Logs) error {
	taken := w.join(tenant, ld)
	err := w.next.ConsumeLogs(ctx, ld)
	if len(taken) == 0 {
		return err
	}
	if err != nil {
		// Whoever has them already will know them again by their record id.
		w.p.store.GiveBack(tenant, taken)
		return err
	}
	w.wrote(ctx, len(taken))
	return nil
}

func (w *pairWriter) wrote(ctx context.Context, n int) {
	w.p.telemetry.ProcessorRedactCorrelatePairRecords.Add(ctx, int64(n), metric.WithAttributes(attribute.String("signal", w.p.signal)))
}

// join adds records of the tenant's late pairs to a batch and returns the pairs.
func (w *pairWriter) join(tenant string, ld plog.Logs) []correlate.Pair {
	pairs := w.p.store.Pairs(tenant, maxPairsPerBatch)
	if len(pairs) == 0 {
		return nil
	}
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", pairService)
	sl := rl.ScopeLogs().AppendEmpty()
	sl.Scope().SetName(pairScope)
	for i := range pairs {
		w.write(sl.LogRecords().AppendEmpty(), tenant, &pairs[i])
	}
	return pairs
}

// write fills in the record of a pair. It is the same whenever and however often
// it is written.
func (w *pairWriter) write(r plog.LogRecord, tenant string, p *correlate.Pair) {
	r.SetTimestamp(pcommon.NewTimestampFromTime(p.Learnt))
	r.SetObservedTimestamp(r.Timestamp())
	r.SetSeverityNumber(plog.SeverityNumberInfo)
	r.SetSeverityText("INFO")
	r.SetEventName(pairEventName)
	r.SetTraceID(pcommon.TraceID(p.Trace))
	r.Body().SetStr(pairEventName)
	m := r.Attributes()
	m.EnsureCapacity(3)
	m.PutStr(delivery.RecordIDAttribute, new(idTexts).text(w.recordID(tenant, p)))
	m.PutStr(w.p.cfg.Correlation.Attribute, p.Correlation)
	if tenant != "" {
		m.PutStr(pairTenantAttribute, tenant)
	}
}

func (w *pairWriter) recordID(tenant string, p *correlate.Pair) digest {
	b := make([]byte, 0, 64+len(tenant)+len(p.Correlation))
	b = append(b, domainPair)
	b = append(b, p.Trace[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(p.Learnt.UnixNano()))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(tenant)))
	b = append(b, tenant...)
	b = append(b, p.Correlation...)
	return highwayhash.Sum128(b, w.p.key)
}
