package lumberjackreceiver

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/ecs"
	"github.com/lethe-otel/lethe/internal/intake"
	"github.com/lethe-otel/lethe/internal/jsontext"
	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/frame"
)

// unparsedAttribute says of a record why its body is the text as it came.
const unparsedAttribute = "lethe.lumberjack.unparsed"

const (
	unparsedSyntax = "syntax"
	unparsedLength = "too_long"
)

// maxID is the longest id that Elasticsearch takes, in bytes.
const maxID = 512

// decoding is what all connections share to make records.
type decoding struct {
	decoders sync.Pool
	allow    AllowConfig
}

// scratch is what making records needs.
type scratch struct {
	decoder *ecs.Decoder
	json    []byte
}

func newDecoding(cfg *Config) decoding {
	return decoding{
		decoders: sync.Pool{New: func() any { return &scratch{decoder: ecs.NewDecoder(ecs.Limits{})} }},
		allow:    cfg.Allow,
	}
}

// records makes records of events: the same of the same bytes, whenever and
// from wherever they come.
func (s *server) records(payload []byte, events []event) made {
	w := s.decoding.decoders.Get().(*scratch)
	defer s.decoding.decoders.Put(w)
	m := making{server: s, scratch: w, batch: ecs.NewBatch()}
	m.batch.Expect(len(events))
	for i, e := range events {
		m.event(i, e, payload[e.start:e.end])
	}
	return made{m.logs(), m.operations, m.syntax, m.long}
}

// made are the records of a batch.
type made struct {
	logs plog.Logs
	// operations says that there are some among them.
	operations bool
	// syntax and long are how many are their text, for either reason.
	syntax, long int64
}

// countUnparsed counts events that became text, once they are taken: they are
// made anew for each try.
func (s *server) countUnparsed(ctx context.Context, m made) {
	if m.syntax > 0 {
		s.telemetry.ReceiverLumberjackEventsUnparsed.Add(ctx, m.syntax, s.labels.unparsedSyntax)
	}
	if m.long > 0 {
		s.telemetry.ReceiverLumberjackEventsUnparsed.Add(ctx, m.long, s.labels.unparsedLength)
	}
}

// making is the making of one batch of records.
type making struct {
	*scratch
	server       *server
	batch        *ecs.Batch
	raw          []raw
	syntax, long int64
	operations   bool
}

// raw is an event that is kept as text.
type raw struct{ text, reason string }

func (m *making) event(position int, e event, doc []byte) {
	if e.kind == frame.Pairs {
		doc = m.pairs(doc)
	}
	if e.cut {
		m.long++
		m.raw = append(m.raw, raw{valid(cutRune(doc)), unparsedLength})
		return
	}
	record, err := m.decoder.Append(m.batch, doc)
	if err != nil {
		m.syntax++
		m.raw = append(m.raw, raw{valid(doc), unparsedSyntax})
		return
	}
	op := m.operation(position)
	if op.PutOnly(record.Attributes()) {
		m.operations = true
	}
}

// operation reads what @metadata asks of Elasticsearch.
func (m *making) operation(position int) delivery.Operation {
	meta := m.decoder.Metadata()
	op := delivery.Operation{Action: delivery.ActionCreate, Position: position + 1}
	if meta.OpType == string(delivery.ActionIndex) {
		op.Action = delivery.ActionIndex
	}
	if len(meta.ID) <= maxID {
		op.ID = meta.ID
	}
	if intake.Allowed(m.server.decoding.allow.Indices, meta.RawIndex) {
		op.Index = meta.RawIndex
	}
	if intake.Allowed(m.server.decoding.allow.Pipelines, meta.Pipeline) {
		op.Pipeline = meta.Pipeline
	}
	if op.ID != "" {
		op.SourceIndex = meta.RawIndex
	}
	return op
}

// logs returns the records, those without a structure behind the others.
func (m *making) logs() plog.Logs {
	logs := m.batch.Logs()
	if len(m.raw) == 0 {
		return logs
	}
	records := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	records.EnsureCapacity(len(m.raw))
	for _, r := range m.raw {
		record := records.AppendEmpty()
		record.Body().SetStr(r.text)
		record.Attributes().PutStr(unparsedAttribute, r.reason)
	}
	return logs
}

// valid returns the text with bytes that are not UTF-8 replaced.
func valid(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }

// cutRune takes a rune that was cut off the end.
func cutRune(b []byte) []byte {
	for i := 1; i <= min(utf8.UTFMax, len(b)); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			return b
		}
	}
	return b
}

// forwarder are the names that logstash-forwarder and the lumberjack output of
// Logstash gave to what all others call by its name in the Elastic Common
// Schema.
var forwarder = map[string]string{
	"line":   "message",
	"file":   "log.file.path",
	"offset": "log.offset",
	"host":   "host.name",
}

// pairs makes a document of the keys and values of version 1. A lone line that
// is an object is the document: the lumberjack output of Logstash sends its
// events so.
func (m *making) pairs(payload []byte) []byte {
	var (
		count int
		lone  []byte
	)
	frame.EachPair(payload, func(key, value []byte) {
		count++
		if string(key) == "line" {
			lone = value
		}
	})
	if trimmed := bytes.TrimSpace(lone); count == 1 && len(trimmed) > 1 && trimmed[0] == '{' && trimmed[len(trimmed)-1] == '}' {
		return trimmed
	}
	m.json = append(m.json[:0], '{')
	frame.EachPair(payload, func(key, value []byte) {
		if len(m.json) > 1 {
			m.json = append(m.json, ',')
		}
		offset := string(key) == "offset"
		if name, ok := forwarder[string(key)]; ok {
			key = []byte(name)
		}
		m.json = append(jsontext.AppendString(m.json, string(key)), ':')
		if offset && isOffset(value) {
			m.json = append(m.json, value...)
		} else {
			m.json = jsontext.AppendString(m.json, string(value))
		}
	})
	m.json = append(m.json, '}')
	return m.json
}

// isOffset says whether the text is a number as JSON has it, within 64 bits.
func isOffset(b []byte) bool {
	if len(b) == 0 || len(b) > 18 || b[0] == '0' && len(b) > 1 {
		return false
	}
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}
