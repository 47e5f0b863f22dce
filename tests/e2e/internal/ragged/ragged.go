// Package ragged stands between the gateway and a server and loses answers:
// what the gateway says arrives, and the connection ends before it hears of it.
package ragged

import (
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"github.com/lethe-otel/lethe/tests/e2e/internal/between"
)

// Proxy passes bytes on, and loses the end of each connection.
type Proxy struct {
	*between.Proxy

	most int
	lost atomic.Int64
	// gate is locked while no answer passes.
	gate sync.RWMutex

	mu     sync.Mutex
	random *rand.Rand
}

// Start starts a proxy in front of target, a host:port. A connection ends with
// one of its first answers, most of them at most; 0 loses none.
func Start(target string, most int, random *rand.Rand) (*Proxy, error) {
	p := &Proxy{most: most, random: random}
	var err error
	p.Proxy, err = between.Start(target, p.answers)
	return p, err
}

// Lost is how many answers were lost.
func (p *Proxy) Lost() int64 { return p.lost.Load() }

// Hold holds all answers back until Release.
func (p *Proxy) Hold() { p.gate.Lock() }

// Release lets the answers pass that Hold holds back.
func (p *Proxy) Release() { p.gate.Unlock() }

func (p *Proxy) answers(gateway io.Writer, server io.Reader) {
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
