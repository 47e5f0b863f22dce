package correlate

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

var benchTexts = []struct{ name, text string }{
	{"plain", "2026-11-22 10:11:12.345 INFO [http-nio-8080-exec-7] c.e.shop.CartController : added 3 items to the cart of the visitor, total is now 42.10 EUR (eur)"},
	{"logfmt", `ts=2026-11-22T10:11:12Z level=info caller=cart.go:118 msg="added items" items=3 total=42.10 currency=EUR user_id=8812 session=none status=200 ms=12`},
	{"json", `{"time":"2026-11-22T10:11:12Z","level":"info","msg":"added items","items":3,"total":42.1,"currency":"EUR","user":{"name":"x"},"status":200}`},
	{"json-id", `{"time":"2026-11-22T10:11:12Z","level":"info","msg":"added items","items":3,"total":42.1,"user":{"id":"x","name":"y"},"status":200,"session":1}`},
	{"found-json", `{"time":"2026-11-22T10:11:12Z","level":"info","msg":"added items","items":3,"trace_id":"` + tr32 + `","span_id":"` + sp16 + `","request_id":"` + uuid + `"}`},
	{"found-logfmt", `ts=2026-11-22T10:11:12Z level=info msg="added items" items=3 trace_id=` + tr32 + ` span_id=` + sp16 + ` request_id=` + uuid},
}

func BenchmarkText(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(fmt.Sprintf("%s-%d", c.name, len(c.text)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var ids IDs
				Text(c.text, &ids)
			}
		})
	}
}

func BenchmarkKindOfKey(b *testing.B) {
	names := []string{"http.request.header.x-request-id", "trace_id", "service.name", "http.response.status_code"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		KindOfKey(names[i&3])
	}
}

func BenchmarkAttr(b *testing.B) {
	kind := KindOfKey("traceparent")
	b.ReportAllocs()
	for b.Loop() {
		var ids IDs
		Attr(kind, w3c, &ids)
	}
}

// benchPair makes pair number n: a trace id and an id of 36 characters.
func benchPair(n int) (t TraceID, id string) {
	h := uint64(n+1) * 0x9e3779b97f4a7c15
	binary.BigEndian.PutUint64(t[:8], h)
	binary.BigEndian.PutUint64(t[8:], uint64(n+1))
	return t, fmt.Sprintf("%08x-%04x-4000-8000-%012x", uint32(h>>32), uint16(h>>16), n)
}

const benchPairs = 1 << 16

func benchStore(b *testing.B) (*MemoryStore, []TraceID, []string, time.Time) {
	m := NewMemoryStore(Settings{Capacity: 2 * benchPairs})
	traces, ids := make([]TraceID, benchPairs), make([]string, benchPairs)
	now := time.Unix(1_800_000_000, 0)
	for i := range traces {
		traces[i], ids[i] = benchPair(i)
		m.Learn("", traces[i], ids[i], SourceRequestID, now)
	}
	b.ReportAllocs()
	b.ResetTimer()
	return m, traces, ids, now
}

func BenchmarkStore(b *testing.B) {
	b.Run("learn-new", func(b *testing.B) {
		m, _, ids, now := benchStore(b)
		var t TraceID
		i := 0
		for b.Loop() {
			i++
			binary.BigEndian.PutUint64(t[8:], uint64(i)<<20|1)
			m.Learn("", t, ids[i%benchPairs], SourceRequestID, now)
		}
	})
	b.Run("learn-known", func(b *testing.B) {
		m, traces, ids, now := benchStore(b)
		for i := 0; b.Loop(); i++ {
			m.Learn("", traces[i%benchPairs], ids[i%benchPairs], SourceRequestID, now)
		}
	})
	b.Run("correlation-hit", func(b *testing.B) {
		m, traces, _, now := benchStore(b)
		for i := 0; b.Loop(); i++ {
			if _, ok := m.Correlation("", traces[i%benchPairs], now); !ok && i < benchPairs {
				b.Fatal("miss")
			}
		}
	})
	b.Run("correlation-miss", func(b *testing.B) {
		m, _, _, now := benchStore(b)
		t := TraceID{1}
		for b.Loop() {
			m.Correlation("", t, now)
		}
	})
	b.Run("trace-hit", func(b *testing.B) {
		m, _, ids, now := benchStore(b)
		for i := 0; b.Loop(); i++ {
			m.Trace("", ids[i%benchPairs], now)
		}
	})
	b.Run("trace-miss", func(b *testing.B) {
		m, _, _, now := benchStore(b)
		for b.Loop() {
			m.Trace("", "not-there-at-all", now)
		}
	})
	b.Run("first-seen", func(b *testing.B) {
		m, _, _, now := benchStore(b)
		var d [16]byte
		for i := 0; b.Loop(); i++ {
			binary.BigEndian.PutUint64(d[:], uint64(i))
			m.FirstSeen(d, now)
		}
	})
}

// BenchmarkMemory fills a store with a million traces and prints what each of
// them takes, and how long a collection of garbage takes and stops the program
// beside an empty store.
func BenchmarkMemory(b *testing.B) {
	const n = 1_000_000
	for b.Loop() {
		emptyTook, emptyPause := collection()
		before := heap()
		m := NewMemoryStore(Settings{Capacity: n * 101 / 100, Requests: 1})
		now := time.Unix(1_800_000_000, 0)
		for i := range n {
			t, id := benchPair(i)
			m.Learn("", t, id, SourceRequestID, now)
		}
		used := heap() - before
		took, pause := collection()
		b.ReportMetric(float64(emptyTook.Microseconds()), "µs/gc-empty")
		b.ReportMetric(float64(took.Microseconds()), "µs/gc")
		b.ReportMetric(float64(emptyPause.Microseconds()), "µs/pause-empty")
		b.ReportMetric(float64(pause.Microseconds()), "µs/pause")
		b.ReportMetric(float64(used)/float64(m.Stats().Traces.Entries), "B/trace")
		b.ReportMetric(float64(m.Stats().Traces.Entries), "traces")
	}
}

// collection returns how long a collection of garbage takes and how long it
// stops the program, the best of some.
func collection() (took, pause time.Duration) {
	took, pause = time.Hour, time.Hour
	for range 10 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		runtime.GC()
		took = min(took, time.Since(start))
		runtime.ReadMemStats(&after)
		pause = min(pause, time.Duration(after.PauseTotalNs-before.PauseTotalNs))
	}
	return took, pause
}

func heap() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// longTexts are made to be expensive.
func longTexts(size int) map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)+1)[:size] }
	texts := map[string]string{}
	for _, unit := range []string{
		"a", ":", "=", "{", "[", `"`, `'`, `\`, `{"`, `{\"`, `{\\\"`, `{'`, "[{", `[{"`, `{"a":`, `{"a":[`, `[{"a":[`,
		"trace_id=", "trace_id:", "parent trace_id=", "links:[", "links:{", `links:[{"a":`, "request_id=a1", "request_id: ",
		`{"trace_id":"`, `{"a":"{'a':'`, `{"a":"trace_id={'`, `"trace_id":`, `x="request_id=`, `{\"a\":\"{\\\"`, "id:", "_id=",
		"baggage=a=b,", `{"a":"\\\"`, `{\"a\":"`, `{"a" "`, " ", "é", `{\`, `{ `, `[ {"trace_id":"a"},`,
		"[a,", "[a,b,", newRelicMark, newRelicMark + "a|", "[unique_id ", "[req-", `" `,
	} {
		texts[unit] = fill(unit)
		texts["anchored "+unit] = "trace_id=x " + fill(unit)
	}
	return texts
}
