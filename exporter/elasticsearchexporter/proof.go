package elasticsearchexporter

import (
	"sync"
	"time"
)

// proof remembers when the destination last took a bulk request as such. Only
// then is a request that it refuses as a whole the fault of what is in it: with
// a wrong path or a proxy in between, everything is refused.
type proof struct {
	mu   sync.Mutex
	last time.Time
}

// proofLasts is how long the proof counts.
const proofLasts = time.Minute

func (p *proof) give() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = time.Now()
}

func (p *proof) given() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.last.IsZero() && time.Since(p.last) < proofLasts
}
