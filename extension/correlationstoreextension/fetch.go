package correlationstoreextension

import (
	"context"
	"time"

	"github.com/valkey-io/valkey-go"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// askAgain is after what time a batch asks again for what the server did not
// know, or for what may have changed.
const askAgain = 500 * time.Millisecond

// read is one question to the server.
type read struct {
	kind  byte
	name  string
	trace correlate.TraceID
	id    string
}

// fetch asks for all that a batch needs and this replica does not know, in one
// round, and returns when its request was first seen by any replica.
func (s *shared) fetch(ctx context.Context, b *correlate.Batch, first, now time.Time) time.Time {
	reads := s.reads(b, now)
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	started := time.Now()
	request := s.seal.name(s.cfg.Prefix, kindRequest, b.Tenant, string(b.Digest[:]))
	answers, err := s.do(ctx, func(c valkey.Client) valkey.Commands {
		commands := make(valkey.Commands, 0, len(reads)+2)
		commands = append(commands,
			c.B().Set().Key(request).Value(s.seal.close(request, (&entry{learnt: first}).encode())).Nx().PxMilliseconds(s.window.Milliseconds()).Build(),
			c.B().Get().Key(request).Build())
		for i := range reads {
			commands = append(commands, c.B().Get().Key(reads[i].name).Build())
		}
		return commands
	})
	s.meter.request(ctx, "read", outcome(err), time.Since(started))
	if err != nil {
		return first
	}
	if e, ok := s.entry(request, answers[1]); ok && e.learnt.Before(first) {
		first = e.learnt
	}
	for i := range reads {
		r := &reads[i]
		e, ok := s.entry(r.name, answers[i+2])
		if !ok {
			continue
		}
		switch r.kind {
		case kindPair:
			s.local.Learn(b.Tenant, r.trace, e.id, e.source, e.learnt)
		case kindID:
			s.local.Learn(b.Tenant, e.trace, r.id, e.source, e.learnt)
		case kindAmbiguous:
			s.local.MarkAmbiguous(b.Tenant, r.id, e.learnt)
		}
	}
	return first
}

// reads lists what a batch asks for: the ids of traces that this replica does
// not know, and for ids that a trace is looked for the trace and whether there
// is a second one.
func (s *shared) reads(b *correlate.Batch, now time.Time) []read {
	var reads []read
	for _, t := range b.Traces {
		if len(reads) >= maxReads {
			return reads
		}
		if !s.local.Knows(b.Tenant, t, now) && !s.asked.done(kindPair, b.Tenant, string(t[:]), now, askAgain) {
			reads = append(reads, read{kind: kindPair, name: s.name(kindPair, b.Tenant, t), trace: t})
		}
	}
	for _, id := range b.IDs {
		if len(reads) >= maxReads {
			return reads
		}
		if !s.asked.done(kindID, b.Tenant, id, now, askAgain) {
			reads = append(reads,
				read{kind: kindID, name: s.seal.name(s.cfg.Prefix, kindID, b.Tenant, id), id: id},
				read{kind: kindAmbiguous, name: s.seal.name(s.cfg.Prefix, kindAmbiguous, b.Tenant, id), id: id})
		}
	}
	return reads
}

func (s *shared) name(kind byte, tenant string, t correlate.TraceID) string {
	return s.seal.name(s.cfg.Prefix, kind, tenant, string(t[:]))
}

// entry reads an answer. What is not there, or not ours, is nothing.
func (s *shared) entry(name string, answer valkey.ValkeyResult) (entry, bool) {
	text, err := answer.ToString()
	if err != nil {
		return entry{}, false
	}
	value, err := s.seal.open(name, text)
	if err != nil {
		s.meter.forged()
		return entry{}, false
	}
	e, err := decodeEntry(value)
	if err != nil {
		s.meter.forged()
		return entry{}, false
	}
	return e, true
}
