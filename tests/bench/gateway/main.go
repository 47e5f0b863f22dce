// Command gateway measures the gateway beside the contrib collector of the same
// version: both get the same load into nop, one after the other in one run, and
// both are then asked what they let through of what was planted.
//
//	go run ./tests/bench/gateway -duration 10s -batch 512
//	go run ./tests/bench/gateway -memory -batch 10000
//
// The binary under test is named by LETHE_BIN (default bin/lethe). The contrib
// collector is built once into the user's cache folder. Everything talks to
// loopback only.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/lethe-otel/lethe/tests/bench/internal/process"
)

const configDir = "tests/bench/gateway/config"

// side is one of the collectors that are compared.
type side struct {
	name   string
	binary string
	config string
	recall bool // whether it masks, so that its recall is worth asking
}

// figures are what is printed of a side.
type figures struct {
	side
	load  loadResult
	usage process.Usage
	// masked and planted count the forms of plants.
	masked, planted int
	leaked          []string
}

func main() {
	duration := flag.Duration("duration", 10*time.Second, "load on each side")
	batch := flag.Int("batch", 512, "records in a request")
	senders := flag.Int("senders", 4, "connections that send at once")
	rounds := flag.Int("rounds", 3, "rounds over all sides; the median by records per CPU-second is printed")
	onlyMemory := flag.Bool("memory", false, "measure the memory of the shipped gateway configuration instead")
	overlay := flag.String("overlay", "", "with -memory: one more --config for the gateway, for example one with a profiler")
	flag.Parse()
	if err := bench(*onlyMemory, *overlay, *duration, *batch, *senders, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench-gateway:", err)
		os.Exit(1)
	}
}

func bench(onlyMemory bool, overlay string, duration time.Duration, batch, senders, rounds int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	lethe := cmp.Or(os.Getenv("LETHE_BIN"), "bin/lethe")
	if onlyMemory {
		return memory(ctx, lethe, overlay, batch, senders, duration)
	}
	return run(ctx, lethe, duration, batch, senders, rounds)
}

func run(ctx context.Context, lethe string, duration time.Duration, batch, senders, rounds int) error {
	contrib, err := buildContrib(ctx)
	if err != nil {
		return err
	}
	requests, err := makeRequests(batch)
	if err != nil {
		return err
	}
	sides := []side{
		{name: "Lethe, no processor", binary: lethe, config: "lethe-plain.yaml"},
		{name: "Lethe, redact_correlate", binary: lethe, config: "lethe.yaml", recall: true},
		{name: "contrib, redaction + transform", binary: contrib, config: "contrib.yaml", recall: true},
	}
	measured := make([][]figures, len(sides))
	for range rounds {
		for i, s := range sides {
			f, err := measure(ctx, s, requests, senders, duration)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			measured[i] = append(measured[i], f)
		}
	}
	results := make([]figures, len(sides))
	for i := range sides {
		results[i] = median(measured[i])
		if err := recall(ctx, &results[i], requests); err != nil {
			return fmt.Errorf("%s: %w", sides[i].name, err)
		}
	}
	report(os.Stdout, results, batch, senders, rounds, duration)
	for _, f := range results {
		if f.load.refused > 0 {
			return fmt.Errorf("%s refused %d records: %w", f.name, f.load.refused, f.load.lastErr)
		}
	}
	return nil
}

func makeRequests(batch int) ([]*request, error) {
	rng := mathrand.New(mathrand.NewPCG(1, 2))
	var requests []*request
	for range 4 {
		logs, err := logsRequest(batch, rng)
		if err != nil {
			return nil, err
		}
		traces, err := tracesRequest(batch)
		if err != nil {
			return nil, err
		}
		requests = append(requests, logs, traces)
	}
	return requests, nil
}

// startCollector starts the binary with the configuration.
func startCollector(ctx context.Context, binary, config string, env ...string) (*process.Process, error) {
	endpoint, err := process.FreeEndpoint()
	if err != nil {
		return nil, err
	}
	return process.Start(ctx, endpoint, binary, []string{"--config", "file:" + config},
		append(env, "BENCH_OTLP_ENDPOINT="+endpoint))
}

func environment(exporter, sinkEndpoint string) []string {
	key := make([]byte, 32)
	rand.Read(key)
	return []string{
		"BENCH_EXPORTER=" + exporter,
		"BENCH_SINK_ENDPOINT=" + sinkEndpoint,
		"BENCH_RECORD_KEY=" + hex.EncodeToString(key),
	}
}

// measure loads a fresh process of the side into nop.
func measure(ctx context.Context, s side, requests []*request, senders int, duration time.Duration) (figures, error) {
	f := figures{side: s}
	c, err := startCollector(ctx, s.binary, filepath.Join(configDir, s.config), environment("nop", "127.0.0.1:1")...)
	if err != nil {
		return f, err
	}
	before, err := c.Usage()
	if err != nil {
		return f, err
	}
	if f.load, err = load(ctx, c.Endpoint, requests, senders, duration); err != nil {
		return f, err
	}
	if f.usage, err = c.Usage(); err != nil {
		return f, err
	}
	f.usage.CPU -= before.CPU
	return f, c.Stop()
}

// recall sends each request once through a fresh process into a sink and looks
// for what was planted there.
func recall(ctx context.Context, f *figures, requests []*request) error {
	if !f.recall {
		return nil
	}
	out, err := newSink()
	if err != nil {
		return err
	}
	defer out.stop()
	c, err := startCollector(ctx, f.binary, filepath.Join(configDir, f.config), environment("otlp", out.endpoint)...)
	if err != nil {
		return err
	}
	conn, err := dial(c.Endpoint)
	if err != nil {
		return err
	}
	defer conn.Close()
	for i, r := range requests {
		r = r.clone()
		r.stamp(uint64(i + 1))
		var answer []byte
		if err := conn.Invoke(ctx, r.method, &r.body, &answer); err != nil {
			return err
		}
	}
	for _, p := range plants {
		f.planted++
		if out.count(p.marker) == 0 {
			return fmt.Errorf("%s: the harmless text beside the secret did not arrive, so that its absence proves nothing", p.form)
		}
		if out.count(p.secret) == 0 {
			f.masked++
		} else {
			f.leaked = append(f.leaked, p.form)
		}
	}
	return c.Stop()
}
