package lumberjackreceiver

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/intake"
)

const (
	// format names the receiver's data in the collector's own telemetry.
	format = "lumberjack"

	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second

	// mostCalls bounds the calls by which the events are found that a pipeline
	// refuses for good.
	mostCalls = 256
)

// handOn offers events to the pipeline until it takes them. An error says that
// it did not, and that they must not be acknowledged.
func (s *server) handOn(ctx context.Context, payload []byte, events []event) error {
	h := handing{server: s, payload: payload, calls: mostCalls, deadline: time.Now().Add(s.cfg.MaxRetryTime)}
	op := s.obs.StartLogsOp(ctx)
	err := h.offer(op, events)
	if err != nil {
		s.obs.EndLogsOp(op, format, len(events), intake.Busy.Err())
		s.telemetry.ReceiverLumberjackBatches.Add(ctx, 1, s.labels.withheld)
		return err
	}
	s.obs.EndLogsOp(op, format, len(events)-h.refused, nil)
	s.telemetry.ReceiverLumberjackBatches.Add(ctx, 1, s.labels.acked)
	if h.refused > 0 {
		s.obs.EndLogsOp(s.obs.StartLogsOp(ctx), format, h.refused, intake.Refused.Err())
		s.telemetry.ReceiverLumberjackEventsRefused.Add(ctx, int64(h.refused), s.labels.alone)
		s.notices.warn("The pipeline refused events for good; they are lost", "refused")
	}
	return nil
}

// handing is the handing on of one batch.
type handing struct {
	server   *server
	payload  []byte
	calls    int
	refused  int
	deadline time.Time
}

// offer hands events on. What the pipeline refuses for good is halved until the
// culprits stand alone, because a refusal of all would lose the others, and no
// refusal at all would have the sender send the window for ever.
func (h *handing) offer(ctx context.Context, events []event) error {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		h.calls--
		switch h.once(ctx, events) {
		case intake.Taken:
			return nil
		case intake.Refused:
			if len(events) == 1 || h.calls <= 0 {
				h.refused += len(events)
				return nil
			}
			half := len(events) / 2
			if err := h.offer(ctx, events[:half]); err != nil {
				return err
			}
			return h.offer(ctx, events[half:])
		case intake.Busy:
		}
		// Half of it at random, so that senders do not come back together.
		wait := pause/2 + rand.N(pause/2)
		if time.Now().Add(wait).After(h.deadline) {
			return errWithheld
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-h.server.stop:
			timer.Stop()
			return errStopping
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// once makes the records and offers them. They are made anew each time: the
// pipeline owns those that it was given.
func (h *handing) once(ctx context.Context, events []event) intake.Verdict {
	made := h.server.records(h.payload, events)
	if made.operations {
		ctx = delivery.WithClientOperations(ctx)
	}
	verdict := intake.Judge(h.server.next.ConsumeLogs(ctx, made.logs))
	if verdict == intake.Taken {
		h.server.countUnparsed(ctx, made)
	}
	return verdict
}
