package redact

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// cleanLines are loghub lines in which nothing is found, or generated ones
// where LETHE_LOGHUB is not set.
func cleanLines(b *testing.B) []string {
	b.Helper()
	lines := loghubLines(b)
	if lines == nil {
		b.Logf("%s is not set: measuring on generated lines", loghubEnv)
		lines = generatedLines(20000)
	}
	s := newScanner(b, Options{})
	kept := lines[:0]
	for _, l := range lines {
		if _, changed := s.String(Key{}, l); !changed {
			kept = append(kept, l)
		}
	}
	return kept
}

func generatedLines(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	lines := make([]string, n)
	for i := range lines {
		switch i % 4 {
		case 0:
			lines[i] = fmt.Sprintf("2026-11-%02d 12:%02d:%02d,%03d INFO [pool-%d-thread-%d] org.example.Server: Closed socket connection for client /10.%d.%d.%d:%d which had sessionid 0x%x",
				r.IntN(28)+1, r.IntN(60), r.IntN(60), r.IntN(1000), r.IntN(9), r.IntN(90), r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(65536), r.Uint64())
		case 1:
			lines[i] = fmt.Sprintf("Nov %2d 03:%02d:%02d host-%d sshd[%d]: Failed password for root from 10.%d.%d.%d port %d ssh2",
				r.IntN(28)+1, r.IntN(60), r.IntN(60), r.IntN(99), r.IntN(65536), r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(65536))
		case 2:
			lines[i] = fmt.Sprintf(`{"level":"info","ts":%d.%06d,"caller":"http/server.go:%d","msg":"request done","method":"GET","path":"/v2/items/%d","status":200,"took_ms":%d}`,
				1_700_000_000+r.IntN(90_000_000), r.IntN(1_000_000), r.IntN(900), r.IntN(99999), r.IntN(900))
		case 3:
			lines[i] = fmt.Sprintf("081109 204005 35 INFO dfs.FSNamesystem: BLOCK* NameSystem.addStoredBlock: blockMap updated: 10.251.%d.%d:50010 is added to blk_%d size %d",
				r.IntN(256), r.IntN(256), r.Int64(), r.IntN(1<<27))
		}
	}
	return lines
}

func total(lines []string) (n int64) {
	for _, l := range lines {
		n += int64(len(l))
	}
	return n
}

func benchLines(b *testing.B, lines []string, cache bool) {
	s := newScanner(b, Options{})
	s.CacheValues(cache)
	b.SetBytes(total(lines))
	b.ReportAllocs()
	onCPU(b, total(lines))
	for b.Loop() {
		for _, l := range lines {
			s.String(Key{}, l)
		}
		s.Reset()
	}
}

// BenchmarkClean reads lines in which nothing is found.
func BenchmarkClean(b *testing.B) { benchLines(b, cleanLines(b), false) }

// BenchmarkFirstStage is the part of BenchmarkClean that sees every byte.
func BenchmarkFirstStage(b *testing.B) {
	lines := cleanLines(b)
	e, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(total(lines))
	b.ReportAllocs()
	onCPU(b, total(lines))
	var out []candidate
	var marks [maxBlocks]blockMarks
	n := 0
	for b.Loop() {
		n = 0
		for _, l := range lines {
			out = firstStage(l, &e.filter, &marks, out[:0])
			n += len(out)
		}
	}
	b.ReportMetric(float64(n)/float64(len(lines)), "candidates/line")
}

// BenchmarkOneInTen reads lines of which every tenth holds a secret.
func BenchmarkOneInTen(b *testing.B) {
	lines := cleanLines(b)
	planted := []string{
		" user=bob password=hunter2-Xk9", ` {"access_token":"Zx81kkLq99","n":1}`, " paid with 4111 1111 1111 1111",
		" from bob@example.com", " postgres://app:s3cr3t@db:5432/x",
	}
	for i := range lines {
		if i%10 == 0 {
			lines[i] += planted[i/10%len(planted)]
		}
	}
	for _, cache := range []bool{false, true} {
		b.Run(fmt.Sprintf("cache=%t", cache), func(b *testing.B) { benchLines(b, lines, cache) })
	}
}

// BenchmarkShort reads values as attributes have them.
func BenchmarkShort(b *testing.B) {
	for _, v := range []string{"GET", "checkout-service", "/api/v2/orders/items", "2026-11-22T18:56:45Z", "Mozilla/5.0 (X11; Linux x86_64)", "0af7651916cd43dd8448eb211c80319c", "http://10.0.0.1:8080/healthz"} {
		b.Run(fmt.Sprintf("len=%d", len(v)), func(b *testing.B) {
			s := newScanner(b, Options{})
			s.CacheValues(false)
			b.SetBytes(int64(len(v)))
			b.ReportAllocs()
			onCPU(b, int64(len(v)))
			for b.Loop() {
				s.String(Key{}, v)
			}
		})
	}
}

// BenchmarkKey classifies names, remembered and for the first time.
func BenchmarkKey(b *testing.B) {
	s := newScanner(b, Options{})
	b.Run("remembered", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.Key("http.request.header.authorization")
		}
	})
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.e.classify("http.request.header.authorization", formAttribute)
		}
	})
}

// BenchmarkTenRegexes is the same text through ten ordinary expressions of the
// standard library, one after the other, as processors with patterns do it.
func BenchmarkTenRegexes(b *testing.B) {
	lines := cleanLines(b)
	if len(lines) > 2000 {
		sample := lines[:0]
		for i := 0; i < len(lines); i += 16 {
			sample = append(sample, lines[i])
		}
		lines = sample
	}
	var res []*regexp.Regexp
	for _, p := range []string{
		`(?i)(password|passwd|pwd)["']?\s*[:=]\s*\S+`, `(?i)(secret|token|api[_-]?key)["']?\s*[:=]\s*\S+`,
		`(?i)authorization:\s*\S+\s+\S+`, `(?i)bearer\s+[a-z0-9._~+/-]+`, `(?i)basic\s+[a-z0-9+/=]{8,}`,
		`[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}`, `\b(?:\d[ -]?){12,19}\b`, `eyJ[\w-]+\.[\w-]+\.[\w-]*`,
		`-----BEGIN [A-Z ]*PRIVATE KEY-----`, `[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@]+@`,
	} {
		res = append(res, regexp.MustCompile(p))
	}
	b.SetBytes(total(lines))
	b.ReportAllocs()
	onCPU(b, total(lines))
	for b.Loop() {
		for _, l := range lines {
			for _, re := range res {
				if re.MatchString(l) {
					_ = re.ReplaceAllString(l, "***")
				}
			}
		}
	}
}

// BenchmarkHostile are values of 1 MiB that are built to be slow. Their speed
// must not depend on their length.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostileTexts {
		for _, size := range []int{1 << 14, 1 << 20} {
			b.Run(fmt.Sprintf("%s/%dKiB", h.name, size>>10), func(b *testing.B) {
				s := newScanner(b, Options{})
				v := strings.Repeat(h.unit, size/len(h.unit))
				b.SetBytes(int64(len(v)))
				for b.Loop() {
					s.String(Key{}, v)
				}
			})
		}
	}
}
