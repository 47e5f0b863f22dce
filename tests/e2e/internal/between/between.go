// Package between stands between a client and a server: what the client says
// arrives, and what becomes of the answers is decided here.
package between

import (
	"context"
	"io"
	"net"
)

// Proxy passes bytes on.
type Proxy struct {
	// Addr is its host:port.
	Addr     string
	listener net.Listener
	target   string
	answers  func(client io.Writer, server io.Reader)
}

// Start starts a proxy in front of target, a host:port. Each connection ends
// when answers returns, which gets what the server says.
func Start(target string, answers func(client io.Writer, server io.Reader)) (*Proxy, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{Addr: listener.Addr().String(), listener: listener, target: target, answers: answers}
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

func (p *Proxy) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", p.target)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	p.answers(client, server)
}
