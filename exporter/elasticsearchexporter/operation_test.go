package elasticsearchexporter

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

const firstVersion = 1_795_373_805_000_000_000

func indexed(id string, version int64) delivery.Operation {
	return delivery.Operation{Action: delivery.ActionIndex, ID: id, SourceIndex: "shop", Version: version}
}

func created(id string) delivery.Operation {
	return delivery.Operation{Action: delivery.ActionCreate, ID: id, SourceIndex: "shop"}
}

// operatedLogs returns a record for each operation, told apart by "record i".
func operatedLogs(ops ...delivery.Operation) plog.Logs {
	ld := someLogs(len(ops))
	for i, lr := range ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
		if ops[i].Action != "" {
			ops[i].Put(lr.Attributes())
		}
	}
	return ld
}

// contents returns the texts of what is stored, by id.
func (f *fakeServer) contents() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := map[string]string{}
	for key, d := range f.docs {
		_, id, _ := strings.Cut(key, "/")
		at := strings.Index(d.source, "record ")
		out[id] = d.source[at : at+len("record 000")]
	}
	return out
}

func TestLaterOperationWins(t *testing.T) {
	older, later := operatedLogs(indexed("1", firstVersion)), operatedLogs(delivery.Operation{}, indexed("1", firstVersion+1))
	later.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().RemoveIf(func(lr plog.LogRecord) bool { return lr.Body().Str() == "record 000" })
	for name, tt := range map[string]struct {
		batches  []plog.Logs
		outcomes map[string]int64
	}{
		"in order":                  {[]plog.Logs{older, later}, map[string]int64{"stored": 2}},
		"in the wrong order":        {[]plog.Logs{later, older}, map[string]int64{"stored": 1, "superseded": 1}},
		"sent again":                {[]plog.Logs{older, later, later}, map[string]int64{"stored": 3}},
		"sent again after a change": {[]plog.Logs{older, later, older}, map[string]int64{"stored": 2, "superseded": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			h := newHarness(t, testConfig(f.URL))
			for _, ld := range tt.batches {
				require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
			}
			assert.Equal(t, map[string]string{"1": "record 001"}, f.contents())
			assert.Equal(t, tt.outcomes, h.outcomes(t))
		})
	}
}

func TestCreateStaysCreate(t *testing.T) {
	f := newFakeServer(t)
	h := newHarness(t, testConfig(f.URL))
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), operatedLogs(created("1"))))
	ld := operatedLogs(created("2"), created("1"))
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
	assert.Equal(t, map[string]string{"1": "record 000", "2": "record 000"}, f.contents())
	assert.Equal(t, map[string]int64{"stored": 2, "duplicate": 1}, h.outcomes(t))
}

// TestEqualIDsOfDifferentIndexes: the same id of two of a client's indexes, and
// with two routings, is two documents.
func TestEqualIDsOfDifferentIndexes(t *testing.T) {
	f := newFakeServer(t)
	h := newHarness(t, testConfig(f.URL))
	stock := created("1")
	stock.SourceIndex = "stock"
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), operatedLogs(created("1"), stock)))
	assert.Len(t, f.sources(), 2)
	assert.Equal(t, map[string]int64{"stored": 2}, h.outcomes(t))
}

// TestOrderWithinAndAcrossRequests: documents with the same id go out in the
// order of the batch, also where it is split and where halves of it are refused.
func TestOrderWithinAndAcrossRequests(t *testing.T) {
	f := newFakeServer(t)
	cfg := testConfig(f.URL)
	cfg.FlushBytes = minFlushBytes
	h := newHarness(t, cfg)
	var ops []delivery.Operation
	for i := range 300 {
		ops = append(ops, indexed(fmt.Sprint(i%3), int64(firstVersion+i)))
	}
	f.whole = func(n int, r *fakeRequest, w http.ResponseWriter) bool {
		if n%2 == 1 && len(r.docs) > 4 {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return true
		}
		return false
	}
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), operatedLogs(ops...)))
	assert.Equal(t, map[string]string{"0": "record 297", "1": "record 298", "2": "record 299"}, f.contents())
	assert.Equal(t, int64(300), total(h.outcomes(t)))
	for _, r := range f.requests() {
		assert.True(t, slices.IsSortedFunc(r.docs, func(a, b fakeDoc) int { return int(a.version - b.version) }))
	}
}

// TestFirstCreateOfABatchWins: also if it is the first that has to be sent
// again, and if it is rejected the next one takes its place.
func TestFirstCreateOfABatchWins(t *testing.T) {
	batch := func() plog.Logs {
		return operatedLogs(created("1"), created("1"), created("2"), created("1"), indexed("3", firstVersion), created("2"))
	}
	of := func(text string, status int, errorType string) func(fakeDoc) (int, string) {
		return func(d fakeDoc) (int, string) {
			if strings.Contains(d.source, text) {
				return status, errorType
			}
			return 0, ""
		}
	}
	for name, tt := range map[string]struct {
		item     func(fakeDoc) (int, string)
		again    []string
		want     map[string]string
		outcomes map[string]int64
	}{
		"stored": {
			nil, nil,
			map[string]string{"1": "record 000", "2": "record 002", "3": "record 004"},
			map[string]int64{"stored": 3, "duplicate": 3},
		},
		"waits": {
			of("record 000", 429, "es_rejected_execution_exception"),
			[]string{"record 000", "record 001", "record 003"},
			map[string]string{"1": "record 000", "2": "record 002", "3": "record 004"},
			map[string]int64{"stored": 3, "duplicate": 3},
		},
		"rejected": {
			of("record 000", 400, "document_parsing_exception"), nil,
			map[string]string{"1": "record 001", "2": "record 002", "3": "record 004"},
			map[string]int64{"stored": 3, "duplicate": 2, "rejected": 1},
		},
		"two rejected": {
			func(d fakeDoc) (int, string) {
				if strings.Contains(d.source, "record 000") || strings.Contains(d.source, "record 001") {
					return 400, "document_parsing_exception"
				}
				return 0, ""
			}, nil,
			map[string]string{"1": "record 003", "2": "record 002", "3": "record 004"},
			map[string]int64{"stored": 3, "duplicate": 1, "rejected": 2},
		},
	} {
		for _, flush := range []int{1, 1_000_000} { // below what Validate allows: each document alone
			t.Run(fmt.Sprint(name, " ", flush), func(t *testing.T) {
				f := newFakeServer(t)
				h := newHarness(t, testConfig(f.URL))
				h.logs.(*boundedLogs).e.cfg.FlushBytes = flush
				f.item = tt.item
				err := h.logs.ConsumeLogs(t.Context(), batch())
				if tt.again == nil {
					require.NoError(t, err)
				} else {
					rest := retryOf(t, err)
					assert.Equal(t, tt.again, bodies(rest))
					f.item = nil
					require.NoError(t, h.logs.ConsumeLogs(t.Context(), rest))
				}
				assert.Equal(t, tt.want, f.contents())
				assert.Equal(t, tt.outcomes, h.outcomes(t))
			})
		}
	}
}

// TestFollowersWaitWhereTheServerFails: what stands behind another document is
// not lost when the attempt ends in between.
func TestFollowersWaitWhereTheServerFails(t *testing.T) {
	f := newFakeServer(t)
	h := newHarness(t, testConfig(f.URL))
	f.item = func(d fakeDoc) (int, string) {
		if strings.Contains(d.source, "record 000") {
			return 400, "document_parsing_exception"
		}
		return 0, ""
	}
	f.whole = func(n int, _ *fakeRequest, w http.ResponseWriter) bool {
		if n == 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return n == 2
	}
	rest := retryOf(t, h.logs.ConsumeLogs(t.Context(), operatedLogs(created("1"), created("1"), created("1"))))
	assert.Equal(t, []string{"record 001", "record 002"}, bodies(rest))
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), rest))
	assert.Equal(t, map[string]string{"1": "record 001"}, f.contents())
	assert.Equal(t, map[string]int64{"stored": 1, "duplicate": 1, "rejected": 1}, h.outcomes(t))
}

// TestManyConsumersEndWithTheLatest: queue, retries and parallel requests.
func TestManyConsumersEndWithTheLatest(t *testing.T) {
	f := newFakeServer(t)
	f.whole = func(_ int, _ *fakeRequest, w http.ResponseWriter) bool {
		refuse := rand.IntN(4) == 0
		if refuse {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return refuse
	}
	f.item = func(fakeDoc) (int, string) {
		if rand.IntN(4) == 0 {
			return 429, "es_rejected_execution_exception"
		}
		return 0, ""
	}
	cfg := testConfig(f.URL)
	queue := exporterhelper.NewDefaultQueueConfig()
	queue.NumConsumers = 4
	cfg.QueueConfig = configoptional.Some(queue)
	cfg.RetryConfig = createDefaultConfig().(*Config).RetryConfig
	cfg.RetryConfig.InitialInterval, cfg.RetryConfig.MaxInterval = time.Millisecond, 3*time.Millisecond
	h := newHarness(t, cfg)
	const batches, size, ids = 40, 10, 7
	var wg sync.WaitGroup
	for b := range batches {
		wg.Go(func() {
			var ops []delivery.Operation
			for i := range size {
				n := b*size + i
				ops = append(ops, indexed(fmt.Sprint(n%ids), int64(firstVersion+n)))
			}
			ld := operatedLogs(ops...)
			for i, lr := range ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
				lr.Body().SetStr(fmt.Sprintf("record %03d", b*size+i))
			}
			assert.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
		})
	}
	wg.Wait()
	require.Eventually(t, func() bool { return total(h.outcomes(t)) == batches*size }, 20*time.Second, 10*time.Millisecond)
	want := map[string]string{}
	for n := range batches * size {
		want[fmt.Sprint(n%ids)] = fmt.Sprintf("record %03d", n)
	}
	assert.Equal(t, want, f.contents())
	assert.NotContains(t, h.outcomes(t), "rejected")
}

func TestUsableIndex(t *testing.T) {
	for _, name := range []string{"shop", "logs-nginx-default", ".ds-logs-2026.11.22-000001", "a_b+c", "größe", strings.Repeat("a", 255)} {
		assert.True(t, usableIndex(name), name)
	}
	for _, name := range []string{
		"", ".", "..", "-a", "_a", "+a", "Shop", "a b", "a,b", "a*", "a?", "a/b", `a\b`, `a"b`, "<a-{now/d}>", "a|b", "a#b", "a:b", "a\xff", strings.Repeat("a", 256),
	} {
		assert.False(t, usableIndex(name), name)
	}
}

// TestSlots: a changed hash would make copies of all documents.
func TestSlots(t *testing.T) {
	for source, want := range map[string]string{"": "by-id-c5", "shop": "by-id-a6", "stock": "by-id-d8", "logstash-2026.11.22": "by-id-28"} {
		assert.Equal(t, "x-"+want, string(appendByID(nil, "x", source)), source)
	}
	seen := map[byte]int{}
	for i := range 10_000 {
		seen[slotOf(fmt.Sprintf("logstash-%d", i))]++
	}
	assert.Len(t, seen, 256)
	for slot, n := range seen {
		assert.InDelta(t, 10_000/256, n, 35, slot)
	}
}

// TestTemplatesCoverByID: the indexes by id have the same fields as the others.
func TestTemplatesCoverByID(t *testing.T) {
	for _, kind := range []string{"elasticsearch", "opensearch"} {
		for mapping := range mappings {
			assert.Contains(t, string(template(kind, mapping, "lethe-logs")), `"index_patterns":["lethe-logs-*"]`)
		}
	}
	assert.True(t, strings.HasPrefix(string(appendByID(nil, "lethe-logs", "shop")), "lethe-logs-"))
}
