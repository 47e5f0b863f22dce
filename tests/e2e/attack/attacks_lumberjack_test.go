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

func onLumberjack() []attack {
	send := func(name string, parts ...func() []byte) attack {
		return attack{name: "beats: " + name, bodies: parts, run: func(ctx context.Context, g *target, t *told) {
			for ctx.Err() == nil {
				var all [][]byte
				for _, part := range parts {
					all = append(all, part())
				}
				what, answer := frames(ctx, g.beats, all...)
				t.add(what, answer)
			}
		}}
	}
	window := func(n uint32) func() []byte { return func() []byte { return windowFrame(n) } }
	zipped := func(content func() []byte) func() []byte {
		return lazy(func() []byte { return compressedFrame(zlibOf(string(content()), "", 0, "")) })
	}
	frame := func(text string) func() []byte { return func() []byte { return jsonFrame(1, []byte(text)) } }
	many := func(n int, document string) func() []byte {
		return func() []byte { return bytes.Repeat(jsonFrame(1, []byte(document)), n) }
	}
	ones := bytes.Repeat([]byte(" "), mib)
	secrets := send("secrets all over", window(60), zipped(many(3, `{"message":"`+strings.Repeat("password=a@b.c:4 1111 ", 180_000)+`"}`)))
	// To search a text takes up to sixteen times its length.
	secrets.container = true
	attacks := []attack{
		secrets,
		send("window of 4 GiB", window(1<<32-1), frame(`{"message":"`+mark+`"}`)),
		send("frame of 4 GiB", window(1), plain("2J\x00\x00\x00\x01\xff\xff\xff\xff"+mark), func() []byte { return bytes.Repeat(ones, 130) }),
		send("compressed frame of 4 GiB", window(1), plain("2C\xff\xff\xff\xff"+mark)),
		send("pairs of 4 GiB", window(1), plain("1D\x00\x00\x00\x01\xff\xff\xff\xff\x00\x00\x00\x04"+mark), func() []byte { return bytes.Repeat(ones, 14) }),
		send("zlib bomb", window(1), lazy(func() []byte {
			return compressedFrame(zlibOf("2J\x00\x00\x00\x01\xff\xff\xff\xff"+mark, "a", 1024, ""))
		})),
		send("zlib bomb of 12 MiB documents", window(60000), lazy(func() []byte {
			return compressedFrame(zlibOf(string(bytes.Repeat(jsonFrame(1, []byte(`{"message":"`+strings.Repeat("a", 11*mib)+`"}`)), 10)), "", 0, ""))
		})),
		send("bomb in a bomb", window(1), lazy(func() []byte {
			return compressedFrame(zlibOf(string(compressedFrame(zlibOf(mark, "a", 100, ""))), "", 0, ""))
		})),
		send("65,536 empty frames", window(65_536), zipped(many(65_536, `{}`))),
		send("65,536 frames of nothing", window(65_536), zipped(many(65_536, ``))),
		send("a million frames", window(65_536), zipped(many(1_000_000, `{}`))),
		send("millions of empty windows", func() []byte { return bytes.Repeat(windowFrame(0), 1_000_000) }),
		send("lists of small values", window(65_536), zipped(many(60, numbers(65_000)))),
		send("lists of lists", window(65_536), zipped(many(60, `{"message":"x","a":[`+repeat("[]", 65_000)+`]}`))),
		send("all keys that are allowed", window(65_536), zipped(many(10, keys(65_000)))),
		send("a million keys", window(65_536), zipped(many(2, keys(1_000_000)))),
		send("deep JSON", window(65_536), zipped(many(20, deep(100_000)))),
		send("broken JSON of 10 MB", window(60), zipped(many(10, `{"`+mark+`":"`+strings.Repeat("b", 10*mib)))),
		send("frames after garbage", window(2), frame(`{"message":"x"}`), plain("garbage "+mark), frame(`{"message":"x"}`)),
		send("HTTP", plain("POST /_bulk HTTP/1.1\r\nHost: "+mark+"\r\n\r\n")),
		send("hello of TLS", plain("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"+strings.Repeat(mark, 30))),
		{name: "beats: 10,000 idle connections", workers: 16, run: beating(625, func(net.Conn) {})},
		{name: "beats: 10,000 half windows", workers: 16, lasts: 4 * time.Second, run: beating(625, func(conn net.Conn) {
			_, _ = conn.Write(append(windowFrame(10), "2J\x00\x00\x00\x01\x00\x00\xff\xff{"...))
		})},
		{name: "beats: slow windows, long ones", workers: 64, lasts: 4 * time.Second, run: func(ctx context.Context, g *target, t *told) {
			for ctx.Err() == nil {
				conn, err := dial(ctx, g.beats)
				if err != nil {
					return
				}
				_, err = conn.Write(append(windowFrame(10), "2J\x00\x00\x00\x01\x00\xb0\x00\x00"...))
				for range 10 {
					if err == nil {
						_, err = conn.Write(ones)
					}
				}
				for err == nil && ctx.Err() == nil {
					sleep(ctx, 200*time.Millisecond)
					_, err = conn.Write([]byte(" "))
				}
				t.add(outcome(ctx, err), nil)
			}
		}},
		{name: "beats: acknowledgements unread", workers: 32, run: func(ctx context.Context, g *target, t *told) {
			one := append(windowFrame(1), jsonFrame(1, []byte(`{"message":"`+mark+`"}`))...)
			some := bytes.Repeat(one, 2000)
			conn, err := dial(ctx, g.beats)
			for err == nil && ctx.Err() == nil {
				_, err = conn.Write(some)
			}
			t.add(outcome(ctx, err), nil)
		}},
		{name: "beats: connections come and go", workers: 16, run: func(ctx context.Context, g *target, t *told) {
			n := 0
			for ; ctx.Err() == nil; n++ {
				conn, err := dial(ctx, g.beats)
				if err != nil {
					break
				}
				_, _ = io.WriteString(conn, "2W\x00")
				conn.Close()
			}
			t.add(fmt.Sprintf("%d connections", n/1000*1000), nil)
		}},
	}
	return attacks
}

// beating opens connections, sends a little on each and holds them.
func beating(each int, first func(net.Conn)) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		n := 0
		for range each {
			conn, err := dial(ctx, g.beats)
			if err != nil {
				t.add("no connection", nil)
				break
			}
			n++
			first(conn)
		}
		<-ctx.Done()
		t.add(fmt.Sprintf("held %d", n), nil)
	}
}
