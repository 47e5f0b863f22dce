package intake

import (
	"container/list"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// connections bounds the open connections of a server. At the bound, the one
// that has been without a request for longest gives way to a new one, so that
// senders at work keep their service while others only hold connections, or send
// the head of a request slowly. When all have a request, those that stall are
// ended; if there are none, the new connection is closed.
type connections struct {
	relieve func() bool

	mu   sync.Mutex
	max  int
	open map[net.Conn]*place
	idle *list.List // of net.Conn, the oldest first
}

// place is where a connection stands: in the list while it has no request.
type place struct {
	requests int
	idle     *list.Element
}

func newConnections(limit int, relieve func() bool) *connections {
	return &connections{relieve: relieve, max: limit, open: map[net.Conn]*place{}, idle: list.New()}
}

type connKey struct{}

// withConn is the server's ConnContext.
func withConn(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

func connOf(ctx context.Context) net.Conn {
	conn, _ := ctx.Value(connKey{}).(net.Conn)
	return conn
}

// observe is the server's ConnState.
func (c *connections) observe(conn net.Conn, state http.ConnState) {
	if victim := c.note(conn, state); victim != nil {
		// Below TLS: a farewell would wait for a peer that reads nothing.
		if secure, ok := victim.(*tls.Conn); ok {
			victim = secure.NetConn()
		}
		victim.Close()
	}
}

// note returns the connection that has to go, if any.
func (c *connections) note(conn net.Conn, state http.ConnState) net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.open[conn] = &place{idle: c.idle.PushBack(conn)}
		if len(c.open) > c.max {
			return c.victim(conn)
		}
	case http.StateIdle:
		if p := c.open[conn]; p != nil && p.idle != nil {
			c.idle.MoveToBack(p.idle)
		}
	case http.StateHijacked, http.StateClosed:
		c.forget(conn)
	}
	return nil
}

// victim finds what has to go for a new connection.
func (c *connections) victim(added net.Conn) net.Conn {
	oldest := c.idle.Front().Value.(net.Conn)
	// Those that stall are about to go.
	if oldest == added && c.relieve() {
		return nil
	}
	c.forget(oldest)
	return oldest
}

func (c *connections) forget(conn net.Conn) {
	if p := c.open[conn]; p != nil && p.idle != nil {
		c.idle.Remove(p.idle)
	}
	delete(c.open, conn)
}

// enter says that a request of the connection is at work.
func (c *connections) enter(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.open[conn]
	if p == nil {
		return
	}
	p.requests++
	if p.idle != nil {
		c.idle.Remove(p.idle)
		p.idle = nil
	}
}

// leave says that it is not any more.
func (c *connections) leave(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.open[conn]
	if p == nil {
		return
	}
	if p.requests--; p.requests == 0 {
		p.idle = c.idle.PushBack(conn)
	}
}
