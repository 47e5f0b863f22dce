package load

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Ledger is what a sender knows of its records. A record is known by its name,
// which its text holds.
type Ledger struct {
	// Kind is the way that the records take; Service is the service.name of all
	// of them.
	Kind, Service string
	// Spans says that the records are spans and not log records.
	Spans bool

	mu       sync.Mutex
	state    Counts
	sent     map[string]int  // names, and how many records have it
	acked    map[string]bool // names
	document map[string]string
	latest   map[string]string
}

// Counts are the figures of a ledger.
type Counts struct {
	// Sent and Acked count records. Resent counts each record again each time
	// that it is sent again.
	Sent, Acked, Resent int
	// Requests counts tries by how they ended: "taken", a status, "refused",
	// "no connection", "broken".
	Requests map[string]int
	// Broken are the tries that ended without an answer after they had a
	// connection.
	Broken []Try
	// Slowest is the longest time from the first try to the acknowledgement.
	Slowest time.Duration
}

// Try is one try to send something.
type Try struct {
	Began, Ended time.Time
	Err          error
}

// The ends of a try, beside statuses.
const (
	taken        = "taken"
	refused      = "refused"
	noConnection = "no connection"
	broken       = "broken"
)

func newLedger(kind, service string) *Ledger {
	return &Ledger{
		Kind: kind, Service: service, state: Counts{Requests: map[string]int{}},
		sent: map[string]int{}, acked: map[string]bool{}, document: map[string]string{}, latest: map[string]string{},
	}
}

// offer notes names before they are sent for the first time.
func (l *Ledger) offer(names []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range names {
		l.sent[name]++
	}
	l.state.Sent += len(names)
}

// put notes that a name is the newest content of a document with an id.
func (l *Ledger) put(name, document string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.document[name] = document
	l.latest[document] = name
}

func (l *Ledger) again(records int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.Resent += records
}

func (l *Ledger) ack(names []string, since time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range names {
		l.acked[name] = true
	}
	l.state.Acked += len(names)
	l.state.Slowest = max(l.state.Slowest, time.Since(since))
}

func (l *Ledger) ended(how string, try Try) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.Requests[how]++
	if how == broken {
		l.state.Broken = append(l.state.Broken, try)
	}
}

// Counts returns the figures at this moment.
func (l *Ledger) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	counts := l.state
	counts.Requests = maps.Clone(counts.Requests)
	counts.Broken = slices.Clone(counts.Broken)
	return counts
}

// Snapshot is what a ledger holds at one moment.
type Snapshot struct {
	// Sent holds all names and how many records have each; Acked those of them
	// that were acknowledged.
	Sent  map[string]int
	Acked map[string]bool
	// Document holds the id under which a name was sent, and Latest the name that
	// was sent last under an id. Both are empty for a sender without ids.
	Document, Latest map[string]string
}

// Snapshot returns what the ledger holds at this moment.
func (l *Ledger) Snapshot() Snapshot {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Snapshot{
		Sent: maps.Clone(l.sent), Acked: maps.Clone(l.acked),
		Document: maps.Clone(l.document), Latest: maps.Clone(l.latest),
	}
}
