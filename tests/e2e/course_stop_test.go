//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/load"
)

const (
	// stops is how often the gateway is asked to end under load.
	stops = 3
	// mostStop is how long it may take then: Kubernetes kills after as long.
	mostStop = 30 * time.Second
	// crossing is how long a request and the end of the gateway may pass each
	// other: a sender that writes on an idle connection while it is closed gets
	// neither an acknowledgement nor a refusal.
	crossing = 50 * time.Millisecond
)

// stopUnderLoad asks the gateway to end. What was under way by then ends with an
// acknowledgement or a refusal, and what is acknowledged by the end is stored.
func stopUnderLoad(t *testing.T, s *stage, senders []load.Sender) {
	t.Helper()
	before := map[string]int{}
	for _, sender := range senders {
		before[sender.Book().Service] = len(sender.Book().Counts().Broken)
	}
	asked := time.Now()
	require.NoError(t, s.gateway.Quit(t.Context()))
	took := time.Since(asked)
	require.Less(t, took, mostStop)
	// The senders read what was still on its way to them.
	time.Sleep(100 * time.Millisecond)

	var errs []error
	var crossed, acked, waiting int
	for _, sender := range senders {
		book := sender.Book()
		for _, try := range book.Counts().Broken[before[book.Service]:] {
			if try.Began.After(asked.Add(-crossing)) {
				crossed++
				continue
			}
			errs = append(errs, fmt.Errorf("%s: under way for %s when the gateway was asked to end, and broken %s later: %w",
				book.Service, asked.Sub(try.Began), try.Ended.Sub(asked), try.Err))
		}
		ledger := book.Snapshot()
		acked += len(ledger.Acked)
		waiting += len(ledger.Sent) - len(ledger.Acked)
		_, err := auditAll(t, book, ledger)
		errs = append(errs, err)
	}
	require.NoError(t, errors.Join(errs...))
	summarize(t.Name(), "stop under load", fmt.Sprintf("ended in %s with status 0; %d acknowledged, all stored; %d records wait for an acknowledgement, %d tries crossed the end",
		took.Round(10*time.Millisecond), acked, waiting, crossed))
}

// Asked to end under load, the gateway finishes what it has, and refuses the
// rest. Nothing that was acknowledged is missing, and when it is back the
// senders go on as if nothing had happened.
func TestStopUnderLoad(t *testing.T) {
	seed := courseSeed(t)
	random := rand.New(rand.NewPCG(seed, 0))
	s, senders, all := startCourse(t, servers(), seed)
	for range stops {
		time.Sleep(time.Second + time.Duration(random.Int64N(int64(2*time.Second))))
		stopUnderLoad(t, s, senders)
		require.NoError(t, s.gateway.Start(t.Context()))
	}
	drained(t, all)
	audited(t, senders, nil)
}

// Servers that hang do not keep the gateway from ending in time: requests under
// way are refused when their attempt is over.
func TestStopWhileServersHang(t *testing.T) {
	seed := courseSeed(t)
	to, between := startProxies(t, seed, 0)
	s, senders, all := startCourse(t, to, seed)
	// The first records make their indexes.
	eventually(t, 30*time.Second, func() error {
		for _, sender := range senders {
			if sender.Book().Counts().Acked == 0 {
				return errors.New(sender.Book().Service + ": nothing acknowledged")
			}
		}
		return nil
	})
	between.loki.Hold()
	between.elasticsearch.Hold()
	time.Sleep(time.Second)
	stopUnderLoad(t, s, senders)
	between.loki.Release()
	between.elasticsearch.Release()
	require.NoError(t, s.gateway.Start(t.Context()))
	drained(t, all)
	audited(t, senders, nil)
}
