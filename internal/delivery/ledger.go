package delivery

// Ledger holds the outcome of every record of one batch, by the record's
// position in walk order: resources, scopes and records as they stand in the
// batch. It is not safe for concurrent use.
type Ledger struct {
	outcomes []Outcome
}

// NewLedger returns a ledger over n records, all of them Unknown.
func NewLedger(n int) *Ledger {
	return &Ledger{outcomes: make([]Outcome, n)}
}

// Len returns the number of records.
func (l *Ledger) Len() int { return len(l.outcomes) }

// Outcome returns the outcome of record i.
func (l *Ledger) Outcome(i int) Outcome { return l.outcomes[i] }

// Set notes the outcome of record i. A record that consists of several
// documents keeps its worst outcome: rejected, then transient, then the rest.
// A rejected record is thus never retried, also when its other documents
// could be.
func (l *Ledger) Set(i int, o Outcome) {
	if severity(o) >= severity(l.outcomes[i]) {
		l.outcomes[i] = o
	}
}

// Pending returns how many records have to be sent again.
func (l *Ledger) Pending() int {
	n := 0
	for _, o := range l.outcomes {
		if !o.Done() {
			n++
		}
	}
	return n
}

func severity(o Outcome) int {
	switch o {
	case Unknown:
		return 0
	case Stored, Duplicate, Superseded:
		return 1
	case FailureStore:
		return 2
	case Transient:
		return 3
	default:
		return 4
	}
}
