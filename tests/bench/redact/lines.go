package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// plants are made-up secrets, each in the form of a line that holds it.
var plants = []struct{ secret, text string }{
	{"hunter2-benchmark", " login failed for user=anna password=hunter2-benchmark attempt=3"},
	{"tr0ub4dor-benchmark", ` {"event":"login","password":"tr0ub4dor-benchmark","attempt":1}`},
	{"5555-5555-5555-4444", " payment with card 5555-5555-5555-4444 accepted"},
	{"anna.benchmark@example.com", " receipt sent to anna.benchmark@example.com in 12 ms"},
	{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJlLWJlbmNobWFyaw", " session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJlLWJlbmNobWFyaw opened"},
	{"mF_9.B5f-4.1JqM-benchmark", " upstream call with Authorization: Bearer mF_9.B5f-4.1JqM-benchmark"},
	{"pa55-benchmark", " connecting to postgres://app:pa55-benchmark@db.internal:5432/shop"},
	{"ghp_H9puwvCrLBD93vYsZqlqjN85JWsde2GrT6c1", " fetched with ghp_H9puwvCrLBD93vYsZqlqjN85JWsde2GrT6c1 from the mirror"},
}

// cleanLines are lines in which Lethe finds nothing, each made unlike all
// others, and where they come from.
func cleanLines(folder string, e *lineEngine) (clean []string, source string, err error) {
	lines, source := generated(32000), "generated text (no folder of loghub given)"
	if folder != "" {
		if lines, err = readLines(folder); err != nil {
			return nil, "", err
		}
		source = "loghub"
	}
	for i, line := range lines {
		line += " #" + letters(i)
		if e.mask(line) == line {
			clean = append(clean, line)
		}
	}
	return clean, source, nil
}

// letters is a number in letters: digits would make a line look like another
// kind of line.
func letters(n int) string {
	var out [6]byte
	for i := range out {
		out[i] = 'g' + byte(n&15)
		n >>= 4
	}
	return string(out[:])
}

func readLines(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no *.log files in %s", folder)
	}
	var lines []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			lines = append(lines, sc.Text())
		}
		_ = f.Close() // only read
		if err := sc.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return lines, nil
}

// generated are lines as servers write them.
func generated(n int) []string {
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

func size(lines []string) (n int) {
	for _, l := range lines {
		n += len(l)
	}
	return n
}

// plantedLines puts a secret into every tenth line.
func plantedLines(clean []string) []string {
	lines := slices.Clone(clean)
	for i := 0; i < len(lines); i += 10 {
		lines[i] += plants[i/10%len(plants)].text
	}
	return lines
}

// sample is at most every nth line of the text, so that slow engines see all
// kinds of lines and end.
func sample(lines []string, nth int) []string {
	var out []string
	for i := 0; i < len(lines); i += nth {
		out = append(out, lines[i])
	}
	return out
}

// lines measures the engines on lines without and with findings.
func (b bench) lines(engines []*lineEngine, clean []string) error {
	planted := plantedLines(clean)
	var wrong error
	b.row("Lines\tnothing found, MB/s\tone in ten, MB/s\tallocations a clean line\tplanted secrets masked")
	for _, e := range engines {
		c, p := sample(clean, e.nth), planted
		if e.nth > 1 {
			p = plantedLines(c)
		}
		speed, allocs := b.speed(size(c), func() { e.all(c) })
		found, _ := b.speed(size(p), func() { e.all(p) })
		masked, of := e.recall(p)
		b.row("%s\t%.1f\t%.1f\t%.2f\t%d of %d", e.name, speed, found, allocs/float64(len(c)), masked, of)
		if e.exact && masked != of {
			wrong = fmt.Errorf("%s masked %d of %d planted secrets", e.name, masked, of)
		}
	}
	b.flush()
	for _, line := range planted {
		if off, on := engines[0].mask(line), engines[1].mask(line); off != on {
			return fmt.Errorf("the cache changes what comes out:\n%s\n%s", off, on)
		}
	}
	return wrong
}

// recall counts the planted secrets that are gone, and all of them.
func (e *lineEngine) recall(planted []string) (masked, of int) {
	for i := 0; i < len(planted); i += 10 {
		of++
		if !strings.Contains(e.mask(planted[i]), plants[i/10%len(plants)].secret) {
			masked++
		}
	}
	return masked, of
}
