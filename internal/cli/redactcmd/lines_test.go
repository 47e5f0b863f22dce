package redactcmd

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chunksOf returns what a reader cuts, and checks that the numbers of the lines
// go on from chunk to chunk.
func chunksOf(t *testing.T, read func(io.Reader, string, int, func(*chunk) error) error, in io.Reader, limit int) []*chunk {
	t.Helper()
	var chunks []*chunk
	line := 1
	require.NoError(t, read(in, "in", limit, func(c *chunk) error {
		assert.Equal(t, line, c.line)
		line += bytes.Count(c.data, []byte{'\n'}) + strings.Count(c.eol, "\n")
		chunks = append(chunks, c)
		return nil
	}))
	return chunks
}

func joined(chunks []*chunk) string {
	var b strings.Builder
	for _, c := range chunks {
		b.Write(c.data)
		if c.kind == tooLong {
			fmt.Fprintf(&b, "<%d>%s", c.skipped, c.eol)
		}
	}
	return b.String()
}

func TestTextIsCutBetweenLines(t *testing.T) {
	long := strings.Repeat("x", 3*chunkSize)
	for name, text := range map[string]string{
		"empty":             "",
		"no end of line":    "one",
		"lines":             "one\ntwo\r\n\n\nthree",
		"many lines":        strings.Repeat("some line of a log\n", 50_000),
		"long lines":        "a\n" + long + "\nb\n" + long,
		"only ends of line": strings.Repeat("\n", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			for _, in := range []io.Reader{
				strings.NewReader(text),
				iotest.HalfReader(strings.NewReader(text)),
				iotest.DataErrReader(strings.NewReader(text)),
			} {
				chunks := chunksOf(t, readText, in, 4*chunkSize)
				assert.Equal(t, text, joined(chunks))
				for i, c := range chunks {
					assert.True(t, i == len(chunks)-1 || bytes.HasSuffix(c.data, []byte{'\n'}), "chunk %d ends inside a line", i)
				}
			}
		})
	}
}

func TestLineAboveTheLimitIsSkipped(t *testing.T) {
	long := strings.Repeat("x", 10*chunkSize)
	chunks := chunksOf(t, readText, strings.NewReader("a\n"+long+"\nb\n"+long), chunkSize)
	assert.Equal(t, fmt.Sprintf("a\n<%d>\nb\n<%d>", len(long), len(long)), joined(chunks))
	for _, c := range chunks {
		assert.LessOrEqual(t, cap(c.data), 3*chunkSize)
	}
}

func TestWhatIsThereGoesOnAtOnce(t *testing.T) {
	in, out := io.Pipe()
	got := make(chan string)
	go func() {
		_ = readText(in, "in", chunkSize, func(c *chunk) error {
			got <- string(c.data)
			return nil
		})
		close(got)
	}()
	for _, line := range []string{"one\n", "two\nthree\n"} {
		_, err := io.WriteString(out, line)
		require.NoError(t, err)
		assert.Equal(t, line, <-got)
	}
	_, err := io.WriteString(out, "four\nhalf")
	require.NoError(t, err)
	assert.Equal(t, "four\n", <-got)
	require.NoError(t, out.Close())
	assert.Equal(t, "half", <-got)
	_, open := <-got
	assert.False(t, open)
}

// A key is not cut, wherever the reader's chunks end.
func TestBlocksStayWhole(t *testing.T) {
	block := "x -----BEGIN PRIVATE KEY-----\n" + strings.Repeat(strings.Repeat("A", 64)+"\n", 20) + "-----END PRIVATE KEY-----\n"
	for _, fill := range []int{0, 10, chunkSize - 1400, chunkSize - 700, chunkSize - 20} {
		text := strings.Repeat("y", fill) + "\n" + block + "after\n"
		for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			chunks := chunksOf(t, readText, in, 1<<20)
			assert.Equal(t, text, joined(chunks))
			whole := 0
			for _, c := range chunks {
				whole += bytes.Count(c.data, []byte(block))
			}
			assert.Equal(t, 1, whole, "filled with %d", fill)
		}
	}
}

func TestBlockLen(t *testing.T) {
	const begin = "-----BEGIN RSA PRIVATE KEY-----\n"
	for _, c := range []struct {
		name, inside, after string
		open                bool
	}{
		{"whole", "Proc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "x=1\n", false},
		{"truncated", "AAAA\nBB==\n", "level=info msg=started\n", false},
		{"not yet ended", "AAAA\n", "", true},
		{"indented", "    AAAA\r\n    BB==\r\n    -----END RSA PRIVATE KEY-----\r\n", "next\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.True(t, beginsBlock([]byte(begin)))
			n, open := blockLen([]byte(begin+c.inside+c.after), len(begin))
			assert.Equal(t, len(begin+c.inside), n)
			assert.Equal(t, c.open, open)
		})
	}
	assert.False(t, beginsBlock([]byte("-----BEGIN CERTIFICATE-----\n")))
	assert.False(t, beginsBlock([]byte(`k="-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n"`)))
	endless := []byte(begin + strings.Repeat("AAAA\n", maxBlock))
	n, open := blockLen(endless, len(begin))
	assert.False(t, open)
	assert.LessOrEqual(t, n, maxBlock+5)
}
