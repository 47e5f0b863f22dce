package redact

import (
	"math/rand/v2"
	"strings"
)

// idKind makes random ids of one kind.
type idKind struct {
	name string
	make func(*rand.Rand, []byte) []byte // appends to the slice
	// mayBeCard: an id that is all digits and valid as a card may be taken for one.
	mayBeCard bool
	extra     bool // beyond the ids of tracing
}

func appendHex(r *rand.Rand, b []byte, n int) []byte {
	const digits = "0123456789abcdef"
	for n > 0 {
		x := r.Uint64()
		for range min(n, 16) {
			b = append(b, digits[x&15])
			x >>= 4
		}
		n -= min(n, 16)
	}
	return b
}

func appendFrom(r *rand.Rand, b []byte, alphabet string, n int) []byte {
	for range n {
		b = append(b, alphabet[r.IntN(len(alphabet))])
	}
	return b
}

func upperFrom(b []byte, i int) []byte {
	for ; i < len(b); i++ {
		if b[i]-'a' < 26 {
			b[i] -= 'a' - 'A'
		}
	}
	return b
}

// appendUUID writes a UUID of RFC 9562 of the version.
func appendUUID(r *rand.Rand, b []byte, version byte, dashes bool) []byte {
	start := len(b)
	b = appendHex(r, b, 32)
	u := b[start:]
	u[12] = version
	u[16] = "89ab"[r.IntN(4)]
	if version == '7' {
		copy(u, "019a") // milliseconds of these years
	}
	if !dashes {
		return b
	}
	var plain [32]byte
	copy(plain[:], u)
	b = b[:start]
	for i, c := range plain {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			b = append(b, '-')
		}
		b = append(b, c)
	}
	return b
}

const (
	crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	base62    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

var idKinds = func() []idKind {
	kinds := []idKind{
		{name: "trace id", make: func(r *rand.Rand, b []byte) []byte { return appendHex(r, b, 32) }},
		{name: "trace id, capitals", make: func(r *rand.Rand, b []byte) []byte { return upperFrom(appendHex(r, b, 32), len(b)) }},
		{name: "span id", make: func(r *rand.Rand, b []byte) []byte { return appendHex(r, b, 16) }, mayBeCard: true},
		{name: "traceparent", make: func(r *rand.Rand, b []byte) []byte {
			b = append(appendHex(r, append(b, "00-"...), 32), '-')
			return append(appendHex(r, b, 16), "-01"...)
		}},
		{name: "ULID", make: func(r *rand.Rand, b []byte) []byte { return appendFrom(r, append(b, "01K"...), crockford, 23) }},
		{name: "UUID without dashes", make: func(r *rand.Rand, b []byte) []byte { return appendUUID(r, b, '4', false) }},
		{name: "UUID in braces", make: func(r *rand.Rand, b []byte) []byte { return append(appendUUID(r, append(b, '{'), '4', true), '}') }},
		{name: "UUID as URN", make: func(r *rand.Rand, b []byte) []byte { return appendUUID(r, append(b, "urn:uuid:"...), '4', true) }},
		{name: "UUID, capitals", make: func(r *rand.Rand, b []byte) []byte { return upperFrom(appendUUID(r, b, '4', true), len(b)) }},
		{name: "KSUID", make: func(r *rand.Rand, b []byte) []byte { return appendFrom(r, append(b, '2'), base62, 26) }, extra: true},
		{name: "ObjectId", make: func(r *rand.Rand, b []byte) []byte { return appendHex(r, append(b, "69"...), 22) }, extra: true},
		{name: "hash of git", make: func(r *rand.Rand, b []byte) []byte { return appendHex(r, b, 7+r.IntN(34)) }, mayBeCard: true, extra: true},
		{name: "SHA-256", make: func(r *rand.Rand, b []byte) []byte { return appendHex(r, b, 64) }, extra: true},
		{name: "container id", make: func(r *rand.Rand, b []byte) []byte { return appendHex(r, b, 12) }, mayBeCard: true, extra: true},
	}
	for _, v := range []byte("1467") {
		kinds = append(kinds, idKind{name: "UUID v" + string(v), make: func(r *rand.Rand, b []byte) []byte { return appendUUID(r, b, v, true) }})
	}
	return kinds
}()

// idSentences are texts with an id in them that no name announces.
var idSentences = cut(
	"request # done", "#", "GET /v1/orders/#/items HTTP/1.1 200 17", "at 2026-11-22T18:56:45.123Z [#] INFO server: started", `{"msg":"order # shipped","n":17}`,
	"level=info msg=\"item # found\" took=3ms", "path=/data/#.json size=482", "https://h.example/p/#?x=1&y=2", "moved # to archive (17 of 20)", "<item>#</item>", `["#","x"]`, "a,#,17,b",
)

// idPairs are texts with an id under its name.
var idPairs = cut(
	`{"trace_id":"#","a":1}`, `{"spanId" : "#"}`, "x-request-id: #", "span_id=# took=3ms", `span.id="#"`, `{"m":"{\"requestId\":\"#\"}"}`, "correlationId=#", "GET /p?order_id=#&b=2 HTTP/1.1", "uuid: #", `{'message_id': '#'}`,
)

var idNames = []string{"trace_id", "span.id", "spanId", "request.id", "x-correlation-id", "uuid", "messaging.message.id", "order_id"}

func cut(templates ...string) (parts [][2]string) {
	for _, t := range templates {
		before, after, _ := strings.Cut(t, "#")
		parts = append(parts, [2]string{before, after})
	}
	return parts
}

// issuerPrefixes are beginnings of card numbers of 16 digits.
var issuerPrefixes = []string{
	"4", "51", "52", "53", "54", "55", "2221", "2300", "2500", "2699", "2720", "6011", "644", "649", "65", "62", "3528", "3589", "300", "305", "3095", "36", "38", "39",
	"50", "56", "57", "58", "63", "67", "69",
}

// appendCard writes a card number of 16 digits of some issuer.
func appendCard(r *rand.Rand, b []byte) []byte {
	start := len(b)
	b = append(b, issuerPrefixes[r.IntN(len(issuerPrefixes))]...)
	for len(b)-start < 15 {
		b = append(b, byte('0'+r.IntN(10)))
	}
	for c := byte('0'); ; c++ {
		if luhn(append(b, c)[start:]) {
			return append(b, c)
		}
	}
}
