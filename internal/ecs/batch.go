package ecs

import "go.opentelemetry.io/collector/pdata/plog"

// Batch collects records. Those of equal resources stand together, in the order
// in which they came.
type Batch struct {
	logs plog.Logs
	// groups are the resources so far by what their fields hold, and last is
	// the one of the record before.
	groups map[string]plog.LogRecordSlice
	last   string
	into   plog.LogRecordSlice
	count  int
}

// NewBatch returns an empty batch.
func NewBatch() *Batch { return &Batch{logs: plog.NewLogs()} }

// Logs returns the records. The batch must not be appended to afterwards.
func (b *Batch) Logs() plog.Logs { return b.logs }

// Len is how many records were appended.
func (b *Batch) Len() int { return b.count }

// group returns where the records of a resource go, and fills a new resource.
func (b *Batch) group(key []byte, fill func(plog.ResourceLogs)) plog.LogRecordSlice {
	b.count++
	if b.groups != nil && string(key) == b.last {
		return b.into
	}
	into, ok := b.groups[string(key)]
	b.last = string(key)
	if !ok {
		resource := b.logs.ResourceLogs().AppendEmpty()
		fill(resource)
		into = resource.ScopeLogs().AppendEmpty().LogRecords()
		if b.groups == nil {
			b.groups = make(map[string]plog.LogRecordSlice)
		}
		b.groups[b.last] = into
	}
	b.into = into
	return into
}
