package findcmd

import (
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"
)

// What servers answer comes from outside: no answer may end the command, and
// what is read can be printed.
func fuzzAnswer(f *testing.F, decode func([]byte) ([]item, error), answers ...any) {
	for _, answer := range answers {
		text, err := json.Marshal(answer)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		f.Add(text[:len(text)/2])
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		items, err := decode(text)
		if err != nil && !errors.Is(err, errMalformed) {
			t.Fatalf("another error: %v", err)
		}
		for i := range items {
			it := &items[i]
			_ = it.key()
			if n := len(it.TraceID); n != 0 && n != 32 {
				t.Fatalf("trace id of %d characters", n)
			}
			line := what(it)
			if !utf8.ValidString(line) {
				t.Fatal("not valid")
			}
			for _, r := range line {
				if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 {
					t.Fatalf("control character %q", r)
				}
			}
		}
	})
}

func FuzzLokiAnswer(f *testing.F) {
	records := world()
	var entries []any
	for _, rec := range records {
		entries = append(entries, object{"stream": object{"service_name": rec.service, "trace_id": rec.trace}, "values": []any{[]any{"1795335000000000000", rec.text}}})
	}
	fuzzAnswer(f, func(text []byte) ([]item, error) {
		a := lokiAnswer{attribute: "correlation_id"}
		err := a.decode(text)
		return a.items, err
	}, object{"status": "success", "data": object{"resultType": "streams", "result": entries}},
		object{"data": object{"resultType": "streams", "result": []any{object{"stream": object{}, "values": []any{
			[]any{"1", "x", object{"structuredMetadata": object{"trace_id": testTrace}, "parsed": object{}}},
		}}}}})
}

func FuzzElasticsearchAnswer(f *testing.F) {
	_, answer := fakeElasticsearch(world(), `{"size":100,"query":{"bool":{"filter":[{"range":{"@timestamp":{"gte":"2026-01-01T00:00:00Z","lte":"2027-01-01T00:00:00Z"}}}],"should":[{"terms":{"trace.id":["`+testTrace+`"]}}]}}}`)
	fuzzAnswer(f, func(text []byte) ([]item, error) {
		a := searchAnswer{fields: []string{correlationAttribute}}
		err := a.decode(text)
		return a.items, err
	}, answer, object{"hits": object{"hits": []any{object{"_id": "x", "_source": object{
		"@timestamp": "2026-11-22T08:30:00.000001Z", "signal": "span", "span": object{"name": "a", "id": "b"}, "event": object{"duration": 1.5}, "trace": object{"id": testTrace},
	}}}}})
}

func FuzzJaegerAnswer(f *testing.F) {
	_, answer := (&fakes{}).otlp(world(), func(s rec) bool { return true })
	fuzzAnswer(f, func(text []byte) ([]item, error) {
		a := tracesAnswer{attribute: correlationAttribute}
		err := a.decode(text)
		return a.items, err
	}, answer)
}

func FuzzOlderJaegerAnswer(f *testing.F) {
	fuzzAnswer(f, func(text []byte) ([]item, error) {
		var a olderAnswer
		err := a.decode(text)
		var items []item
		for _, t := range a.traces {
			items = append(items, item{TraceID: t})
		}
		return items, err
	}, object{"data": []any{object{"traceID": "a3ce929d0e0e4736"}}})
}

func FuzzSeeds(f *testing.F) {
	for _, text := range []string{testID, testTrace, "trace_id=" + testTrace, `{"traceId":"` + testTrace + `"}`, "1-0af76519-16cd43dd8448eb211c80319c"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := readSeeds(text)
		if (err == nil) == s.empty() {
			t.Fatal("ids and an error, or neither")
		}
	})
}
