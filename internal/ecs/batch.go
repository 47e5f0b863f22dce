package ecs

import (
	"bytes"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// Batch collects records. Those of equal resources stand together, in the order
// in which they came.
type Batch struct {
	logs plog.Logs
	// groups are where the records of each resource go, by the names and values
	// of the resource.
	groups map[string]plog.LogRecordSlice
	// last and into are the resource of the record before.
	last  []byte
	into  plog.LogRecordSlice
	count int
	texts slab
	// expected is how many records the first group gets room for.
	expected int
}

// NewBatch returns an empty batch.
func NewBatch() *Batch {
	return &Batch{logs: plog.NewLogs(), groups: make(map[string]plog.LogRecordSlice)}
}

// mostExpected bounds the room that is made ahead of the records.
const mostExpected = 4096

// Expect makes room for n records, which all but a few senders send for one
// resource. It is called before the first record; any other number of them may
// come.
func (b *Batch) Expect(n int) { b.expected = min(n, mostExpected) }

// Logs returns the records. The batch must not be appended to afterwards.
func (b *Batch) Logs() plog.Logs { return b.logs }

// Len is how many records were appended.
func (b *Batch) Len() int { return b.count }

// group returns where the records of a resource go, and fills a new resource.
func (b *Batch) group(resource []byte, fill func(pcommon.Map)) plog.LogRecordSlice {
	first := b.count == 0
	b.count++
	if !first && bytes.Equal(resource, b.last) {
		return b.into
	}
	b.last = append(b.last[:0], resource...)
	into, ok := b.groups[string(resource)]
	if !ok {
		group := b.logs.ResourceLogs().AppendEmpty()
		fill(group.Resource().Attributes())
		into = group.ScopeLogs().AppendEmpty().LogRecords()
		into.EnsureCapacity(b.expected)
		b.expected = 0
		b.groups[string(resource)] = into
	}
	b.into = into
	return into
}
