package redactcmd

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzReaders: whatever the text, both readers give all of it, in order, in
// pieces no longer than the limit allows.
func FuzzReaders(f *testing.F) {
	for _, seed := range []string{
		"", "\n\n", "a\r\nb", `{"resourceLogs":[{"a":"}{\"["}]}` + "\n{\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n", "{\n[\n\"x\n]}\n",
		strings.Repeat("x", 5000) + "\ny\n", "{\"resourceSpans\":[" + strings.Repeat("[\n", 4000),
	} {
		f.Add([]byte(seed), uint8(3))
	}
	const limit = 4096
	f.Fuzz(func(t *testing.T, text []byte, step uint8) {
		for _, read := range []func(io.Reader, string, int, func(*chunk) error) error{readText, readDocuments} {
			in := io.Reader(bytes.NewReader(text))
			if step%2 == 1 {
				in = iotest.HalfReader(in)
			}
			var got []byte
			line := 1
			err := read(in, "in", limit, func(c *chunk) error {
				if c.line < line || len(c.data) > limit+chunkSize+maxBlock {
					t.Fatalf("line %d after %d, %d bytes", c.line, line, len(c.data))
				}
				line = c.line
				if c.kind == tooLong {
					if c.skipped <= limit {
						t.Fatalf("%d bytes are not too long", c.skipped)
					}
					// Its place in the input: what was skipped has to be there.
					got = append(got, text[len(got):min(len(text), len(got)+int(c.skipped))]...)
					if read1 := text[len(got):]; len(read1) > 0 && c.eol == "\n" && !bytes.HasSuffix(got, []byte{'\n'}) {
						got = append(got, '\n')
					}
					return nil
				}
				got = append(got, c.data...)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, text) {
				t.Fatalf("read %d bytes of %d, or others", len(got), len(text))
			}
		}
	})
}

// FuzzBlock: a block is not longer than the text and ends between lines.
func FuzzBlock(f *testing.F) {
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\nx\n"))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		first := bytes.IndexByte(text, '\n') + 1
		if first == 0 {
			return
		}
		n, _ := blockLen(text, first)
		if n < first || n > len(text) || n < len(text) && text[n-1] != '\n' {
			t.Fatalf("%d of %d", n, len(text))
		}
		if held := holdBlock(text[:bytes.LastIndexByte(text, '\n')+1]); held > 0 && text[held-1] != '\n' {
			t.Fatalf("cut inside a line, at %d", held)
		}
	})
}
