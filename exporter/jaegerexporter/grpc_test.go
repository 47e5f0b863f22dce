package jaegerexporter

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

func withRetryInfo(code codes.Code, delay time.Duration) error {
	st, err := status.New(code, planted).WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(delay)})
	if err != nil {
		panic(err)
	}
	return st.Err()
}

func TestGRPCAnswers(t *testing.T) {
	const n = 5
	for name, tt := range map[string]struct {
		err    error
		want   string // the reason why all spans wait, or "" when all are settled
		reject string // the reason why all spans are rejected
	}{
		"ok":                       {},
		"canceled":                 {err: status.Error(codes.Canceled, planted), want: "grpc_canceled"},
		"unknown":                  {err: status.Error(codes.Unknown, planted), want: "grpc_unknown"},
		"no status at all":         {err: assert.AnError, want: "grpc_unknown"},
		"deadline exceeded":        {err: status.Error(codes.DeadlineExceeded, planted), want: "timeout"},
		"aborted":                  {err: status.Error(codes.Aborted, planted), want: "grpc_aborted"},
		"out of range":             {err: status.Error(codes.OutOfRange, planted), want: "grpc_out_of_range"},
		"internal":                 {err: status.Error(codes.Internal, planted), want: "grpc_internal"},
		"unavailable":              {err: status.Error(codes.Unavailable, planted), want: "grpc_unavailable"},
		"unavailable with a pause": {err: withRetryInfo(codes.Unavailable, 7*time.Second), want: "Throttle (7s), error: 5 spans to be sent again: grpc_unavailable"},
		"data loss":                {err: status.Error(codes.DataLoss, planted), want: "grpc_data_loss"},
		"already exists":           {err: status.Error(codes.AlreadyExists, planted), want: "grpc_other"},
		"failed precondition":      {err: status.Error(codes.FailedPrecondition, planted), want: "grpc_other"},
		"code out of range":        {err: status.Error(codes.Code(99), planted), want: "grpc_other"},
		"exhausted":                {err: status.Error(codes.ResourceExhausted, planted), want: "grpc_resource_exhausted"},
		"exhausted with a pause":   {err: withRetryInfo(codes.ResourceExhausted, 3*time.Second), want: "Throttle (3s), error: 5 spans to be sent again: grpc_resource_exhausted"},
		"a pause without measure":  {err: withRetryInfo(codes.ResourceExhausted, 1e6*time.Hour), want: "Throttle (10m0s), error: 5 spans to be sent again: grpc_resource_exhausted"},
		"a pause below zero":       {err: withRetryInfo(codes.ResourceExhausted, -time.Hour), want: "grpc_resource_exhausted"},
		"unauthenticated":          {err: status.Error(codes.Unauthenticated, planted), want: "grpc_unauthenticated"},
		"permission denied":        {err: status.Error(codes.PermissionDenied, planted), want: "grpc_permission_denied"},
		"unimplemented":            {err: status.Error(codes.Unimplemented, planted), want: "grpc_unimplemented"},
		"not found":                {err: status.Error(codes.NotFound, planted), want: "grpc_not_found"},
		"invalid argument":         {err: status.Error(codes.InvalidArgument, planted), reject: "grpc_invalid_argument"},
		"undecodable":              {err: status.Error(codes.Internal, "grpc: error unmarshalling request: string field contains invalid UTF-8"), reject: "grpc_undecodable"},
		"too large for java":       {err: status.Error(codes.ResourceExhausted, "gRPC message exceeds maximum size 10: 20"), reject: "too_large"},
		"too large for a proxy":    {err: status.Error(codes.Unknown, "unexpected HTTP status code received from server: 413 (Request Entity Too Large)"), reject: "too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			backend := &grpcBackend{answer: func(context.Context, ptrace.Traces) (int64, error) { return 0, tt.err }}
			host := newStatusHost()
			exp, tel := startExporter(t, withoutQueue(forGRPC(backend.serve(t))), host)

			err := exp.ConsumeTraces(t.Context(), someSpans(n))
			switch {
			case tt.want != "":
				requireWaiting(t, err, n, tt.want)
				require.Len(t, backend.all(), 1)
				require.Empty(t, delivered(t, tel))
				reason := tt.want[strings.LastIndex(tt.want, " ")+1:]
				require.Equal(t, "StatusRecoverableError: the backend does not take data: "+reason, host.next())
			case tt.reject != "":
				require.NoError(t, err)
				require.Equal(t, map[string]int64{"rejected " + tt.reject: n}, delivered(t, tel))
				require.Len(t, backend.all(), 2*n-1)
				require.Equal(t, "none", host.next())
			default:
				require.NoError(t, err)
				require.Equal(t, map[string]int64{"stored": n}, delivered(t, tel))
				require.Len(t, backend.all(), 1)
				require.Equal(t, "none", host.next())
			}
		})
	}
}

// A real server with the default limit of 4 MiB: batches far above it pass,
// and one span above it is rejected alone.
func TestGRPCMessagesStayBelowTheServersLimit(t *testing.T) {
	backend := &grpcBackend{}
	cfg := withoutQueue(forGRPC(backend.serve(t)))
	cfg.Timeout = time.Minute
	exp, tel := startExporter(t, cfg, newStatusHost())

	td := someSpans(40)
	big := func(i, size int) {
		td.ResourceSpans().At(i/7).ScopeSpans().At(0).Spans().At(0).Attributes().PutStr("payload", strings.Repeat("x", size))
	}
	for i := 0; i < 40; i += 7 {
		big(i, 2<<20)
	}
	big(14, 5<<20)
	require.NoError(t, exp.ConsumeTraces(t.Context(), td))
	require.Equal(t, map[string]int64{"stored": 39, "rejected too_large": 1}, delivered(t, tel))

	var arrived []int
	var sizer ptrace.ProtoMarshaler
	for _, r := range backend.all() {
		require.LessOrEqual(t, sizer.TracesSize(r.td), defaultMaxMessageBytes)
		arrived = append(arrived, indexes(r.td)...)
	}
	require.Len(t, arrived, 39)
	require.NotContains(t, arrived, 14)
	require.Len(t, backend.all(), 5)
}

// When the server's limit is below ours, its refusals find the way.
func TestGRPCServerWithALowerLimit(t *testing.T) {
	backend := &grpcBackend{}
	exp, tel := startExporter(t, withoutQueue(forGRPC(backend.serve(t, grpc.MaxRecvMsgSize(2000)))), newStatusHost())
	require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(100)))
	require.Equal(t, map[string]int64{"stored": 100}, delivered(t, tel))
}

func TestGRPCPartialSuccess(t *testing.T) {
	backend := &grpcBackend{answer: func(_ context.Context, td ptrace.Traces) (int64, error) {
		var rejected int64
		for _, i := range indexes(td) {
			if i == 3 || i == 8 {
				rejected++
			}
		}
		return rejected, nil
	}}
	exp, tel := startExporter(t, withoutQueue(forGRPC(backend.serve(t))), newStatusHost())
	require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(10)))
	require.Equal(t, map[string]int64{"stored": 8, "rejected partial_success": 2}, delivered(t, tel))
}

func TestGRPCDeadlineOfARequest(t *testing.T) {
	backend := &grpcBackend{answer: func(ctx context.Context, _ ptrace.Traces) (int64, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	}}
	cfg := withoutQueue(forGRPC(backend.serve(t)))
	cfg.Timeout = 50 * time.Millisecond
	exp, _ := startExporter(t, cfg, newStatusHost())
	requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "timeout")
}

func TestGRPCUntrustedCertificate(t *testing.T) {
	borrowed := httptest.NewTLSServer(http.NotFoundHandler())
	borrowed.Close()
	backend := &grpcBackend{}
	endpoint := backend.serve(t, grpc.Creds(credentials.NewTLS(&tls.Config{Certificates: borrowed.TLS.Certificates})))
	cfg := withoutQueue(forGRPC(endpoint))
	cfg.GRPC.Get().TLS.Insecure = false
	exp, _ := startExporter(t, cfg, newStatusHost())
	requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "tls")
}

func TestGRPCBackendThatIsAwayAndComesBack(t *testing.T) {
	endpoint := closedPort(t)
	host := newStatusHost()
	exp, tel := startExporter(t, withoutQueue(forGRPC(endpoint)), host)
	requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "connection")
	requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "connection")
	require.Equal(t, "StatusRecoverableError: the backend does not take data: connection", host.next())
	require.Equal(t, "none", host.next(), "the same trouble is reported once")

	backend := &grpcBackend{}
	backend.serveAt(t, endpoint)
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		assert.NoError(c, exp.ConsumeTraces(context.Background(), someSpans(2)))
	}, 10*time.Second, 50*time.Millisecond)
	require.Equal(t, "StatusOK", host.next())
	require.Equal(t, map[string]int64{"stored": 2}, delivered(t, tel))
}
