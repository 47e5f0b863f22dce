//go:build e2e

package attack

import (
	"bytes"
	"fmt"
	"strings"
)

func onLoki() []attack {
	pb := func(name string, body func() []byte, headers ...string) attack {
		return attack{name: "loki: " + name, bodies: []func() []byte{body}, run: posts(lokiDoor, body, append(headers, protobuf)...)}
	}
	js := func(name string, body func() []byte, headers ...string) attack {
		return attack{name: "loki: " + name, bodies: []func() []byte{body}, run: posts(lokiDoor, body, append(headers, asJSON)...)}
	}
	const openLine = `{"streams":[{"stream":{"a":"b"},"values":[["1795395723456789000","` + mark
	labels := field(1, []byte(`{a="b"}`))
	stream := func(entries []byte) []byte { return snappyOf(field(1, append(bytes.Clone(labels), entries...))) }
	return []attack{
		pb("snappy of 4 GiB", plain("\xff\xff\xff\xff\x0f\x00\x00"+mark)),
		pb("snappy bomb", lazy(func() []byte { return snappyOf(make([]byte, 400*mib)) })),
		pb("snappy bomb within the limit", lazy(func() []byte { return snappyOf(field(9, make([]byte, 40*mib))) })),
		pb("gzip of a snappy bomb", lazy(func() []byte { return gzipOf(snappyOf(make([]byte, 400*mib))) }), "Content-Encoding: gzip"),
		pb("length of 4 GiB", plain(string(snappyOf([]byte("\x0a\xff\xff\xff\xff\x0f"+mark))))),
		pb("length of 2^64", plain(string(snappyOf([]byte("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"+mark))))),
		js("gzip bomb", lazy(func() []byte { return members(gzipOf, openLine, "a", 1024, "") }), "Content-Encoding: gzip"),
		js("deflate bomb", lazy(func() []byte { return zlibOf(openLine, "a", 256, "") }), "Content-Encoding: deflate"),
		js("line without end", lazy(func() []byte { return []byte(openLine + strings.Repeat("a", 19*mib)) })),
		js("deep JSON", lazy(func() []byte { return []byte(`{"` + mark + `":` + strings.Repeat(`{"a":`, 3_000_000)) })),
		js("a million keys", lazy(func() []byte { return []byte(keys(1_000_000)) })),
		js("a million labels", lazy(func() []byte { return []byte(`{"streams":[{"stream":` + keys(1_000_000) + `,"values":[]}]}`) })),
		js("a million empty streams", lazy(func() []byte { return []byte(`{"streams":[` + repeat(`{}`, 1_000_000) + `]}`) })),
		pb("a million empty streams", lazy(func() []byte {
			return snappyOf(bytes.Repeat(field(1, append(bytes.Clone(labels), field(2, nil)...)), 1_000_000))
		})),
		pb("a million empty entries", lazy(func() []byte { return stream(bytes.Repeat(field(2, nil), 1_000_000)) })),
		pb("150,000 empty entries", lazy(func() []byte { return stream(bytes.Repeat(field(2, nil), 150_000)) })),
		pb("600,000 pairs", lazy(func() []byte {
			return stream(bytes.Repeat(field(2, bytes.Repeat(field(3, field(1, []byte("n"))), 120)), 5000))
		})),
		pb("40,000 sets of labels", lazy(func() []byte {
			var b []byte
			for i := range 40_000 {
				b = append(b, field(1, append(field(1, fmt.Appendf(nil, `{a="%d"}`, i)), field(2, nil)...))...)
			}
			return snappyOf(b)
		})),
		pb("lines of 256 KiB that look like secrets", lazy(func() []byte {
			return stream(bytes.Repeat(field(2, field(2, bytes.Repeat([]byte("password=a@b.c:4 1111 "), 11_000))), 100))
		})),
	}
}
