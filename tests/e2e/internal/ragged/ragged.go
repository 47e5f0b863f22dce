// Package ragged stands between the gateway and a server and loses answers:
// what the gateway says arrives, and the connection ends before it hears of it.
package ragged

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
)

// Proxy passes bytes on, and loses the end of each connection.
type Proxy struct {
	// Addr is its host:port.
	Addr string

	listener net.Listener
	target   string
	most     int
	lost     atomic.Int64
	// gate is locked while no answer passes.
	gate sync.RWMutex

	mu     sync.Mutex
	random *rand.Rand
}

// Start starts a proxy in front of target, a host:port. A connection ends with
// one of its first answers, most of them at most; 0 loses none.
func Start(target string, most int, random *rand.Rand) (*Proxy, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{Addr: listener.Addr().String(), listener: listener, target: target, most: most, random: random}
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

// Lost is how many answers were lost.
func (p *Proxy) Lost() int64 { return p.lost.Load() }

// Hold holds all answers back until Release.
func (p *Proxy) Hold() { p.gate.Lock() }

// Release lets the answers pass that Hold holds back.
func (p *Proxy) Release() { p.gate.Unlock() }

func (p *Proxy) serve(gateway net.Conn) {
	defer func() { _ = gateway.Close() }()
	server, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", p.target)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(server, gateway)
		_ = server.Close()
	}()
	last := p.last()
	buffer := make([]byte, 64<<10)
	for i := 1; ; i++ {
		n, err := server.Read(buffer)
		if n == 0 || err != nil {
			return
		}
		if i == last {
			p.lost.Add(1)
			return
		}
		if !p.pass(gateway, buffer[:n]) {
			return
		}
	}
}

func (p *Proxy) pass(gateway io.Writer, answer []byte) bool {
	p.gate.RLock()
	defer p.gate.RUnlock()
	_, err := gateway.Write(answer)
	return err == nil
}

// last is the number of the answer that is lost, 0 for none.
func (p *Proxy) last() int {
	if p.most == 0 {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return 1 + p.random.IntN(p.most)
}
