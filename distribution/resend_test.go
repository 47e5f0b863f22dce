package main

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// door is a receiver of agents with redact_correlate behind it.
type door struct {
	address string

	mu      sync.Mutex
	arrived []plog.LogRecord
}

func (d *door) take(logs plog.Logs) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				kept := plog.NewLogRecord()
				record.CopyTo(kept)
				kept.Attributes().PutStr("test.resource", fmt.Sprint(resource.Resource().Attributes().AsRaw()))
				d.arrived = append(d.arrived, kept)
			}
		}
	}
}

// received returns the ids and the texts of what came since the last call. The
// version of an operation is that of its arrival, and no part of either.
func (d *door) received() (ids, texts []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, record := range d.arrived {
		id, _ := record.Attributes().Get(delivery.RecordIDAttribute)
		ids = append(ids, id.AsString())
		if op, ok := record.Attributes().Get(delivery.OperationAttribute); ok && op.Type() == pcommon.ValueTypeMap {
			op.Map().Remove("version")
		}
		texts = append(texts, fmt.Sprint(record.Timestamp(), record.ObservedTimestamp(), record.SeverityText(), record.Body().AsRaw(), record.Attributes().AsRaw()))
	}
	d.arrived = nil
	return ids, texts
}

func openDoor(t *testing.T, kind string) *door {
	t.Helper()
	factories, err := components()
	require.NoError(t, err)
	d := new(door)
	sink, err := consumer.NewLogs(func(_ context.Context, logs plog.Logs) error {
		d.take(logs)
		return nil
	})
	require.NoError(t, err)

	processors := factories.Processors[component.MustNewType("redact_correlate")]
	config := processors.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"record_id": map[string]any{"key": fmt.Sprintf("%x", sha256.Sum256([]byte("replicas")))},
	}).Unmarshal(config))
	processor, err := processors.CreateLogs(t.Context(), processortest.NewNopSettings(processors.Type()), config, sink)
	require.NoError(t, err)
	require.NoError(t, processor.Start(t.Context(), componenttest.NewNopHost()))

	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	d.address = listener.Addr().String()
	require.NoError(t, listener.Close())
	receivers := factories.Receivers[component.MustNewType(kind)]
	config = receivers.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"endpoint": d.address}).Unmarshal(config))
	receiver, err := receivers.CreateLogs(t.Context(), receivertest.NewNopSettings(receivers.Type()), config, processor)
	require.NoError(t, err)
	require.NoError(t, receiver.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		assert.NoError(t, receiver.Shutdown(context.Background()))
		assert.NoError(t, processor.Shutdown(context.Background()))
	})
	return d
}

// shipment is what an agent sends at once, and how.
type shipment struct {
	send func(t *testing.T, d *door)
	// taken is the number of records that come of it.
	taken int
}

// TestWhatAgentsSendAgainIsTheSame sends requests with equal lines, documents
// without a time, and much that is refused on its own: the same bytes give the
// same records, sent again here or to another replica, whatever came between.
func TestWhatAgentsSendAgainIsTheSame(t *testing.T) {
	for kind, make := range map[string]func(r *rand.Rand) shipment{
		"elasticsearch_bulk": makeBulk,
		"lumberjack":         makeWindow,
		"loki_push":          makePush,
	} {
		t.Run(kind, func(t *testing.T) {
			here, there := openDoor(t, kind), openDoor(t, kind)
			for seed := range uint64(25) {
				r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // A test's.
				s, other := make(r), make(r)
				s.send(t, here)
				ids, texts := here.received()
				require.Len(t, ids, s.taken, "seed %d", seed)
				seen := map[string]bool{}
				for _, id := range ids {
					require.Len(t, id, 32)
					require.False(t, seen[id], "seed %d: records that are equal stay apart", seed)
					seen[id] = true
				}
				other.send(t, here)
				here.received()
				s.send(t, here)
				again, textsAgain := here.received()
				require.Equal(t, ids, again, "seed %d", seed)
				require.Equal(t, texts, textsAgain, "seed %d", seed)
				s.send(t, there)
				elsewhere, _ := there.received()
				require.Equal(t, ids, elsewhere, "seed %d", seed)
			}
		})
	}
}

func post(t *testing.T, d *door, path, mediaType string, body []byte, status int) {
	t.Helper()
	response, err := http.Post("http://"+d.address+path, mediaType, bytes.NewReader(body))
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, status, response.StatusCode, string(text))
}

// document is one of few, so that some are equal.
func document(r *rand.Rand) string {
	fields := []string{fmt.Sprintf(`"message":"line %d of user%d@example.com"`, r.IntN(3), r.IntN(3))}
	if r.IntN(3) > 0 {
		fields = append(fields, fmt.Sprintf(`"@timestamp":"2026-11-22T10:00:0%d.123Z"`, r.IntN(3)))
	}
	if r.IntN(2) > 0 {
		fields = append(fields, fmt.Sprintf(`"host":{"name":"h%d"}`, r.IntN(3)))
	}
	if r.IntN(4) == 0 {
		fields = append(fields, `"lethe.record.id":"made up","n":[1,2.50,{"a":null}]`)
	}
	r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return "{" + strings.Join(fields, ",") + "}"
}

func makeBulk(r *rand.Rand) shipment {
	var body strings.Builder
	taken := 0
	for range 1 + r.IntN(40) {
		switch r.IntN(10) {
		case 0:
			body.WriteString(`{"delete":{"_index":"a","_id":"1"}}` + "\n")
		case 1:
			body.WriteString(`{"update":{"_index":"a","_id":"1"}}` + "\n{}\n")
		case 2:
			body.WriteString(`{"index":{"_index":"a"}}` + "\n{\"no json\n")
		case 3:
			fmt.Fprintf(&body, "{\"index\":{\"_index\":\"a\",\"_id\":\"user%d@example.com\"}}\n%s\n", r.IntN(3), document(r))
			taken++
		default:
			fmt.Fprintf(&body, "{\"create\":{\"_index\":\"i%d\"}}\n%s\n", r.IntN(3), document(r))
			taken++
		}
	}
	return shipment{taken: taken, send: func(t *testing.T, d *door) {
		post(t, d, "/_bulk", "application/x-ndjson", []byte(body.String()), http.StatusOK)
	}}
}

func makePush(r *rand.Rand) shipment {
	var request push.PushRequest
	taken, refused := 0, 0
	for range 1 + r.IntN(5) {
		stream := push.Stream{Labels: fmt.Sprintf(`{app="a%d"}`, r.IntN(3))}
		if r.IntN(5) == 0 {
			stream.Labels = `{` + strings.TrimSuffix(strings.Repeat(`a="b",`, 2), ",") + `}`
		}
		for range 1 + r.IntN(10) {
			entry := push.Entry{Timestamp: time.Unix(1_795_000_000+r.Int64N(3), 0), Line: fmt.Sprintf("line %d", r.IntN(3))}
			if r.IntN(8) == 0 {
				entry.Line = strings.Repeat("x", 300<<10)
			}
			stream.Entries = append(stream.Entries, entry)
			if len(entry.Line) > 256<<10 || strings.Contains(stream.Labels, ",") {
				refused++
			} else {
				taken++
			}
		}
		request.Streams = append(request.Streams, stream)
	}
	status := http.StatusNoContent
	if refused > 0 {
		status = http.StatusBadRequest
	}
	return shipment{taken: taken, send: func(t *testing.T, d *door) {
		body, err := request.Marshal()
		require.NoError(t, err)
		post(t, d, "/loki/api/v1/push", "application/x-protobuf", snappy.Encode(nil, body), status)
	}}
}

func makeWindow(r *rand.Rand) shipment {
	n := 1 + r.IntN(40)
	var events []byte
	for i := range n {
		doc := document(r)
		switch r.IntN(8) {
		case 0:
			doc = "{\"no json"
		case 1:
			doc = fmt.Sprintf(`{"@metadata":{"_id":"user%d@example.com"},%s`, r.IntN(3), doc[1:])
		}
		events = append(events, "2J"...)
		events = binary.BigEndian.AppendUint32(events, uint32(i+1))
		events = binary.BigEndian.AppendUint32(events, uint32(len(doc)))
		events = append(events, doc...)
	}
	if r.IntN(2) == 0 {
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		_, _ = w.Write(events)
		_ = w.Close()
		events = binary.BigEndian.AppendUint32([]byte("2C"), uint32(packed.Len()))
		events = append(events, packed.Bytes()...)
	}
	window := append(binary.BigEndian.AppendUint32([]byte("2W"), uint32(n)), events...)
	return shipment{taken: n, send: func(t *testing.T, d *door) {
		conn, err := net.Dial("tcp", d.address)
		require.NoError(t, err)
		defer conn.Close()
		require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
		_, err = conn.Write(window)
		require.NoError(t, err)
		for acked := uint32(0); acked != uint32(n); {
			var ack [6]byte
			_, err := io.ReadFull(conn, ack[:])
			require.NoError(t, err)
			acked = binary.BigEndian.Uint32(ack[2:])
		}
	}}
}
