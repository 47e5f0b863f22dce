package redactcmd

import (
	"errors"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// The processor joins records and gives them ids and times. This command only
// redacts, so that what the processor adds is taken back.

// added are the attributes that the processor may add.
var added = []string{delivery.RecordIDAttribute, "correlation.id", "correlation.trace_id.source"}

// before is what a record had, and which of the added attributes.
type before struct {
	had   [3]bool
	time  pcommon.Timestamp
	trace pcommon.TraceID
	span  pcommon.SpanID
}

func hadOf(m pcommon.Map) (had [3]bool) {
	for i, name := range added {
		_, had[i] = m.Get(name)
	}
	return had
}

func (b *before) restore(m pcommon.Map) {
	m.RemoveIf(func(name string, _ pcommon.Value) bool {
		i := slices.Index(added, name)
		return i >= 0 && !b.had[i]
	})
}

// keeper remembers the records of a batch in their order.
type keeper[R any] struct {
	read    func(R) before
	write   func(R, *before)
	records []before
	next    int
	writing bool
}

func (k *keeper[R]) Resource(pdatawalk.Group) {}
func (k *keeper[R]) Scope(pdatawalk.Group)    {}

func (k *keeper[R]) Record(r R) {
	if !k.writing {
		k.records = append(k.records, k.read(r))
		return
	}
	if k.next < len(k.records) {
		k.write(r, &k.records[k.next])
	}
	k.next++
}

func (k *keeper[R]) check() error {
	if k.next != len(k.records) {
		return errors.New("the processor changed the number of records")
	}
	return nil
}

type keptLogs struct{ keeper[plog.LogRecord] }

func keepLogs(ld plog.Logs) *keptLogs {
	k := &keptLogs{keeper[plog.LogRecord]{
		read: func(r plog.LogRecord) before {
			return before{hadOf(r.Attributes()), r.Timestamp(), r.TraceID(), r.SpanID()}
		},
		write: func(r plog.LogRecord, b *before) {
			b.restore(r.Attributes())
			r.SetTimestamp(b.time)
			r.SetTraceID(b.trace)
			r.SetSpanID(b.span)
		},
	}}
	pdatawalk.EachLog(ld, k)
	k.writing = true
	return k
}

func (k *keptLogs) restore(ld plog.Logs) error {
	pdatawalk.EachLog(ld, k)
	return k.check()
}

type keptSpans struct{ keeper[ptrace.Span] }

func keepSpans(td ptrace.Traces) *keptSpans {
	k := &keptSpans{keeper[ptrace.Span]{
		read:  func(s ptrace.Span) before { return before{had: hadOf(s.Attributes())} },
		write: func(s ptrace.Span, b *before) { b.restore(s.Attributes()) },
	}}
	pdatawalk.EachSpan(td, k)
	k.writing = true
	return k
}

func (k *keptSpans) restore(td ptrace.Traces) error {
	pdatawalk.EachSpan(td, k)
	return k.check()
}
