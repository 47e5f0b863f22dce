// Command redact measures the redaction engine on one core, beside what others
// do in the same run: ten regular expressions of the standard library in a loop
// and, built with the tag peers, gitleaks' detector and the redaction processor
// of the collector's contrib distribution.
//
//	go run ./tests/bench/redact -loghub FOLDER
//
// It prints tables and fails only where a result is wrong: a planted secret that
// Lethe lets through, or a cache that changes what comes out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"text/tabwriter"
	"time"
)

// loghubEnv names the folder of the public loghub sample, 16 files of 2,000
// lines, where the flag does not.
const loghubEnv = "LETHE_LOGHUB"

func main() {
	loghub := flag.String("loghub", os.Getenv(loghubEnv), "folder with the *.log files of loghub; without it, lines are generated")
	each := flag.Duration("time", time.Second, "CPU time spent on each figure, at least one pass")
	contrib := flag.String("contrib", "tests/bench/gateway/config/contrib.yaml", "configuration with the redaction processor's section and its ten patterns")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	runtime.LockOSThread()
	if err := run(*loghub, *contrib, *each); err != nil {
		fmt.Fprintln(os.Stderr, "redact:", err)
		os.Exit(1)
	}
}

func run(loghub, contrib string, each time.Duration) error {
	section, patterns, err := contribSection(contrib)
	if err != nil {
		return err
	}
	engines, err := lineEngines(patterns)
	if err != nil {
		return err
	}
	clean, source, err := cleanLines(loghub, engines[0])
	if err != nil {
		return err
	}
	b := bench{each: each, out: tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)}
	fmt.Printf("One core, CPU time, every line unique. %d lines of %s, %.1f MB.\n\n", len(clean), source, float64(size(clean))/1e6)
	wrong := errors.Join(
		b.lines(engines, clean),
		b.records(section),
		b.hostile(),
	)
	b.quoted()
	return wrong
}

// bench measures and prints.
type bench struct {
	each time.Duration
	out  *tabwriter.Writer
}

// speed runs f until the time is spent and returns MB per CPU-second, f reading
// n bytes, and the allocations of one run.
func (b bench) speed(n int, f func()) (mb, allocs float64) {
	f() // warm
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	runs, start := 0, cpuTime()
	used := time.Duration(0)
	for runs == 0 || used < b.each {
		f()
		runs++
		used = cpuTime() - start
	}
	runtime.ReadMemStats(&after)
	return float64(n) * float64(runs) / 1e6 / max(used, time.Microsecond).Seconds(), float64(after.Mallocs-before.Mallocs) / float64(runs)
}

func (b bench) row(format string, args ...any) { fmt.Fprintf(b.out, format+"\n", args...) }

func (b bench) flush() {
	_ = b.out.Flush()
	fmt.Println()
}
