package lokipushreceiver

import (
	"math"
	"slices"
	"strings"
	"time"
)

// decodeJSON reads a push in JSON, in both of its forms:
//
//	{"streams":[{"stream":{"a":"b"},"values":[["1700000000000000000","line",{"name":"value"}]]}]}
//	{"streams":[{"labels":"{a=\"b\"}","entries":[{"ts":"2023-11-14T22:13:20Z","line":"line"}]}]}
//
// Loki reads the first at /loki/api/v1/push and the second at /api/prom/push,
// and silently drops the other; here both are taken at both. Of several pushes
// in one body Loki drops all but the first; here they are read as one. Strings
// are parts of the text or of one copy of it; labels that are text are not
// parsed yet.
func (p *push) decodeJSON(text string) error {
	// What the unescaped strings may take.
	if err := p.cost.take(int64(len(text))); err != nil {
		return err
	}
	d := jsonDecoder{push: p, jsonReader: jsonReader{text: text}}
	if d.peek() == 0 {
		d.fail("empty body")
	}
	for d.err == nil && d.refusal == nil && d.peek() != 0 {
		d.request()
	}
	if d.refusal != nil {
		return d.refusal
	}
	if d.err != nil {
		return d.err
	}
	return nil
}

type jsonDecoder struct {
	*push
	jsonReader
	// refusal is an error that is not one of syntax.
	refusal error
}

func (d *jsonDecoder) check(err error) bool {
	if err != nil {
		d.refusal = err
	}
	return err == nil
}

func (d *jsonDecoder) request() bool {
	if d.null() {
		return true
	}
	return d.object(func(key string) bool {
		if !strings.EqualFold(key, "streams") {
			return d.skip(0)
		}
		return d.null() || d.array(func(int) bool { return d.null() || d.stream() })
	})
}

func (d *jsonDecoder) stream() bool {
	s, err := d.newStream()
	if !d.check(err) {
		return false
	}
	ok := d.object(func(key string) bool {
		switch key {
		case "stream":
			return d.null() || d.labels(s)
		case "labels":
			if d.null() {
				return true
			}
			text, ok := d.string()
			if ok {
				s.text, s.labels = text, nil
			}
			return ok
		case "values":
			return d.null() || d.array(func(int) bool { return d.null() || d.value() })
		case "entries":
			return d.null() || d.array(func(int) bool { return d.null() || d.entry() })
		}
		return d.skip(0)
	})
	s.last = len(d.entries)
	return ok
}

// labels reads the labels of a stream as an object. Of a name that is there
// twice the last value counts, as in Loki.
func (d *jsonDecoder) labels(s *stream) bool {
	var labels []pair
	total := 0
	ok := d.object(func(name string) bool {
		if !isLabelName(name) {
			d.refusal = errLabels
			return false
		}
		value, ok := d.text()
		if !ok || !d.check(d.cost.take(pairCost)) {
			return false
		}
		if total++; total <= maxKeptLabels {
			labels = append(labels, pair{name, value})
		}
		return true
	})
	if total <= maxKeptLabels {
		labels = lastOfEach(labels)
		total = len(labels)
	}
	s.labels = &labelSet{labels: labels, count: total}
	return ok
}

// lastOfEach sorts labels and keeps the last of each name, without those that
// have no value.
func lastOfEach(labels []pair) []pair {
	slices.SortStableFunc(labels, byName)
	kept := labels[:0]
	for i, label := range labels {
		if i+1 < len(labels) && labels[i+1].name == label.name || label.value == "" {
			continue
		}
		kept = append(kept, label)
	}
	return kept
}

// text reads a string, or another value as it stands there.
func (d *jsonDecoder) text() (string, bool) {
	if d.peek() == '"' {
		return d.string()
	}
	return d.raw()
}

// value reads ["time", "line", {metadata}].
func (d *jsonDecoder) value() bool {
	e, err := d.newEntry()
	if !d.check(err) {
		return false
	}
	length := 0
	ok := d.array(func(i int) bool {
		length = i + 1
		switch i {
		case 0:
			return d.nanoseconds(e)
		case 1:
			line, ok := d.string()
			e.line = line
			return ok
		case 2:
			return d.metadata(e)
		}
		return d.skip(0)
	})
	if ok && length == 0 {
		return d.fail("an entry needs a time")
	}
	return ok
}

// nanoseconds reads a time as a string of decimal digits.
func (d *jsonDecoder) nanoseconds(e *entry) bool {
	d.peek()
	at := d.pos
	s, ok := d.string()
	if !ok {
		return false
	}
	negative := strings.HasPrefix(s, "-")
	if negative {
		s = s[1:]
	}
	var v uint64
	for i := range len(s) {
		if !isDigit(s[i]) || v > math.MaxInt64/10 {
			d.pos = at
			return d.fail("a time is a string of nanoseconds")
		}
		v = v*10 + uint64(s[i]-'0')
	}
	if s == "" || v > math.MaxInt64 {
		d.pos = at
		return d.fail("a time is a string of nanoseconds")
	}
	e.time, e.outOfRange = int64(v), false //nolint:gosec // Bounded above.
	if negative && v > 0 {
		e.time, e.outOfRange = 0, true
	}
	return true
}

func (d *jsonDecoder) metadata(e *entry) bool {
	d.pairs = d.pairs[:e.first]
	e.last, e.count = e.first, 0
	return d.object(func(name string) bool {
		value, ok := d.string()
		return ok && d.check(d.addPair(e, name, value))
	})
}

// entry reads {"ts": "time", "line": "line", "structuredMetadata": {metadata}}.
func (d *jsonDecoder) entry() bool {
	e, err := d.newEntry()
	if !d.check(err) {
		return false
	}
	return d.object(func(key string) bool {
		switch {
		case strings.EqualFold(key, "ts"):
			return d.null() || d.moment(e)
		case strings.EqualFold(key, "line"):
			if d.null() {
				return true
			}
			line, ok := d.string()
			e.line = line
			return ok
		case strings.EqualFold(key, "structuredMetadata"):
			return d.null() || d.metadata(e)
		}
		return d.skip(0)
	})
}

// moment reads a time of RFC 3339.
func (d *jsonDecoder) moment(e *entry) bool {
	d.peek()
	at := d.pos
	s, ok := d.string()
	if !ok {
		return false
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		d.pos = at
		return d.fail("a time is a string of RFC 3339")
	}
	e.setTime(t.Unix(), int64(t.Nanosecond()))
	return true
}
