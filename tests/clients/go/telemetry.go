package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	"google.golang.org/grpc/credentials"
)

// telemetry is the SDK, set up as the OTEL_* variables say.
type telemetry struct {
	logs   *log.LoggerProvider
	traces *trace.TracerProvider
}

// start starts the providers. The protocol is chosen in code: the SDK for Go
// does not look at the variable.
func start(ctx context.Context, plants []plant) (*telemetry, error) {
	var planted []attribute.KeyValue
	for _, p := range plants {
		if p.Place == placeResource {
			planted = append(planted, p.attributes()...)
		}
	}
	res, err := resource.New(ctx, resource.WithFromEnv(), resource.WithTelemetrySDK(), resource.WithAttributes(planted...))
	if err != nil {
		return nil, err
	}
	var logExporter log.Exporter
	var spanExporter trace.SpanExporter
	var errLog, errSpan error
	switch protocol := os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL"); protocol {
	case "grpc":
		// This exporter reads the variable of the certificate and does not use it.
		trust, err := credentials.NewClientTLSFromFile(os.Getenv("OTEL_EXPORTER_OTLP_CERTIFICATE"), "")
		if err != nil {
			return nil, err
		}
		logExporter, errLog = otlploggrpc.New(ctx, otlploggrpc.WithTLSCredentials(trust))
		spanExporter, errSpan = otlptracegrpc.New(ctx)
	case "http/protobuf":
		logExporter, errLog = otlploghttp.New(ctx)
		spanExporter, errSpan = otlptracehttp.New(ctx)
	default:
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_PROTOCOL is %q, allowed are grpc and http/protobuf", protocol)
	}
	if err := errors.Join(errLog, errSpan); err != nil {
		return nil, err
	}
	return &telemetry{
		logs:   log.NewLoggerProvider(log.WithResource(res), log.WithProcessor(log.NewBatchProcessor(logExporter))),
		traces: trace.NewTracerProvider(trace.WithResource(res), trace.WithBatcher(spanExporter)),
	}, nil
}

func (t *telemetry) shutdown(ctx context.Context) error {
	return errors.Join(t.logs.Shutdown(ctx), t.traces.Shutdown(ctx))
}
