package ecs

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// randomDocument makes objects of few names, so that names meet.
func randomDocument(r *rand.Rand, depth int) string {
	names := []string{"a", "b", "a.b", "message", "log", "host", "name", "level", "trace", "id", "error", "@metadata", "@timestamp", "error.type", "exception.type"}
	values := []string{`1`, `"x"`, `"error"`, `null`, `true`, `-0.5`, `[]`, `{}`, `"0af7651916cd43dd8448eb211c80319c"`, `"2026-11-22T10:11:12.123Z"`}
	var b strings.Builder
	b.WriteByte('{')
	for i := range r.IntN(5) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", names[r.IntN(len(names))])
		switch k := r.IntN(6); {
		case k == 0 && depth > 0:
			b.WriteString(randomDocument(r, depth-1))
		case k == 1 && depth > 0:
			fmt.Fprintf(&b, "[%s,%s]", randomDocument(r, depth-1), values[r.IntN(len(values))])
		default:
			b.WriteString(values[r.IntN(len(values))])
		}
	}
	b.WriteByte('}')
	return b.String()
}

func batchOf(t *testing.T, d *Decoder, doc string) []byte {
	t.Helper()
	b := NewBatch()
	_, err := d.Append(b, []byte(doc))
	require.NoError(t, err)
	raw, err := (&plog.ProtoMarshaler{}).MarshalLogs(b.Logs())
	require.NoError(t, err)
	return raw
}

// What is sent again becomes the same record, whatever the decoder saw before.
func TestResendIsTheSame(t *testing.T) {
	var docs []string
	inputs, err := filepath.Glob("testdata/*/input.ndjson")
	require.NoError(t, err)
	for _, input := range inputs {
		raw, err := os.ReadFile(input)
		require.NoError(t, err)
		docs = append(docs, strings.Split(strings.TrimSpace(string(raw)), "\n")...)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		docs = append(docs, randomDocument(r, 3))
	}
	used := NewDecoder(Limits{})
	for range 2 {
		for _, doc := range docs {
			want := batchOf(t, NewDecoder(Limits{}), doc)
			require.Equal(t, want, batchOf(t, used, doc), doc)
		}
		r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
	}
}

// A decoder keeps nothing of a document but the names, and no slice of a
// document is kept by a record.
func TestAppendKeepsNothing(t *testing.T) {
	d, b := NewDecoder(Limits{}), NewBatch()
	doc := []byte(`{"message":"caf\u00e9","host":{"name":"web-1"},"k":["v"]}`)
	_, err := d.Append(b, doc)
	require.NoError(t, err)
	want, err := (&plog.ProtoMarshaler{}).MarshalLogs(b.Logs())
	require.NoError(t, err)
	clear(doc)
	_, err = d.Append(NewBatch(), []byte(`{"message":"another","host":{"name":"other"},"k":["w"]}`))
	require.NoError(t, err)
	got, err := (&plog.ProtoMarshaler{}).MarshalLogs(b.Logs())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Nil(t, d.buf)
	assert.Nil(t, d.source)
	assert.Nil(t, d.texts)
}
