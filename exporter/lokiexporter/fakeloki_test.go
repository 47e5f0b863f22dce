package lokiexporter

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/grafana/loki/pkg/push"
)

// fakeLoki behaves as Loki 3.7 does to one tenant, as far as an exporter can
// see it: it stores the good entries of a push that it answers with 400, drops
// copies within a stream, and refuses what is too far behind, too old, too new
// or too large.
type fakeLoki struct {
	now    time.Time
	burst  int // bytes of lines in one push; 0 is no limit
	limit  int // bytes of one push before a 413; 0 is no limit
	bad    func(line string) bool
	outage func() bool // true: answer 503 after storing

	mu       sync.Mutex
	stored   map[string][]push.Entry // by labels
	newest   map[string]time.Time
	requests int
}

func newFakeLoki() *fakeLoki {
	return &fakeLoki{now: time.Unix(1_795_000_000, 0), stored: map[string][]push.Entry{}, newest: map[string]time.Time{}}
}

func (f *fakeLoki) respond(w http.ResponseWriter, r request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests++
	if f.limit > 0 && len(r.raw) > f.limit {
		http.Error(w, "request body too large", http.StatusRequestEntityTooLarge)
		return
	}
	stream := r.push.Streams[0]
	var refusals []string
	var valid []push.Entry
	size := 0
	for _, e := range stream.Entries {
		switch {
		case f.bad != nil && f.bad(e.Line):
			refusals = append(refusals, fmt.Sprintf("max entry size '1' bytes exceeded for stream '%s' while adding an entry with length '2' bytes", stream.Labels))
		case e.Timestamp.Before(f.now.Add(-7 * 24 * time.Hour)):
			refusals = append(refusals, fmt.Sprintf("entry for stream '%s' has timestamp too old: x, oldest acceptable timestamp is: y", stream.Labels))
		case e.Timestamp.After(f.now.Add(10 * time.Minute)):
			refusals = append(refusals, fmt.Sprintf("entry for stream '%s' has timestamp too new: x", stream.Labels))
		default:
			valid = append(valid, e)
			size += len(e.Line)
		}
	}
	if f.burst > 0 && size > f.burst {
		http.Error(w, "ingestion rate limit exceeded for user fake (limit: 1 bytes/sec)", http.StatusTooManyRequests)
		return
	}
	behind := ""
	for _, e := range valid {
		newest := f.newest[stream.Labels]
		if !newest.IsZero() && e.Timestamp.Before(newest.Add(-time.Hour)) {
			behind = fmt.Sprintf("entry with timestamp %s ignored, reason: 'entry too far behind, entry timestamp is: x',\n", e.Timestamp)
			continue
		}
		if e.Timestamp.After(newest) {
			f.newest[stream.Labels] = e.Timestamp
		}
		if !slices.ContainsFunc(f.stored[stream.Labels], func(o push.Entry) bool { return o.Equal(e) }) {
			f.stored[stream.Labels] = append(f.stored[stream.Labels], e)
		}
	}
	switch {
	case f.outage != nil && f.outage():
		http.Error(w, "ingester unavailable", http.StatusServiceUnavailable)
	case behind != "":
		http.Error(w, behind, http.StatusBadRequest)
	case len(refusals) > 0:
		http.Error(w, strings.Join(refusals, "; "), http.StatusBadRequest)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (f *fakeLoki) lines() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, entries := range f.stored {
		for _, e := range entries {
			out = append(out, e.Line)
		}
	}
	slices.Sort(out)
	return out
}
