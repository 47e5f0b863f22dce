package correlationstoreextension

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configtls"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensiontest"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// A made-up key.
const testKey = "5f1c0e9b7a3d48261cf4d0a2b9e86c7735d1f0836b2e4a9cc8e17d540a93fb62"

var (
	traceA = correlate.TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36}
	traceB = correlate.TraceID{0x0a, 0xf7, 0x65, 0x19, 0x16, 0xcd, 0x43, 0xdd, 0x84, 0x48, 0xeb, 0x21, 0x1c, 0x80, 0x31, 0x9c}
)

const orderID = "order-7f3a9c21"

func mustStore(t testing.TB, set extension.Settings, cfg *Config) *store {
	t.Helper()
	s, err := newStore(set, cfg)
	require.NoError(t, err)
	return s
}

func sharedConfig(endpoint string) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.Capacity, cfg.ResendCapacity = 1000, 1000
	cfg.Shared = configoptional.Some(SharedConfig{
		Endpoints: []string{endpoint}, Key: testKey, Prefix: defaultPrefix, Timeout: 50 * time.Millisecond, WriteQueue: defaultWriteQueue,
	})
	return cfg
}

// replica starts a store and waits until it is connected, unless there is
// nothing to be connected with.
func replica(t *testing.T, cfg *Config, connected bool) *store {
	t.Helper()
	s := mustStore(t, extensiontest.NewNopSettings(NewFactory().Type()), cfg)
	require.NoError(t, s.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, s.Shutdown(context.Background())) })
	if connected {
		require.Eventually(t, func() bool { return s.shared.client.Load() != nil }, 5*time.Second, time.Millisecond)
	}
	return s
}

// written waits until the server has a number of keys.
func written(t *testing.T, server *miniredis.Miniredis, keys int) {
	t.Helper()
	require.Eventually(t, func() bool { return len(server.Keys()) >= keys }, 5*time.Second, time.Millisecond)
}

// sawUnfilled notes that records of a trace went by unfilled.
func sawUnfilled(s *store, tenant string, trace correlate.TraceID, now time.Time) (first bool) {
	seen := []correlate.Sight{{Trace: trace, Saw: true, Unfilled: true}}
	s.See(tenant, seen, now, now)
	return seen[0].First
}

func batch(digest byte, traces []correlate.TraceID, ids ...string) *correlate.Batch {
	return &correlate.Batch{Tenant: "red", Digest: [16]byte{digest}, Traces: traces, IDs: ids}
}

func TestReplicasShareWhatTheyLearn(t *testing.T) {
	server := miniredis.RunT(t)
	a, b := replica(t, sharedConfig(server.Addr()), true), replica(t, sharedConfig(server.Addr()), true)
	now := time.Now()
	assert.Equal(t, correlate.LearntNew, a.Learn("red", traceA, orderID, correlate.SourceRequestID, now))
	written(t, server, 2)

	now = now.Add(time.Second)
	b.Open(t.Context(), batch(1, []correlate.TraceID{traceA}), now)
	id, ok := b.Correlation("red", traceA, now)
	require.True(t, ok)
	assert.Equal(t, orderID, id)

	c := replica(t, sharedConfig(server.Addr()), true)
	c.Open(t.Context(), batch(2, nil, orderID), now)
	trace, found := c.Trace("red", orderID, now)
	assert.Equal(t, correlate.Hit, found)
	assert.Equal(t, traceA, trace)

	// Another tenant asks for the same and gets nothing.
	d := replica(t, sharedConfig(server.Addr()), true)
	other := batch(3, []correlate.TraceID{traceA}, orderID)
	other.Tenant = "blue"
	d.Open(t.Context(), other, now)
	_, ok = d.Correlation("blue", traceA, now)
	assert.False(t, ok)
	_, found = d.Trace("blue", orderID, now)
	assert.Equal(t, correlate.Miss, found)
}

func TestAnIDOnTwoTracesIsAmbiguousForAll(t *testing.T) {
	server := miniredis.RunT(t)
	a, b := replica(t, sharedConfig(server.Addr()), true), replica(t, sharedConfig(server.Addr()), true)
	now := time.Now()
	a.Learn("red", traceA, orderID, correlate.SourceRequestID, now)
	written(t, server, 2)
	b.Learn("red", traceB, orderID, correlate.SourceRequestID, now)
	written(t, server, 4) // two traces, one id, and that it is ambiguous
	now = now.Add(time.Second)
	for _, s := range []*store{a, b, replica(t, sharedConfig(server.Addr()), true)} {
		s.Open(t.Context(), batch(1, nil, orderID), now)
		_, found := s.Trace("red", orderID, now)
		assert.Equal(t, correlate.Ambiguous, found)
	}
}

func TestAResendIsKnownToAllReplicas(t *testing.T) {
	server := miniredis.RunT(t)
	a, b := replica(t, sharedConfig(server.Addr()), true), replica(t, sharedConfig(server.Addr()), true)
	first := time.Now()
	known := first.Truncate(time.Microsecond)
	assert.True(t, a.Open(t.Context(), batch(7, nil), first).Equal(known))
	again := first.Add(3 * time.Second)
	assert.True(t, b.Open(t.Context(), batch(7, nil), again).Equal(known), "to the nanosecond: it may become the time of records")
	assert.True(t, b.Open(t.Context(), batch(8, nil), again).Equal(again.Truncate(time.Microsecond)))
}

func TestLatePairIsToldAcrossReplicas(t *testing.T) {
	t.Run("learnt after", func(t *testing.T) {
		server := miniredis.RunT(t)
		a, b := replica(t, sharedConfig(server.Addr()), true), replica(t, sharedConfig(server.Addr()), true)
		now := time.Now()
		assert.True(t, sawUnfilled(a, "red", traceA, now))
		assert.False(t, sawUnfilled(a, "red", traceA, now))
		written(t, server, 1)
		b.Learn("red", traceA, orderID, correlate.SourceRequestID, now)
		require.Eventually(t, func() bool { return len(b.PairTenants()) == 1 }, 5*time.Second, time.Millisecond)
		pairs := b.Pairs("red", 10)
		require.Len(t, pairs, 1)
		assert.Equal(t, orderID, pairs[0].Correlation)
		assert.Equal(t, traceA, pairs[0].Trace)
	})
	t.Run("learnt before", func(t *testing.T) {
		server := miniredis.RunT(t)
		a, b := replica(t, sharedConfig(server.Addr()), true), replica(t, sharedConfig(server.Addr()), true)
		now := time.Now()
		b.Learn("red", traceA, orderID, correlate.SourceRequestID, now)
		written(t, server, 2)
		sawUnfilled(a, "red", traceA, now) // it had looked before the pair was written
		require.Eventually(t, func() bool { return len(a.Pairs("red", 10)) == 1 }, 5*time.Second, time.Millisecond)
	})
	t.Run("on one replica", func(t *testing.T) {
		server := miniredis.RunT(t)
		a := replica(t, sharedConfig(server.Addr()), true)
		now := time.Now()
		sawUnfilled(a, "red", traceA, now)
		a.Learn("red", traceA, orderID, correlate.SourceRequestID, now.Add(time.Second))
		written(t, server, 3)
		time.Sleep(50 * time.Millisecond) // for an answer that would tell it again
		assert.Len(t, a.Pairs("red", 10), 1)
	})
}

// Neither ids nor tenants can be read on the server, and what others put there
// is not believed.
func TestServerHoldsNothingReadable(t *testing.T) {
	server := miniredis.RunT(t)
	a := replica(t, sharedConfig(server.Addr()), true)
	now := time.Now()
	a.Open(t.Context(), batch(1, nil), now)
	sawUnfilled(a, "red", traceB, now)
	a.Learn("red", traceA, orderID, correlate.SourceRequestID, now)
	written(t, server, 4)
	dump := server.Dump()
	hexID := fmt.Sprintf("%x", traceA)
	for _, plain := range []string{orderID, hexID, string(traceA[:]), "red"} {
		assert.NotContains(t, dump, plain)
	}
	for _, key := range server.Keys() {
		assert.True(t, strings.HasPrefix(key, defaultPrefix), key)
		assert.Positive(t, server.TTL(key), "%s never leaves", key)
	}

	// Values moved to other keys, and values of another key.
	var pair, other string
	for _, key := range server.Keys() {
		switch key[len(defaultPrefix)] {
		case kindPair:
			pair = key
		case kindRequest:
			other = key
		}
	}
	value, err := server.Get(other)
	require.NoError(t, err)
	require.NoError(t, server.Set(pair, value))
	b := replica(t, sharedConfig(server.Addr()), true)
	b.Open(t.Context(), batch(2, []correlate.TraceID{traceA}), now)
	_, ok := b.Correlation("red", traceA, now)
	assert.False(t, ok)
	assert.Equal(t, int64(1), b.shared.meter.alien.Load())

	cfg := sharedConfig(server.Addr())
	cfg.Shared.Get().Key = configopaque.String(strings.ReplaceAll(testKey, "5f1c", "6a2d"))
	c := replica(t, cfg, true)
	c.Open(t.Context(), batch(2, []correlate.TraceID{traceA}, orderID), now)
	_, ok = c.Correlation("red", traceA, now)
	assert.False(t, ok)
}

// slack is what a busy machine may add to a deadline.
const slack = 200 * time.Millisecond

// The first request after a restart may be one that is sent again.
func TestAResendIsKnownRightAfterTheStart(t *testing.T) {
	server := miniredis.RunT(t)
	first := time.Now()
	a := replica(t, sharedConfig(server.Addr()), true)
	a.Open(t.Context(), batch(7, nil), first)
	for range 20 {
		b := replica(t, sharedConfig(server.Addr()), false)
		got := b.Open(t.Context(), batch(7, nil), first.Add(time.Second))
		require.WithinDuration(t, first, got, time.Microsecond)
	}
}

func TestNothingWaitsForADeadServer(t *testing.T) {
	// It takes the connection, greets nobody and answers nothing.
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = mute.Close() })
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	refused := free.Addr().String()
	require.NoError(t, free.Close())

	for name, endpoint := range map[string]string{"mute": mute.Addr().String(), "refused": refused} {
		t.Run(name, func(t *testing.T) {
			now := time.Now()
			s := replica(t, sharedConfig(endpoint), false)
			assert.Less(t, time.Since(now), connectFor+slack)
			for i := range byte(20) {
				s.Learn("red", traceA, orderID, correlate.SourceRequestID, now)
				start := time.Now()
				assert.True(t, s.Open(t.Context(), batch(i, []correlate.TraceID{traceA, traceB}, "other-"+orderID), now).Equal(now.Truncate(time.Microsecond)))
				assert.Less(t, time.Since(start), s.shared.cfg.Timeout+slack)
			}
			id, ok := s.Correlation("red", traceA, now)
			assert.True(t, ok, "what the replica knows itself, it knows")
			assert.Equal(t, orderID, id)
		})
	}
}

// A server that hangs, dies and comes back: no batch waits longer than the
// deadline, and all is shared again afterwards.
func TestServerComesBack(t *testing.T) {
	server := miniredis.RunT(t)
	gate := newGate(t, server.Addr())
	s := replica(t, sharedConfig(gate.addr()), true)
	now := time.Now()
	open := func(digest byte) time.Duration {
		start := time.Now()
		s.Open(t.Context(), batch(digest, []correlate.TraceID{traceB}), start)
		return time.Since(start)
	}
	open(1)
	gate.hang(true)
	for i := range byte(30) {
		require.Less(t, open(10+i), s.shared.cfg.Timeout+slack)
	}
	require.Eventually(t, func() bool { open(100); return s.shared.breaker.State().String() != "closed" }, 5*time.Second, time.Millisecond)
	start := time.Now()
	for i := range byte(100) {
		open(110 + i)
	}
	assert.Less(t, time.Since(start), s.shared.cfg.Timeout*3+slack, "while the breaker is open nobody asks")
	gate.hang(false)

	other := replica(t, sharedConfig(server.Addr()), true)
	other.Learn("red", traceB, orderID, correlate.SourceRequestID, now)
	written(t, server, 2)
	require.Eventually(t, func() bool {
		open(250)
		_, ok := s.Correlation("red", traceB, time.Now())
		return ok
	}, 10*time.Second, 20*time.Millisecond)
}

func TestAuthAndTLS(t *testing.T) {
	cert, ca := selfSigned(t)
	server, err := miniredis.RunTLS(&tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12})
	require.NoError(t, err)
	t.Cleanup(server.Close)
	server.RequireUserAuth("lethe", "made-up-Pw-17")
	cfg := sharedConfig(server.Addr())
	cfg.Shared.Get().Username, cfg.Shared.Get().Password = "lethe", "made-up-Pw-17"
	client := configtls.NewDefaultClientConfig()
	client.CAFile = ca
	cfg.Shared.Get().TLS = configoptional.Some(client)
	s := replica(t, cfg, true)
	s.Learn("red", traceA, orderID, correlate.SourceRequestID, time.Now())
	written(t, server, 2)
}

func TestWritesThatFindNoRoomAreCounted(t *testing.T) {
	cfg := sharedConfig("127.0.0.1:1")
	cfg.Shared.Get().WriteQueue = 100
	s := mustStore(t, extensiontest.NewNopSettings(NewFactory().Type()), cfg) // never started: nobody reads the queue
	for i := range 150 {
		s.Learn("red", correlate.TraceID{15: byte(i + 1)}, fmt.Sprintf("order-%d", i), correlate.SourceRequestID, time.Now())
	}
	assert.Equal(t, int64(50), s.shared.meter.lost.Load())
	require.NoError(t, s.Shutdown(context.Background()))
}

func TestSharedConfigReportsEveryMistake(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"shared": map[string]any{
		"endpoints": []string{"valkey", "b:6379"}, "db": 3, "key": "correct horse battery staple", "prefix": "a b", "timeout": "2s", "write_queue": 1,
	}}).Unmarshal(cfg))
	err := confmap.Validate(cfg)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "horse")
	for _, want := range []string{
		`shared::endpoints[0]: "valkey" is no address, use host:port`,
		`shared::db: 3 is not allowed, use 0, or a positive number with one server or with sentinels`,
		`shared::key: is not 32 random bytes in hex (64 digits) or base64 (44 characters), and a passphrase cannot be used`,
		`shared::prefix: "a b" is not allowed`,
		`shared::timeout: 2s is not allowed, use a time from 1ms to 1s`,
		`shared::write_queue: 1 is not allowed, use a number from 100 to 10000000`,
	} {
		assert.ErrorContains(t, err, want)
	}
	cfg = createDefaultConfig().(*Config)
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"shared": map[string]any{"endpoints": []string{"valkey:6379"}, "key": testKey}}).Unmarshal(cfg))
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, defaultTimeout, cfg.Shared.Get().Timeout)
	assert.False(t, createDefaultConfig().(*Config).Shared.HasValue(), "off unless it is asked for")
}

func FuzzEntry(f *testing.F) {
	f.Add((&entry{learnt: time.Unix(1_800_000_000, 0), source: correlate.SourceRequestID, trace: traceA, id: orderID}).encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := decodeEntry(b)
		if err != nil {
			return
		}
		if got, err := decodeEntry(e.encode()); err != nil || got != e {
			t.Fatalf("%v became %v, %v", e, got, err)
		}
		if e.id != "" && correlate.ValidCorrelationID(e.id) != correlate.ReasonNone {
			t.Fatalf("%q is no id", e.id)
		}
	})
}

// gate stands before a server and can stop to pass on what is said.
type gate struct {
	l    net.Listener
	mu   sync.Mutex
	cond *sync.Cond
	shut bool
	done bool
}

func newGate(t *testing.T, to string) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	g := &gate{l: l}
	g.cond = sync.NewCond(&g.mu)
	t.Cleanup(func() {
		g.mu.Lock()
		g.done = true
		g.cond.Broadcast()
		g.mu.Unlock()
		_ = l.Close()
	})
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				_ = in.Close()
				continue
			}
			go g.pass(in, out)
			go g.pass(out, in)
		}
	}()
	return g
}

func (g *gate) pass(from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	r := bufio.NewReader(from)
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		if err != nil {
			return
		}
		g.mu.Lock()
		for g.shut && !g.done {
			g.cond.Wait()
		}
		g.mu.Unlock()
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (g *gate) hang(on bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = on
	g.cond.Broadcast()
}

func (g *gate) addr() string { return g.l.Addr().String() }

func selfSigned(t *testing.T) (cert tls.Certificate, caFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, caFile
}
