package ecs

import (
	stdjson "encoding/json"
	"testing"

	gojson "github.com/goccy/go-json"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// benchDocuments are what a plain and a usual event of Filebeat look like.
var benchDocuments = []struct{ name, doc string }{
	{"plain", `{"@timestamp":"2026-11-22T10:11:12.123Z","message":"GET /api/v1/orders/4711 served in 12 ms with status 200 for tenant blue","log":{"offset":4711815,"file":{"path":"/var/log/shop/access-2026-11-22.log"}}}`},
	{"filebeat", `{"@timestamp":"2026-11-22T10:11:12.123Z","@metadata":{"beat":"filebeat","type":"_doc","version":"8.15.3"},"message":"2026-11-22 10:11:12,123 INFO  [http-nio-8080-exec-7] c.e.shop.OrderController - order 4711 accepted in 12 ms","log":{"offset":4711815,"file":{"path":"/var/log/shop/app.log","device_id":"64769","inode":"1048723"},"level":"INFO"},"input":{"type":"filestream"},"tags":["shop","prod"],"fields":{"team":"blue","stage":"prod"},"agent":{"name":"web-1","type":"filebeat","version":"8.15.3","ephemeral_id":"6f1c8a52-3b0e-4d8c-9a57-0a3f6c2f1d11","id":"3f2a7c90-1d5b-4e4f-8f0a-5b9d7e6c1a22"},"ecs":{"version":"8.0.0"},"host":{"name":"web-1","id":"f0e1d2c3b4a5968778695a4b3c2d1e0f","architecture":"x86_64"},"event":{"dataset":"shop.app","duration":12000000}}`},
}

// peer turns a document into a record by way of maps, as is usual.
func peer(unmarshal func([]byte, any) error) func(plog.LogRecordSlice, []byte) error {
	return func(to plog.LogRecordSlice, doc []byte) error {
		var m map[string]any
		if err := unmarshal(doc, &m); err != nil {
			return err
		}
		return to.AppendEmpty().Body().SetEmptyMap().FromRaw(m)
	}
}

func BenchmarkAppend(b *testing.B) {
	const batch = 100
	for _, doc := range benchDocuments {
		text := []byte(doc.doc)
		run := func(name string, one func(n int) error) {
			b.Run(doc.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(text)))
				start := cpuTime()
				for n := 0; b.Loop(); n++ {
					if err := one(n); err != nil {
						b.Fatal(err)
					}
				}
				cpu := cpuTime() - start
				b.ReportMetric(float64(cpu)/float64(b.N), "cpu-ns/op")
				b.ReportMetric(float64(len(text))*float64(b.N)/(float64(cpu)/1e3), "cpu-MB/s")
			})
		}
		d, into := NewDecoder(Limits{}), NewBatch()
		run("ecs", func(n int) error {
			if n%batch == 0 {
				into = NewBatch()
			}
			_, err := d.Append(into, text)
			return err
		})
		for name, unmarshal := range map[string]func([]byte, any) error{
			"encoding-json": stdjson.Unmarshal,
			"goccy":         gojson.Unmarshal,
		} {
			var records plog.LogRecordSlice
			convert := peer(unmarshal)
			run(name, func(n int) error {
				if n%batch == 0 {
					records = plog.NewLogs().ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
				}
				return convert(records, text)
			})
		}
	}
}

// The record, its body, its list of attributes, and one for each of the two of
// them: nothing else. What a batch allocates for its first record, and its texts
// now and then, is not counted.
func TestAppendAllocations(t *testing.T) {
	d, b := NewDecoder(Limits{}), NewBatch()
	text := []byte(benchDocuments[0].doc)
	_, err := d.Append(b, text)
	require.NoError(t, err)
	got := testing.AllocsPerRun(200, func() {
		if _, err := d.Append(b, text); err != nil {
			t.Fatal(err)
		}
	})
	require.LessOrEqual(t, got, 5.0)
}
