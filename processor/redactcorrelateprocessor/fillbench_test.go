package redactcorrelateprocessor

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// BenchmarkFill is what it costs to find the correlation id of a record, or the
// trace of one that has the id alone, in a store of 100,000 live traces: the
// settling of a batch of a thousand records and the look-ups of the second pass,
// without the reading of records, which is there with and without a store.
func BenchmarkFill(b *testing.B) {
	for _, mode := range []struct {
		name    string
		records int // of a trace
		byID    bool
	}{
		{"10 records a trace", 10, false},
		{"1 record a trace", 1, false},
		{"by correlation id", 10, true},
		{"1 record a correlation id", 1, true},
	} {
		b.Run(mode.name, func(b *testing.B) {
			p := benchFiller(b)
			traces, ids := benchLive(p)
			now := time.Now()
			w := newWorker(p)
			next := 0
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				w.reset()
				for r := range benchRecords {
					rec := w.add()
					n := (next + r/mode.records) % len(traces)
					if mode.byID {
						rec.id = w.pairs.id(w, ids[n])
					} else {
						rec.trace = w.pairs.trace(traces[n])
					}
					binary.LittleEndian.PutUint64(rec.digest[:], uint64(next+r)*0x9e3779b97f4a7c15)
				}
				next += benchRecords
				b.StartTimer()
				w.settle(b.Context(), now)
				for i := range w.records {
					w.inferTrace(&w.records[i])
					if w.correlationFor(&w.records[i]) == "" {
						b.Fatal("nothing is known")
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
		})
	}
}

// BenchmarkLearn is what it costs to learn: each record has a trace and a
// correlation id of its own, as in BenchmarkFill, which the store knows.
func BenchmarkLearn(b *testing.B) {
	p := benchFiller(b)
	traces, ids := benchLive(p)
	w := newWorker(p)
	now := time.Now()
	next := 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		w.reset()
		for r := range benchRecords {
			rec := w.add()
			n := (next + r) % len(traces)
			rec.id, rec.trace = w.pairs.id(w, ids[n]), w.pairs.trace(traces[n])
			w.pairs.learn(rec.trace, rec.id, correlate.SourceRequestID)
			binary.LittleEndian.PutUint64(rec.digest[:], uint64(next+r)*0x9e3779b97f4a7c15)
		}
		next += benchRecords
		b.StartTimer()
		w.settle(b.Context(), now)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
}

// BenchmarkUnknown is what it costs to find nothing: each record has a trace of
// its own that no other one had, and the store is told that it went by.
func BenchmarkUnknown(b *testing.B) {
	p := benchFiller(b)
	w := newWorker(p)
	next := uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		w.reset()
		for range benchRecords {
			next++
			var t correlate.TraceID
			binary.BigEndian.PutUint64(t[:], next)
			binary.BigEndian.PutUint64(t[8:], next*0x9e3779b97f4a7c15)
			rec := w.add()
			rec.trace = w.pairs.trace(t)
			binary.LittleEndian.PutUint64(rec.digest[:], next)
		}
		now := time.Now()
		b.StartTimer()
		w.settle(b.Context(), now)
		for i := range w.records {
			if w.correlationFor(&w.records[i]) != "" {
				b.Fatal("something is known")
			}
		}
		w.leave(now)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
}

// benchLive fills the store with 100,000 live traces.
func benchLive(p *redactCorrelate) (traces []correlate.TraceID, ids []string) {
	const live = 100_000
	traces, ids = make([]correlate.TraceID, live), make([]string, live)
	now := time.Now()
	for i := range live {
		h := uint64(i+1) * 0x9e3779b97f4a7c15
		binary.BigEndian.PutUint64(traces[i][:], h)
		binary.BigEndian.PutUint64(traces[i][8:], h^0x5bd1e995)
		ids[i] = fmt.Sprintf("%08x-%04x-4000-8000-%012x", uint32(h>>32), uint16(h>>16), i)
		p.store.Learn("", traces[i], ids[i], correlate.SourceRequestID, now)
	}
	return traces, ids
}

func benchFiller(b *testing.B) *redactCorrelate {
	b.Helper()
	p, err := newProcessor(nopSettings(), testConfig(), signalLogs)
	require.NoError(b, err)
	p.store = correlate.NewMemoryStore(correlate.Settings{Capacity: 200_000})
	return p
}
