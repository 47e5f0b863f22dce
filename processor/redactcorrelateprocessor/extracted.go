package redactcorrelateprocessor

import "github.com/lethe-otel/lethe/internal/correlate"

// Where the extraction is reading, for counting.
const (
	fromAttribute uint8 = iota
	fromResource
	fromBody
)

// Sources of ids, by where they stood and within what.
const (
	sourceAttribute = iota
	sourceAttributeText
	sourceResource
	sourceBody
	sourceBodyJSON
	sourceBodyText
	sourceCount
)

var sourceLabels = [sourceCount]string{"attribute", "attribute_text", "resource", "body", "body_json", "body_text"}

func sourceOf(o correlate.Origin) int {
	switch {
	case o.Place == fromResource:
		return sourceResource
	case o.Place == fromBody:
		return sourceBody + int(o.Within)
	case o.Within != correlate.WithinField:
		return sourceAttributeText
	}
	return sourceAttribute
}

// Kinds of ids.
const (
	kindTraceID = iota
	kindCorrelationID
	kindCount
)

var kindNames = [kindCount]string{"trace_id", "correlation_id"}

var formats = correlate.Formats()

// extracted counts the ids that were read out of records, by kind, source and
// format.
type extracted struct {
	counts [kindCount][sourceCount][]int64
	any    bool
}

func (e *extracted) add(kind int, o correlate.Origin) {
	counts := &e.counts[kind][sourceOf(o)]
	if *counts == nil {
		*counts = make([]int64, len(formats))
	}
	(*counts)[o.Format]++
	e.any = true
}

// each yields what is not zero, and forgets it.
func (e *extracted) each(yield func(kind, source int, format correlate.Format, n int64)) {
	if !e.any {
		return
	}
	e.any = false
	for kind := range e.counts {
		for source, counts := range e.counts[kind] {
			for f, n := range counts {
				if n != 0 {
					yield(kind, source, formats[f], n)
					counts[f] = 0
				}
			}
		}
	}
}
