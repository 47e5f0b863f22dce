package intake

import (
	"container/list"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// connections bounds the open connections of a server. At the bound, the one
// that has been idle for longest gives way to a new one, so that senders at work
// keep their service while others only hold connections; when all are at work,
// the new one is closed.
type connections struct {
	mu   sync.Mutex
	max  int
	open map[net.Conn]*list.Element // nil while it works on a request
	idle *list.List                 // of net.Conn, the oldest first
}

func newConnections(limit int) *connections {
	return &connections{max: limit, open: map[net.Conn]*list.Element{}, idle: list.New()}
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
		c.open[conn] = c.idle.PushBack(conn)
		if len(c.open) > c.max {
			victim := c.idle.Front().Value.(net.Conn)
			c.stop(victim)
			delete(c.open, victim)
			return victim
		}
	case http.StateActive:
		c.stop(conn)
		c.open[conn] = nil
	case http.StateIdle:
		c.stop(conn)
		c.open[conn] = c.idle.PushBack(conn)
	case http.StateHijacked, http.StateClosed:
		c.stop(conn)
		delete(c.open, conn)
	}
	return nil
}

func (c *connections) stop(conn net.Conn) {
	if e := c.open[conn]; e != nil {
		c.idle.Remove(e)
	}
}
