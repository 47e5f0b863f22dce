package lumberjackreceiver

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/frame"
)

// Why the receiver closed a connection, beside the reasons of package frame.
const (
	reasonConnections = "too_many_connections"
	reasonHandshake   = "tls_handshake"
	reasonIdle        = "idle"
	reasonPanic       = "panic"
	reasonReadTimeout = "read_timeout"
	reasonStalled     = "stalled"
	reasonShutdown    = "shutdown"
	reasonWithheld    = "withheld"
	reasonWrite       = "write"
)

var (
	errHandshake = errors.New("the TLS handshake failed")
	errIdle      = errors.New("the connection was idle")
	errPanic     = errors.New("a panic")
	errStopping  = errors.New("the receiver stops")
	errWithheld  = errors.New("the pipeline did not take a window")
	errWrite     = errors.New("an acknowledgement was not read")
)

// reasonOf names the reason for which the receiver ends a connection, empty if
// the sender did, and says whether the sender is still there to read what was
// acknowledged.
func (c *connection) reasonOf(err error) (reason string, polite bool) {
	if killed := c.killed.Load(); killed != nil {
		return *killed, false
	}
	if refused, ok := errors.AsType[frame.Error](err); ok {
		return string(refused), true
	}
	switch {
	case errors.Is(err, errStopping), errors.Is(err, context.Canceled):
		return reasonShutdown, true
	case errors.Is(err, errWithheld):
		return reasonWithheld, true
	case errors.Is(err, errHandshake):
		return reasonHandshake, false
	case errors.Is(err, errIdle):
		return reasonIdle, true
	case errors.Is(err, errPanic):
		return reasonPanic, true
	case errors.Is(err, errWrite):
		return reasonWrite, false
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "", false
	case errors.Is(err, os.ErrDeadlineExceeded):
		return reasonReadTimeout, true
	}
	return "", false
}
