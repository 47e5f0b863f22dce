package delivery

// Outcome is what a backend's answer means for one record.
type Outcome uint8

const (
	// Unknown is the outcome of a record that no answer covered yet. A ledger
	// treats it as Transient: what is not known to be stored is sent again.
	Unknown Outcome = iota
	// Stored means that the backend has the record.
	Stored
	// Duplicate means that the backend had the record before this attempt.
	Duplicate
	// Superseded means that the backend has a later version of the document, which
	// takes its place.
	Superseded
	// FailureStore means that the backend put the record aside in its own
	// failure store: it is kept there, but it is not searchable where it
	// belongs.
	FailureStore
	// Transient means that the same record may be taken by a later attempt.
	Transient
	// Rejected means that no later attempt can succeed.
	Rejected
)

// String returns the value of the outcome attribute of the metrics.
func (o Outcome) String() string {
	switch o {
	case Stored:
		return "stored"
	case Duplicate:
		return "duplicate"
	case Superseded:
		return "superseded"
	case FailureStore:
		return "failure_store"
	case Rejected:
		return "rejected"
	default:
		return "transient"
	}
}

// Done reports whether a record with this outcome must not be sent again.
func (o Outcome) Done() bool {
	return o != Unknown && o != Transient
}
