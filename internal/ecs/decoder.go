package ecs

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/xpdata"
)

// spare is room for the attributes that most records get on their way, so that
// the list need not move: the record id, and an operation or a correlation id.
const spare = 2

// Decoder turns documents into records. It is not safe for concurrent use; keep
// decoders in a sync.Pool. It remembers the names of fields and the minute of the
// last time from one document to the next, and nothing else.
type Decoder struct {
	parser
	builders []*xpdata.MapBuilder
	// source is the document as it came, and scratch the room for the copy that
	// is read. The texts of a long document stay in a copy of its own.
	source, scratch []byte
	own             bool
	texts           *slab
	values          int
	clock           clock
	stamp           uint64
	key             []byte
	// resource and attributes are the nodes that go there.
	resource, attributes []int32
	placed               []placed
	// rest is how many values of the body stand before each node.
	rest []int32
	special
	metadata Metadata
}

// special are the nodes that have a place of their own in a record, 0 is none,
// and what was read of them.
type special struct {
	timestamp, message, line, bodyText, level, levelToo int32
	time                                                pcommon.Timestamp
	traceID                                             pcommon.TraceID
	spanID                                              pcommon.SpanID
	// fromRecord says that the document was written from a record of OpenTelemetry.
	fromRecord bool
}

// Metadata is the object @metadata of a document, by which Beats and Logstash
// tell an output what to do with it. What is not there is empty.
type Metadata struct {
	// Beat, Type and Version name the sender: filebeat, _doc, 8.15.0.
	Beat, Type, Version string
	// ID is the id that the document is to have.
	ID string
	// Index is the alias or the index without its date, RawIndex the very index.
	Index, RawIndex string
	// Pipeline is the ingest pipeline, OpType is create or index.
	Pipeline, OpType string
}

// NewDecoder returns a decoder.
func NewDecoder(l Limits) *Decoder {
	return &Decoder{parser: parser{limits: l.orDefaults()}}
}

// Metadata returns the object @metadata of the last document.
func (d *Decoder) Metadata() Metadata { return d.metadata }

// Values returns how many values the last document had, objects and arrays and
// their elements included: what its record costs in memory goes by them.
func (d *Decoder) Values() int { return d.values }

// Append adds the record of a document to a batch, or nothing if there is an
// error, which is always a *SyntaxError. It keeps no reference to doc.
func (d *Decoder) Append(b *Batch, doc []byte) (plog.LogRecord, error) {
	d.metadata = Metadata{}
	d.load(doc)
	d.texts = &b.texts
	defer d.forget()
	ok := d.document()
	if ok && d.invalid {
		d.load(replaceInvalid(doc))
		if ok = d.document(); !ok {
			d.err.Offset = originalOffset(doc, d.err.Offset)
		}
	}
	if !ok {
		err := d.err
		return plog.LogRecord{}, &err
	}
	d.sort()
	into := b.group(d.resourceKey(), d.fillResource)
	record := into.AppendEmpty()
	d.fill(record)
	return record, nil
}

// mostScratch is the longest document that is read in the scratch.
const mostScratch = 16 << 10

// load makes the copy of a document that is read: what is resolved in a text is
// resolved in place.
func (d *Decoder) load(doc []byte) {
	d.source = doc
	if d.own = len(doc) > mostScratch; d.own {
		d.buf = bytes.Clone(doc)
		return
	}
	d.scratch = append(d.scratch[:0], doc...)
	d.buf = d.scratch
}

// keptNodes and keptKey are how much of its lists a decoder keeps from one
// document to the next; a document that needs more is rare.
const (
	keptNodes = 1 << 12
	keptKey   = 1 << 14
)

// forget lets go of the document.
func (d *Decoder) forget() {
	d.source, d.buf, d.texts, d.values = nil, nil, nil, len(d.nodes)
	d.names.trim()
	if cap(d.nodes) > keptNodes {
		d.nodes, d.resource, d.attributes, d.placed, d.rest = nil, nil, nil, nil, nil
	}
	if cap(d.key) > keptKey {
		d.key = nil
	}
}

// field is what the name of a node means; nodes in arrays have none.
func (d *Decoder) field(n *node) *field { return d.names.all[n.name].field }

func (d *Decoder) bytes(i int32) []byte { return d.buf[d.nodes[i].from:d.nodes[i].to] }

// string is a text that holds until the next document.
func (d *Decoder) string(i int32) string { return view(d.bytes(i)) }

// keep is a text that holds for as long as the batch.
func (d *Decoder) keep(i int32) string {
	if d.own {
		return d.string(i)
	}
	return d.texts.keep(d.bytes(i))
}

// sort finds the place of each field.
func (d *Decoder) sort() {
	d.stamp++
	d.special = special{}
	d.resource, d.attributes = d.resource[:0], d.attributes[:0]
	for i := int32(1); i < int32(len(d.nodes)); {
		n := &d.nodes[i]
		if n.kind == kindObject && n.next > i+1 {
			i++
			continue
		}
		if !d.place(i, n) {
			d.attributes = append(d.attributes, i)
		}
		i = n.next
	}
}

// place takes a field that has a place of its own. All others, and those that
// cannot be read, are attributes.
func (d *Decoder) place(i int32, n *node) bool {
	f := d.field(n)
	text := n.kind == kindString
	switch f.role {
	case roleAttribute, roleReading, roleRecord:
		return false
	case roleResource:
		n.taken = n.kind != kindNull && d.claimResource(i, f)
	case roleResourceText:
		n.taken = text && d.claimResource(i, f)
	case roleTimestamp:
		if d.timestamp == 0 {
			if d.time = d.readTime(i, n); d.time != 0 {
				d.timestamp, n.taken = i, true
			}
		}
	case roleMessage:
		if d.message == 0 && text {
			d.message, n.taken = i, true
		}
	case roleLine:
		if d.line == 0 && text {
			d.line = i
		}
	case roleBodyText:
		if d.bodyText == 0 && text {
			d.bodyText = i
		}
	case roleLevel:
		if d.level == 0 && text {
			d.level, n.taken = i, true
		}
	case roleLevelToo:
		if d.levelToo == 0 && text && severityOf(d.string(i)) != 0 {
			d.levelToo = i
		}
	case roleTraceID:
		n.taken = text && d.traceID.IsEmpty() && readID(d.traceID[:], d.bytes(i))
	case roleSpanID:
		n.taken = text && d.spanID.IsEmpty() && readID(d.spanID[:], d.bytes(i))
	case roleMetadata:
		n.taken = true
		if text {
			d.metadata.set(f.name, d.keep(i))
		}
	}
	return n.taken
}

func (d *Decoder) claimResource(i int32, f *field) bool {
	if f.target.resource.stamp == d.stamp {
		return false
	}
	f.target.resource = claim{d.stamp, i}
	d.resource = append(d.resource, i)
	return true
}

func (d *Decoder) readTime(i int32, n *node) pcommon.Timestamp {
	switch n.kind {
	case kindWhole, kindNumber:
		return millis(d.bytes(i))
	case kindString:
		b := d.bytes(i)
		if t := d.clock.moment(b); t != 0 {
			return t
		}
		// Fewer digits are a year.
		if len(b) > 4 {
			return millis(b)
		}
	}
	return 0
}

func (m *Metadata) set(name, value string) {
	switch name {
	case "@metadata.beat":
		m.Beat = value
	case "@metadata.type":
		m.Type = value
	case "@metadata.version":
		m.Version = value
	case "@metadata._id":
		m.ID = value
	case "@metadata.index":
		m.Index = value
	case "@metadata.raw_index":
		m.RawIndex = value
	case "@metadata.pipeline":
		m.Pipeline = value
	case "@metadata.op_type":
		m.OpType = value
	}
}

// readID reads an id of as many hexadecimal digits as fill it. One of zeros is
// none, and leaves it empty like all others that are not read.
func readID(id, digits []byte) bool {
	if len(digits) != 2*len(id) {
		return false
	}
	if _, err := hex.Decode(id, digits); err != nil {
		clear(id)
		return false
	}
	return slices.ContainsFunc(id, func(b byte) bool { return b != 0 })
}

// resourceKey is the names and values of the resource, one to one.
func (d *Decoder) resourceKey() []byte {
	key := d.key[:0]
	for _, i := range d.resource {
		n := &d.nodes[i]
		to := d.field(n).target.name
		key = binary.LittleEndian.AppendUint32(key, uint32(len(to)))
		key = append(key, to...)
		key = binary.LittleEndian.AppendUint32(key, n.raw-n.start())
		key = append(key, d.source[n.start():n.raw]...)
	}
	d.key = key
	return key
}

func (d *Decoder) fillResource(m pcommon.Map) {
	if len(d.resource) == 0 {
		return
	}
	mb := d.builder(0, len(d.resource))
	for _, i := range d.resource {
		d.put(mb.AppendEmpty(d.field(&d.nodes[i]).target.name), i, 1)
	}
	mb.UnsafeIntoMap(m)
}

// fill writes the record.
func (d *Decoder) fill(r plog.LogRecord) {
	r.SetTimestamp(d.time)
	if d.level != 0 {
		r.SetSeverityText(d.keep(d.level))
		r.SetSeverityNumber(severityOf(d.string(d.level)))
	} else if d.levelToo != 0 {
		r.SetSeverityText(d.keep(d.levelToo))
		r.SetSeverityNumber(severityOf(d.string(d.levelToo)))
	}
	r.SetTraceID(d.traceID)
	r.SetSpanID(d.spanID)
	body := d.message
	if body == 0 {
		if body = d.line; body == 0 {
			body = d.bodyText
			d.fromRecord = body != 0
		}
	}
	if body != 0 {
		d.nodes[body].taken = true
		r.Body().SetStr(d.keep(body))
		d.fillAttributes(r.Attributes(), false)
		return
	}
	d.fillAttributes(r.Attributes(), true)
	d.fillBody(r.Body())
}

// placed is a value and the name that it gets.
type placed struct {
	node int32
	to   *field
}

// fillAttributes writes the fields without a place of their own, or only those
// that never belong to a body. Where two have one name, as {"a.b":1} and
// {"a":{"b":2}} do, the attribute has both values, as the field of an index
// would.
func (d *Decoder) fillAttributes(m pcommon.Map, readingOnly bool) {
	d.placed = d.placed[:0]
	for _, i := range d.attributes {
		n := &d.nodes[i]
		if n.taken || readingOnly && d.field(n).role != roleReading {
			continue
		}
		n.taken = true
		to := d.attributeOf(i, n)
		if to.record.stamp == d.stamp {
			d.nodes[to.record.node].again = i
			to.record.node = i
			continue
		}
		to.record = claim{d.stamp, i}
		d.placed = append(d.placed, placed{i, to})
	}
	if len(d.placed) == 0 {
		return
	}
	mb := d.builder(0, len(d.placed)+spare)
	for _, p := range d.placed {
		d.put(mb.AppendEmpty(p.to.name), p.node, 1)
	}
	mb.UnsafeIntoMap(m)
}

// attributeOf returns the field whose name the attribute gets: the one of the
// semantic conventions, unless another field has it already.
func (d *Decoder) attributeOf(i int32, n *node) *field {
	f := d.field(n)
	switch f.role {
	case roleAttribute, roleReading:
	case roleRecord:
		if !d.fromRecord {
			return f
		}
	case roleStream:
		if n.kind != kindString || d.string(i) != "stdout" && d.string(i) != "stderr" {
			return f
		}
	default:
		return f
	}
	if f.target.record.stamp == d.stamp && f.record.stamp != d.stamp {
		return f
	}
	return f.target
}
