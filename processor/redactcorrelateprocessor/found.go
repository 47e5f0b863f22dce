package redactcorrelateprocessor

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// found are the ids in one record or resource, as they were received.
type found struct {
	ids correlate.IDs
	// id is the number in pairs of the best correlation id, 0 is none, and rank
	// is how good its source is.
	id   int32
	rank correlate.Source
	// origin is where the id was read.
	origin correlate.Origin
	// text is the one that the correlation id of ids stands in, "" for none.
	text string
	// root says that the record is a server span, whose request id counts more.
	root bool
	// marks are those of the fields of a structured body or attribute, of a
	// resource those that its records share.
	marks marks
}

// readAttributes takes the ids out of attributes by their names and returns
// what the names say about the record.
func (w *worker) readAttributes(p pdatawalk.Place, m pcommon.Map, f *found) marks {
	var all marks
	pos := 0
	f.ids.Place = fromAttribute
	if p == pdatawalk.ResourceAttributes {
		f.ids.Place = fromResource
	}
	for name, v := range m.All() {
		k := w.keys.at(p, pos, name)
		pos++
		if k.marks != 0 {
			all |= k.marks
			if k.marks&markCorrelated != 0 && v.Type() == pcommon.ValueTypeStr && v.Str() == "" {
				all &^= markCorrelated
			}
		}
		switch {
		case k.kind != 0 && v.Type() != pcommon.ValueTypeMap:
			w.readKeyed(k.kind, v, f)
		case k.marks&markOperation != 0:
		case isNested(v):
			w.path = append(w.path[:0], name...)
			w.readNested(name, v, 0, true, f)
		case k.marks&markText != 0 && p == pdatawalk.LogAttributes && v.Type() == pcommon.ValueTypeStr:
			w.readText(v.Str(), f)
		}
	}
	return all
}

// readBody takes the ids out of the body of a log record. A list is one of
// records of others.
func (w *worker) readBody(v pcommon.Value, f *found) {
	w.path = w.path[:0]
	f.ids.Place = fromBody
	switch v.Type() {
	case pcommon.ValueTypeStr:
		w.readText(v.Str(), f)
	case pcommon.ValueTypeMap:
		w.readFields(v.Map(), 1, true, f)
	}
}

// readNested takes the ids out of a field that holds others. Lists hold records
// of others, but for the scopes of .NET. live says that texts around the field
// are about the record itself.
func (w *worker) readNested(name string, v pcommon.Value, depth int, live bool, f *found) {
	if depth >= w.p.cfg.Redaction.Limits.MaxDepth {
		return
	}
	switch v.Type() {
	case pcommon.ValueTypeMap:
		w.readFields(v.Map(), depth+1, live && correlate.HoldsContext(name), f)
	case pcommon.ValueTypeSlice:
		if !strings.EqualFold(name, "scopes") {
			return
		}
		for _, e := range v.Slice().All() {
			switch {
			case e.Type() == pcommon.ValueTypeMap:
				w.readFields(e.Map(), depth+1, live, f)
			case live && e.Type() == pcommon.ValueTypeStr:
				w.readText(e.Str(), f)
			}
		}
	}
}

// readFields takes the ids out of a nested map. A field is known by its dotted
// path alone: parent.trace_id is the trace of somebody else.
func (w *worker) readFields(m pcommon.Map, depth int, live bool, f *found) {
	parent := len(w.path)
	for name, v := range m.All() {
		w.path = appendField(w.path[:parent], name)
		k := w.keys.path(w.path)
		f.marks |= k.marks & markPlace
		if k.kind != correlate.KeyNone && v.Type() != pcommon.ValueTypeMap {
			w.readKeyed(k.kind, v, f)
			continue
		}
		switch {
		case isNested(v):
			w.readNested(name, v, depth, live, f)
		case live && v.Type() == pcommon.ValueTypeStr && !correlate.HoldsOthers(name):
			w.readText(v.Str(), f)
		}
	}
	w.path = w.path[:parent]
}

func appendField(path []byte, name string) []byte {
	if len(path) > 0 {
		path = append(path, '.')
	}
	return append(path, name...)
}

// readKeyed takes the ids out of a value under a name that says what it is.
func (w *worker) readKeyed(kind correlate.KeyKind, v pcommon.Value, f *found) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		w.readID(kind, v.Str(), f)
	case pcommon.ValueTypeInt:
		if !kind.HoldsNumber() {
			return
		}
		w.readID(kind, strconv.FormatInt(v.Int(), 10), f)
	case pcommon.ValueTypeSlice:
		// A header is a list of its values.
		for _, e := range v.Slice().All() {
			if e.Type() == pcommon.ValueTypeStr {
				w.readID(kind, e.Str(), f)
			}
		}
	}
}

// readID and readText ask the extraction, which parses bytes from outside: if
// it fails the record goes on without the id.
func (w *worker) readID(kind correlate.KeyKind, value string, f *found) {
	defer w.forgive()
	if kind.HoldsCorrelation() {
		// An id that must not be spread would hide the next best one.
		one := correlate.IDs{Place: f.ids.Place}
		correlate.Attr(kind, value, &one)
		if one.Correlation != "" && !w.prefer(one.Correlation, one.Source, one.CorrelationOrigin, f) {
			return
		}
	}
	correlate.Attr(kind, value, &f.ids)
}

func (w *worker) readText(text string, f *found) {
	if text == "" {
		return
	}
	defer w.forgive()
	before := len(f.ids.Correlation)
	correlate.Text(text, &f.ids)
	if before == 0 && f.ids.Correlation != "" {
		f.text = text
	}
}

// readOn looks for the next best correlation id in the text whose best one
// must not be spread.
func (w *worker) readOn(f *found) {
	defer w.forgive()
	next := correlate.IDs{Options: f.ids.Options, Place: f.ids.CorrelationOrigin.Place, Except: f.ids.Correlation}
	correlate.Text(f.text, &next)
	if next.Correlation != "" {
		w.prefer(next.Correlation, next.Source, next.CorrelationOrigin, f)
	}
}

func (w *worker) forgive() {
	if recover() != nil {
		w.tally.refused[refusedPanic]++
	}
}

// prefer keeps a correlation id if it is the best by the configured order, and
// reports whether it may be spread.
func (w *worker) prefer(id string, source correlate.Source, origin correlate.Origin, f *found) bool {
	n := w.pairs.id(w, id)
	if n == 0 {
		return false
	}
	if f.root && source == correlate.SourceRequestID {
		source = correlate.SourceRequestIDRoot
	}
	if rank := w.p.ranks.of(source); rank != 0 && (f.id == 0 || rank < f.rank) {
		f.id, f.rank, f.origin = n, rank, origin
	}
	return true
}

// conclude decides between what was found in a record.
func (w *worker) conclude(f *found) {
	if f.ids.Correlation != "" {
		best := *f
		// The extraction knows better which of two equal sources wins.
		f.id, f.rank = 0, 0
		if !w.prefer(f.ids.Correlation, f.ids.Source, f.ids.CorrelationOrigin, f) {
			f.id, f.rank, f.origin = best.id, best.rank, best.origin
			if f.id == 0 && f.text != "" {
				w.readOn(f)
			}
		}
	}
	if f.ids.Conflict {
		w.tally.refused[refusedDisagree]++
		w.tally.conflicts[conflictTrace]++
	}
	if f.ids.SpanConflict {
		w.tally.conflicts[conflictSpan]++
	}
	if why := f.ids.RefusedTrace; why != correlate.ReasonNone {
		w.tally.refused[int(why)]++
	}
	if why := f.ids.RefusedCorrelation; why != correlate.ReasonNone {
		w.tally.refused[int(why)]++
	}
}
