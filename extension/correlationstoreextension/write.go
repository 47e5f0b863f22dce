package correlationstoreextension

import (
	"context"
	"strings"
	"time"

	"github.com/valkey-io/valkey-go"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// write is something that other replicas should know.
type write struct {
	kind   byte // kindPair or kindUnfilled
	tenant string
	trace  correlate.TraceID
	id     string
	source correlate.Source
	at     time.Time
}

// learnt shares a new pair, and renews one that is still in use.
func (s *shared) learnt(l correlate.Learnt, tenant string, trace correlate.TraceID, id string, source correlate.Source, now time.Time) {
	switch l {
	case correlate.LearntNew, correlate.LearntConflict:
	case correlate.LearntKnown:
		if s.said.done(kindPair, tenant, string(trace[:]), now, s.ttl/4) {
			return
		}
	default:
		return
	}
	s.share(write{kind: kindPair, tenant: strings.Clone(tenant), trace: trace, id: strings.Clone(id), source: source, at: now})
}

// share queues a write; when too many wait it is dropped and counted.
func (s *shared) share(w write) {
	select {
	case s.writes <- w:
	default:
		s.meter.dropped()
	}
}

// write sends what waits, many at once.
func (s *shared) write(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-s.writes:
			s.writeRound(ctx, s.gather(w))
		}
	}
}

func (s *shared) gather(first write) []write {
	round := append(make([]write, 0, maxWrites), first)
	for len(round) < maxWrites {
		select {
		case w := <-s.writes:
			round = append(round, w)
		default:
			return round
		}
	}
	return round
}

// drain writes what still waits.
func (s *shared) drain(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case w := <-s.writes:
			s.writeRound(ctx, s.gather(w))
		default:
			return
		}
	}
}

// commandsPerWrite is how many answers belong to one write.
const commandsPerWrite = 4

// writeRound writes what is not there yet. The answers tell what other replicas
// wrote before: a second trace of an id, or records that went by unfilled.
func (s *shared) writeRound(ctx context.Context, round []write) {
	names := make([][3]string, len(round))
	for i := range round {
		w := &round[i]
		names[i][0] = s.name(kindPair, w.tenant, w.trace)
		names[i][1] = s.name(kindUnfilled, w.tenant, w.trace)
		if w.kind == kindPair {
			names[i][2] = s.seal.name(s.cfg.Prefix, kindID, w.tenant, w.id)
		}
	}
	answers, err := s.send(ctx, "write", func(c valkey.Client) valkey.Commands {
		var commands valkey.Commands
		for i := range round {
			commands = append(commands, s.commands(c, &round[i], names[i])...)
		}
		return commands
	})
	if err != nil {
		s.meter.droppedMany(len(round))
		return
	}
	var again []write
	at := 0
	for i := range round {
		w := &round[i]
		if w.kind == kindUnfilled {
			s.wroteUnfilled(w, names[i][0], answers[at+1])
			at += 2
			continue
		}
		if e, ok := s.entry(names[i][2], answers[at+2]); ok && !e.trace.Agrees(w.trace) {
			again = append(again, *w)
		}
		if by, ok := s.entry(names[i][1], answers[at+3]); ok && by.id != s.replica {
			s.local.GiveBack(w.tenant, []correlate.Pair{{Trace: w.trace, Correlation: w.id, Learnt: w.at}})
		}
		at += commandsPerWrite
	}
	s.writeAmbiguous(ctx, again)
}

func (s *shared) commands(c valkey.Client, w *write, names [3]string) valkey.Commands {
	ttl := s.ttl.Milliseconds()
	if w.kind == kindUnfilled {
		mark := s.seal.close(names[1], (&entry{learnt: w.at, id: s.replica}).encode())
		return valkey.Commands{
			c.B().Set().Key(names[1]).Value(mark).Nx().PxMilliseconds(ttl).Build(),
			c.B().Get().Key(names[0]).Build(),
		}
	}
	pair := s.seal.close(names[0], (&entry{learnt: w.at, source: w.source, id: w.id}).encode())
	id := s.seal.close(names[2], (&entry{learnt: w.at, source: w.source, trace: w.trace}).encode())
	return valkey.Commands{
		c.B().Set().Key(names[0]).Value(pair).Nx().PxMilliseconds(ttl).Build(),
		c.B().Set().Key(names[2]).Value(id).Nx().PxMilliseconds(ttl).Build(),
		c.B().Get().Key(names[2]).Build(),
		c.B().Get().Key(names[1]).Build(),
	}
}

// wroteUnfilled: another replica may have learnt the pair meanwhile.
func (s *shared) wroteUnfilled(w *write, name string, answer valkey.ValkeyResult) {
	e, ok := s.entry(name, answer)
	if !ok {
		return
	}
	// The store knows that records went by, and tells the pair.
	s.local.Learn(w.tenant, w.trace, e.id, e.source, e.learnt)
}

// writeAmbiguous says of ids that they stand on a second trace.
func (s *shared) writeAmbiguous(ctx context.Context, ws []write) {
	if len(ws) == 0 {
		return
	}
	for i := range ws {
		s.local.MarkAmbiguous(ws[i].tenant, ws[i].id, ws[i].at)
	}
	_, err := s.send(ctx, "write", func(c valkey.Client) valkey.Commands {
		commands := make(valkey.Commands, 0, len(ws))
		for i := range ws {
			name := s.seal.name(s.cfg.Prefix, kindAmbiguous, ws[i].tenant, ws[i].id)
			value := s.seal.close(name, (&entry{learnt: ws[i].at}).encode())
			commands = append(commands, c.B().Set().Key(name).Value(value).Nx().PxMilliseconds(s.ttl.Milliseconds()).Build())
		}
		return commands
	})
	if err != nil {
		s.meter.droppedMany(len(ws))
	}
}

func (s *shared) send(ctx context.Context, op string, commands func(valkey.Client) valkey.Commands) ([]valkey.ValkeyResult, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	started := time.Now()
	answers, err := s.do(ctx, commands)
	s.meter.request(ctx, op, outcome(err), time.Since(started))
	return answers, err
}
