package lokipushreceiver

import (
	"math"
	"testing"
	"time"

	lokipush "github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/intake"
)

func newPush() *push {
	const limit = 64 << 20
	return &push{cost: &cost{limit: limit, budget: intake.NewBudget(limit)}}
}

func wireSeeds(tb testing.TB) [][]byte {
	tb.Helper()
	request := lokipush.PushRequest{Streams: []lokipush.Stream{
		{
			Labels: `{a="b"}`, Hash: 17,
			Entries: []lokipush.Entry{
				{Timestamp: time.Unix(1_790_000_000, 123456789), Line: "line", StructuredMetadata: lokipush.LabelsAdapter{{Name: "k", Value: "v"}, {Name: "", Value: ""}}},
				{Timestamp: time.Unix(-5, 1), Line: "before 1970", Parsed: lokipush.LabelsAdapter{{Name: "parsed", Value: "v"}}},
				{Timestamp: time.Unix(0, 0)},
			},
		},
		{Labels: `{c="d"}`},
	}}
	body, err := request.Marshal()
	require.NoError(tb, err)
	seeds := [][]byte{
		nil,
		body,
		{0x0a, 0x00},                         // an empty stream
		{0x0a, 0x02, 0x12, 0x00},             // an empty entry
		{0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f}, // 4 GiB
		{0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01},
		{0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
		{0x0c},                               // the end of a group that never began
		{0x00, 0x00},                         // field 0
		{0x0d, 1, 2, 3, 4},                   // a wrong type for streams
		{0x7b, 0x08, 0x01, 0x7b, 0x7c, 0x7c}, // groups in groups, unknown
		{0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7d, 1, 2, 3, 4, 0x78, 0x80, 0x01},
		{0x0a, 0x0a, 0x12, 0x08, 0x0a, 0x06, 0x08, 0x80, 0x80, 0x80, 0x80, 0x08},
	}
	for i := range body {
		seeds = append(seeds, body[:i])
	}
	return seeds
}

// requireLikeLoki compares with the code that Loki decodes a push with.
func requireLikeLoki(t *testing.T, body []byte) {
	t.Helper()
	var want lokipush.PushRequest
	wantErr := want.Unmarshal(body)
	got := newPush()
	err := got.decodeProtobuf(string(body))
	if wantErr != nil {
		// The field "format" of a push is no business of ours.
		if err == nil && want.Format == "" {
			require.Contains(t, wantErr.Error(), "Format")
		}
		return
	}
	require.NoError(t, err)
	require.Len(t, got.streams, len(want.Streams))
	for i, stream := range want.Streams {
		s := got.streams[i]
		require.Equal(t, stream.Labels, s.text)
		require.Equal(t, len(stream.Entries), s.last-s.first)
		for j, e := range stream.Entries {
			entry := got.entries[s.first+j]
			require.Equal(t, e.Line, entry.line)
			requireTime(t, e.Timestamp, entry)
			require.Equal(t, len(e.StructuredMetadata), entry.count)
			for k, l := range e.StructuredMetadata[:entry.last-entry.first] {
				require.Equal(t, pair{l.Name, l.Value}, got.pairs[entry.first+k])
			}
		}
	}
}

func requireTime(t *testing.T, want time.Time, got entry) {
	t.Helper()
	switch seconds := want.Unix(); {
	case want.IsZero():
		// Without a timestamp, or year 1.
		require.Zero(t, got.time)
	case seconds < 0 || seconds >= math.MaxInt64/nanosecondsPerSecond:
		require.True(t, got.outOfRange)
		require.Zero(t, got.time)
	default:
		require.False(t, got.outOfRange)
		require.Equal(t, want.UnixNano(), got.time)
	}
}

func TestDecodeProtobufLikeLoki(t *testing.T) {
	for _, seed := range wireSeeds(t) {
		requireLikeLoki(t, seed)
	}
}

func TestDecodeProtobufErrors(t *testing.T) {
	for want, body := range map[string]string{
		"malformed protobuf push request at byte 2: truncated":          "\x0a\x05ab",
		"malformed protobuf push request at byte 1: wrong wire type":    "\x0dabcd",
		"malformed protobuf push request at byte 1: invalid tag":        "\x00",
		"malformed protobuf push request at byte 6: truncated":          "\x0a\xff\xff\xff\xff\x0f",
		"malformed protobuf push request at byte 11: number too long":   "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"malformed protobuf push request at byte 12: time out of range": "\x0a\x0a\x12\x08\x0a\x06\x10\x80\x94\xeb\xdc\x03",
	} {
		assert.EqualError(t, newPush().decodeProtobuf(body), want)
	}
}

func FuzzDecodeProtobuf(f *testing.F) {
	for _, seed := range wireSeeds(f) {
		f.Add(seed)
	}
	f.Fuzz(requireLikeLoki)
}
