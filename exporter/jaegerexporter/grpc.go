package jaegerexporter

import (
	"context"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configgrpc"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maxReconnectDelay bounds the pause between two attempts to connect. The
// default of gRPC grows to two minutes, in which every request fails although
// the server is long back.
const maxReconnectDelay = 10 * time.Second

type grpcTransport struct {
	conn   *grpc.ClientConn
	client ptraceotlp.GRPCClient
}

// newGRPCTransport returns without waiting for a connection.
func newGRPCTransport(
	ctx context.Context,
	cfg *configgrpc.ClientConfig,
	userAgent string,
	timeout time.Duration,
	host component.Host,
	set component.TelemetrySettings,
) (*grpcTransport, error) {
	reconnect := backoff.DefaultConfig
	reconnect.MaxDelay = maxReconnectDelay
	conn, err := cfg.ToClientConn(
		ctx, host.GetExtensions(), set,
		configgrpc.WithGrpcDialOption(grpc.WithUserAgent(userAgent)),
		configgrpc.WithGrpcDialOption(grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: reconnect, MinConnectTimeout: timeout,
		})),
	)
	if err != nil {
		return nil, err
	}
	return &grpcTransport{conn: conn, client: ptraceotlp.NewGRPCClient(conn)}, nil
}

func (t *grpcTransport) close() error { return t.conn.Close() }

func (t *grpcTransport) send(ctx context.Context, td ptrace.Traces) answer {
	resp, err := t.client.Export(ctx, ptraceotlp.NewExportRequestFromTraces(td))
	if err == nil {
		return acceptance(resp.PartialSuccess().RejectedSpans())
	}
	if a, ok := interrupted(ctx); ok {
		return a
	}
	return grpcAnswer(status.Convert(err))
}

// grpcAnswer follows the table of the OTLP specification (section "OTLP/gRPC
// response"), but never takes an answer that a repaired configuration or
// server would change for a verdict on the data. Internal is the server's own
// trouble, with one exception: the text with which grpc-go refuses a message
// that it cannot decode, for example a string that is not UTF-8. Sent again
// for ever, one such span would hold up all that stands behind it.
func grpcAnswer(st *status.Status) answer {
	switch st.Code() {
	case codes.InvalidArgument:
		return refusal("grpc_invalid_argument")
	case codes.ResourceExhausted:
		if isTooLarge(st.Message()) {
			return refusal(reasonTooLarge)
		}
		return down("grpc_resource_exhausted").after(retryDelay(st))
	case codes.Unavailable:
		return down(unavailableReason(st.Message())).after(retryDelay(st))
	case codes.DeadlineExceeded:
		return down(reasonTimeout).after(retryDelay(st))
	case codes.Unauthenticated:
		return down("grpc_unauthenticated")
	case codes.PermissionDenied:
		return down("grpc_permission_denied")
	case codes.Unimplemented:
		return down("grpc_unimplemented")
	case codes.NotFound:
		return down("grpc_not_found")
	case codes.Unknown:
		if isTooLarge(st.Message()) {
			return refusal(reasonTooLarge)
		}
		return troubled("grpc_unknown")
	case codes.Internal:
		if strings.Contains(st.Message(), "error unmarshalling request") {
			return refusal("grpc_undecodable")
		}
		return troubled("grpc_internal")
	case codes.Aborted:
		return troubled("grpc_aborted").after(retryDelay(st))
	case codes.Canceled:
		return troubled("grpc_canceled")
	case codes.OutOfRange:
		return troubled("grpc_out_of_range")
	case codes.DataLoss:
		return troubled("grpc_data_loss")
	default:
		return troubled("grpc_other")
	}
}

// isTooLarge tells a message above the server's limit from a server that is
// short of something: the code is the same. The texts are those of grpc-go
// ("received message larger than max"), grpc-java and grpc-core ("exceeds
// maximum size", "larger than max"), and of the HTTP 413 of a proxy.
func isTooLarge(message string) bool {
	for _, text := range []string{
		"larger than max", "exceeds maximum size", "message too large", "received from server: 413",
	} {
		if strings.Contains(message, text) {
			return true
		}
	}
	return false
}

// unavailableReason sorts what gRPC reports as one: no connection, a failed
// handshake, or a server that answers that it is unavailable.
func unavailableReason(message string) string {
	switch {
	case strings.Contains(message, "authentication handshake failed"):
		return reasonTLS
	case strings.Contains(message, "connection error"),
		strings.Contains(message, "error while dialing"),
		strings.Contains(message, "name resolver error"),
		strings.Contains(message, "error reading from server"),
		strings.Contains(message, "transport is closing"):
		return reasonConnection
	default:
		return "grpc_unavailable"
	}
}

func retryDelay(st *status.Status) time.Duration {
	for _, detail := range st.Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			return info.GetRetryDelay().AsDuration()
		}
	}
	return 0
}
