package backends

import (
	"errors"
	"net"
	"strconv"
)

// FreePorts returns n different loopback TCP ports that nothing listens on.
// They are held open together while they are chosen, so that no two are equal;
// another program may still take one before the server does.
func FreePorts(n int) ([]int, error) {
	ports := make([]int, 0, n)
	listeners := make([]net.Listener, 0, n)
	var errs []error
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			errs = append(errs, err)
			break
		}
		listeners = append(listeners, listener)
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	for _, listener := range listeners {
		errs = append(errs, listener.Close())
	}
	return ports, errors.Join(errs...)
}

// Loopback returns the address of a port on 127.0.0.1.
func Loopback(port int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}
