package lumberjackreceiver

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the wanted records anew")

// TestConversations plays what real senders say. A file in testdata has a line
// for each piece: > for the sender, < for the receiver, both with bytes in hex,
// "text", =123 for a number in four bytes and @ for the rest of the line with
// its length in front; "> zip" and "> end" stand around what is compressed. Beside
// it stand the records that come out of it, one request after the other.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "conversations", "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			got := play(t, string(text))
			assert.Equal(t, got, play(t, string(text)), "said again, it means the same")
			wantFile := strings.TrimSuffix(file, ".txt") + ".json"
			if *update {
				require.NoError(t, os.WriteFile(wantFile, []byte(got), 0o644))
			}
			want, err := os.ReadFile(wantFile)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

// play returns the records of a conversation.
func play(t *testing.T, text string) string {
	next := &sink{}
	s := start(t, next)
	c, err := net.Dial("tcp", s.address())
	require.NoError(t, err)
	defer c.Close()
	var out []byte
	var zipped *bytes.Buffer
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "", line[0] == '#':
		case line == "> zip":
			zipped = &bytes.Buffer{}
		case line == "> end":
			out = append(out, compressedFrame(zipped.Bytes())[2:]...)
			zipped = nil
		case line[0] == '>' && zipped != nil:
			zipped.Write(piece(t, line[1:]))
		case line[0] == '>':
			out = append(out, piece(t, line[1:])...)
		case line[0] == '<':
			_, err := c.Write(out)
			require.NoError(t, err)
			out = nil
			want := piece(t, line[1:])
			got := make([]byte, len(want))
			require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
			_, err = io.ReadFull(c, got)
			require.NoError(t, err)
			require.Equal(t, want, got, line)
		default:
			t.Fatalf("not a piece: %q", line)
		}
	}
	require.Empty(t, out, "nobody answers the last piece")
	var records bytes.Buffer
	for _, logs := range next.taken {
		require.NoError(t, json.Indent(&records, []byte(marshal(t, logs)), "", "  "))
		records.WriteByte('\n')
	}
	return records.String()
}

func piece(t *testing.T, line string) []byte {
	var b []byte
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		switch line[0] {
		case '#':
			return b
		case '@':
			return append(append(b, u32(len(line)-1)...), line[1:]...)
		case '"':
			text, rest, ok := strings.Cut(line[1:], `"`)
			require.True(t, ok, line)
			b, line = append(b, text...), rest
		default:
			word, rest, _ := strings.Cut(line, " ")
			if number, ok := strings.CutPrefix(word, "="); ok {
				n, err := strconv.ParseUint(number, 10, 32)
				require.NoError(t, err)
				b = append(b, u32(int(n))...)
			} else {
				raw, err := hex.DecodeString(word)
				require.NoError(t, err, line)
				b = append(b, raw...)
			}
			line = rest
		}
	}
	return b
}
