package lokiexporter

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"
	"sync"

	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// entry is one record, encoded.
type entry struct {
	timestamp uint64
	index     int // position in the batch, in walk order
	start     int // of the encoded entry in batch.arena
	end       int
	id        string
}

// stream is what is sent under one set of labels, sorted by time.
type stream struct {
	labels  string
	entries []entry
}

// batch is one batch of logs as Loki wants it. It is made by one goroutine and
// only read afterwards.
type batch struct {
	limits  LimitsConfig
	labeler labeler
	names   nameCache

	arena    []byte
	streams  []*stream
	byLabels map[string]*stream
	// resource and shared hold what all records of a resource and of a scope
	// have in common, own what one record has; pairs is where they meet.
	resource, shared, own, pairs []pair
}

// maxKeptArena bounds what a batch keeps for the next one.
const maxKeptArena = 16 << 20

// batches recycles the memory of batches.
type batches struct{ pool sync.Pool }

func newBatches(cfg *Config) *batches {
	labeler := newLabeler(cfg)
	b := &batches{}
	b.pool.New = func() any {
		return &batch{limits: cfg.Limits, labeler: labeler, names: nameCache{}, byLabels: map[string]*stream{}}
	}
	return b
}

func (b *batches) get() *batch { return b.pool.Get().(*batch) }

// put takes a batch back; nothing of it may be used any more.
func (b *batches) put(used *batch) {
	if cap(used.arena) > maxKeptArena {
		return
	}
	used.arena = used.arena[:0]
	clear(used.streams)
	used.streams = used.streams[:0]
	clear(used.byLabels)
	for _, pairs := range [][]pair{used.resource, used.shared, used.own, used.pairs} {
		clear(pairs[:cap(pairs)])
	}
	b.pool.Put(used)
}

// fill encodes all records. What Loki would never take is rejected here, and
// counted in rejected by reason.
func (b *batch) fill(ld plog.Logs, ledger *delivery.Ledger, rejected map[string]int) {
	index := 0
	for _, rl := range ld.ResourceLogs().All() {
		attributes := rl.Resource().Attributes()
		labels := b.labeler.labels(attributes)
		s := b.stream(labelString(labels))
		b.resource = append(b.resource[:0], labels...)
		b.resource = appendAttributes(b.resource, b.names, attributes, rankResource)
		// What is a label already would collide in every record.
		b.resource = slices.DeleteFunc(b.resource, func(p pair) bool {
			return p.rank == rankResource && slices.ContainsFunc(labels, func(l pair) bool { return l.name == p.name && l.value == p.value })
		})
		for _, sl := range rl.ScopeLogs().All() {
			scope := sl.Scope()
			b.shared = append(b.shared[:0], b.resource...)
			b.shared = appendPair(b.shared, b.names, "scope_name", scope.Name(), rankField)
			b.shared = appendPair(b.shared, b.names, "scope_version", scope.Version(), rankField)
			b.shared = appendAttributes(b.shared, b.names, scope.Attributes(), rankScope)
			slices.SortFunc(b.shared, comparePairs)
			for _, lr := range sl.LogRecords().All() {
				if reason := b.add(s, index, lr); reason != "" {
					ledger.Set(index, delivery.Rejected)
					rejected[reason]++
				}
				index++
			}
		}
	}
	b.streams = slices.DeleteFunc(b.streams, func(s *stream) bool { return len(s.entries) == 0 })
	for _, s := range b.streams {
		b.sort(s)
	}
}

func (b *batch) stream(labels string) *stream {
	s, ok := b.byLabels[labels]
	if !ok {
		s = &stream{labels: labels}
		b.byLabels[labels] = s
		b.streams = append(b.streams, s)
	}
	return s
}

// add encodes one record, or returns the reason why Loki would never take it.
func (b *batch) add(s *stream, index int, lr plog.LogRecord) string {
	// The time of the export is never a timestamp: it would make a retry
	// another entry.
	timestamp := uint64(cmp.Or(lr.Timestamp(), lr.ObservedTimestamp()))
	switch {
	case timestamp == 0:
		return reasonNoTimestamp
	case timestamp > math.MaxInt64:
		return reasonTooNew // to Loki, which counts in int64, it would be old
	}
	line := valueText(lr.Body())
	if limit := b.limits.LineSize; limit > 0 && len(line) > limit {
		return reasonLineTooLong
	}
	b.own = appendFields(b.own[:0], b.names, lr)
	b.own = appendAttributes(b.own, b.names, lr.Attributes(), rankAttribute)
	b.pairs = slices.Grow(b.pairs[:0], len(b.shared)+len(b.own))
	metadata := distinct(b.pairs, b.shared, b.own)
	if limit := b.limits.MetadataEntries; limit > 0 && len(metadata) > limit {
		return reasonMetadataTooMany
	}
	if limit := b.limits.MetadataSize; limit > 0 && metadataSize(metadata) > limit {
		return reasonMetadataTooLarge
	}
	e := entry{timestamp: timestamp, index: index, start: len(b.arena)}
	if id, ok := lr.Attributes().Get(delivery.RecordIDAttribute); ok {
		e.id = id.Str()
	}
	b.arena = appendEntry(b.arena, timestamp, line, metadata)
	e.end = len(b.arena)
	s.entries = append(s.entries, e)
	return ""
}

// appendFields adds what a record says besides body and attributes, under the
// names that Loki's own OTLP endpoint gives it. The observed time is left out:
// a sender that reads a file twice would make another entry with it.
func appendFields(pairs []pair, names nameCache, lr plog.LogRecord) []pair {
	if id := lr.TraceID(); !id.IsEmpty() {
		pairs = appendPair(pairs, names, "trace_id", id.String(), rankField)
	}
	if id := lr.SpanID(); !id.IsEmpty() {
		pairs = appendPair(pairs, names, "span_id", id.String(), rankField)
	}
	if n := lr.SeverityNumber(); n != plog.SeverityNumberUnspecified {
		pairs = appendPair(pairs, names, "severity_number", strconv.Itoa(int(n)), rankField)
	}
	if flags := lr.Flags(); flags != 0 {
		pairs = appendPair(pairs, names, "flags", strconv.FormatUint(uint64(flags), 10), rankField)
	}
	if dropped := lr.DroppedAttributesCount(); dropped != 0 {
		pairs = appendPair(pairs, names, "dropped_attributes_count", strconv.FormatUint(uint64(dropped), 10), rankField)
	}
	pairs = appendPair(pairs, names, "severity_text", lr.SeverityText(), rankField)
	return appendPair(pairs, names, "event_name", lr.EventName(), rankField)
}

// metadataSize is what Loki counts against max_structured_metadata_size.
func metadataSize(metadata []pair) int {
	n := 0
	for _, p := range metadata {
		n += len(p.name) + len(p.value)
	}
	return n
}

// sort orders entries by time, then by record id, then by their bytes: the
// same records always give the same push, whatever order they come in, and an
// old entry never stands behind a new one that would push it out of Loki's
// window for late entries.
func (b *batch) sort(s *stream) {
	slices.SortStableFunc(s.entries, func(x, y entry) int {
		if c := cmp.Compare(x.timestamp, y.timestamp); c != 0 {
			return c
		}
		if c := cmp.Compare(x.id, y.id); c != 0 {
			return c
		}
		return bytes.Compare(b.encoded(x), b.encoded(y))
	})
}

func (b *batch) encoded(e entry) []byte { return b.arena[e.start:e.end] }
