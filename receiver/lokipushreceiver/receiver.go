package lokipushreceiver

import (
	"context"
	"fmt"
	"io"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receiverhelper"

	"github.com/lethe-otel/lethe/internal/intake"
	"github.com/lethe-otel/lethe/receiver/lokipushreceiver/internal/metadata"
)

// lokiPush serves the push API.
type lokiPush struct {
	cfg       *Config
	set       receiver.Settings
	next      consumer.Logs
	report    *receiverhelper.ObsReport
	telemetry *metadata.TelemetryBuilder

	maker  recordMaker
	budget *intake.Budget
	pushes sync.Pool
	server intake.Server
}

func newLokiPush(cfg *Config, set receiver.Settings, next consumer.Logs) (*lokiPush, error) {
	report, err := intake.NewReport(set, &cfg.ServerConfig)
	if err != nil {
		return nil, fmt.Errorf("make the report of the receiver: %w", err)
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, fmt.Errorf("make the metrics of the receiver: %w", err)
	}
	r := &lokiPush{
		cfg:       cfg,
		set:       set,
		next:      next,
		report:    report,
		telemetry: telemetry,
		maker:     recordMaker{limits: cfg.Limits, discover: cfg.DiscoverServiceName},
		budget:    intake.NewBudget(cfg.Limits.MaxInFlightBytes),
		pushes:    sync.Pool{New: func() any { return new(push) }},
		server:    intake.Server{MaxConnections: cfg.Limits.MaxConnections},
	}
	r.budget.Relieve = r.server.Relieve
	return r, nil
}

// Start listens and serves.
func (r *lokiPush) Start(ctx context.Context, host component.Host) error {
	cfg := r.cfg.ServerConfig
	// No list of encodings: the handler decompresses by itself.
	cfg.CompressionAlgorithms = []string{}
	if err := r.server.Start(ctx, cfg, host, r.set.TelemetrySettings, r, r.ownEncodings()...); err != nil {
		return fmt.Errorf("start the server of the push API: %w", err)
	}
	return nil
}

// Shutdown lets requests in flight end, in bounded time. Calling it again does
// nothing.
func (r *lokiPush) Shutdown(ctx context.Context) error {
	err := r.server.Shutdown(ctx)
	r.telemetry.Shutdown()
	return err
}

// ownEncodings keep the server from decompressing bodies: Loki's deflate and
// snappy differ from the server's, and a body that was decompressed no longer
// tells.
func (r *lokiPush) ownEncodings() []confighttp.ToServerOption {
	asSent := func(io.ReadCloser) (io.ReadCloser, error) { return nil, nil }
	options := []confighttp.ToServerOption{confighttp.WithErrorHandler(r.refuseEarly)}
	for _, encoding := range []string{"", "gzip", "deflate", "snappy", "zstd"} {
		options = append(options, confighttp.WithDecoder(encoding, asSent))
	}
	return options
}
