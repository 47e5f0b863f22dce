// Package cut stands between a sender and the gateway and loses answers: what
// the sender says arrives, and the connection ends before it hears of it.
package cut

import (
	"context"
	"io"
	"net"
	"sync/atomic"
)

// Proxy passes bytes on. The answers of its first connections are thrown away.
type Proxy struct {
	// Addr is its host:port.
	Addr     string
	listener net.Listener
	target   string
	cuts     atomic.Int64
}

// Start starts a proxy in front of target, a host:port. The first cuts
// connections end when the first byte of an answer comes.
func Start(target string, cuts int) (*Proxy, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{Addr: listener.Addr().String(), listener: listener, target: target}
	p.cuts.Store(int64(cuts))
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return p, nil
}

// Close takes no new connections.
func (p *Proxy) Close() error { return p.listener.Close() }

func (p *Proxy) serve(sender net.Conn) {
	defer func() { _ = sender.Close() }()
	gateway, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", p.target)
	if err != nil {
		return
	}
	defer func() { _ = gateway.Close() }()
	go func() {
		_, _ = io.Copy(gateway, sender)
		_ = gateway.Close()
	}()
	if p.cuts.Add(-1) >= 0 {
		// The first byte says that the whole was taken.
		_, _ = io.ReadFull(gateway, make([]byte, 1))
		return
	}
	_, _ = io.Copy(sender, gateway)
}
