// Command receivers measures what our receivers take in a second beside the
// fluent-forward receiver of contrib, which is part of the same binary: all get
// the same lines with the same fields, into nop, one after the other in one run.
//
//	go run ./tests/bench/receivers -duration 8s -batch 2000
//
// The binary under test is named by LETHE_BIN (default bin/lethe). The requests
// are made beforehand and sent over raw connections, so that the sending side
// costs little. Everything talks to loopback only.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/lethe-otel/lethe/tests/bench/internal/process"
)

const config = "tests/bench/receivers/config.yaml"

// side is one way in.
type side struct {
	name string
	// variable is what the configuration calls the address of the receiver.
	variable string
	// encode makes the request that carries the lines.
	encode func(lines []line) ([]byte, error)
	// await reads one answer and says whether everything was taken.
	await awaiter
	peer  bool
}

// figures are what is printed of a side.
type figures struct {
	side
	lines   int64
	bytes   int64 // on the wire
	elapsed time.Duration
	usage   process.Usage
}

var sides = []side{
	{"elasticsearch_bulk", "BENCH_BULK_ENDPOINT", bulk, awaitBulk, false},
	{"elasticsearch_bulk, gzip", "BENCH_BULK_ENDPOINT", bulkGzip, awaitBulk, false},
	{"lumberjack", "BENCH_LUMBERJACK_ENDPOINT", lumberjack, awaitLumberjack, false},
	{"lumberjack, compressed", "BENCH_LUMBERJACK_ENDPOINT", lumberjackCompressed, awaitLumberjack, false},
	{"loki_push, protobuf", "BENCH_LOKI_ENDPOINT", lokiProtobuf, awaitLoki, false},
	{"loki_push, JSON gzip", "BENCH_LOKI_ENDPOINT", lokiJSON, awaitLoki, false},
	{"fluent_forward of contrib, packed", "BENCH_FLUENT_ENDPOINT", fluentPacked, awaitFluent, true},
	{"fluent_forward of contrib, messages", "BENCH_FLUENT_ENDPOINT", fluentMessages, awaitFluent, true},
}

func main() {
	duration := flag.Duration("duration", 8*time.Second, "load on each side")
	batch := flag.Int("batch", 2000, "lines in a request")
	senders := flag.Int("senders", 4, "connections that send at once")
	rounds := flag.Int("rounds", 3, "rounds over all sides; the median by lines per second is printed")
	flag.Parse()
	if err := bench(*duration, *batch, *senders, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench-receivers:", err)
		os.Exit(1)
	}
}

func bench(duration time.Duration, batch, senders, rounds int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	lines := makeLines(batch)
	measured := make([][]figures, len(sides))
	for range rounds {
		for i, s := range sides {
			f, err := measure(ctx, s, lines, senders, duration)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			measured[i] = append(measured[i], f)
		}
	}
	results := make([]figures, len(sides))
	for i, m := range measured {
		slices.SortFunc(m, func(a, b figures) int { return cmp.Compare(a.perSecond(), b.perSecond()) })
		results[i] = m[len(m)/2]
	}
	fmt.Printf("\n%d lines a request (%d bytes of text a line), %d connections, %s a side, median of %d rounds\n\n",
		batch, meanLength(lines), senders, duration, rounds)
	report(os.Stdout, results)
	return nil
}

// measure loads a fresh process.
func measure(ctx context.Context, s side, lines []line, senders int, duration time.Duration) (figures, error) {
	f := figures{side: s}
	request, err := s.encode(lines)
	if err != nil {
		return f, err
	}
	var env []string
	var endpoint string
	for _, variable := range []string{"BENCH_BULK_ENDPOINT", "BENCH_LUMBERJACK_ENDPOINT", "BENCH_LOKI_ENDPOINT", "BENCH_FLUENT_ENDPOINT"} {
		address, err := process.FreeEndpoint()
		if err != nil {
			return f, err
		}
		if variable == s.variable {
			endpoint = address
		}
		env = append(env, variable+"="+address)
	}
	p, err := process.Start(ctx, endpoint, cmp.Or(os.Getenv("LETHE_BIN"), "bin/lethe"), []string{"--config", "file:" + config}, env)
	if err != nil {
		return f, err
	}
	before, err := p.Usage()
	if err != nil {
		return f, err
	}
	sent, elapsed, err := load(ctx, endpoint, request, s.await, len(lines), senders, duration)
	if err != nil {
		return f, err
	}
	if f.usage, err = p.Usage(); err != nil {
		return f, err
	}
	f.usage.CPU -= before.CPU
	f.lines, f.bytes, f.elapsed = sent*int64(len(lines)), sent*int64(len(request)), elapsed
	return f, p.Stop()
}
