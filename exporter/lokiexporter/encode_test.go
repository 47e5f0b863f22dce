package lokiexporter

import (
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The hand-written encoder gives the same bytes as Loki's own.
func TestEncodeAsLokiDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[\x00-\x{10ffff}]{1,300}`)
		labels := text.Draw(t, "labels")
		var want push.Stream
		want.Labels = labels
		var entries []byte
		for range rapid.IntRange(0, 5).Draw(t, "entries") {
			timestamp := rapid.Uint64Range(0, 1<<63-1).Draw(t, "timestamp")
			line := rapid.OneOf(rapid.Just(""), text).Draw(t, "line")
			entry := push.Entry{Timestamp: time.Unix(int64(timestamp/1e9), int64(timestamp%1e9)).UTC(), Line: line}
			var metadata []pair
			for range rapid.IntRange(0, 4).Draw(t, "metadata") {
				p := pair{name: text.Draw(t, "name"), value: text.Draw(t, "value")}
				metadata = append(metadata, p)
				entry.StructuredMetadata = append(entry.StructuredMetadata, push.LabelAdapter{Name: p.name, Value: p.value})
			}
			entries = appendEntry(entries, timestamp, line, metadata)
			want.Entries = append(want.Entries, entry)
		}
		got := append(appendPushHead(nil, labels, len(entries)), entries...)

		request := push.PushRequest{Streams: []push.Stream{want}}
		wantBytes, err := request.Marshal()
		require.NoError(t, err)
		require.Equal(t, wantBytes, got)
		require.Len(t, got, pushSize(labels, len(entries)))
	})
}
