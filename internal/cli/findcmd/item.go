package findcmd

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kinds of what a timeline shows.
const (
	kindSpan  = "span"
	kindEvent = "event"
	kindLog   = "log"
	kindPair  = "pair"
)

// pairEventName is the event name of the records by which the gateway joins a
// correlation id with a trace that had gone by.
const pairEventName = "correlation.pair"

// item is a span, an event of a span or a log record, as one or several
// backends have it.
type item struct {
	Time          time.Time
	Duration      time.Duration
	HasDuration   bool
	Kind          string
	Service       string
	Name          string // of a span or an event, message of a log record
	Detail        string // kind of a span, severity of a log record
	Error         bool
	TraceID       string
	SpanID        string
	ParentID      string
	CorrelationID string
	RecordID      string
	Backends      []string
}

// key is the same for the copies that several backends have of one record.
func (it *item) key() string {
	nano := strconv.FormatInt(it.Time.UnixNano(), 10)
	switch {
	case it.Kind == kindEvent:
		return strings.Join([]string{"event", it.TraceID, it.SpanID, nano, it.Name}, "\x00")
	case it.RecordID != "":
		return "record\x00" + it.RecordID
	case it.Kind == kindSpan:
		return strings.Join([]string{"span", it.TraceID, it.SpanID, it.Service, it.Name, nano}, "\x00")
	}
	return strings.Join([]string{"log", it.Service, nano, it.TraceID, it.SpanID, it.Name}, "\x00")
}

// merge adds what another copy of the same record tells.
func (it *item) merge(other *item) {
	it.Duration = cmp.Or(it.Duration, other.Duration)
	it.HasDuration = it.HasDuration || other.HasDuration
	it.Service = cmp.Or(it.Service, other.Service)
	it.Name = cmp.Or(it.Name, other.Name)
	it.Detail = cmp.Or(it.Detail, other.Detail)
	it.Error = it.Error || other.Error
	it.TraceID = cmp.Or(it.TraceID, other.TraceID)
	it.SpanID = cmp.Or(it.SpanID, other.SpanID)
	it.ParentID = cmp.Or(it.ParentID, other.ParentID)
	it.CorrelationID = cmp.Or(it.CorrelationID, other.CorrelationID)
	it.RecordID = cmp.Or(it.RecordID, other.RecordID)
	for _, b := range other.Backends {
		if !slices.Contains(it.Backends, b) {
			it.Backends = append(it.Backends, b)
		}
	}
	slices.Sort(it.Backends)
}

// collection holds each record once.
type collection struct {
	byKey map[string]*item
	limit int
	cut   bool
}

func newCollection(limit int) *collection {
	return &collection{byKey: map[string]*item{}, limit: limit}
}

func (c *collection) add(items []item) {
	for i := range items {
		it := &items[i]
		key := it.key()
		if known, ok := c.byKey[key]; ok {
			known.merge(it)
			continue
		}
		if len(c.byKey) >= c.limit {
			c.cut = true
			continue
		}
		c.byKey[key] = it
	}
}

// sorted returns the items in the order of time; of equal times spans first,
// the outer ones in front.
func (c *collection) sorted() []*item {
	items := make([]*item, 0, len(c.byKey))
	for _, it := range c.byKey {
		items = append(items, it)
	}
	order := map[string]int{kindSpan: 0, kindEvent: 1, kindLog: 2, kindPair: 3}
	slices.SortFunc(items, func(a, b *item) int {
		return cmp.Or(
			a.Time.Compare(b.Time),
			cmp.Compare(order[a.Kind], order[b.Kind]),
			cmp.Compare(b.Duration, a.Duration),
			cmp.Compare(a.Service, b.Service),
			cmp.Compare(a.SpanID, b.SpanID),
			cmp.Compare(a.key(), b.key()),
		)
	})
	return items
}
