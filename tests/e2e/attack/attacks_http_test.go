//go:build e2e

package attack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// attack is one way to hurt the gateway. A worker runs until its context ends.
type attack struct {
	name    string
	workers int           // at the same time; 0 is 8
	lasts   time.Duration // 0 is the usual time
	bodies  []func() []byte
	// container says that the gateway may go beyond its own limit, but not beyond
	// the container that this limit is for.
	container bool
	run       func(ctx context.Context, g *target, t *told)
}

// doorOf picks a door over HTTP.
type doorOf func(g *target) (addr, path string)

func bulkDoor(g *target) (string, string) { return g.bulk, "/_bulk" }
func lokiDoor(g *target) (string, string) { return g.loki, "/loki/api/v1/push" }

// posts sends the same request again and again.
func posts(door doorOf, body func() []byte, headers ...string) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		addr, path := door(g)
		for ctx.Err() == nil {
			what, answer := request(ctx, addr, path, body(), headers...)
			t.add(what, answer)
		}
	}
}

// raw sends the same bytes over HTTP again and again.
func raw(door doorOf, bytes func(path string) string) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		addr, path := door(g)
		text := []byte(bytes(path))
		for ctx.Err() == nil {
			what, answer := exchange(ctx, addr, text)
			t.add(what, answer)
		}
	}
}

const (
	ndjson   = "Content-Type: application/x-ndjson"
	asJSON   = "Content-Type: application/json"
	protobuf = "Content-Type: application/x-protobuf"
)

// nested is a bomb in a bomb.
var nested = lazy(func() []byte { return gzipOf(gzipOf(bytes.Repeat([]byte("a"), 64*mib))) })

// overHTTP are the attacks that any server over HTTP has to stand.
func overHTTP(name string, door doorOf, contentType string) []attack {
	chunked := func(path string, headers ...string) string {
		return head(path, append([]string{contentType, "Transfer-Encoding: chunked"}, headers...)...)
	}
	inner := "POST /_bulk HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\nX: " + mark + "\r\n\r\n"
	return []attack{
		{name: name + ": 10,000 idle connections", workers: 16, run: holding(door, 625, func(int, string) string { return "" })},
		{name: name + ": 10,000 slow heads", workers: 16, lasts: 2 * time.Second, run: holding(door, 625, func(i int, path string) string {
			return "POST " + path + " HTTP/1.1\r\nHost: " + mark
		})},
		{name: name + ": 4,000 slow bodies", workers: 16, lasts: 4 * time.Second, run: holding(door, 250, func(i int, path string) string {
			return head(path, contentType, "Content-Length: 20000000") + "{"
		})},
		{name: name + ": slow bodies, long ones", workers: 6, lasts: 5 * time.Second, run: longSlow(door, contentType)},
		{name: name + ": head without end", run: endless(door, func(path string) string { return "POST " + path + " HTTP/1.1\r\nX: " }, strings.Repeat("a", 64<<10))},
		{name: name + ": body without end", run: endless(door, func(path string) string { return chunked(path) }, "10000\r\n"+strings.Repeat(mark[:16], 4096)+"\r\n")},
		{name: name + ": a million headers", run: raw(door, func(path string) string {
			return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("A: "+mark+"\r\n", 40_000) + "\r\n"
		})},
		{name: name + ": two lengths", workers: 2, run: raw(door, func(path string) string {
			return head(path, contentType, "Content-Length: 4", "Content-Length: 400") + "{}\r\n" + inner
		})},
		{name: name + ": length and chunks", workers: 2, run: smuggle(door, func(path string) string {
			return chunked(path, "Content-Length: 5") + "0\r\n\r\n" + inner
		})},
		{name: name + ": chunks in disguise", workers: 2, run: raw(door, func(path string) string {
			return head(path, contentType, "Transfer-Encoding : chunked", "Content-Length: 5") + "0\r\n\r\n" + inner
		})},
		{name: name + ": chunk of 2^64", workers: 2, run: raw(door, func(path string) string { return chunked(path) + "fffffffffffffffff\r\n" + mark })},
		{name: name + ": chunks of one byte", run: endless(door, func(path string) string { return chunked(path) }, strings.Repeat("1\r\nx\r\n", 10_000))},
		{name: name + ": lines of chunks", run: endless(door, func(path string) string { return chunked(path) }, strings.Repeat("1;"+mark+strings.Repeat("e", 3000)+"\r\nx\r\n", 20))},
		{name: name + ": requests unread", workers: 32, run: endless(door, func(string) string { return "" }, strings.Repeat("GET / HTTP/1.1\r\nHost: "+mark+"\r\n\r\n", 200))},
		{name: name + ": hello of TLS", workers: 2, run: raw(door, func(string) string {
			return "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat(mark, 30)
		})},
		{name: name + ": HTTP/2", workers: 2, run: raw(door, func(string) string {
			return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + strings.Repeat("\x00\x00\x00\x04\x00\x00\x00\x00\x00", 1000)
		})},
		{name: name + ": Lumberjack", workers: 2, run: raw(door, func(string) string {
			return string(windowFrame(1)) + string(jsonFrame(1, []byte(`{"message":"`+mark+`"}`)))
		})},
		{name: name + ": encoding of encodings", run: posts(door, nested, contentType, "Content-Encoding: gzip, gzip")},
		{name: name + ": encoding twice", run: posts(door, nested, contentType, "Content-Encoding: gzip", "Content-Encoding: gzip")},
	}
}

// holding opens connections, sends a little on each and holds them.
func holding(door doorOf, each int, first func(i int, path string) string) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		addr, path := door(g)
		var conns []net.Conn
		for i := range each {
			conn, err := dial(ctx, addr)
			if err != nil {
				t.add("no connection", nil)
				break
			}
			_, _ = io.WriteString(conn, first(i, path))
			conns = append(conns, conn)
		}
		<-ctx.Done()
		t.add(fmt.Sprintf("held %d", len(conns)), nil)
	}
}

// longSlow sends most of a long body and then a byte from time to time.
func longSlow(door doorOf, contentType string) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		addr, path := door(g)
		body := bytes.Repeat([]byte(" "), 19*mib)
		for ctx.Err() == nil {
			conn, err := dial(ctx, addr)
			if err != nil {
				return
			}
			go func() {
				_, _ = io.WriteString(conn, head(path, contentType, fmt.Sprintf("Content-Length: %d", len(body)+1000)))
				_, err := conn.Write(body)
				for err == nil && ctx.Err() == nil {
					sleep(ctx, 200*time.Millisecond)
					_, err = conn.Write([]byte(" "))
				}
			}()
			what, answer := readAnswer(ctx, conn)
			conn.Close()
			t.add(what, answer)
			sleep(ctx, 100*time.Millisecond)
		}
	}
}

// endless sends without an end, and reads nothing before the gateway closes.
func endless(door doorOf, first func(path string) string, again string) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		addr, path := door(g)
		for ctx.Err() == nil {
			conn, err := dial(ctx, addr)
			if err != nil {
				return
			}
			_, err = io.WriteString(conn, first(path))
			for err == nil && ctx.Err() == nil {
				_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
				_, err = io.WriteString(conn, again)
			}
			_ = conn.SetReadDeadline(time.Now().Add(time.Second))
			what, answer := readAnswer(ctx, conn)
			conn.Close()
			t.add(what, answer)
		}
	}
}

// smuggle sends a request that a proxy may take for two or for one, and reads
// how many the gateway took it for.
func smuggle(door doorOf, text func(path string) string) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		addr, path := door(g)
		for ctx.Err() == nil {
			conn, err := dial(ctx, addr)
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, text(path))
			_ = conn.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
			all, _ := io.ReadAll(io.LimitReader(conn, mib))
			conn.Close()
			t.add(fmt.Sprintf("%d answers", bytes.Count(all, []byte("HTTP/1.1 "))), all)
		}
	}
}
