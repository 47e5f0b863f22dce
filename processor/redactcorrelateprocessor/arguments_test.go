package redactcorrelateprocessor

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pipeline"
)

func TestArguments(t *testing.T) {
	p := startedProcessor(t, testConfig(), pipeline.SignalLogs, componenttest.NewNopHost())
	for _, c := range []struct {
		name       string
		words, out []any
	}{
		{"attached", []any{"mysql", "-uroot", "-phunter2", "shop"}, []any{"mysql", "-uroot", "-p[REDACTED:command_password]", "shop"}},
		{"behind a colon", []any{"curl", "-u", "bob:pw17", "https://x"}, []any{"curl", "-u", "bob:[REDACTED:command_password]", "https://x"}},
		{"next word", []any{"--password", "x17", "run"}, []any{"--password", "[REDACTED:password]", "run"}},
		{"path of the program", []any{"/usr/bin/mysql", "-phunter2"}, []any{"/usr/bin/mysql", "-p[REDACTED:command_password]"}},
		{"quote and backslash", []any{"--password", `a"b\c`, `d\e`}, []any{"--password", "[REDACTED:password]", `d\e`}},
		{"masked already", []any{"--password", "[REDACTED:password]"}, []any{"--password", "[REDACTED:password]"}},
		{"flags of a server", []any{"kube-apiserver", "--v", "2", "--leader-elect"}, []any{"kube-apiserver", "--v", "2", "--leader-elect"}},
		{"a port", []any{"ssh", "-p", "2222", "host"}, []any{"ssh", "-p", "2222", "host"}},
		{"file of a secret", []any{"--password-file", "/run/secrets/db"}, []any{"--password-file", "/run/secrets/db"}},
		{"paths", []any{"/usr/lib", "/etc:ro", "password"}, []any{"/usr/lib", "/etc:ro", "password"}},
		{"other types", []any{"--retries", int64(3)}, []any{"--retries", int64(3)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := logsOf(func(lr plog.LogRecord) {
				require.NoError(t, lr.Attributes().PutEmptySlice("process.command_args").FromRaw(c.words))
				require.NoError(t, lr.Body().SetEmptySlice().FromRaw(c.words))
			})
			n := 0
			eachRecord(processLogs(t, p, in), func(lr plog.LogRecord) {
				n++
				args, ok := lr.Attributes().Get("process.command_args")
				require.True(t, ok)
				assert.Equal(t, c.out, args.Slice().AsRaw())
				assert.Equal(t, c.out, lr.Body().Slice().AsRaw())
			})
			assert.Equal(t, 1, n)
		})
	}
}

func TestQuotedWordsComeBack(t *testing.T) {
	words := []string{"", `"`, `\`, `a\"b`, "x,]", "a\nb"}
	b := []byte{'['}
	for i, word := range words {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, word)
	}
	rest := string(append(b, ']'))
	for _, want := range words {
		var got string
		var ok bool
		got, rest, ok = cutQuoted(rest)
		require.True(t, ok)
		assert.Equal(t, want, got)
	}
	assert.Equal(t, "]", rest)
}

func TestCleanArgumentsAllocateNothing(t *testing.T) {
	p := startedProcessor(t, testConfig(), pipeline.SignalLogs, componenttest.NewNopHost())
	s := pcommon.NewSlice()
	for _, word := range []string{"prometheus", "--config.file", "/etc/p.yml", "--storage.tsdb.path", "/data"} {
		s.AppendEmpty().SetStr(word)
	}
	w := newWorker(p)
	k := w.scanner.Key("process.command_args")
	w.elements(0, k, s, false, 0)
	assert.Zero(t, testing.AllocsPerRun(100, func() { w.elements(0, k, s, false, 0) }))
}
