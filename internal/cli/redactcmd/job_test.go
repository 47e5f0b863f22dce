package redactcmd

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/otelcol"
)

// start runs a job over a reader.
func start(tb testing.TB, s settings, in io.Reader, out io.Writer) (*job, error) {
	tb.Helper()
	if s.maxLine == 0 {
		s.maxLine = defaultMaxLine
	}
	if s.format == "" {
		s.format = formatAuto
	}
	s.progress = "never"
	rules, err := loadRules(tb.Context(), otelcol.CollectorSettings{}, nil, "")
	require.NoError(tb, err)
	j := &job{settings: s, rules: rules, in: in, out: out, warnings: io.Discard, tally: newTally(rules.engine)}
	return j, j.run(tb.Context(), []string{stdinName})
}

func TestOutputKeepsTheOrderOfTheInput(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var in, want bytes.Buffer
	for i := range 200_000 {
		switch {
		case rng.IntN(1000) == 0:
			// Work of very different size.
			pad := strings.Repeat(fmt.Sprintf("user=u%d password=p%dx ", i, i), 400)
			fmt.Fprintf(&in, "%d %s\n", i, pad)
			fmt.Fprintf(&want, "%d %s\n", i, strings.Repeat(fmt.Sprintf("user=u%d password=[REDACTED:password] ", i), 400))
		case rng.IntN(10) == 0:
			fmt.Fprintf(&in, "%d token=Zx81-kkLq-%d\n", i, i)
			fmt.Fprintf(&want, "%d token=[REDACTED:token]\n", i)
		default:
			fmt.Fprintf(&in, "%d nothing here\n", i)
			fmt.Fprintf(&want, "%d nothing here\n", i)
		}
	}
	for _, workers := range []int{1, 3, 16} {
		var got bytes.Buffer
		j, err := start(t, settings{workers: workers}, bytes.NewReader(in.Bytes()), &got)
		require.NoError(t, err)
		require.True(t, bytes.Equal(want.Bytes(), got.Bytes()), "output differs with %d workers", workers)
		assert.EqualValues(t, 200_000, j.tally.lines)
		assert.EqualValues(t, in.Len(), j.tally.bytes)
		assert.True(t, j.tally.foundAny())
	}
}

// endless gives the same bytes again and again.
type endless struct {
	pattern []byte
	left    int64
	at      int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), e.left)]
	for n := 0; n < len(p); {
		c := copy(p[n:], e.pattern[e.at:])
		n += c
		e.at = (e.at + c) % len(e.pattern)
	}
	e.left -= int64(len(p))
	return len(p), nil
}

// peakHeap watches the heap that is in use while a function runs.
func peakHeap(f func()) uint64 {
	runtime.GC()
	var before, m runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&m)
				if m.HeapAlloc > before.HeapAlloc {
					peak.Store(max(peak.Load(), m.HeapAlloc-before.HeapAlloc))
				}
			}
		}
	}()
	f()
	close(done)
	<-gone
	return peak.Load()
}

func TestMemoryDoesNotGrowWithTheInput(t *testing.T) {
	if testing.Short() {
		t.Skip("reads hundreds of megabytes")
	}
	// Garbage counts too, so that it is not allowed to pile up.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	line := []byte("2026-01-01T00:00:00Z level=info user=anna password=correct-horse-battery path=/a/b/c\n")
	for name, in := range map[string]*endless{
		"many lines": {pattern: line, left: 128 * mib},
		"one line":   {pattern: []byte("x"), left: 256 * mib},
	} {
		t.Run(name, func(t *testing.T) {
			peak := peakHeap(func() {
				_, err := start(t, settings{workers: 8, maxLine: mib}, in, io.Discard)
				require.NoError(t, err)
			})
			t.Logf("peak heap %s", formatBytes(int64(peak), false))
			assert.Less(t, peak, uint64(100*mib))
		})
	}
}

// slow holds the writer up, so that the reader would run ahead without a bound.
type slow struct{ wait time.Duration }

func (s slow) Write(p []byte) (int, error) {
	time.Sleep(s.wait)
	return len(p), nil
}

func TestReaderWaitsForTheWriter(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	long := append(bytes.Repeat([]byte("y"), 8*mib), '\n')
	peak := peakHeap(func() {
		_, err := start(t, settings{workers: 16, maxLine: 16 * mib}, &endless{pattern: long, left: int64(len(long)) * 30}, slow{5 * time.Millisecond})
		require.NoError(t, err)
	})
	t.Logf("peak heap %s", formatBytes(int64(peak), false))
	assert.Less(t, peak, uint64(160*mib), "240 MiB of input")
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// A write error ends the job, also while the source has nothing to say.
func TestWriteErrorDoesNotWaitForTheSource(t *testing.T) {
	in, out := io.Pipe()
	defer func() { assert.NoError(t, out.Close()) }()
	go func() { _, _ = io.WriteString(out, "a\n") }()
	_, err := start(t, settings{}, in, broken{syscall.ENOSPC})
	require.ErrorIs(t, err, syscall.ENOSPC)
}

func TestWriteErrors(t *testing.T) {
	in := &endless{pattern: []byte("password=hunter2-Xk9\n"), left: 64 * mib}
	_, err := start(t, settings{}, in, broken{syscall.EPIPE})
	require.NoError(t, err, "a reader that has gone is no error")

	_, err = start(t, settings{}, strings.NewReader("a\n"), broken{syscall.ENOSPC})
	require.ErrorIs(t, err, syscall.ENOSPC)
}

func TestReadErrorComesAfterWhatWasRead(t *testing.T) {
	var out bytes.Buffer
	_, err := start(t, settings{}, io.MultiReader(strings.NewReader("one\ntwo\n"), failing{}), &out)
	require.ErrorIs(t, err, syscall.EIO)
	assert.Contains(t, err.Error(), "read (stdin)")
	assert.Equal(t, "one\ntwo\n", out.String())
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, syscall.EIO }

// LETHE_LOGHUB names a folder of real *.log files; without it the lines are
// generated, and the name of the benchmark says so.
func BenchmarkLines(b *testing.B) {
	name, text := benchmarkText(b)
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := start(b, settings{}, bytes.NewReader(text), io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchmarkText(b *testing.B) (string, []byte) {
	b.Helper()
	var text bytes.Buffer
	if dir := os.Getenv("LETHE_LOGHUB"); dir != "" {
		files, err := filepath.Glob(filepath.Join(dir, "*.log"))
		require.NoError(b, err)
		require.NotEmpty(b, files, "no *.log files in LETHE_LOGHUB")
		for _, f := range files {
			content, err := os.ReadFile(f)
			require.NoError(b, err)
			text.Write(content)
			text.WriteByte('\n')
		}
		return "loghub", bytes.Repeat(text.Bytes(), max(1, 32*mib/text.Len()))
	}
	for i := 0; text.Len() < 32*mib; i++ {
		fmt.Fprintf(&text, "2026-01-01T00:00:%02d.%06dZ INFO shop.orders [worker-%d] order %d stored in %d ms, trace_id=%032x\n", i%60, i, i%16, i, i%97, i)
		if i%10 == 0 {
			fmt.Fprintf(&text, "2026-01-01T00:00:%02dZ WARN shop.login user=u%d password=made-up-%d\n", i%60, i, i)
		}
	}
	return "generated", text.Bytes()
}
