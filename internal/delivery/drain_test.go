package delivery

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDrainLetsGoAfterTheGracePeriod(t *testing.T) {
	d := NewDrain()
	ctx, done := d.Bind(t.Context())
	defer done()
	errHung := errors.New("hung")
	err := d.Shutdown(t.Context(), 10*time.Millisecond, func(context.Context) error {
		<-ctx.Done() // a request that no one answers
		return errHung
	})
	require.ErrorIs(t, err, errHung)
	require.NoError(t, d.Shutdown(t.Context(), 0, func(context.Context) error {
		t.Error("a second shutdown ran")
		return nil
	}))
	late, doneLate := d.Bind(t.Context())
	defer doneLate()
	assert.Eventually(t, func() bool { return late.Err() != nil }, time.Second, time.Millisecond)
}

func TestDrainEndsWithTheShutdownsOwnDeadline(t *testing.T) {
	d := NewDrain()
	ctx, done := d.Bind(t.Context())
	defer done()
	deadline, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.NoError(t, d.Shutdown(deadline, time.Hour, func(context.Context) error {
		<-ctx.Done()
		return nil
	}))
}

func TestDrainLeavesRunningWorkAlone(t *testing.T) {
	d := NewDrain()
	ctx, done := d.Bind(t.Context())
	defer done()
	require.NoError(t, d.Shutdown(t.Context(), time.Hour, func(context.Context) error { return ctx.Err() }))
}
