package lumberjackreceiver

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"testing"

	"go.opentelemetry.io/collector/consumer/consumertest"
)

// benchWindow is a window as Filebeat sends it, and the bytes of its frames
// before compression.
func benchWindow(events int, compress bool) (window []byte, size int) {
	var frames [][]byte
	for i := range events {
		frames = append(frames, jsonFrame(i+1, fmt.Sprintf(`{"@timestamp":"2026-11-22T10:11:%02d.%03dZ","@metadata":{"beat":"filebeat","type":"_doc","version":"8.15.0"},"message":"10.0.3.%d - - [22/Nov/2026:10:11:12 +0000] \"GET /orders/%d?page=%d HTTP/1.1\" 200 %d \"-\" \"curl/8.9.1\"","log":{"offset":%d,"file":{"path":"/var/log/nginx/access.log"}},"input":{"type":"filestream"},"ecs":{"version":"8.0.0"},"host":{"name":"web-7"},"agent":{"type":"filebeat","version":"8.15.0","name":"web-7","ephemeral_id":"5f1b5a1e-94e2-4b52-8f2b-0a2d3c4b5a69","id":"0c8f5c0a-5b1e-4a52-9a6f-3f3d2a1b0c9d"}}`, i%60, i%1000, i%250, i*7919, i%9, i%5000, i*180)))
	}
	for _, f := range frames {
		size += len(f)
	}
	if compress {
		return append(windowFrame(events), compressedFrame(frames...)...), size
	}
	return append(windowFrame(events), bytes.Join(frames, nil)...), size
}

// BenchmarkReceive sends windows of 2048 events over one connection on loopback,
// two under way at a time, as Filebeat does; what it sends is made before.
func BenchmarkReceive(b *testing.B) {
	for _, compress := range []bool{true, false} {
		b.Run(fmt.Sprintf("compressed=%t", compress), func(b *testing.B) {
			const events = 2048
			s := start(b, consumertest.NewNop())
			window, size := benchWindow(events, compress)
			for _, senders := range []int{1, 4} {
				b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
					conns := make([]net.Conn, senders)
					for i := range conns {
						conns[i] = dial(b, s)
					}
					b.SetBytes(int64(size))
					b.ReportAllocs()
					windows := 0
					for b.Loop() {
						c := conns[windows%senders]
						if _, err := c.Write(window); err != nil {
							b.Fatal(err)
						}
						windows++
						if windows > senders {
							await(b, conns[windows%senders], events)
						}
					}
					b.ReportMetric(float64(windows*events)/b.Elapsed().Seconds(), "lines/s")
				})
			}
		})
	}
}

func await(b *testing.B, c net.Conn, seq uint32) {
	var ack [6]byte
	for {
		if _, err := io.ReadFull(c, ack[:]); err != nil {
			b.Fatal(err)
		}
		if binary.BigEndian.Uint32(ack[2:]) == seq {
			return
		}
	}
}
