package jaegerexporter

import (
	"errors"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"google.golang.org/grpc/status"
)

// requireWaiting checks the error of a batch of n spans that all have to be
// sent again: retryable, with the data inside, no status of gRPC for a
// receiver to pass on, and nothing that came from the server or the data.
func requireWaiting(t *testing.T, err error, n int, reason string) {
	t.Helper()
	require.ErrorContains(t, err, reason)
	require.False(t, consumererror.IsPermanent(err))
	_, isStatus := status.FromError(err)
	require.False(t, isStatus, "a gRPC status in the chain")
	var carried consumererror.Traces
	require.True(t, errors.As(err, &carried))
	require.Equal(t, n, carried.Data().SpanCount())
	require.NotContains(t, err.Error(), planted)
}

// closedPort is a loopback address that nobody listens at.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}
