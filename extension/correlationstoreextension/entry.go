package correlationstoreextension

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// Kinds of what the second level keeps.
const (
	kindPair      = 'p' // by trace id: its correlation id
	kindID        = 'i' // by correlation id: the first trace of it
	kindAmbiguous = 'a' // by correlation id: when a second trace was seen
	kindUnfilled  = 'u' // by trace id: records went by without a correlation id
	kindRequest   = 'r' // by digest of a request: when it was first seen
)

// entry is what stands under a key: when it was learnt, and what the kind says.
type entry struct {
	learnt time.Time
	source correlate.Source
	trace  correlate.TraceID
	id     string
}

const (
	entryVersion = 1
	entryHead    = 1 + 8 + 1 + 16
)

var errEntry = errors.New("an entry of the second level cannot be read")

func (e *entry) encode() []byte {
	b := make([]byte, 0, entryHead+len(e.id))
	b = append(b, entryVersion)
	b = binary.BigEndian.AppendUint64(b, uint64(e.learnt.UnixMicro()))
	b = append(b, byte(e.source))
	b = append(b, e.trace[:]...)
	return append(b, e.id...)
}

func decodeEntry(b []byte) (entry, error) {
	if len(b) < entryHead || b[0] != entryVersion {
		return entry{}, errEntry
	}
	e := entry{learnt: time.UnixMicro(int64(binary.BigEndian.Uint64(b[1:]))), source: correlate.Source(b[9])}
	copy(e.trace[:], b[10:])
	if id := b[entryHead:]; len(id) > 0 {
		if e.id = string(id); correlate.ValidCorrelationID(e.id) != correlate.ReasonNone {
			return entry{}, errEntry
		}
	}
	if e.source > correlate.SourceBaggage {
		return entry{}, errEntry
	}
	return e, nil
}
