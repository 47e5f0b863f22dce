package lokipushreceiver

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
)

// allocated returns the bytes that f has allocated.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func gzipOf(t *testing.T, size int, pattern string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	chunk := bytes.Repeat([]byte(pattern), 1<<20/len(pattern))
	for range size >> 20 {
		_, err := w.Write(chunk)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// field is one field of a protobuf message.
func field(number int, value []byte) []byte {
	b := binary.AppendUvarint(nil, uint64(number)<<3|wireBytes)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}

// Nothing is allocated because of what a header claims, and what is refused has
// cost no more than its limit.
func TestAttacks(t *testing.T) {
	const limit = 16 << 20
	jsonHeader := map[string]string{"Content-Type": "application/json"}
	gzipHeader := map[string]string{"Content-Type": "application/json", "Content-Encoding": "gzip"}
	protobufHeader := map[string]string{"Content-Type": "application/x-protobuf"}

	manyStreams := bytes.Repeat(field(1, append(field(1, []byte(`{a="b"}`)), field(2, nil)...)), 1_000_000)
	manyEntries := field(1, bytes.Repeat(field(2, nil), 4_000_000))
	manyPairs := field(1, field(2, bytes.Repeat(field(3, nil), 4_000_000)))
	pairsInEntries := field(1, bytes.Repeat(field(2, bytes.Repeat(field(3, nil), 500)), 2000))
	manyLabels := field(1, append(field(1, []byte("{"+strings.Repeat(`a="b",`, 1_000_000)+"}")), field(2, nil)...))
	var distinct []byte
	for i := range 20_000 {
		distinct = append(distinct, field(1, append(field(1, fmt.Appendf(nil, `{a="%d"}`, i)), field(2, nil)...))...)
	}

	for name, c := range map[string]struct {
		header map[string]string
		body   []byte
		status int
	}{
		"snappy that claims 4 GiB":        {protobufHeader, []byte{0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0}, 413},
		"snappy that claims 15 MiB":       {protobufHeader, append(binary.AppendUvarint(nil, 15<<20), 0, 0), 400},
		"snappy that claims more":         {protobufHeader, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, 400},
		"snappy bomb":                     {protobufHeader, snappy.Encode(nil, make([]byte, 64<<20)), 413},
		"gzip bomb":                       {gzipHeader, gzipOf(t, 64<<20, " "), 413},
		"gzip bomb of snappy":             {map[string]string{"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}, gzipOf(t, 64<<20, "\x00"), 413},
		"body beyond the limit":           {jsonHeader, bytes.Repeat([]byte(" "), 6<<20), 413},
		"deep JSON":                       {jsonHeader, []byte(strings.Repeat(`{"a":`, 1<<20)), 400},
		"deep arrays":                     {jsonHeader, []byte(`{"a":` + strings.Repeat(`[`, 4<<20)), 400},
		"deep labels":                     {jsonHeader, []byte(`{"streams":[{"stream":{"a":` + strings.Repeat(`[`, 1<<20)), 400},
		"empty entries in JSON":           {jsonHeader, []byte(`{"streams":[{"values":[` + strings.Repeat(`["1"],`, 700_000)), 413},
		"a million streams of one entry":  {protobufHeader, snappy.Encode(nil, manyStreams), 413},
		"millions of empty entries":       {protobufHeader, snappy.Encode(nil, manyEntries), 413},
		"millions of pairs of one entry":  {protobufHeader, snappy.Encode(nil, manyPairs), 400},
		"a million pairs in some entries": {protobufHeader, snappy.Encode(nil, pairsInEntries), 413},
		"a million labels":                {protobufHeader, snappy.Encode(nil, manyLabels), 400},
		"many distinct labels":            {protobufHeader, snappy.Encode(nil, distinct), 413},
		"a length of 4 GiB":               {protobufHeader, snappy.Encode(nil, []byte{0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f}), 400},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := testConfig()
			cfg.ServerConfig.MaxRequestBodySize = 5 << 20
			cfg.Limits.MaxDecodedBytes = limit
			cfg.Limits.MaxInFlightBytes = limit
			sink := new(consumertest.LogsSink)
			r := run(t, cfg, sink)
			start := time.Now()
			var got answer
			cost := allocated(func() { got = r.send(http.MethodPost, pushPath, c.header, c.body) })
			assert.Equal(t, c.status, got.status, got.body)
			assert.Less(t, len(got.body), 200)
			assert.Zero(t, sink.LogRecordCount())
			assert.Less(t, cost, uint64(8*limit), "bytes allocated, those of the client among them")
			assert.Less(t, time.Since(start), 10*time.Second)
			assert.Equal(t, 204, r.sendJSON(onePush).status, "the budget is free again")
		})
	}
}

// Requests beyond the memory for all of them are refused, and the senders keep
// what they have.
func TestInFlightBudget(t *testing.T) {
	cfg := testConfig()
	cfg.Limits.MaxDecodedBytes = 1 << 20
	cfg.Limits.MaxInFlightBytes = 1 << 20
	r := run(t, cfg, consumertest.NewNop())
	require.True(t, r.budget.Take(1<<20-10))
	got := r.sendJSON(onePush)
	assert.Equal(t, 429, got.status)
	assert.Equal(t, "5", got.header.Get("Retry-After"))
	r.budget.Return(1<<20 - 10)
	assert.Equal(t, 204, r.sendJSON(onePush).status)
	assert.True(t, r.budget.Take(1<<20), "all of it came back")
	r.budget.Return(1 << 20)
}

// Connections that do nothing keep nobody out.
func TestIdleConnections(t *testing.T) {
	cfg := testConfig()
	cfg.Limits.MaxConnections = 20
	r := run(t, cfg, consumertest.NewNop())
	for range 100 {
		conn, err := net.Dial("tcp", r.server.Addr().String())
		require.NoError(t, err)
		defer conn.Close()
	}
	assert.Equal(t, 204, r.sendJSON(onePush).status)
}

// A sender that stops in the middle of its request is let go, and keeps nobody
// out until then.
func TestSlowSenders(t *testing.T) {
	cfg := testConfig()
	cfg.ServerConfig.ReadTimeout = 300 * time.Millisecond
	r := run(t, cfg, consumertest.NewNop())
	var conns []net.Conn
	for range 50 {
		conn, err := net.Dial("tcp", r.server.Addr().String())
		require.NoError(t, err)
		defer conn.Close()
		_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20000000\r\n\r\n{", pushPath)
		require.NoError(t, err)
		conns = append(conns, conn)
	}
	assert.Equal(t, 204, r.sendJSON(onePush).status)
	for _, conn := range conns {
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
	}
}
