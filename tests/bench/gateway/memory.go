package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/lethe-otel/lethe/tests/bench/internal/process"
)

const (
	gatewayConfig = "distribution/config/gateway.yaml"
	memoryLimit   = 512 << 20
)

// openDoor takes TLS and authentication from the gateway's door, so that the
// generator can send to it; all else is as shipped.
const openDoor = `yaml:receivers: {otlp: {protocols: {grpc: {tls: null, auth: null}, http: {tls: null, auth: null}}}}`

// memory loads the shipped gateway configuration, persistent queues included,
// with large batches and prints what it needs at most.
func memory(ctx context.Context, binary, overlay string, batch, senders int, duration time.Duration) error {
	requests, err := makeRequests(batch)
	if err != nil {
		return err
	}
	backends, err := startStubs(ctx)
	if err != nil {
		return err
	}
	defer backends.stop()
	storage, err := os.MkdirTemp("", "lethe-bench-*")
	if err != nil {
		return err
	}
	defer func() {
		if err := os.RemoveAll(storage); err != nil {
			fmt.Fprintln(os.Stderr, "bench-gateway: queues of the run stay behind:", err)
		}
	}()
	key := make([]byte, 32)
	rand.Read(key)
	env := []string{
		"LETHE_OTLP_TOKEN=unused-but-required", "LETHE_RECORD_KEY=" + hex.EncodeToString(key),
		"LETHE_LOKI_ENDPOINT=" + backends.loki, "LETHE_ELASTICSEARCH_ENDPOINT=" + backends.elasticsearch,
		"LETHE_JAEGER_ENDPOINT=" + backends.jaeger, "LETHE_JAEGER_INSECURE=true",
		"LETHE_STORAGE_DIR=" + filepath.Join(storage, "queues"),
	}
	for _, name := range []string{"LETHE_OTLP_HTTP_ENDPOINT", "LETHE_HEALTH_ENDPOINT", "LETHE_PROMETHEUS_ENDPOINT"} {
		endpoint, err := process.FreeEndpoint()
		if err != nil {
			return err
		}
		env = append(env, name+"="+endpoint)
	}
	c, err := startGateway(ctx, binary, overlay, env)
	if err != nil {
		return err
	}
	own := c.WatchOwn(ctx)
	result, err := load(ctx, c.Endpoint, requests, senders, duration)
	if err != nil {
		return err
	}
	ownPeak := own()
	used, err := c.Usage()
	if err != nil {
		return err
	}
	if err := c.Stop(); err != nil {
		return err
	}
	fmt.Printf("\n%s at full load, %d records a request, %d connections, %s:\n", gatewayConfig, batch, senders, duration)
	fmt.Printf("%.0f records/s acknowledged from fsynced queues, %d refused, peak memory %d MiB, of which its own %d MiB\n",
		float64(result.records)/result.elapsed.Seconds(), result.refused, used.Peak>>20, ownPeak>>20)
	if result.records == 0 {
		return fmt.Errorf("nothing was taken: %w\n%s", result.lastErr, c.Log())
	}
	// The pages of mapped files, the queues' and the binary's, are the kernel's to
	// take back: what the process needs is its own.
	if ownPeak > memoryLimit {
		return fmt.Errorf("the peak of its own memory, %d MiB, is above %d MiB", ownPeak>>20, memoryLimit>>20)
	}
	return nil
}

func startGateway(ctx context.Context, binary, overlay string, env []string) (*process.Process, error) {
	endpoint, err := process.FreeEndpoint()
	if err != nil {
		return nil, err
	}
	args := []string{"--config", "file:" + gatewayConfig, "--config", openDoor, "--set", "service.telemetry.metrics.level=none"}
	if overlay != "" {
		args = append(args, "--config", overlay)
	}
	return process.Start(ctx, endpoint, binary, args, append(env, "LETHE_OTLP_GRPC_ENDPOINT="+endpoint))
}
