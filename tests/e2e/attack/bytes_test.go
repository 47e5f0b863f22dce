//go:build e2e

package attack

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// mark stands in whatever the attackers send, and in nothing that comes back.
const mark = "qzx7marked9content"

// lazy makes a body when it is first asked for.
func lazy(build func() []byte) func() []byte { return sync.OnceValue(build) }

func plain(text string) func() []byte { return func() []byte { return []byte(text) } }

// members compresses head, n times a mebibyte of the pieces, and tail. gzip and
// zstd allow one compressed part after the other, so that terabytes would cost
// the attacker little.
func members(compress func([]byte) []byte, head, piece string, n int, tail string) []byte {
	middle := compress([]byte(strings.Repeat(piece, mib/len(piece))))
	return bytes.Join([][]byte{compress([]byte(head)), bytes.Repeat(middle, n), compress([]byte(tail))}, nil)
}

func gzipOf(in []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = w.Write(in)
	_ = w.Close()
	return b.Bytes()
}

func zstdOf(in []byte) []byte {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	defer func() { _ = w.Close() }()
	return w.EncodeAll(in, nil)
}

// zstdWindow is the head of a frame that asks its decoder for a window of 2 GiB.
func zstdWindow() []byte {
	return append([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3}, []byte{0xfd, 0xff, 0x07, 0, 0, 0}...)
}

// zlibOf compresses head, n mebibytes of the pieces, and tail.
func zlibOf(head, piece string, n int, tail string) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	_, _ = w.Write([]byte(head))
	for range n {
		_, _ = io.WriteString(w, strings.Repeat(piece, mib/len(piece)))
	}
	_, _ = w.Write([]byte(tail))
	_ = w.Close()
	return b.Bytes()
}

func snappyOf(in []byte) []byte { return s2.EncodeSnappy(nil, in) }

// field is one field of a protobuf message.
func field(number int, value []byte) []byte {
	b := binary.AppendUvarint(nil, uint64(number)<<3|2)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}

// Frames of Lumberjack.
func windowFrame(n uint32) []byte { return binary.BigEndian.AppendUint32([]byte("2W"), n) }

func jsonFrame(seq uint32, doc []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte("2J"), seq)
	b = binary.BigEndian.AppendUint32(b, uint32(len(doc)))
	return append(b, doc...)
}

func compressedFrame(packed []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte("2C"), uint32(len(packed))), packed...)
}

// keys is a document of n fields.
func keys(n int) string {
	var b strings.Builder
	b.WriteString(`{"message":"` + mark + `"`)
	for i := range n {
		b.WriteString(`,"` + strconv.FormatInt(int64(i), 16) + `":1`)
	}
	b.WriteString("}")
	return b.String()
}

// numbers is a document of one list of n small values.
func numbers(n int) string {
	return `{"message":"` + mark + `","a":[` + repeat("1", n) + `]}`
}

func deep(n int) string {
	return `{"` + mark + `":` + strings.Repeat(`[`, n) + strings.Repeat(`]`, n) + `}`
}

// documents are n times the same action and document of a bulk request.
func documents(n int, document string) []byte {
	return bytes.Repeat([]byte(`{"index":{"_index":"shop"}}`+"\n"+document+"\n"), n)
}
