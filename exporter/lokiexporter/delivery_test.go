package lokiexporter

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"pgregory.net/rapid"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// attempts sends a batch until nothing is left, as the collector's retry does,
// and returns how often it was sent.
func attempts(t require.TestingT, e *lokiExporter, ld plog.Logs, most int) int {
	for n := 1; n <= most; n++ {
		err := e.consume(testContext, ld)
		if err == nil {
			return n
		}
		var rest consumererror.Logs
		require.ErrorAs(t, err, &rest)
		require.False(t, consumererror.IsPermanent(err))
		ld = rest.Data()
	}
	require.Fail(t, "not delivered", "after %d attempts", most)
	return most
}

// Every record ends in exactly one place: stored once, or rejected, and
// rejected is only what Loki does not take on its own. It holds for any mix of
// streams, bad records, times, limits and outages.
func TestEveryRecordExactlyOnce(t *testing.T) {
	loki := newFakeLoki()
	server := newServer(t, func(w responseWriter, r request) { loki.respond(w, r) })
	rapid.Check(t, func(rt *rapid.T) {
		fresh := newFakeLoki()
		loki = fresh
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		loki.bad = func(line string) bool { return strings.Contains(line, "bad") }
		if rapid.Bool().Draw(rt, "burst") {
			loki.burst = rapid.IntRange(200, 4000).Draw(rt, "burst size")
		}
		if rapid.Bool().Draw(rt, "size limit") {
			loki.limit = rapid.IntRange(300, 4000).Draw(rt, "size limit")
		}
		if rapid.Bool().Draw(rt, "outages") {
			loki.outage = func() bool { return random.IntN(4) == 0 }
		}
		ld := plog.NewLogs()
		var want, wantRejected []string
		n := 0
		for range rapid.IntRange(1, 4).Draw(rt, "resources") {
			rl := ld.ResourceLogs().AppendEmpty()
			service := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "service")
			rl.Resource().Attributes().PutStr("service.name", service)
			records := rl.ScopeLogs().AppendEmpty().LogRecords()
			for range rapid.IntRange(0, 60).Draw(rt, "records") {
				lr := records.AppendEmpty()
				line := fmt.Sprintf("line %03d", n)
				// Within half an hour of each other nothing is too far behind.
				at := loki.now.Add(-time.Duration(random.IntN(1800)) * time.Second)
				good := true
				switch random.IntN(12) {
				case 0:
					line += " bad"
					good = false
				case 1:
					at = loki.now.Add(-time.Duration(8+random.IntN(3)) * 24 * time.Hour)
					good = false
				case 2:
					at = loki.now.Add(time.Duration(1+random.IntN(3)) * time.Hour)
					good = false
				}
				lr.SetTimestamp(pcommon.NewTimestampFromTime(at))
				lr.Body().SetStr(line)
				lr.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", n))
				if good {
					want = append(want, line)
				} else {
					wantRejected = append(wantRejected, line)
				}
				n++
			}
		}
		cfg := newConfig(server.URL)
		cfg.MaxRequestSize = rapid.IntRange(minRequestSize, 8000).Draw(rt, "request size")
		cfg.Concurrency = rapid.IntRange(1, 4).Draw(rt, "concurrency")
		e := newStarted(rt, cfg)
		defer e.client.http.CloseIdleConnections()
		attempts(rt, e, ld, 1000)
		slices.Sort(want)
		if want == nil {
			want = []string{}
		}
		assert.Equal(rt, want, append([]string{}, fresh.lines()...))
		for _, line := range wantRejected {
			assert.NotContains(rt, fresh.lines(), line)
		}
	})
}

// A batch of hours is sent oldest first and in slices, so that nothing falls
// out of Loki's window, also when a bad record makes it send parts again.
func TestBacklogOfHours(t *testing.T) {
	loki := newFakeLoki()
	loki.bad = func(line string) bool { return line == "line 0100" }
	server := newServer(t, loki.respond)
	e := startExporter(t, newConfig(server.URL))
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	order := rand.New(rand.NewPCG(1, 2)).Perm(500)
	for _, i := range order {
		lr := records.AppendEmpty()
		lr.SetTimestamp(pcommon.NewTimestampFromTime(loki.now.Add(-time.Duration(i) * time.Minute)))
		lr.Body().SetStr(fmt.Sprintf("line %04d", i))
	}
	assert.Equal(t, 1, attempts(t, e, ld, 1))
	assert.Len(t, loki.lines(), 499)
}

// A whole backlog beyond the maximum age costs a few requests, not two for
// each record.
func TestTooOldBacklogIsCheap(t *testing.T) {
	loki := newFakeLoki()
	server := newServer(t, loki.respond)
	e := startExporter(t, newConfig(server.URL))
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for i := range 4096 {
		lr := records.AppendEmpty()
		lr.SetTimestamp(pcommon.NewTimestampFromTime(loki.now.Add(-8*24*time.Hour + time.Duration(i)*time.Millisecond)))
	}
	assert.Equal(t, 1, attempts(t, e, ld, 1))
	assert.Empty(t, loki.lines())
	assert.Less(t, loki.requests, 40)
}

// The second attempt at the same records is byte for byte the first, in
// whatever order they come.
func TestRetryIsByteIdentical(t *testing.T) {
	var bodies [][]byte
	server := newServer(t, func(w responseWriter, r request) {
		bodies = append(bodies, r.raw)
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	e := startExporter(t, newConfig(server.URL))
	records := make([]func(lr plog.LogRecord), 50)
	for i := range records {
		records[i] = func(lr plog.LogRecord) {
			lr.SetTimestamp(pcommon.Timestamp(1_795_000_000_000_000_000 + int64(i/5)))
			lr.Body().SetStr(fmt.Sprintf("line %d", i%3))
			lr.Attributes().PutStr("a.b", fmt.Sprint(i))
			lr.Attributes().PutStr("a_b", fmt.Sprint(-i))
			if i%2 == 0 {
				lr.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", i))
			}
		}
	}
	for range 3 {
		rand.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		ld := plog.NewLogs()
		logs := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
		for _, fill := range records {
			fill(logs.AppendEmpty())
		}
		var rest consumererror.Logs
		require.ErrorAs(t, e.consume(t.Context(), ld), &rest)
		require.Error(t, e.consume(t.Context(), rest.Data()))
	}
	require.Len(t, bodies, 6)
	for _, body := range bodies[1:] {
		assert.Equal(t, bodies[0], body)
	}
}

// A push above Loki's burst is refused for ever; smaller ones get through
// within one attempt.
func TestBurst(t *testing.T) {
	loki := newFakeLoki()
	loki.burst = 40_000
	server := newServer(t, loki.respond)
	e := startExporter(t, newConfig(server.URL))
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for i := range 1000 {
		lr := records.AppendEmpty()
		lr.SetTimestamp(pcommon.NewTimestampFromTime(loki.now.Add(time.Duration(i))))
		lr.Body().SetStr(fmt.Sprintf("%04d %s", i, strings.Repeat("x", 95)))
	}
	assert.Equal(t, 1, attempts(t, e, ld, 1))
	assert.Len(t, loki.lines(), 1000)
	before := loki.requests
	assert.Equal(t, 1, attempts(t, e, ld, 1))
	assert.Less(t, loki.requests-before, 25, "the size is remembered")
}

// A stream that makes the server fail does not keep the others of its batch
// from being stored for ever.
func TestOneFailingStreamDoesNotStarveOthers(t *testing.T) {
	loki := newFakeLoki()
	server := newServer(t, func(w responseWriter, r request) {
		if strings.Contains(r.push.Streams[0].Labels, "poison") {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		loki.respond(w, r)
	})
	cfg := newConfig(server.URL)
	cfg.Concurrency = 1
	e := startExporter(t, cfg)
	ld := plog.NewLogs()
	for i := range 10 {
		rl := ld.ResourceLogs().AppendEmpty()
		name := fmt.Sprintf("service %d", i)
		if i == 0 {
			name = "poison"
		}
		rl.Resource().Attributes().PutStr("service.name", name)
		lr := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		lr.SetTimestamp(pcommon.NewTimestampFromTime(loki.now))
		lr.Body().SetStr(name)
	}
	rest := ld
	for range 30 {
		var err consumererror.Logs
		require.True(t, errors.As(e.consume(t.Context(), rest), &err))
		rest = err.Data()
	}
	assert.Len(t, loki.lines(), 9)
	assert.Equal(t, 1, rest.LogRecordCount())
}
