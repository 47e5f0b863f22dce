package findcmd

import (
	"context"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// Names of the backends, in the order in which they are named to people.
const (
	lokiName          = "loki"
	elasticsearchName = "elasticsearch"
	jaegerName        = "jaeger"
)

var backendNames = []string{lokiName, elasticsearchName, jaegerName}

// question is what a backend is asked for: everything that carries one of the
// ids, within a time.
type question struct {
	traces   []correlate.TraceID
	ids      []string
	from, to time.Time
	limit    int // items
}

func (q *question) empty() bool { return len(q.traces) == 0 && len(q.ids) == 0 }

// backend finds records. What it found before an error is returned with it.
type backend interface {
	// find returns items, and in notes what the reader should know, such as
	// that there is more.
	find(ctx context.Context, q *question) (items []item, notes []string, err error)
}

// pageSize is how many records one request asks for: Loki's own limit is 5000.
const pageSize = 1000

// cutNote says that a backend has more.
const cutNote = "has more than --limit, only the first ones are shown"
