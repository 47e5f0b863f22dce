package lokipushreceiver

import (
	"errors"
	"fmt"
	"math"
)

// What a request takes in memory beside its text, in bytes: the parts of a
// decoded push and those of the records that are made of it.
const (
	entryCost  = 300
	streamCost = 1000
	pairCost   = 60
)

var (
	errTooLarge = errors.New("request body too large")
	errBusy     = errors.New("the gateway cannot take more at the moment")
)

// syntaxError says where and why a body cannot be decoded, without quoting it.
type syntaxError struct {
	format string
	offset int
	reason string
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("malformed %s push request at byte %d: %s", e.format, e.offset, e.reason)
}

// push is a decoded request: streams, entries and metadata one after the other,
// so that decoding takes few allocations. Its strings are parts of the text that
// was decoded.
type push struct {
	streams []stream
	entries []entry
	pairs   []pair

	// sets remembers the labels that were parsed: the streams of an agent share
	// few, and some agents send each entry as a stream of its own.
	sets map[string]*labelSet

	cost *cost
}

type stream struct {
	labels *labelSet
	// text is the labels as a string, before they are parsed.
	text        string
	first, last int // of push.entries
}

type entry struct {
	// time is in nanoseconds since 1970; 0 is no time.
	time int64
	line string
	// first and last are of push.pairs. Beyond maxKeptPairs, pairs are counted
	// only.
	first, last int
	count       int
	outOfRange  bool
}

// maxKeptPairs is how much structured metadata of one entry is kept; it is
// above every limit that can be configured.
const maxKeptPairs = maxPairs + 1

func (p *push) reset() {
	const keep = 1 << 16
	p.streams = cleared(p.streams, keep)
	p.entries = cleared(p.entries, keep)
	p.pairs = cleared(p.pairs, keep)
	if len(p.sets) > keep {
		p.sets = nil
	}
	clear(p.sets)
	p.cost = nil
}

// cleared empties a slice and lets go of it when it has grown large.
func cleared[T any](s []T, keep int) []T {
	if cap(s) > keep {
		return nil
	}
	clear(s)
	return s[:0]
}

func (p *push) newStream() (*stream, error) {
	if err := p.cost.take(streamCost); err != nil {
		return nil, err
	}
	p.streams = append(p.streams, stream{first: len(p.entries), last: len(p.entries)})
	return &p.streams[len(p.streams)-1], nil
}

func (p *push) newEntry() (*entry, error) {
	if err := p.cost.take(entryCost); err != nil {
		return nil, err
	}
	p.entries = append(p.entries, entry{first: len(p.pairs), last: len(p.pairs)})
	return &p.entries[len(p.entries)-1], nil
}

// addPair adds structured metadata to the entry, which must be the last one.
func (p *push) addPair(e *entry, name, value string) error {
	e.count++
	if e.count > maxKeptPairs {
		return nil
	}
	if err := p.cost.take(pairCost); err != nil {
		return err
	}
	p.pairs = append(p.pairs, pair{name, value})
	e.last = len(p.pairs)
	return nil
}

const nanosecondsPerSecond = 1_000_000_000

// setTime sets the time from seconds and nanoseconds since 1970.
func (e *entry) setTime(seconds, nanos int64) {
	if seconds < 0 || seconds >= math.MaxInt64/nanosecondsPerSecond {
		e.time, e.outOfRange = 0, true
		return
	}
	e.time, e.outOfRange = seconds*nanosecondsPerSecond+nanos, false
}

// parseTextLabels parses the labels of all streams that have them as text.
func (p *push) parseTextLabels() error {
	if p.sets == nil {
		p.sets = map[string]*labelSet{}
	}
	var last *stream
	for i := range p.streams {
		s := &p.streams[i]
		switch {
		case s.labels != nil:
			continue
		case last != nil && last.text == s.text:
			s.labels = last.labels
		default:
			set, ok := p.sets[s.text]
			if !ok {
				if len(s.text) > maxLabelsSize {
					return errTooLarge
				}
				labels, count, err := parseLabels(nil, s.text)
				if err != nil {
					return err
				}
				if err := p.cost.take(int64(len(labels)) * pairCost); err != nil {
					return err
				}
				set = &labelSet{labels: labels, count: count}
				p.sets[s.text] = set
			}
			s.labels = set
		}
		last = s
	}
	return nil
}

// maxLabelsSize is the longest text of a stream's labels: what the parser of
// Prometheus can take (maxStreamLabelsSize in Loki).
const maxLabelsSize = 16 << 20
