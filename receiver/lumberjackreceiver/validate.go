package lumberjackreceiver

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.opentelemetry.io/collector/config/confignet"

	"github.com/lethe-otel/lethe/internal/intake"
)

const (
	minFrameBytes    = 64 << 10
	maxFrameBytes    = 256 << 20
	minInFlightBytes = 4 << 20
)

var transports = []confignet.TransportType{
	confignet.TransportTypeTCP, confignet.TransportTypeTCP4, confignet.TransportTypeTCP6, confignet.TransportTypeUnix,
}

// Validate reports all mistakes at once.
func (c *Config) Validate() error {
	var errs []error
	if c.Endpoint == "" {
		errs = append(errs, errors.New("endpoint: must be the address to listen on, for example localhost:5044, got nothing"))
	}
	if !slices.Contains(transports, c.Transport) {
		errs = append(errs, fmt.Errorf("transport: must be one of tcp, tcp4, tcp6, unix, got %q", c.Transport))
	}
	errs = append(errs,
		within("max_connections", int64(c.MaxConnections), 1, 1_000_000),
		within("max_frame_bytes", c.MaxFrameBytes, minFrameBytes, maxFrameBytes),
		within("max_window_size", int64(c.MaxWindowSize), 1, 1<<24),
		within("max_batch_bytes", c.MaxBatchBytes, minFrameBytes, maxFrameBytes),
		above("handshake_timeout", c.HandshakeTimeout, "10s"),
		above("idle_timeout", c.IdleTimeout, "5m"),
		above("read_timeout", c.ReadTimeout, "1m"),
		above("max_retry_time", c.MaxRetryTime, "1m"),
		intake.CheckPatterns("allow::indices", c.Allow.Indices),
		intake.CheckPatterns("allow::pipelines", c.Allow.Pipelines),
	)
	if c.KeepAliveInterval < 100*time.Millisecond || c.KeepAliveInterval > 25*time.Second {
		errs = append(errs, fmt.Errorf("keepalive_interval: must be from 100ms to 25s, got %s: Beats give up after 30s without a word", c.KeepAliveInterval))
	}
	if c.MaxDecompressedBytes < c.MaxFrameBytes {
		errs = append(errs, fmt.Errorf("max_decompressed_bytes: must not be below max_frame_bytes (%d), got %d", c.MaxFrameBytes, c.MaxDecompressedBytes))
	}
	if least := max(minInFlightBytes, 2*c.MaxFrameBytes, 2*c.MaxBatchBytes); c.MaxInFlightBytes < least {
		errs = append(errs, fmt.Errorf("max_in_flight_bytes: must not be below twice max_frame_bytes and twice max_batch_bytes (%d), got %d", least, c.MaxInFlightBytes))
	}
	return errors.Join(errs...)
}

func within(setting string, got, least, most int64) error {
	if got < least || got > most {
		return fmt.Errorf("%s: must be from %d to %d, got %d", setting, least, most, got)
	}
	return nil
}

func above(setting string, got time.Duration, example string) error {
	if got <= 0 {
		return fmt.Errorf("%s: must be above 0, for example %s, got %s", setting, example, got)
	}
	return nil
}
