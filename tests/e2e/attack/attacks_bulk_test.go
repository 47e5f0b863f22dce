//go:build e2e

package attack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

func onBulk() []attack {
	const action = `{"index":{"_index":"shop"}}` + "\n"
	endlessDocument := action + `{"message":"` + mark
	send := func(name string, body func() []byte, headers ...string) attack {
		return attack{name: "bulk: " + name, bodies: []func() []byte{body}, run: posts(bulkDoor, body, append(headers, ndjson)...)}
	}
	return []attack{
		send("gzip bomb", lazy(func() []byte { return members(gzipOf, endlessDocument, "a", 1024, "") }), "Content-Encoding: gzip"),
		send("gzip bomb of documents", lazy(func() []byte { return members(gzipOf, "", string(documents(1, `{"a":1}`)), 1024, "") }), "Content-Encoding: gzip"),
		send("zstd bomb", lazy(func() []byte { return members(zstdOf, endlessDocument, "a", 1024, "") }), "Content-Encoding: zstd"),
		send("zstd window of 2 GiB", zstdWindow, "Content-Encoding: zstd"),
		send("zlib bomb", lazy(func() []byte { return zlibOf(endlessDocument, "a", 256, "") }), "Content-Encoding: zlib"),
		send("deflate bomb", lazy(func() []byte { return zlibOf(endlessDocument, "a", 256, "") }), "Content-Encoding: deflate"),
		send("snappy of 4 GiB", plain("\xff\xff\xff\xff\x0f\x00\x00"+mark), "Content-Encoding: snappy"),
		send("endless action", lazy(func() []byte { return gzipOf([]byte(`{"index":{"_id":"` + strings.Repeat(mark, 1<<20))) }), "Content-Encoding: gzip"),
		send("deep JSON", lazy(func() []byte { return documents(20, deep(100_000)) })),
		send("deep action", lazy(func() []byte { return []byte(`{"index":` + strings.Repeat(`{"a":`, 3000) + "\n{}\n") })),
		send("a million keys", lazy(func() []byte { return documents(2, keys(1_000_000)) })),
		send("all keys that are allowed", lazy(func() []byte { return gzipOf(documents(50, keys(65_000))) }), "Content-Encoding: gzip"),
		send("lists of small values", lazy(func() []byte { return gzipOf(documents(240, numbers(65_000))) }), "Content-Encoding: gzip"),
		send("lists of lists", lazy(func() []byte {
			return gzipOf(documents(150, `{"message":"x","a":[`+repeat("[]", 65_000)+`]}`))
		}), "Content-Encoding: gzip"),
		send("a million actions", lazy(func() []byte { return gzipOf(documents(1_000_000, `{}`)) }), "Content-Encoding: gzip"),
		send("100,000 small documents", lazy(func() []byte { return gzipOf(documents(100_000, `{"a":1}`)) }), "Content-Encoding: gzip"),
		send("100,000 resources", lazy(func() []byte {
			var b bytes.Buffer
			for i := range 99_000 {
				fmt.Fprintf(&b, "%s{\"host\":{\"name\":\"%d\"},\"message\":\"x\"}\n", action, i)
			}
			return gzipOf(b.Bytes())
		}), "Content-Encoding: gzip"),
		send("equal ids of 512 bytes", lazy(func() []byte {
			return gzipOf(bytes.Repeat([]byte(`{"index":{"_index":"shop","_id":"`+strings.Repeat("i", 512)+`"}}`+"\n{}\n"), 50_000))
		}), "Content-Encoding: gzip"),
		send("ids of 10 KB", lazy(func() []byte {
			return gzipOf(bytes.Repeat([]byte(`{"index":{"_index":"shop","_id":"`+strings.Repeat("i", 10_000)+`"}}`+"\n{}\n"), 3000))
		}), "Content-Encoding: gzip"),
		send("a value of 4 MB that looks like secrets", lazy(func() []byte {
			return gzipOf(documents(7, `{"message":"`+strings.Repeat("password=a@b.c:4 1111 ", 180_000)+`"}`))
		}), "Content-Encoding: gzip"),
		{name: "bulk: answers unread", workers: 8, lasts: 4 * time.Second, run: answersUnread},
	}
}

// answersUnread sends requests with long answers and does not read these.
func answersUnread(ctx context.Context, g *target, t *told) {
	body := documents(95_000, `{}`)
	for ctx.Err() == nil {
		conn, err := dial(ctx, g.bulk)
		if err != nil {
			return
		}
		_ = conn.SetWriteDeadline(time.Now().Add(3 * time.Second))
		_, err = io.WriteString(conn, head("/_bulk", ndjson, fmt.Sprintf("Content-Length: %d", len(body)))+string(body))
		if err != nil {
			t.add(outcome(ctx, err), nil)
		} else {
			t.add("sent", nil)
		}
		sleep(ctx, 200*time.Millisecond)
	}
}
