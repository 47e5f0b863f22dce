package nestinglimitextension

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"

	"github.com/lethe-otel/lethe/internal/nesting"
)

// GetGRPCServerOptions returns a codec that looks at a message before the
// collector's own codec decodes it. An interceptor would be too late.
func (l *nestingLimit) GetGRPCServerOptions(context.Context) ([]grpc.ServerOption, error) {
	const name = "proto"
	inner := encoding.GetCodecV2(name)
	if inner == nil {
		return nil, fmt.Errorf("no codec is registered for %s", name)
	}
	return []grpc.ServerOption{grpc.ForceServerCodecV2(&codec{CodecV2: inner, maxDepth: l.maxDepth})}, nil
}

type codec struct {
	encoding.CodecV2
	maxDepth int
}

// Unmarshal refuses what is nested too deep. A message that is no OTLP request
// is decoded as ever.
func (c *codec) Unmarshal(data mem.BufferSlice, v any) error {
	if signal, ok := signalOf(v); ok {
		scanner := nesting.NewProtobuf(signal, c.maxDepth)
		for _, buffer := range data {
			if _, err := scanner.Write(buffer.ReadOnlyData()); err != nil {
				return err
			}
		}
	}
	return c.CodecV2.Unmarshal(data, v)
}

// signalOf tells the signal from the name of the message's type: the types are
// internal to pdata. A test holds them against the receiver.
func signalOf(v any) (nesting.Signal, bool) {
	if v == nil {
		return 0, false
	}
	name := reflect.TypeOf(v).String()
	switch {
	case strings.HasSuffix(name, ".ExportLogsServiceRequest"):
		return nesting.Logs, true
	case strings.HasSuffix(name, ".ExportTraceServiceRequest"):
		return nesting.Traces, true
	case strings.HasSuffix(name, ".ExportMetricsServiceRequest"):
		return nesting.Metrics, true
	default:
		return 0, false
	}
}
