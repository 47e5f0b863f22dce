// Package cut stands between a sender and the gateway and loses answers: what
// the sender says arrives, and the connection ends before it hears of it.
package cut

import (
	"io"
	"sync/atomic"

	"github.com/lethe-otel/lethe/tests/e2e/internal/between"
)

// Start starts a proxy in front of target, a host:port. The first cuts
// connections end when the first byte of an answer comes; it is thrown away.
func Start(target string, cuts int) (*between.Proxy, error) {
	var left atomic.Int64
	left.Store(int64(cuts))
	return between.Start(target, func(sender io.Writer, gateway io.Reader) {
		if left.Add(-1) >= 0 {
			// The first byte says that the whole was taken.
			_, _ = io.ReadFull(gateway, make([]byte, 1))
			return
		}
		_, _ = io.Copy(sender, gateway)
	})
}
