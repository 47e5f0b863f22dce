package frame

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkReader reads windows of 2048 events of about 600 bytes.
func BenchmarkReader(b *testing.B) {
	const events = 2048
	var plain []byte
	for i := range events {
		plain = append(plain, doc(i+1, fmt.Sprintf(`{"message":"GET /orders/%d 200 %d","pad":%q}`, i*7919, i, strings.Repeat("lorem ipsum ", 44)))...)
	}
	for name, in := range map[string][]byte{
		"plain":      join("2W", events, plain),
		"compressed": join("2W", events, zipped(plain)),
	} {
		b.Run(name, func(b *testing.B) {
			src := bytes.NewReader(in)
			wire := bufio.NewReaderSize(src, 4<<10)
			r := NewReader(wire, &host{}, Limits{FrameBytes: 12 << 20, WindowSize: events, WindowBytes: 128 << 20})
			buf := make([]byte, 0, 2*len(plain))
			b.SetBytes(int64(len(plain)))
			b.ReportAllocs()
			for b.Loop() {
				src.Reset(in)
				wire.Reset(src)
				r.StartWindow()
				buf = buf[:0]
				for range events + 1 {
					var err error
					if _, buf, err = r.Next(buf); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/events, "ns/event")
		})
	}
}
