package lokipushreceiver

import (
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// recordMaker turns decoded pushes into records. It is the same for all
// requests.
type recordMaker struct {
	limits   LimitsConfig
	discover []string
}

// records makes one resource of each stream and one record of each entry, in
// the order of the push. What is beyond a limit is left out and counted. The
// observed time stays empty, so that the same push gives the same records.
func (m *recordMaker) records(p *push) (plog.Logs, *refusals) {
	logs := plog.NewLogs()
	refused := new(refusals)
	logs.ResourceLogs().EnsureCapacity(len(p.streams))
	for i := range p.streams {
		m.stream(p, &p.streams[i], logs, refused)
	}
	return logs, refused
}

func (m *recordMaker) stream(p *push, s *stream, logs plog.Logs, refused *refusals) {
	entries := p.entries[s.first:s.last]
	if len(entries) == 0 {
		return
	}
	s.labels.resolve(&m.limits, m.discover)
	if s.labels.refusal != "" {
		refused.add(s.labels.refusal, len(entries))
		return
	}
	var records plog.LogRecordSlice
	started := false
	for i := range entries {
		e := &entries[i]
		pairs := p.pairs[e.first:e.last]
		if why := m.check(e, pairs); why != "" {
			refused.add(why, 1)
			continue
		}
		if !started {
			started = true
			resource := logs.ResourceLogs().AppendEmpty()
			s.labels.putTo(resource.Resource().Attributes())
			records = resource.ScopeLogs().AppendEmpty().LogRecords()
			records.EnsureCapacity(len(entries) - i)
		}
		record := records.AppendEmpty()
		record.SetTimestamp(pcommon.Timestamp(e.time)) //nolint:gosec // Never negative.
		record.Body().SetStr(validText(e.line))
		level := s.labels.severity
		if len(pairs) > 0 {
			if own := putMetadata(record, pairs); own.number != 0 {
				level = own
			}
		}
		if level.number != 0 {
			record.SetSeverityNumber(level.number)
			record.SetSeverityText(level.text)
		}
	}
}

// check applies Loki's limits in Loki's order.
func (m *recordMaker) check(e *entry, pairs []pair) reason {
	if e.outOfRange {
		return timeOutOfRange
	}
	if m.limits.LineSize > 0 && len(e.line) > m.limits.LineSize {
		return lineTooLong
	}
	if e.count > m.limits.MetadataEntries {
		return metadataTooMany
	}
	if m.limits.MetadataSize > 0 {
		size := 0
		for _, p := range pairs {
			size += len(p.name) + len(p.value)
		}
		if size > m.limits.MetadataSize {
			return metadataTooLarge
		}
	}
	return ""
}

// putMetadata makes attributes of structured metadata. Ids in their usual form
// become the record's own; a level is returned. Of a name that is there several
// times, the attribute lists the values.
func putMetadata(record plog.LogRecord, pairs []pair) severity {
	attributes := record.Attributes()
	attributes.EnsureCapacity(len(pairs))
	var level severity
	rank := len(levelNames)
	for _, p := range pairs {
		switch p.name {
		case "trace_id", "traceID", "traceId", "traceid", "trace.id":
			var id pcommon.TraceID
			if record.TraceID().IsEmpty() && readID(id[:], p.value) {
				record.SetTraceID(id)
				continue
			}
		case "span_id", "spanID", "spanId", "spanid", "span.id":
			var id pcommon.SpanID
			if record.SpanID().IsEmpty() && readID(id[:], p.value) {
				record.SetSpanID(id)
				continue
			}
		case "level", "severity", "severity_text", "lvl", "detected_level":
			if r := slices.Index(levelNames, p.name); r < rank {
				if s := severityOf(p.value); s.number != 0 {
					level, rank = s, r
				}
			}
		}
		name, value := validText(p.name), validText(p.value)
		if known, ok := attributes.Get(name); ok {
			addValue(known, value)
			continue
		}
		attributes.PutStr(name, value)
	}
	return level
}

// addValue makes a list of an attribute that is there with another value.
func addValue(known pcommon.Value, value string) {
	if known.Type() == pcommon.ValueTypeSlice {
		known.Slice().AppendEmpty().SetStr(value)
		return
	}
	if first := known.Str(); first != value {
		list := known.SetEmptySlice()
		list.AppendEmpty().SetStr(first)
		list.AppendEmpty().SetStr(value)
	}
}

// readID reads an id of exactly as many hexadecimal digits as fill it. An id of
// zeros is none.
func readID(id []byte, text string) bool {
	if len(text) != 2*len(id) {
		return false
	}
	if _, err := hex.Decode(id, []byte(text)); err != nil {
		return false
	}
	return slices.ContainsFunc(id, func(b byte) bool { return b != 0 })
}

// validText replaces what is not UTF-8: the strings of OTLP have to be.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\ufffd")
}
