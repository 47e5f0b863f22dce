package backends

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
)

// Ports are taken from below the range that systems use for outgoing
// connections: one from that range can be in use again before the server that
// it was chosen for starts.
const (
	firstPort = 12000
	lastPort  = 32000
)

var (
	givenMu sync.Mutex
	given   = map[int]bool{}
)

// FreePorts returns n loopback TCP ports that nothing listens on and that this
// process has not been given before.
func FreePorts(n int) ([]int, error) {
	givenMu.Lock()
	defer givenMu.Unlock()
	ports := make([]int, 0, n)
	for range lastPort - firstPort {
		if len(ports) == n {
			return ports, nil
		}
		port := firstPort + rand.IntN(lastPort-firstPort)
		if given[port] {
			continue
		}
		listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", Loopback(port))
		if err != nil {
			continue
		}
		if err := listener.Close(); err != nil {
			return nil, err
		}
		given[port] = true
		ports = append(ports, port)
	}
	return nil, errors.New("no free loopback ports between " + strconv.Itoa(firstPort) + " and " + strconv.Itoa(lastPort))
}

// Loopback returns the address of a port on 127.0.0.1.
func Loopback(port int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}
