package elasticsearchbulkreceiver

import (
	"strconv"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

// object is a JSON object whose members keep their order. A value is an object,
// a []any, a string, an int, an int64, a bool, a rawNumber or nil.
type object []member

type member struct {
	name  string
	value any
}

// rawNumber is a number as it is to be written.
type rawNumber string

// writer writes small answers: members that the filter leaves, on one line or,
// for people, as Elasticsearch does on ?pretty.
type writer struct {
	out    []byte
	filter *filter
	pretty bool
	path   []string
}

// document returns the answer as a document; an answer of which the filter
// leaves nothing is an empty object.
func (w *writer) document(o object) []byte {
	if kept, ok := w.keep(o); ok {
		w.value(kept, 0)
	} else {
		w.out = append(w.out, "{}"...)
	}
	if w.pretty {
		w.out = append(w.out, '\n')
	}
	return w.out
}

// keep returns what the filter leaves of a value, and whether anything is left.
func (w *writer) keep(v any) (any, bool) {
	if w.filter == nil {
		return v, true
	}
	switch v := v.(type) {
	case object:
		var kept object
		for _, m := range v {
			w.path = append(w.path, m.name)
			if value, ok := w.keep(m.value); ok {
				kept = append(kept, member{m.name, value})
			}
			w.path = w.path[:len(w.path)-1]
		}
		return kept, len(kept) > 0 || len(v) == 0 && w.filter.keeps(w.path)
	case []any:
		var kept []any
		for _, element := range v {
			if value, ok := w.keep(element); ok {
				kept = append(kept, value)
			}
		}
		return kept, len(kept) > 0 || len(v) == 0 && w.filter.keeps(w.path)
	}
	return v, w.filter.keeps(w.path)
}

func (w *writer) value(v any, depth int) {
	switch v := v.(type) {
	case object:
		w.out = append(w.out, '{')
		for i, m := range v {
			w.separate(i, depth+1)
			w.out = jsontext.AppendString(w.out, m.name)
			if w.pretty {
				w.out = append(w.out, " : "...)
			} else {
				w.out = append(w.out, ':')
			}
			w.value(m.value, depth+1)
		}
		w.end(len(v), depth)
		w.out = append(w.out, '}')
	case []any:
		w.out = append(w.out, '[')
		for i, element := range v {
			w.separate(i, depth+1)
			w.value(element, depth+1)
		}
		w.end(len(v), depth)
		w.out = append(w.out, ']')
	case string:
		w.out = jsontext.AppendString(w.out, v)
	case int:
		w.out = strconv.AppendInt(w.out, int64(v), 10)
	case int64:
		w.out = strconv.AppendInt(w.out, v, 10)
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	case rawNumber:
		w.out = append(w.out, v...)
	default:
		w.out = append(w.out, "null"...)
	}
}

func (w *writer) separate(i, depth int) {
	if i > 0 {
		w.out = append(w.out, ',')
	}
	w.indent(depth)
}

func (w *writer) end(n, depth int) {
	if n > 0 {
		w.indent(depth)
	} else if w.pretty {
		w.out = append(w.out, ' ')
	}
}

func (w *writer) indent(depth int) {
	if !w.pretty {
		return
	}
	w.out = append(w.out, '\n')
	for range depth {
		w.out = append(w.out, "  "...)
	}
}
