package lumberjackreceiver

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A connection that ends at the moment at which it gets the privilege must not
// keep it: nobody else could break the tie any more.
func TestThePrivilegeEndsWithItsConnection(t *testing.T) {
	b := newBudget(10, func() bool { return false })
	require.NoError(t, b.take(t.Context(), new(connection), 10))

	c := new(connection)
	w := &waiter{c: c, n: 5, granted: make(chan struct{})}
	e := b.line.PushBack(w)
	b.relief(e)
	require.Same(t, c, b.privileged)
	require.ErrorIs(t, b.leave(e, w, context.Canceled), context.Canceled)
	assert.Nil(t, b.privileged)
	assert.Zero(t, b.free)

	next := new(connection)
	require.NoError(t, b.take(t.Context(), next, 5), "beyond the budget, as the first in line")
	assert.Same(t, next, b.privileged)
}
