//go:build e2e

package attack

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// told counts what the attackers were told, and finds content in it.
type told struct {
	mu     sync.Mutex
	counts map[string]int
	leaks  []string
}

func (t *told) add(what string, answer []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[what]++
	if i := bytes.Index(answer, []byte(mark)); i >= 0 && len(t.leaks) < 3 {
		t.leaks = append(t.leaks, string(answer[max(0, i-200):min(len(answer), i+200)]))
	}
}

func (t *told) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(t.counts)) {
		parts = append(parts, fmt.Sprintf("%s ×%d", what, t.counts[what]))
	}
	return strings.Join(parts, ", ")
}

// dial opens a connection that ends with the attack.
func dial(ctx context.Context, addr string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { conn.Close() })
	return conn, nil
}

// head is a request up to its body. Headers are "Name: value" each.
func head(path string, headers ...string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: gateway\r\n" + strings.Join(append(headers, "", ""), "\r\n")
}

// request sends one request with its body and waits for the answer.
func request(ctx context.Context, addr, path string, body []byte, headers ...string) (what string, answer []byte) {
	return exchange(ctx, addr, []byte(head(path, append(headers, fmt.Sprintf("Content-Length: %d", len(body)))...)), body)
}

// exchange sends the parts and reads an answer over HTTP meanwhile.
func exchange(ctx context.Context, addr string, parts ...[]byte) (what string, answer []byte) {
	conn, err := dial(ctx, addr)
	if err != nil {
		return outcome(ctx, err), nil
	}
	defer conn.Close()
	go func() {
		for _, part := range parts {
			if _, err := conn.Write(part); err != nil {
				return
			}
		}
	}()
	return readAnswer(ctx, conn)
}

func readAnswer(ctx context.Context, conn io.Reader) (what string, answer []byte) {
	var raw bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &raw)), nil)
	if err != nil {
		return outcome(ctx, err), raw.Bytes()
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return fmt.Sprintf("%d, cut", resp.StatusCode), raw.Bytes()
	}
	return fmt.Sprint(resp.StatusCode), raw.Bytes()
}

// frames sends frames of Lumberjack and reads what comes back until the end.
func frames(ctx context.Context, addr string, parts ...[]byte) (what string, answer []byte) {
	conn, err := dial(ctx, addr)
	if err != nil {
		return outcome(ctx, err), nil
	}
	defer conn.Close()
	go func() {
		for _, part := range parts {
			if _, err := conn.Write(part); err != nil {
				return
			}
		}
	}()
	return readAcks(ctx, conn)
}

// readAcks reads until the connection ends or the acknowledgements do.
func readAcks(ctx context.Context, conn net.Conn) (what string, answer []byte) {
	acks := 0
	for {
		_ = conn.SetReadDeadline(time.Now().Add(3 * time.Second))
		var ack [6]byte
		n, err := io.ReadFull(conn, ack[:])
		answer = append(answer, ack[:n]...)
		if err != nil {
			if len(answer) > 4096 {
				answer = answer[:4096]
			}
			what := outcome(ctx, err)
			if acks > 0 {
				what = "acks, then " + what
			}
			return what, answer
		}
		acks++
	}
}

// outcome names an error.
func outcome(ctx context.Context, err error) string {
	switch {
	case ctx.Err() != nil:
		return "nothing"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "open"
	}
	return "closed"
}
