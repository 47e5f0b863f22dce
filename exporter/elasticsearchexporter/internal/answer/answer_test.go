package answer

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/delivery"
)

func TestRead(t *testing.T) {
	for name, body := range map[string]string{
		"filtered":   `{"errors":true,"items":[{"create":{"status":201}},{"create":{"status":400,"error":{"type":"t"}}},{"create":{"status":201,"failure_store":"used"}}]}`,
		"unfiltered": `{"took":3,"errors":true,"items":[{"create":{"_index":"i","_id":"1","_version":1,"result":"created","_shards":{"total":2,"successful":1,"failed":0},"status":201}},{"create":{"_id":"2","status":400,"error":{"type":"t","reason":"r","caused_by":{"type":"u"}}}},{"create":{"status":201,"failure_store":"used"}}],"ingest_took":1}` + "\n",
		"turned":     ` { "items" : [ {"create":{"status":201,"failure_store":"not_applicable_or_unknown"}} , {"create":{"error":{"type":"t"},"status":400}}, {"create":{"failure_store":"used","status":201}} ] , "errors" : true } `,
	} {
		t.Run(name, func(t *testing.T) {
			items, err := Read(strings.NewReader(body), 3, nil)
			require.NoError(t, err)
			assert.Equal(t, []Item{{Status: 201}, {Status: 400, Type: "t"}, {Status: 201, FailureStore: true}}, items)
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":             ``,
		"null":                `null`,
		"a list":              `[]`,
		"no items":            `{"errors":false}`,
		"items of null":       `{"items":null}`,
		"too few":             `{"items":[]}`,
		"too many":            `{"items":[{"create":{"status":201}},{"create":{"status":201}}]}`,
		"items twice":         `{"items":[{"create":{"status":201}}],"items":[{"create":{"status":201}}]}`,
		"cut short":           `{"items":[{"create":{"status":201}}]`,
		"something after it":  `{"items":[{"create":{"status":201}}]}{}`,
		"a status of text":    `{"items":[{"create":{"status":"201"}}]}`,
		"a status with point": `{"items":[{"create":{"status":201.5}}]}`,
		"html":                `<html>`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(body), 1, nil)
			require.ErrorIs(t, err, ErrMalformed)
		})
	}
}

// endless is an answer that never ends.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.n += int64(len(p))
	return len(p), nil
}

func TestReadIsBounded(t *testing.T) {
	e := &endless{}
	_, err := Read(io.MultiReader(strings.NewReader(`{"items":[`), e), 1, nil)
	require.ErrorIs(t, err, ErrMalformed)
	assert.LessOrEqual(t, e.n, int64(baseBytes+2*itemBytes))
}

func TestItemsThatSayNothingWait(t *testing.T) {
	for _, body := range []string{`{"items":[{}]}`, `{"items":[null]}`, `{"items":[{"index":{"status":201}}]}`, `{"items":[{"create":null}]}`, `{"items":[{"create":{}}]}`} {
		items, err := Read(strings.NewReader(body), 1, nil)
		require.NoError(t, err)
		assert.Equal(t, delivery.Transient, Classify(items[0], false).Outcome, body)
	}
}

// An answer counts only for the operation that was asked for.
func TestOperationsAreToldApart(t *testing.T) {
	for body, want := range map[string][2]delivery.Outcome{ // of a create, of an index
		`{"create":{"status":201}}`: {delivery.Stored, delivery.Transient},
		`{"index":{"status":201}}`:  {delivery.Transient, delivery.Stored},
		`{"index":{"status":200}}`:  {delivery.Transient, delivery.Stored},
		`{"create":{"status":409,"error":{"type":"version_conflict_engine_exception"}}}`: {delivery.Duplicate, delivery.Transient},
		`{"index":{"status":409,"error":{"type":"version_conflict_engine_exception"}}}`:  {delivery.Transient, delivery.Superseded},
		`{"index":{"status":409}}`: {delivery.Transient, delivery.Superseded},
		`{"index":{"status":400,"error":{"type":"document_parsing_exception"}}}`:      {delivery.Transient, delivery.Rejected},
		`{"index":{"status":429,"error":{"type":"es_rejected_execution_exception"}}}`: {delivery.Transient, delivery.Transient},
		`{"index":{"status":201},"create":{"status":201}}`:                            {delivery.Transient, delivery.Transient},
		`{"update":{"status":200}}`:                                                   {delivery.Transient, delivery.Transient},
	} {
		items, err := Read(strings.NewReader(`{"items":[`+body+`]}`), 1, nil)
		require.NoError(t, err)
		assert.Equal(t, want, [2]delivery.Outcome{Classify(items[0], false).Outcome, Classify(items[0], true).Outcome}, body)
	}
}

// FuzzRead: an answer from outside never panics, never gives another number of
// items than asked for, and gives what the library reads.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"errors":true,"items":[{"create":{"status":201}},{"create":{"status":400,"error":{"type":"t"}}}]}`), 2)
	f.Add([]byte(`{"took":1,"items":[{"create":{"_index":"i","status":409,"error":{"type":"version_conflict_engine_exception","reason":"\u00e9"}}}]}`), 1)
	f.Add([]byte(`{"items":[{"create":{"failure_store":"used","status":201}}]}`), 1)
	f.Add([]byte(`{"items":[{"index":{"status":200}},{"index":{"status":409,"error":{"type":"version_conflict_engine_exception"}}}]}`), 2)
	f.Fuzz(func(t *testing.T, body []byte, n int) {
		if n < 0 || n > 1000 || len(body) > 1<<16 {
			return
		}
		items, err := Read(strings.NewReader(string(body)), n, nil)
		if err != nil {
			require.True(t, errors.Is(err, ErrMalformed))
			return
		}
		require.Len(t, items, n)
		var whole struct {
			Items []wireItem `json:"items"`
		}
		require.NoError(t, json.Unmarshal(body, &whole))
		for i, it := range items {
			v := Classify(it, it.Overwrote)
			if v.Outcome == delivery.Stored {
				result := cmp.Or(whole.Items[i].Create, whole.Items[i].Index)
				require.GreaterOrEqual(t, result.Status, 200)
				require.Less(t, result.Status, 300)
				require.Nil(t, result.Error)
			}
			require.Less(t, len(v.Reason), 64, "reasons are bounded")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	const n = 10_000
	body := `{"errors":false,"items":[` + strings.TrimSuffix(strings.Repeat(`{"create":{"status":201}},`, n), ",") + `]}`
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	var items []Item
	for b.Loop() {
		var err error
		if items, err = Read(strings.NewReader(body), n, items[:0]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/item")
}
