package frame

import (
	"bufio"
	"bytes"
	"testing"
)

// FuzzReader reads any bytes. What is kept is never more than the limits allow,
// and the same bytes give the same frames.
func FuzzReader(f *testing.F) {
	f.Add(join("2W", 2, doc(1, `{"message":"x"}`), doc(2, "")))
	f.Add(join("2W", 2, zipped(doc(1, `{"a":1}`), doc(2, `{}`)), "2W", 1))
	f.Add(join("1W", 1, "1D", 3, 2, 4, "line", 1, "x", 0, 1, "y"))
	f.Add(zipped(zipped(doc(1, "x"))))
	f.Add(join("2J", 1, -1, "x"))
	f.Add(join("2C", -1, "x"))
	f.Add(join("1D", 1, -1))
	limits := Limits{FrameBytes: 4096, WindowSize: 100, WindowBytes: 16 << 10}
	f.Fuzz(func(t *testing.T, in []byte) {
		read := func() (events int, payload []byte, last error) {
			h := &host{}
			r := NewReader(bufio.NewReaderSize(bytes.NewReader(in), 16), h, limits)
			defer r.Close()
			for {
				var (
					fr  Frame
					err error
				)
				fr, payload, err = r.Next(payload)
				if err != nil {
					if h.reserved > len(in)+step+8*len(in) {
						t.Fatalf("%d bytes reserved for %d", h.reserved, len(in))
					}
					return events, payload, err
				}
				events++
				if fr.Kind == Window {
					if fr.Size > limits.WindowSize {
						t.Fatalf("window of %d", fr.Size)
					}
					r.StartWindow()
					payload = payload[:0]
					continue
				}
				if fr.Start < 0 || fr.End < fr.Start || fr.End > len(payload) || int64(fr.End-fr.Start) > limits.FrameBytes {
					t.Fatalf("payload from %d to %d of %d", fr.Start, fr.End, len(payload))
				}
				if fr.Kind == Pairs {
					EachPair(payload[fr.Start:fr.End], func(_, _ []byte) {})
				}
				if int64(len(payload)) > limits.WindowBytes {
					t.Fatalf("%d bytes in a window", len(payload))
				}
			}
		}
		events, payload, err := read()
		again, payloadAgain, errAgain := read()
		if events != again || err.Error() != errAgain.Error() || !bytes.Equal(payload, payloadAgain) {
			t.Fatal("the same bytes were read in two ways")
		}
	})
}
