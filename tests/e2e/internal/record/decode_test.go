package record

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"net/http"
	"testing"

	"github.com/golang/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const text = "a body that is long enough to be compressed, compressed, compressed"

func gzipped(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func frame(compressed byte, message []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{compressed}, uint32(len(message))), message...)
}

func TestDecode(t *testing.T) {
	var framed bytes.Buffer
	w := snappy.NewBufferedWriter(&framed)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	encoder, err := zstd.NewWriter(nil)
	require.NoError(t, err)

	tests := map[string]struct {
		header map[string]string
		body   []byte
		want   string
	}{
		"plain":           {nil, []byte(text), text},
		"gzip":            {map[string]string{"Content-Encoding": "gzip"}, gzipped(t), text},
		"zstd":            {map[string]string{"Content-Encoding": "zstd"}, encoder.EncodeAll([]byte(text), nil), text},
		"snappy block":    {map[string]string{"Content-Encoding": "snappy"}, snappy.Encode(nil, []byte(text)), text},
		"snappy framed":   {map[string]string{"Content-Encoding": "snappy"}, framed.Bytes(), text},
		"loki push":       {map[string]string{"Content-Type": "application/x-protobuf"}, snappy.Encode(nil, []byte(text)), text},
		"plain protobuf":  {map[string]string{"Content-Type": "application/x-protobuf"}, []byte(text), text},
		"grpc":            {map[string]string{"Content-Type": "application/grpc"}, frame(0, []byte(text)), text},
		"grpc with gzip":  {map[string]string{"Content-Type": "application/grpc+proto", "Grpc-Encoding": "gzip"}, frame(1, gzipped(t)), text},
		"grpc, two":       {map[string]string{"Content-Type": "application/grpc", "Grpc-Encoding": "gzip"}, append(frame(1, gzipped(t)), frame(0, []byte(text))...), text + text},
		"nothing, gzip":   {map[string]string{"Content-Encoding": "gzip"}, nil, ""},
		"grpc of nothing": {map[string]string{"Content-Type": "application/grpc"}, frame(0, nil), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			header := http.Header{}
			for key, value := range test.header {
				header.Set(key, value)
			}
			got, err := Decode(header, test.body)
			require.NoError(t, err)
			assert.Equal(t, test.want, string(got))
		})
	}
}

func TestDecodeTellsWhatItCannotRead(t *testing.T) {
	for name, test := range map[string]struct {
		header http.Header
		body   []byte
	}{
		"unknown encoding": {http.Header{"Content-Encoding": {"br"}}, []byte("x")},
		"not gzip":         {http.Header{"Content-Encoding": {"gzip"}}, []byte("x")},
		"short frame":      {http.Header{"Content-Type": {"application/grpc"}}, []byte("abc")},
		"short message":    {http.Header{"Content-Type": {"application/grpc"}}, frame(0, []byte(text))[:20]},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Decode(test.header, test.body)
			assert.Error(t, err)
		})
	}
}
