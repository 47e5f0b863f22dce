package frame

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// host counts what the reader asks for.
type host struct{ reserved, inflated int }

func (h *host) Reserve(n int) error {
	h.reserved += n
	return nil
}

func (h *host) Inflate(n int) error {
	h.inflated += n
	return nil
}

var limits = Limits{FrameBytes: 1 << 20, WindowSize: 1 << 16, WindowBytes: 4 << 20}

func u32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

func join(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b = append(b, p...)
		case []byte:
			b = append(b, p...)
		case int:
			b = append(b, u32(uint32(p))...)
		}
	}
	return b
}

func doc(seq int, text string) []byte { return join("2J", seq, len(text), text) }

func zipped(parts ...any) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(join(parts...))
	_ = w.Close()
	return join("2C", z.Len(), z.Bytes())
}

// readAll reads all frames and writes them in one line each.
func readAll(t *testing.T, in io.Reader, limits Limits) (lines []string, err error) {
	t.Helper()
	r := NewReader(bufio.NewReader(in), &host{}, limits)
	defer r.Close()
	var buf []byte
	for {
		var f Frame
		f, buf, err = r.Next(buf)
		if err != nil {
			return lines, err
		}
		line := string(f.Version) + string(rune(f.Kind))
		switch f.Kind {
		case Window:
			line += " " + string('0'+rune(f.Size))
		case JSON:
			line += " " + string('0'+rune(f.Sequence)) + " " + string(buf[f.Start:f.End])
		case Pairs:
			line += " " + string('0'+rune(f.Sequence))
			EachPair(buf[f.Start:f.End], func(k, v []byte) { line += " " + string(k) + "=" + string(v) })
		}
		if f.Cut {
			line += " cut"
		}
		if f.Last {
			line += " last"
		}
		lines = append(lines, line)
	}
}

func TestReader(t *testing.T) {
	small := Limits{FrameBytes: 8, WindowSize: 4, WindowBytes: 64}
	for _, c := range []struct {
		name   string
		in     []byte
		limits Limits
		want   []string
		err    error
	}{
		{"nothing", nil, limits, nil, io.EOF},
		{"plain", join("2W", 2, doc(1, `{}`), doc(2, ``)), limits, []string{"2W 2", "2J 1 {}", "2J 2 "}, io.EOF},
		{"compressed", join("2W", 2, zipped(doc(1, `{"a":1}`), doc(2, `{}`)), "2W", 1), limits, []string{"2W 2", `2J 1 {"a":1}`, "2J 2 {} last", "2W 1"}, io.EOF},
		{"window in a compressed frame", zipped("2W", 1, doc(1, `{}`)), limits, []string{"2W 1", "2J 1 {} last"}, io.EOF},
		{"empty compressed frame", join(zipped(), doc(1, "x")), limits, []string{"2C last", "2J 1 x"}, io.EOF},
		{"bytes behind the end of zlib", join("2C", 8+len(zipped())-6, zipped()[6:], "trailing", doc(1, "x")), limits, []string{"2C last", "2J 1 x"}, io.EOF},
		{"version 1", join("1W", 1, "1D", 3, 2, 4, "line", 1, "x", 0, 1, "y"), limits, []string{"1W 1", "1D 3 line=x =y"}, io.EOF},
		{"json in version 1", join("1J", 3, 2, "{}"), limits, []string{"1J 3 {}"}, io.EOF},
		{"no pairs", join("1D", 3, 0), limits, []string{"1D 3"}, io.EOF},

		{"another protocol", []byte("GET / HTTP/1.1\r\n"), limits, nil, ErrProtocol},
		{"TLS", []byte{0x16, 3, 1, 2, 0}, limits, nil, ErrProtocol},
		{"an acknowledgement", join("2A", 1), limits, nil, ErrProtocol},
		{"nested", zipped(zipped(doc(1, "x"))), limits, nil, ErrNested},
		{"not zlib", join("2C", 4, "abcd"), limits, nil, ErrCompression},
		{"empty zlib", join("2C", 0), limits, nil, ErrCompression},
		{"cut in the compressed frame", zipped("2J", 1, 10, "short"), limits, nil, ErrCompression},
		{"cut in a header of the compressed frame", zipped("2"), limits, nil, ErrCompression},

		{"cut in a header", []byte("2W\x00"), limits, nil, io.ErrUnexpectedEOF},
		{"cut in an event", join("2J", 1, 10, "short"), limits, nil, io.ErrUnexpectedEOF},
		{"cut in a pair", join("1D", 1, 1, 4, "li"), limits, nil, io.ErrUnexpectedEOF},
		{"cut in a compressed frame", join("2C", 10, "short"), limits, nil, io.ErrUnexpectedEOF},

		{"long event", join(doc(1, "0123456789"), doc(2, "x")), small, []string{"2J 1 01234567 cut", "2J 2 x"}, io.EOF},
		{"long compressed frame", join("2C", 9), small, nil, ErrFrameTooLarge},
		{"long pairs", join("1D", 1, 1, 1, "a", 4, "bcde"), small, nil, ErrFrameTooLarge},
		{"long window", join("2W", 5), small, nil, ErrWindowTooLarge},
		{"many bytes in a window", bytes.Repeat(doc(1, "x"), 10), small, []string{"2J 1 x", "2J 1 x", "2J 1 x", "2J 1 x", "2J 1 x"}, ErrWindowBytes},
		{"4 GiB in an event", join("2J", 1, -1, "x"), limits, nil, ErrWindowBytes},
		{"4 GiB in a compressed frame", join("2C", -1, "x"), limits, nil, ErrFrameTooLarge},
		{"4 GiB of pairs", join("1D", 1, -1), limits, nil, io.ErrUnexpectedEOF},
		{"4 GiB in a key", join("1D", 1, 1, -1, "x"), limits, nil, ErrFrameTooLarge},
		{"4 GiB in a window", join("2W", -1), limits, nil, ErrWindowTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := readAll(t, bytes.NewReader(c.in), c.limits)
			assert.Equal(t, c.want, got)
			require.ErrorIs(t, err, c.err)
			again, err := readAll(t, iotest.OneByteReader(bytes.NewReader(c.in)), c.limits)
			assert.Equal(t, c.want, again, "however the bytes come")
			require.ErrorIs(t, err, c.err)
		})
	}
}

// The last event of a compressed frame comes only if the checksum holds.
func TestReaderChecksum(t *testing.T) {
	in := zipped(doc(1, `{"a":1}`), doc(2, `{"b":1}`))
	in[len(in)-1] ^= 1
	got, err := readAll(t, bytes.NewReader(in), limits)
	assert.Equal(t, []string{`2J 1 {"a":1}`}, got)
	assert.ErrorIs(t, err, ErrCompression)
}

// A few bytes on the wire become many: what a window may hold ends it.
func TestReaderBomb(t *testing.T) {
	in := zipped(strings.Repeat(string(doc(1, strings.Repeat(" ", 1000))), 10_000))
	require.Less(t, len(in), 100_000)
	got, err := readAll(t, bytes.NewReader(in), limits)
	assert.ErrorIs(t, err, ErrWindowBytes)
	assert.Less(t, len(got), 4200)
}

// Memory is asked for before it is used, and only as the bytes come.
func TestReaderReserves(t *testing.T) {
	h := &host{}
	big := strings.Repeat("x", 300_000)
	in := join(doc(1, big), zipped(doc(2, big)), "2J", 3, 1_000_000, "y")
	r := NewReader(bufio.NewReader(bytes.NewReader(in)), h, limits)
	_, buf, err := r.Next(nil)
	require.NoError(t, err)
	assert.Equal(t, 300_000, h.reserved)
	h.reserved = 0
	_, buf, err = r.Next(buf[:0])
	require.NoError(t, err)
	assert.Less(t, h.reserved, 1000, "the compressed bytes only")
	assert.Equal(t, h.reserved, h.inflated)
	h.reserved = 0
	_, _, err = r.Next(buf[:0])
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, step, h.reserved, "no more than a step for bytes that never came")
}

func TestAck(t *testing.T) {
	assert.Equal(t, [AckSize]byte{'2', 'A', 0, 0, 8, 0}, Ack('2', 2048))
}
